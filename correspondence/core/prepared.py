"""Statements whose SQL is worked out once: to build one takes as long as the database needs for it."""

from django.db import connections

KEPT = 100  # numbers of keys, at most, for which the SQL is kept: a page's rows


class Prepared:
    """Rows of a `values_list` queryset, of those that have one of some keys in a column of whole numbers.

    The queryset must not depend on who asks, or when: it is turned into SQL once for each number of keys.
    """

    def __init__(self, rows, column):
        self._rows, self._column, self._made = rows, column, {}

    def of(self, keys):
        """The rows with these keys, as lists or tuples. One query; none without keys."""
        keys = list(keys)
        if not keys:
            return []
        alias = self._rows.db
        if (alias, len(keys)) not in self._made:
            self._make(alias, len(keys))
        sql, before, after, converters = self._made[alias, len(keys)]
        if len(keys) > KEPT:
            del self._made[alias, len(keys)]
        with connections[alias].cursor() as cursor:
            cursor.execute(sql, (*before, *keys, *after))
            rows = cursor.fetchall()
        if converters:
            return list(self._rows.query.get_compiler(alias).apply_converters(rows, converters))
        return rows

    def _make(self, alias, count):
        stand_ins = [-number for number in range(1, count + 1)]
        compiler = self._rows.filter(**{f"{self._column}__in": stand_ins}).query.get_compiler(alias)
        sql, values = compiler.as_sql()
        first = values.index(-1)
        if list(values[first : first + count]) != stand_ins:
            raise ValueError(f"The keys of {self._column} do not stand together in: {sql}")
        converters = compiler.get_converters([column for column, *_ in compiler.select])
        self._made[alias, count] = sql, values[:first], values[first + count :], converters
