"""What became of letters while somebody filled in a form on them: nobody logs over it unawares, or twice."""

from typing import NamedTuple

from django.db.models import CharField, Value

from correspondence.core.prepared import Prepared
from correspondence.core.refusals import Cannot
from correspondence.letters.models import Decision
from correspondence.responses.models import Response
from correspondence.responses.rules import JUDGED


class Seen(NamedTuple):
    """Up to where somebody has seen the record: the ids of the last response and of the last decision."""

    response: int = 0
    decision: int = 0


class ChangedMeanwhile(Cannot):
    """Others logged `responses` or made `decisions` since the form was shown. `seen` covers them."""

    def __init__(self, responses, decisions, seen):
        self.responses, self.decisions, self.seen = responses, decisions, seen
        super().__init__("This changed while you were filling in the form.")


class LoggedAlready(Cannot):
    """The same form was sent before, as by a double click: its `responses` are on the record."""

    def __init__(self, responses):
        self.responses = responses
        super().__init__("It was logged already, and is not logged twice.")


def seen_so_far(letters, agency):
    """The Seen of somebody who looks at what an agency owes on these letters now. One query."""
    found = dict.fromkeys(Seen._fields, 0)
    for kind, pk in _newer(letters, agency, Seen()):
        found[kind] = max(found[kind], pk)
    return Seen(**found)


def check_meanwhile(letters, agency, seen, *, facts, judgements, documents, by):
    """Refuse what was filled in before the last change, and what was logged already. Under the lock.

    One query where nothing happened. Raises ChangedMeanwhile or LoggedAlready.
    """
    keys = {"response": [], "decision": []}
    for kind, pk in _newer(letters, agency, seen):
        keys[kind].append(pk)
    if not any(keys.values()):
        return
    rows = Response.objects.filter(pk__in=keys["response"]).select_related("letter", "agency", "logged_by")
    responses = list(rows.order_by("pk"))
    same = [one for one in responses if _is_same(one, facts, judgements, documents, by)]
    if {one.letter_id for one in same} == {letter.pk for letter in letters}:
        raise LoggedAlready(same)
    decisions = Decision.objects.filter(pk__in=keys["decision"])
    raise ChangedMeanwhile(
        responses,
        list(decisions.select_related("part__request__letter", "by").order_by("pk")),
        Seen(max([seen.response, *keys["response"]]), max([seen.decision, *keys["decision"]])),
    )


def _newer(letters, agency, seen):
    """(what, id) of each response and decision after what was seen, about what the agency owes here."""
    return _NEWER.rows([letter.pk for letter in letters], agency.pk, seen.response, seen.decision)


_NEWER = Prepared(
    lambda letters, agency, response, decision: (
        Response.objects.filter(letter__in=letters, agency=agency, pk__gt=response)
        .order_by()
        .values_list(Value("response", output_field=CharField()), "pk")
        .union(
            Decision.objects.filter(part__request__letter__in=letters, part__agency=agency, pk__gt=decision)
            .order_by()
            .values_list(Value("decision", output_field=CharField()), "pk"),
            all=True,
        )
    )
)


def _is_same(response, facts, judgements, documents, by):
    """Whether this response says what would be logged on its letter, part by part and file by file."""
    if response.logged_by_id != by.pk or response.withdrawn_on:
        return False
    if any(getattr(response, name) != value for name, value in facts.items()):
        return False
    wanted = {
        one.part.pk: one.columns() for one in judgements if one.part.request.letter_id == response.letter_id
    }
    kept = {
        answer.part_id: {name: getattr(answer, name) for name in JUDGED} for answer in response.answers.all()
    }
    files = set(response.attachments.values_list("document", flat=True))
    return kept == wanted and files == {document.pk for document, _ in documents}
