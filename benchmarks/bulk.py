"""Rows written in bulk: PostgreSQL's COPY, SQLite's executemany. Constraints hold as ever."""

from datetime import date, datetime

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Max


class Table:
    """Rows of one model, gathered until they are written. Keys are handed out here, from the last in use."""

    def __init__(self, model):
        fields = model._meta.local_concrete_fields
        self._key = model._meta.pk.attname
        self.defaults = {field.attname: field.get_default() for field in fields}
        self._rows = []
        names = ", ".join(connection.ops.quote_name(field.column) for field in fields)
        self._into = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
        self._marks = ", ".join(["%s"] * len(fields))
        self.model = model
        self.last = model._base_manager.aggregate(last=Max(self._key))["last"] or 0

    def reserve(self):
        """A key for a row that is added later."""
        self.last += 1
        return self.last

    def add(self, **values):
        """Gather a row, by column attributes; what is left out has its field's default. Return its key."""
        if self._key not in values:
            values[self._key] = self.reserve()
        row = self.defaults | values
        if len(row) != len(self.defaults):
            raise TypeError(f"{self.model.__name__} has no {set(row) - set(self.defaults)}.")
        self._rows.append(tuple(row.values()))
        return values[self._key]

    def write(self):
        """Write what was gathered."""
        rows, self._rows = self._rows, []
        if not rows:
            return
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {self._into} FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(
                    f"INSERT INTO {self._into} VALUES ({self._marks})", [_for_sqlite(row) for row in rows]
                )


class Tracked(Table):
    """A table of which every change is kept."""

    def __init__(self, model):
        super().__init__(model)
        self.history = Table(model.history.model)

    def enter(self, *, at, by, **values):
        """Gather a row and the first row of its history. Return its key."""
        key = self.add(**values)
        self.remember(key, "+", at=at, by=by, **values)
        return key

    def remember(self, key, sign, /, *, at, by, **values):
        """Gather a row of history alone: + where the row was made, ~ where it was changed."""
        kept = {name: value for name, value in values.items() if name in self.history.defaults}
        kept |= {"id": key, "history_date": at, "history_type": sign, "history_user_id": by}
        if "history_relation_id" in self.history.defaults:
            kept["history_relation_id"] = key
        self.history.add(**kept, history_change_reason="")

    def write(self):
        super().write()
        self.history.write()


def _for_sqlite(row):
    return [
        value.replace(tzinfo=None).isoformat(" ")
        if value.__class__ is datetime
        else value.isoformat()
        if value.__class__ is date
        else value
        for value in row
    ]


def catch_up(tables):
    """Let the next key that the database gives be one that is free, and let it know what the tables hold."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
        cursor.execute("ANALYZE")
