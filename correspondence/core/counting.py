"""Counting that stops where it was told to: a count of everything grows with the archive."""

from django.db.models import IntegerField, Subquery


class CountOf(Subquery):
    """How many rows a subquery has, its limit included: `CountOf(rows.values("pk")[:251])`."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def count_words(count, most):
    """ "14", or "250+" where more than `most` were found and counting stopped."""
    return f"{most}+" if count > most else str(count)
