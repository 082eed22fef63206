"""People and agencies found by their words, best first; no clock: a person is told by their latest post."""

import re
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, DateField, F, IntegerField, OuterRef, Q, Subquery, Value, When

from correspondence.directory.models import Agency, Appointment, Person, Term

_HONORIFICS = re.compile(
    r"^(?:(?:the\s+)?(?:right\s+)?hon(?:orable|\.)?|mr|mrs|ms|dr|gen|general|adm|admiral|ambassador|senator|sen|"
    r"representative|rep|congressman|congresswoman|secretary)\b\.?\s+",
    re.I,
)
MOST_WORDS = 8  # more say no more about a name, and each is asked for


def begins_a_word(path, words):
    """That a word, or the line, in this column begins so: "epa" finds EPA and not every DEPArtment."""
    found = Q(**{f"{path}__istartswith": words})
    for before in (" ", "-", "\n"):
        found |= Q(**{f"{path}__icontains": before + words})
    return found


def plain_name(words):
    """A name as the directory has it: without "The Honorable" and the like, or what follows a comma."""
    name = " ".join(words.split())
    while (shorter := _HONORIFICS.sub("", name)) != name:
        name = shorter
    return name


def find_people(words):
    """People whose names have words that begin so; who is called so, by the last name, comes first.

    Each has `post`, `post_to`, `seat_in` and `seat_state`: the latest post in an agency, and the
    latest term in Congress, by which namesakes are told apart.
    """
    people = told_apart(Person.objects.all())
    for word in words.split()[:MOST_WORDS]:
        people = people.filter(
            Q(last_name__istartswith=word)
            | Q(first_name__istartswith=word)
            | begins_a_word("name", word)
            | Q(bioguide_id__iexact=word)
        )
    return people.order_by(
        _first(Q(name__iexact=words), Q(last_name__istartswith=words)),
        "last_name",
        "first_name",
        "name",
        "pk",
    )


def people_called(words):
    """People of exactly this name (honorifics apart), last name or Bioguide id."""
    name = plain_name(words)
    called = Q(name__iexact=name) | Q(last_name__iexact=name) | Q(bioguide_id__iexact=name)
    return told_apart(Person.objects.filter(called)).order_by(_first(Q(name__iexact=name)), "name", "pk")


def people_named(name):
    """People of exactly this name, honorifics apart; nothing that tells them apart is read."""
    return Person.objects.filter(name__iexact=plain_name(name)).order_by("pk")


class Namesakes:
    """People of exactly these names, honorifics apart: all read in one statement, once one is asked for."""

    def __init__(self, names):
        plain = (plain_name(name) for name in names)
        self._names = {name.casefold(): name for name in plain if " " in name}
        self._found = None

    def of(self, name):
        """The people of one of the names; a name of one word names nobody."""
        wanted = plain_name(name).casefold()
        if wanted not in self._names:
            return list(people_named(name)[:2]) if " " in wanted else []
        if self._found is None:
            self._found = {}
            called = [Q(name__iexact=plain) for plain in self._names.values()]
            for person in Person.objects.filter(reduce(or_, called)).order_by("pk"):
                self._found.setdefault(person.name.casefold(), []).append(person)
        return self._found.get(wanted, [])


def told_apart(people):
    """With the latest post and the latest term of each."""
    posts = Appointment.objects.filter(person=OuterRef("pk")).order_by(
        F("held_from").desc(nulls_last=True), "-pk"
    )
    terms = Term.objects.filter(person=OuterRef("pk")).order_by("-held_from")
    return people.annotate(
        post=Subquery(posts.values("title")[:1], output_field=CharField()),
        post_to=Subquery(posts.values("held_to")[:1], output_field=DateField()),
        seat_in=Subquery(terms.values("chamber")[:1], output_field=CharField()),
        seat_state=Subquery(terms.values("state")[:1], output_field=CharField()),
    )


def find_agencies(words):
    """Agencies whose name, acronym or another name has words that begin so, with what they are part of."""
    agencies = Agency.objects.select_related("parent")
    for word in words.split()[:MOST_WORDS]:
        agencies = agencies.filter(
            begins_a_word("name", word) | Q(acronym__istartswith=word) | begins_a_word("aliases", word)
        )
    return agencies.order_by(
        _first(
            Q(acronym__iexact=words),
            Q(name__istartswith=words),
            Q(name__istartswith=f"Department of {words}") | Q(name__istartswith=f"Department of the {words}"),
            begins_a_word("name", words),
        ),
        F("valid_to").desc(nulls_first=True),
        "name",
        "pk",
    )


def agencies_called(words):
    """Agencies of exactly this name, acronym or other name; those of today where there are such."""
    name = " ".join(words.split())
    rows = Agency.objects.select_related("parent").filter(
        Q(name__iexact=name) | Q(acronym__iexact=name) | Q(aliases__icontains=name)
    )
    exact = [
        one
        for one in rows.order_by("name", "pk")
        if name.lower() in {one.name.lower(), one.acronym.lower(), *_lines(one.aliases)}
    ]
    return [one for one in exact if one.valid_to is None] or exact


def _lines(text):
    return {line.strip().lower() for line in text.splitlines()}


def _first(*conditions):
    """Rows that meet the first of these come first, then those that meet the second, then the rest."""
    cases = [When(condition, then=Value(n)) for n, condition in enumerate(conditions)]
    return Case(*cases, default=Value(len(conditions)), output_field=IntegerField())
