"""The page of one request: its words, where it stands with each agency, and all that was decided and said."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.safestring import SafeString

from correspondence.accounts.roles import Act, may
from correspondence.core.days import day_of
from correspondence.letters.models import Decision, Repeats
from correspondence.templatetags.marks import glyph_html
from correspondence.timeline.entries import capitalised, short_day
from correspondence.timeline.facts import name_of
from correspondence.timeline.ledger import lines_by_request
from correspondence.timeline.reads import RequestRow
from correspondence.timeline.telling.told import in_a_sentence
from correspondence.web.addresses import act_address, address
from correspondence.web.letters.ledger import Does, Offers, ledger_rows
from correspondence.web.letters.showing import timeline_context

What = Decision.What
_GLYPHS = {
    What.DUE_SET: "due",
    What.EXTENSION_REFUSED: "due",
    What.SETTLED: "settled",
    What.REOPENED: "open",
    What.PAUSED: "open",
    What.RESUMED: "open",
    What.MOVED: "extended",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, as a row: what, when, by whom, why."""

    glyph: SafeString
    words: str
    about: str
    why: str


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, in full."""

    glyph: SafeString
    outcome: str
    who: str
    link: str
    quote: str
    note: str
    judged: str
    is_withdrawn: bool


def request_context(asked, timeline, user):
    """Everything that the page of a request shows."""
    letter, facts = asked.letter, timeline.facts
    row = RequestRow(*(getattr(asked, name) for name in RequestRow._fields))
    [ledger_row] = ledger_rows(facts, [row], Offers.of(user, letter.office))
    lines = lines_by_request(facts)[asked.pk]
    agencies = {line.part_id: line.agency for line in lines}
    return timeline_context(letter, timeline, asked=asked) | {
        "row": ledger_row,
        "rows": [ledger_row],
        "about_requests": "",
        "decided": [_decided(facts, one, agencies) for one in reversed(facts.decisions)],
        "answers": [
            (line.agency if facts.names.name_agencies else "", [_answered(one) for one in line.answers[::-1]])
            for line in lines
            if line.answers
        ],
        "repeats": _repeats(asked),
        "files": [
            (file, f"with the response of {short_day(reply.row.received_on)}")
            for reply in facts.replies
            for file in facts.files.get(reply.row.pk, ())
        ],
        "acts": _acts(letter, lines, user),
    }


def _decided(facts, row, agencies):
    what = What(row.what)
    words = what.label
    if what == What.SETTLED:
        words += f": {in_a_sentence(Decision.Ground(row.ground).label)}"
    elif what == What.MOVED:
        words = "Moved from {} to {}".format(
            *(facts.moved_between[one] for one in (row.old_agency_id, row.new_agency_id))
        )
    elif what == What.EXTENSION_REFUSED:
        words += f", asked until {short_day(row.new_due_on)}" if row.new_due_on else ""
    elif row.new_due_on:
        words = "Extended" if row.ground == Decision.DueGround.EXTENDED else words
        was = f", was {short_day(row.old_due_on)}" if row.old_due_on else ""
        words += f": {short_day(row.new_due_on)}{was}"
    agency = agencies.get(row.part_id, "") if facts.names.name_agencies else ""
    entered = day_of(row.recorded_at)
    about = [agency, short_day(row.on), f"by {name_of(row, 'by')}"]
    if entered != row.on:
        about.append(f"entered on {short_day(entered)}")
    return Decided(glyph_html(_GLYPHS[what]), words, ", ".join(filter(None, about)), capitalised(row.why))


def _answered(said):
    return Answered(
        glyph=glyph_html(said.mark),
        outcome=(said.outcome or "Not judged") + (", withdrawn since" if said.is_withdrawn else ""),
        who=said.who,
        link=address("response", said.response_id),
        quote=said.quote,
        note=said.note,
        judged=said.judged,
        is_withdrawn=said.is_withdrawn,
    )


def _repeats(asked):
    """What it asks again, and what asks it again, in the same office: (words, link) pairs."""
    rows = Repeats.objects.filter(Q(request=asked) | Q(earlier=asked)).select_related(
        "request__letter", "earlier__letter"
    )
    found = []
    for row in rows.order_by("pk"):
        other, words = (
            (row.earlier, "Repeats") if row.request_id == asked.pk else (row.request, "Repeated by")
        )
        if other.letter.office_id == asked.letter.office_id:
            about = f"{other.letter.reference}, {in_a_sentence(str(other))}"
            found.append((words, Does(about, address("request", other.pk))))
    return found


def _acts(letter, lines, user):
    office, open_parts = letter.office, [line.part_id for line in lines if line.is_open]
    found = []
    if letter.sent_on and may(user, Act.LOG, office):
        parts = [line.part_id for line in lines]
        found.append(Does("Log a response", address("respond", letter.pk)))
        found.append(Does("Add a contact", act_address(letter.pk, "contact", parts)))
    if open_parts and may(user, Act.EXTEND, office):
        found.append(Does("Pause the clock", act_address(letter.pk, "pause", open_parts)))
        found.append(Does("Move to another agency", act_address(letter.pk, "move", open_parts[:1])))
    back = address("request", lines[0].request_id) if lines else ""
    return [
        Does(one.label, f"{one.url}{'&' if '?' in one.url else '?'}back={back}", one.about)
        for one in found
        if one.url
    ]
