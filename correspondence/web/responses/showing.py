"""A response as its page shows it: what came, what it answered, what that led to, and what became of it."""

from dataclasses import dataclass, field

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString

from correspondence.accounts.roles import Act, may
from correspondence.audit.models import Entry
from correspondence.core.days import day_of
from correspondence.forms.response_acts import RESPONSE_ACTS
from correspondence.letters.models import Part
from correspondence.responses.actions import may_withdraw
from correspondence.responses.models import Answer, Response
from correspondence.templatetags.marks import mark_html
from correspondence.timeline.entries import short_day
from correspondence.timeline.telling.replies import TO_BE_JUDGED, mark_of_outcome
from correspondence.web.addresses import address
from correspondence.web.responses.names import requests_in_words, within_a_sentence

RESPONSES = Response.objects.select_related(
    "letter__office",
    "agency",
    "signer",
    "logged_by",
    "withdrawn_by",
    "moved_from__letter",
    "moved_to__letter",
).defer(
    *(
        f"{path}__{name}"
        for path in ("letter", "moved_from__letter", "moved_to__letter")
        for name in ("body", "letterhead")
    )
)
_ADJECTIVES = {
    Response.Kind.INTERIM,
    Response.Kind.PARTIAL,
    Response.Kind.SUBSTANTIVE,
    Response.Kind.NONRESPONSIVE,
}
_KINDS = {
    "application/pdf": "PDF",
    "message/rfc822": "Mail",
    "application/vnd.ms-outlook": "Mail",
    "text/plain": "Text",
    "application/zip": "ZIP",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word",
    "application/msword": "Word",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What the response said to one request."""

    number: str
    request: str
    url: str
    outcome: SafeString
    facts: list
    quote: str
    note: str
    judged: str
    led_to: str
    promise: str
    former: list = field(default_factory=list)


def standing_of(response, answers):
    """The mark of a response, its words and its tone: withdrawn, not judged, or how much it answers."""
    if response.withdrawn_on:
        return "draft", f"Withdrawn {short_day(response.withdrawn_on)}", "quiet"
    outcomes = {answer.outcome for answer in answers} - {""}
    if not answers:
        if response.kind in TO_BE_JUDGED:
            return "unjudged", "Not judged yet", "soon"
        return "reply", "Answers nothing", ""
    marks = {mark_of_outcome(outcome) for outcome in outcomes}
    count = f"{len(answers)} request{'' if len(answers) == 1 else 's'}"
    if marks == {"answer"}:
        return "answer", f"Answers {count}", ""
    return ("partial" if marks & {"answer", "partial"} else "reply"), f"Speaks to {count}", ""


def title_of(response):
    """Partial response from State"""
    noun = " response" if response.kind in _ADJECTIVES else ""
    return f"{response.get_kind_display()}{noun} from {response.agency.short_name}"


def size_in_words(document):
    """PDF, 244 kB"""
    kind = _KINDS.get(document.media_type) or document.media_type.rpartition("/")[2].upper()[:12]
    return f"{kind}, {filesizeformat(document.size).replace(chr(160), ' ')}"


def response_context(response, user, today):
    """All that the page of one response shows. Eleven statements at most, however much it answers."""
    letter = response.letter
    answers = list(response.answers.select_related("part__request", "part__agency", "judged_by", "decision"))
    mark = standing_of(response, answers)
    is_waiting = mark[0] == "unjudged"
    return {
        "response": response,
        "letter": letter,
        "office": letter.office,
        "room": "letters",
        "title": title_of(response),
        "letter_url": address("letter", letter.pk),
        "standing": mark_html(*mark),
        "facts": _facts(response),
        "files": [
            (str(row), address("response-file", row.pk), size_in_words(row.document))
            for row in response.attachments.select_related("document")
        ],
        "siblings": _siblings(response),
        "said": _said(response, answers, today),
        "silent": _silent(response, answers),
        "acts": _acts(response, answers, user),
        "may_judge": response.withdrawn_on is None and may(user, Act.LOG, letter.office),
        "is_waiting": is_waiting,
        "judge_url": address("response-judge", response.pk),
        "events": [
            (
                short_day(day_of(row.at)),
                f"{row.act.capitalize()} by {row.by_name or 'the product'}",
                row.reason,
            )
            for row in Entry.objects.filter(record="response", record_id=response.pk).order_by("-id")
        ],
    }


def _facts(response):
    signer = ", ".join(filter(None, [response.signer_name, response.signer_title]))
    facts = [
        ("From", str(response.agency), address("agency", response.agency_id)),
        ("Received", f"{short_day(response.received_on)}, {_came_by(response)}", ""),
        ("Date on it", short_day(response.dated_on) if response.dated_on else "", ""),
        ("Signed or spoken by", signer, address("person", response.signer_id) if response.signer_id else ""),
        ("Logged", f"{short_day(day_of(response.logged_at))} by {response.logged_by}", ""),
    ]
    if response.moved_from_id:
        old = response.moved_from
        facts.append(("Moved here from", old.letter.reference, address("response", old.pk)))
    if new := getattr(response, "moved_to", None):
        facts.append(("Moved to", new.letter.reference, address("response", new.pk)))
    return [fact for fact in facts if fact[1]]


def _came_by(response):
    words = response.get_channel_display()
    return words if words.startswith("E-") else words.lower()


def _siblings(response):
    """The same reply on other letters: logged in the same step."""
    rows = Response.objects.filter(
        letter__office=response.letter.office_id,
        agency=response.agency_id,
        logged_at=response.logged_at,
        logged_by=response.logged_by_id,
        received_on=response.received_on,
    ).exclude(pk=response.pk)
    found = rows.values_list("pk", "letter__reference", "letter__subject").order_by("pk")
    return [(f"{reference}, {subject}", address("response", pk)) for pk, reference, subject in found]


def _said(response, answers, today):
    former = {}
    history = Answer.history.filter(response=response.pk).order_by("history_id")
    for row in history.select_related("judged_by"):
        former.setdefault(row.id, []).append(row)
    return [_one(answer, former.get(answer.pk, ())[:-1], today) for answer in answers]


def _one(answer, former, today):
    request, decision = answer.part.request, answer.decision
    led_to = ""
    if decision:
        led_to = (
            f"{decision.get_what_display()} {short_day(decision.on)}, {decision.get_ground_display().lower()}"
        )
    return Said(
        number=request.label,
        request=request.text,
        url=address("request", request.pk),
        outcome=mark_html(mark_of_outcome(answer.outcome), answer.get_outcome_display() or "No outcome"),
        facts=_details(answer),
        quote=answer.quote,
        note=answer.note,
        judged=f"{answer.judged_by}, {short_day(day_of(answer.judged_at))}",
        led_to=led_to or ("Settled since" if answer.part.settled_on else ""),
        promise=_promise(answer, today),
        former=[
            f"Before: {(row.get_outcome_display() or 'no outcome').lower()}, by {row.judged_by}, "
            f"{short_day(day_of(row.judged_at))}"
            for row in former
        ],
    )


def _details(answer):
    facts = []
    if answer.ground:
        facts.append(f"Ground: {answer.ground}")
    if answer.pages or answer.bates:
        pages = f"{answer.pages:,} page{'' if answer.pages == 1 else 's'}" if answer.pages else ""
        facts.append(", ".join(filter(None, [pages, answer.bates])))
    if answer.delivered_where:
        day = f", {short_day(answer.delivered_on)}" if answer.delivered_on else ""
        facts.append(f"Delivered at {answer.delivered_where}{day}")
    if answer.extension_until:
        facts.append(f"Asks for time until {short_day(answer.extension_until)}")
    return facts


def _promise(answer, today):
    """What was promised, and whether it is watched, kept or broken."""
    if not answer.promised_on:
        return ""
    words = f"Promised by {short_day(answer.promised_on)}"
    if answer.promise_kept_on:
        return mark_html("settled", f"{words}, kept {short_day(answer.promise_kept_on)}")
    if answer.promised_on < today:
        return mark_html("late", f"{words}, not kept")
    return mark_html("due", f"{words}, watched until it is kept")


def _silent(response, answers):
    """The open requests of the agency that it does not speak of."""
    if response.withdrawn_on:
        return ""
    spoken = [answer.part_id for answer in answers]
    parts = Part.objects.open().filter(request__letter=response.letter_id, agency=response.agency_id)
    parts = list(parts.exclude(pk__in=spoken).select_related("request__letter").order_by("request__place"))
    return within_a_sentence(requests_in_words(parts))


def _acts(response, answers, user):
    """What the user may do to it besides judging: withdraw, move, promise kept."""
    if response.withdrawn_on:
        return []
    office = response.letter.office
    names = ["withdraw", "move"] if may_withdraw(response, user, answers=answers) else []
    if any(one.promised_on and not one.promise_kept_on for one in answers) and may(user, Act.LOG, office):
        names.insert(0, "kept")
    return [
        {"label": RESPONSE_ACTS[name].label, "url": address("response-act", response.pk, name)}
        for name in names
    ]
