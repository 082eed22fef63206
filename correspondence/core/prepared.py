"""Statements whose SQL is worked out once: to build one takes as long as the database needs for it."""

from collections import namedtuple
from datetime import date, timedelta
from itertools import count

from django.db import connections
from django.db.models.query import get_related_populators

KEPT = 100  # values in a list, at most, for which the SQL is kept: a page's rows


class Prepared:
    """The rows of a queryset that differs from call to call in some values alone.

    `make` takes these values, each a whole number, a text, a day or a list of such, and puts each into the
    queryset as it is. It is called once for each length that its lists come in, with other values in their
    place; what it returns may depend on nothing else: not on who asks, nor on the clock.
    """

    def __init__(self, make):
        self._make, self._kept, self._row = make, {}, None

    def objects(self, *given):
        """The rows for these values as objects, with what is selected beside them; else as `rows`."""
        rows, compiler = self._fetched(given)
        return list(_objects(rows, compiler))

    def one(self, *given):
        """The first row for these values as an object; None where there is none."""
        return next(iter(self.objects(*given)), None)

    def named(self, *given):
        """The rows of `values_list(…)` for these values, each with its columns by name; else as `rows`."""
        rows, compiler = self._fetched(given)
        if rows and not self._row:
            self._row = namedtuple("Row", compiler.fields)
        return [self._row._make(row) for row in rows]

    def rows(self, *given):
        """The rows for these values, as lists or tuples. One query; none where a list is empty."""
        return self._fetched(given)[0]

    def _fetched(self, given):
        lengths = tuple(len(value) if isinstance(value, (list, tuple)) else None for value in given)
        if 0 in lengths:
            return [], None
        prepared = self._kept.get(lengths) or self._prepare(given, lengths)
        if max((length or 0 for length in lengths), default=0) > KEPT:
            del self._kept[lengths]
        sql, values, places, compiler, converters = prepared
        connection, values = connections[compiler.using], list(values)
        for value, where in zip(_flat(given), places, strict=True):
            if isinstance(value, date):
                value = connection.ops.adapt_datefield_value(value)
            for place in where:
                values[place] = value
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            rows = cursor.fetchall()
        return list(compiler.apply_converters(rows, converters)) if converters else rows, compiler

    def _prepare(self, given, lengths):
        numbers = count(1)
        stand_ins = [
            [_stand_in(one, next(numbers)) for one in value]
            if isinstance(value, (list, tuple))
            else _stand_in(value, next(numbers))
            for value in given
        ]
        rows = self._make(*stand_ins)
        compiler = rows.query.get_compiler(rows.db)
        compiler.fields = rows._fields
        sql, values = compiler.as_sql()
        texts = [str(value) for value in values]
        places = [
            [place for place, text in enumerate(texts) if text == str(stand_in)]
            for stand_in in _flat(stand_ins)
        ]
        if not all(places):
            raise ValueError(f"A value that was given does not stand in: {sql}")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        self._kept[lengths] = prepared = sql, values, places, compiler, converters
        return prepared


def _objects(rows, compiler):
    """As `ModelIterable` makes them."""
    if not rows:
        return
    select, its = compiler.select, compiler.klass_info
    first, last = its["select_fields"][0], its["select_fields"][-1] + 1
    names = [column[0].target.attname for column in select[first:last]]
    beside = get_related_populators(its, select, compiler.using)
    for row in rows:
        one = its["model"].from_db(compiler.using, names, row[first:last])
        for related in beside:
            related.populate(row, one)
        for name, place in compiler.annotation_col_map.items():
            setattr(one, name, row[place])
        yield one


def _stand_in(value, number):
    """A value of the same kind that stands nowhere else."""
    if isinstance(value, date):
        return date.min + timedelta(days=number)
    number = -1_000_000 - number
    return str(number) if isinstance(value, str) else number


def _flat(given):
    return [one for value in given for one in (value if isinstance(value, (list, tuple)) else (value,))]
