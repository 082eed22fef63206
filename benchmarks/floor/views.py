"""The floor: one indexed query, 25 rows, 28 kB, two dates a row, no session. And what a run asks about."""

from functools import cache

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import Count, Q
from django.http import JsonResponse
from django.shortcuts import render

from benchmarks import CLERK, OFFICE
from correspondence.accounts.models import User
from correspondence.directory.models import Agency, Office
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


@login_not_required
def targets(request):
    """What a run is to ask for, alike at every size: letters by id, spread over the whole record."""
    letters = Letter.objects.sent().filter(office=_office()).order_by("id")
    is_open = Q(requests__parts__settled_on=None, requests__parts__carried_on_by=None)
    counted = letters.annotate(
        asked=Count("requests", distinct=True),
        still_open=Count("requests__parts", filter=is_open, distinct=True),
        written_to=Count("recipients", filter=Q(recipients__role="to"), distinct=True),
        answered=Count("responses", distinct=True),
    )
    threes = counted.filter(asked=3, written_to=1, answered=2).values_list("pk", flat=True)
    fives = counted.filter(asked=5, still_open=5, written_to=1, answered=0).values_list("pk", flat=True)
    clerks = User.objects.filter(memberships__office=_office(), memberships__role="clerk").order_by("pk")
    middle = letters[letters.count() // 2]
    return JsonResponse(
        {
            "database": _database(),
            "threes": _spread(list(threes), 20),
            "fives": list(fives.reverse()[:60]),
            "agency": Agency.objects.get(name__startswith="Benchmark Agency", acronym="BA3").pk,
            "next_due": admin.site.get_model_admin(Letter).list_display.index("next_due") + 1,
            "year": middle.dated_on.year,
            "reference": middle.reference,
            "rare": max(middle.subject.split(), key=len),
            "colleague": clerks.exclude(username=CLERK)[0].pk,
        }
    )


def _spread(keys, count):
    step = max(1, len(keys) // count)
    return keys[::step][:count]


def _database():
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT sqlite_version()")
            return f"SQLite {cursor.fetchone()[0]}"
        cursor.execute("SHOW server_version")
        return f"PostgreSQL {cursor.fetchone()[0].split()[0]}"
