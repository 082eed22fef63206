"""The order of a list, and what comes before or after a row: a deep page costs what the first does."""

from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.expressions import OrderBy


@dataclass(frozen=True)
class Order:
    """A list's columns in order, "-dated_on" or "id", of which the last is every row's own.

    With `nulls_last` rows without a value in the first column come after all others, as a stretch of
    their own: what comes after a row is sought in its own stretch.
    """

    terms: tuple[str, ...]
    nulls_last: bool = False

    @property
    def columns(self):
        """[(column, whether it descends)]"""
        return [(term.lstrip("-"), term.startswith("-")) for term in self.terms]

    def ordering(self, *, onward=True):
        """For `order_by`: as the list goes, or backward."""
        found = []
        for place, (name, descends) in enumerate(self.columns):
            last = {}
            if self.nulls_last and not place:
                last = {"nulls_last" if onward else "nulls_first": True}
            found.append(F(name).desc(**last) if descends == onward else F(name).asc(**last))
        return found

    def beyond(self, values, *, onward=True):
        """What comes after the row with these values in the columns, or before it."""
        columns = list(zip(self.columns, values, strict=True))
        if self.nulls_last and values[0] is None:
            return Q(**{f"{self.columns[0][0]}__isnull": True}) & _beyond(columns[1:], onward)
        return _beyond(columns, onward)

    @classmethod
    def of(cls, ordering):
        """The order that `order_by` was given."""
        terms = []
        for term in ordering:
            if isinstance(term, OrderBy):
                term = f"{'-' if term.descending else ''}{term.expression.name}"
            terms.append(f"{'-' if term.startswith('-') else ''}id" if term.lstrip("-") == "pk" else term)
        return cls(tuple(terms))


def _beyond(columns, onward):
    found, same = Q(pk__in=[]), Q()
    for (name, descends), value in columns:
        way = "lt" if descends == onward else "gt"
        found |= same & Q(**{f"{name}__{way}": value})
        same &= Q(**{name: value})
    # Said apart, the bound of the first column lets PostgreSQL begin there in its index.
    (name, descends), value = columns[0]
    way = "lte" if descends == onward else "gte"
    return Q(**{f"{name}__{way}": value}) & found
