"""What the letter list's bar offers: saved filters, members, topics, years, agencies. One statement a page.

What an office seldom changes is kept for a minute in each process: a new member or topic is offered after
at most so long, and so are the agencies that words were found to mean. Saved filters are read at each page,
as whoever saves one looks for it at once.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from django.core.cache import cache
from django.db.models import CharField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast

from correspondence.accounts.models import User
from correspondence.accounts.visibility import of_my_offices
from correspondence.core.prepared import Prepared
from correspondence.directory.models import Agency, Office
from correspondence.letters.models import Letter, Recipient, SavedFilter, Signatory, Topic

KEPT_FOR = 60  # seconds
LATEST = 400  # letters whose agencies and signatories are offered
SAVED = ("pk", "name", "query", Value(""), "owner", "is_shared", "office")
_SAVED = Prepared(
    lambda offices, user: (
        SavedFilter.objects.filter(Q(owner=user) | Q(is_shared=True), office__in=offices)
        .order_by()
        .values_list(*SAVED)
    )
)
OFFERED = 24  # agencies at most, and half as many signatories


class Saved(NamedTuple):
    pk: int
    name: str
    query: str
    is_mine: bool
    is_shared: bool
    office: int


@dataclass(frozen=True)
class Choices:
    """What can be chosen; `named` are the agencies that the words typed for one mean."""

    saved: list
    named: list
    members: list
    topics: list
    years: list
    agencies: list
    signatories: list


def choices(user, agency=""):
    """What this user may choose from; `agency` is the words, or the id, typed for an agency."""
    agency = agency.replace("\0", "")
    key = f"letter-choices-{'-'.join(map(str, sorted(user.roles)))}"
    called = f"letter-choices-called-{sha256(agency.encode()).hexdigest()}"
    named = cache.get(called) if agency else []
    kept, found = cache.get(key), {}
    parts = [_called(agency)] if named is None else []
    if kept is None:
        parts += [_members(user), _topics(user), _years(user), _agencies(user), _signatories(user)]
    if parts:
        for kind, *row in _saved(user).values_list(Value("saved"), *SAVED).union(*parts, all=True):
            found.setdefault(kind, []).append(row)
    saved = found.get("saved", ()) if parts else _SAVED.rows(list(user.roles), user.pk)
    if kept is None:
        kept = _to_keep(found)
        cache.set(key, kept, KEPT_FOR)
    if named is None:
        named = _best(found.get("called", ()), agency)
        if named:  # what nothing is called yet is looked for anew
            cache.set(called, named, KEPT_FOR)
    saved = [
        Saved(pk, name, query, owner == user.pk, bool(is_shared), office)
        for pk, name, query, _, owner, is_shared, office in saved
    ]
    saved.sort(key=lambda one: (one.name.casefold(), one.pk))
    return Choices(saved, named, **kept)


def agencies_named(words):
    """The (id, short name) of each agency that these words, or this id, mean."""
    words = words.replace("\0", "")
    return _best([row[1:] for row in _called(words)], words) if words else []


def _to_keep(found):
    firsts = [int(row[1][:4]) for row in found.get("year", ()) if row[1]]
    lasts = [int(row[2][:4]) for row in found.get("year", ()) if row[2]]
    agencies = [(pk, _short(name, kind, acronym)) for pk, name, kind, acronym, *_ in found.get("agency", ())]
    names = sorted({row[1] for row in found.get("signatory", ())})
    members = [
        (pk, f"{first} {last}".strip() or name) for pk, first, last, name, *_ in found.get("member", ())
    ]
    return {
        "members": sorted(set(members), key=lambda one: one[1].split()[-1].casefold()),
        "topics": sorted(((row[0], row[1]) for row in found.get("topic", ())), key=_by_name),
        "years": list(range(max(lasts), min(firsts) - 1, -1)) if firsts else [],
        "agencies": sorted(set(agencies), key=_by_name)[:OFFERED],
        "signatories": names[: OFFERED // 2],
    }


def _by_name(pair):
    return pair[1].casefold()


def _rows(queryset, kind, key, *words):
    """Rows of one kind, in the columns of saved filters: id, three words, what else a saved filter has."""
    words = [*words, *[Value("")] * (3 - len(words))]
    return queryset.order_by().values_list(Value(kind), key, *words, Value(0), Value(False), Value(0))


def _saved(user):
    rows = of_my_offices(SavedFilter.objects, user).filter(Q(owner=user.pk) | Q(is_shared=True))
    return rows.order_by()


def _called(words):
    is_key = words.isdecimal() and len(words) < 19
    agencies = Agency.objects.filter(pk=int(words)) if is_key else _by_words(words)
    return _rows(agencies, "called", "pk", "name", "kind", "acronym")


def _by_words(words):
    return Agency.objects.filter(
        Q(name__icontains=words) | Q(acronym__iexact=words) | Q(aliases__icontains=words)
    )


def _best(rows, words):
    """Those that are called exactly so, or else all that have the words in a name."""
    named = [(pk, _short(name, kind, acronym), name, acronym) for pk, name, kind, acronym, *_ in rows]
    wanted = words.casefold()
    exact = [one for one in named if wanted in (name.casefold() for name in one[1:])]
    return sorted(((pk, short) for pk, short, *_ in exact or named), key=_by_name)


def _short(name, kind, acronym):
    return Agency(name=name, kind=kind, acronym=acronym).short_name


def _members(user):
    users = User.objects.filter(is_active=True, memberships__office__in=list(user.roles))
    return _rows(users, "member", "pk", "first_name", "last_name", "username")


def _topics(user):
    return _rows(of_my_offices(Topic.objects, user), "topic", "pk", "name")


def _years(user):
    days = Letter.objects.filter(office=OuterRef("pk")).values("dated_on")
    ends = [
        Cast(Subquery(days.order_by(order)[:1]), CharField(max_length=10))
        for order in ("dated_on", "-dated_on")
    ]
    return _rows(Office.objects.filter(pk__in=list(user.roles)), "year", "pk", *ends)


def _latest(user):
    return Subquery(of_my_offices(Letter.objects, user).order_by("-dated_on", "-id").values("pk")[:LATEST])


def _agencies(user):
    to = Recipient.objects.filter(letter__in=_latest(user), role=Recipient.Role.TO, agency__isnull=False)
    return _rows(to, "agency", "agency", "agency__name", "agency__kind", "agency__acronym").distinct()


def _signatories(user):
    names = Signatory.objects.filter(letter__in=_latest(user))
    return _rows(names, "signatory", Value(0), "name").distinct()
