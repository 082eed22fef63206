"""The floor: one indexed query, 25 rows, 28 kB, two dates a row, no session. And a counter of statements."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.shortcuts import render

from benchmarks import OFFICE
from correspondence.directory.models import Office
from correspondence.letters.models import Letter

_CONTROL = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


def count_statements(get_response):
    """Middleware: where the request asks for it, say how many SQL statements it took."""

    def counted(request):
        if "X-Count-Statements" not in request.headers:
            return get_response(request)
        connection.force_debug_cursor = True
        try:
            response = get_response(request)
            statements = [entry["sql"] for entry in connection.queries_log]
        finally:
            connection.force_debug_cursor = False
        control = sum(sql.startswith(_CONTROL) for sql in statements)
        response["X-Statements"] = len(statements) - control
        response["X-Transaction-Statements"] = control
        return response

    return counted


@cache
def _office():
    return Office.objects.get(code=OFFICE)


@login_not_required
def floor(request):
    """The bare page: the 25 newest letters of an office."""
    letters = Letter.objects.filter(office=_office()).only(
        "reference", "subject", "kind", "dated_on", "entered_at"
    )
    return render(request, "floor.html", {"letters": letters.order_by("-dated_on", "-id")[:25]})
