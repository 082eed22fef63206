"""What letters can be narrowed by in the list's address, and which letters that leaves."""

from datetime import date
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef
from django_filters import CharFilter, ChoiceFilter, DateFilter, FilterSet, NumberFilter

from correspondence.accounts.visibility import of_offices
from correspondence.letters.models import Letter, Recipient, Signatory
from correspondence.letters.queries import with_words
from correspondence.responses.queries import STATES, in_state

NAMES = (
    "q", "agency", "state", "assigned", "kind", "year", "topic", "signatory", "hearing", "since", "until",
    "office",
)  # fmt: skip
NOBODY = "nobody"

_FORMS = {}
_NO_DAY = {"invalid": "This is no day, and was left out. Write it like 2024-02-29."}


class LetterFilters(FilterSet):
    """The filters of the list, of those that are asked for. What each is given is a value of `values_of`."""

    q = CharFilter(method="by_words", max_length=200)
    state = ChoiceFilter(method="by_state", choices=STATES)
    agency = CharFilter(method="by_agency", max_length=200)
    assigned = CharFilter(method="by_assigned", max_length=20)
    kind = ChoiceFilter(choices=Letter.Kind.choices)
    year = NumberFilter(method="by_year", min_value=1, max_value=9999)
    topic = NumberFilter(method="by_topic", min_value=1, max_value=2**63 - 1)
    signatory = CharFilter(method="by_signatory", max_length=200)
    hearing = DateFilter(field_name="hearing_on", error_messages=_NO_DAY)
    since = DateFilter(field_name="dated_on", lookup_expr="gte", error_messages=_NO_DAY)
    until = DateFilter(field_name="dated_on", lookup_expr="lte", error_messages=_NO_DAY)
    office = NumberFilter(min_value=1, max_value=2**63 - 1)

    def __init__(self, names):
        self.base_filters = {name: self.base_filters[name] for name in NAMES if name in names}
        super().__init__({}, Letter.objects.all())

    def by_words(self, letters, name, words):
        return with_words(letters, words)

    def by_state(self, letters, name, asked):
        return in_state(letters, *asked)

    def by_agency(self, letters, name, keys):
        if len(keys) == 1:
            return letters.addressed_to(keys[0])
        to = Recipient.objects.filter(letter=OuterRef("pk"), agency__in=keys, role=Recipient.Role.TO)
        return letters.filter(Exists(to))

    def by_assigned(self, letters, name, whose):
        return letters.filter(assigned_to=None if whose == NOBODY else whose)

    def by_year(self, letters, name, ends):
        return letters.filter(dated_on__range=ends)

    def by_topic(self, letters, name, topic):
        return letters.filter(
            Exists(Letter.topics.through.objects.filter(letter=OuterRef("pk"), topic=topic))
        )

    def by_signatory(self, letters, name, who):
        called = {"name__icontains": who} if isinstance(who, str) else {"person": who}
        return letters.filter(Exists(Signatory.objects.filter(letter=OuterRef("pk"), **called)))


def form_of(asked):
    """The form that these filters are read by. Its class is made once: that takes as long as a statement."""
    names = tuple(asked)
    if names not in _FORMS:
        _FORMS[names] = LetterFilters(names).get_form_class()
    return _FORMS[names](asked)


class Filter(NamedTuple):
    """A filter as the database is asked: `word` gives the statement its shape, `value` only fills it in."""

    name: str
    word: str = ""
    value: Any = None

    @property
    def given(self):
        """What LetterFilters takes."""
        if self.name == "state":
            return self.word, self.value
        return self.word or self.value


def filters_of(read, user, named, today):
    """What a form has read, as filters; None where it can be seen already that no letter is such."""
    found = []
    for name, value in read.items():
        match name:
            case "q":
                found.append(Filter(name, value))
            case "state":
                found.append(Filter(name, value, today if value == "overdue" else None))
            case "agency":
                found.append(Filter(name, value=[pk for pk, _ in named]))
            case "assigned" if value == NOBODY:
                found.append(Filter(name, NOBODY))
            case "assigned" if value != "me" and not is_key(value):
                return None
            case "assigned":
                found.append(Filter(name, value=user.pk if value == "me" else int(value)))
            case "year":
                found.append(Filter(name, value=[date(int(value), 1, 1), date(int(value), 12, 31)]))
            case "signatory" if not is_key(value):
                found.append(Filter(name, value))
            case "topic" | "office" | "signatory":
                found.append(Filter(name, value=int(value)))
            case _:
                found.append(Filter(name, value=value))
    return tuple(found)


def narrowed(offices, filters):
    """The letters of these offices that every filter leaves."""
    letters = of_offices(Letter.objects.all(), offices)
    if filters:
        known = LetterFilters([one.name for one in filters]).filters
        for one in filters:
            letters = known[one.name].filter(letters, one.given)
    return letters


def is_key(text):
    """Whether a text is the id of a row."""
    return text.isdecimal() and len(text) < 19
