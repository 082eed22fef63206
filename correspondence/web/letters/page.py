"""The page of a letter: the ledger beside the letter, what happened, what came with it, what can be done."""

from dataclasses import dataclass

from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString

from correspondence.accounts.roles import Act, may
from correspondence.casework.queries import messages_of
from correspondence.directory.queries import letterhead_roster
from correspondence.followups.models import Contact
from correspondence.letters.deadlines import first_due, not_a_working_day
from correspondence.letters.models import Decision, Letter
from correspondence.responses.models import Response
from correspondence.templatetags.marks import mark_html
from correspondence.timeline import reads
from correspondence.timeline.entries import capitalised, long_day, near_day, short_day
from correspondence.timeline.facts import name_of, short_name
from correspondence.timeline.rules import State
from correspondence.timeline.telling.letter import SENT_BY
from correspondence.web.addresses import act_address, address
from correspondence.web.letters.ledger import Does, Offers, about_requests, ledger_rows
from correspondence.web.letters.paper import address_block, has_phrase, letterhead, text_blocks
from correspondence.web.letters.showing import timeline_context

_MOST_NAMED = 4  # signatories named at the head; the letter itself has all


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody at the head of the page: a name, what they are, where more of them is found."""

    name: str
    about: str
    link: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that belongs to the letter or came with a response."""

    name: str
    link: str
    what: str
    day: str
    size: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A contact, as a row."""

    pk: int
    day: str
    kind: str
    whom: str
    summary: str
    promise: SafeString
    logged: str
    withdrawn: str
    acts: list


def letter_context(letter, timeline, user):
    """Everything that the page of a letter shows."""
    facts = timeline.facts
    signatories = reads.SIGNATORIES.named(letter.pk)
    rows = ledger_rows(facts, facts.requests, Offers.of(user, letter.office))
    note = due_note(facts)
    blocks, missing = text_blocks(
        letter.body, [(row.text, row.marked) for row in rows], letter.due_phrase, note
    )
    for row in rows:
        row.is_in_text = row.pk not in missing
    to = [row for row in facts.recipients if row.role == "to"]
    copies = [row for row in facts.recipients if row.role == "cc"]
    head = letterhead(letter, lambda: letterhead_roster(letter.office_id, letter.dated_on))
    return timeline_context(letter, timeline) | {
        "facts": facts_line(letter),
        "parties": _parties(signatories, to, copies),
        "rows": rows,
        "names_agencies": facts.names.name_agencies,
        "about_requests": about_requests(facts, facts.requests),
        "earlier": [_tied(row.earlier_id, row.earlier__reference) for row in facts.earlier_letters],
        "later": [
            _tied(row.letter_id, row.letter__reference, "" if row.letter__sent_on else "draft")
            for row in (*facts.later_letters, *facts.later_drafts)
        ],
        "messages_from": _messages_from(letter, user),
        "letterhead": head,
        "written_on": f"{letter.dated_on:%B} {letter.dated_on.day}, {letter.dated_on.year}",
        "addressees": [address_block(row) for row in to],
        "copies": [address_block(row) for row in copies],
        "blocks": blocks,
        "missing": [row for row in rows if not row.is_in_text],
        "due_note": "" if has_phrase(blocks) else note,
        "signatories": signatories,
        "papers": _papers(facts),
        "talks": _talks(facts, user),
        "primary": _primary(letter, user),
        "acts": _acts(letter, facts, rows, user),
        "more_acts": _more_acts(letter, facts, user),
        "add_file": act_address(letter.pk, "file") if may(user, Act.ENTER, letter.office) else "",
        "add_contact": (
            act_address(letter.pk, "contact") if letter.sent_on and may(user, Act.LOG, letter.office) else ""
        ),
    }


def facts_line(letter):
    """What the letter is, when and how it went out, for which hearing, and whose it is."""
    said = [letter.get_kind_display()]
    if not letter.sent_on:
        said.append(f"dated {long_day(letter.dated_on)}, not sent")
    elif letter.sent_on == letter.dated_on:
        said.append(f"sent {long_day(letter.sent_on)} {SENT_BY.get(letter.delivery, '')}".strip())
    else:
        how = SENT_BY.get(letter.delivery, "")
        said.append(f"dated {long_day(letter.dated_on)}, sent {long_day(letter.sent_on)} {how}".strip())
    if letter.hearing_title:
        day = f" of {short_day(letter.hearing_on)}" if letter.hearing_on else ""
        said.append(f"hearing{day}: {letter.hearing_title}")
    if letter.kind == Letter.Kind.CASEWORK:
        signed = letter.release_signed_on
        said.append(f"release signed {short_day(signed)}" if signed else "no release yet")
    said.append(f"assigned to {letter.assigned_to}" if letter.assigned_to else "assigned to nobody")
    return said


def due_note(facts):
    """How the letter's words came to a due date."""
    letter = facts.letter
    given = next((row for row in facts.decisions if row.what == Decision.What.DUE_SET), None)
    if given:
        flag = not_a_working_day(given.new_due_on)
        mind = f" That day was {flag}." if flag else ""
        return f"So it was due {long_day(given.new_due_on)}. {given.why}{mind}"
    if letter.sent_on:
        return ""
    due = first_due(letter, sent_on=letter.dated_on)
    flag = not_a_working_day(due.on)
    return f"So it would be due {long_day(due.on)}, if sent on its date. {due.why}" + (
        f" Mind: that day is {flag}." if flag else ""
    )


def _parties(signatories, to, copies):
    """(head, people) pairs: from, to, copies."""
    found = [("From", [Party(row.name, row.title) for row in signatories[:_MOST_NAMED]])]
    if len(signatories) > _MOST_NAMED:
        found[0][1].append(Party("", f"and {len(signatories) - _MOST_NAMED} more"))
    for head, rows in (("To", to), ("Copy" if len(copies) == 1 else "Copies", copies)):
        if rows:
            found.append((head, [_recipient(row) for row in rows]))
    return [(head, people) for head, people in found if people]


def _recipient(row):
    name, *more = [words for words in (row.name, row.title, row.organization) if words]
    note = ""
    if row.control_number:
        whose = short_name(row, "agency") if row.agency_id else row.organization
        note = f"{whose}’s control number {row.control_number}" if whose else row.control_number
    link = address("agency", row.agency_id) if row.agency_id else ""
    return Party(name, ", ".join(more), link, note)


def _tied(pk, reference, about=""):
    return Does(reference, address("letter", pk), about)


def _messages_from(letter, user):
    """The messages of constituents that a casework letter was written for, to those who may read them."""
    if letter.kind != Letter.Kind.CASEWORK:
        return []
    return [Does(one.number, address("message", one.pk)) for one in messages_of(letter, user)]


def _papers(facts):
    letter, kinds = facts.letter, {reply.row.pk: reply.row for reply in facts.replies}
    found = []
    for of, files in facts.files.items():
        row = kinds.get(of)
        if of and row is None:
            continue
        what = Response.Kind(row.kind).label if row else "Letter" if letter.sent_on else "Draft"
        day = row.received_on if row else letter.sent_on or letter.dated_on
        found += [
            (day, Paper(one.name, one.link, what, short_day(day), filesizeformat(one.size))) for one in files
        ]
    return [paper for _, paper in sorted(found, key=lambda pair: pair[0])]


def _talks(facts, user):
    """The contacts, newest first."""
    office = facts.letter.office
    may_any, may_own = may(user, Act.WITHDRAW_ANY, office), may(user, Act.WITHDRAW_OWN, office)
    may_log, found = may(user, Act.LOG, office), []
    for contact in reversed(facts.contacts):
        row, acts = contact.row, []
        about = f"{Contact.Kind(row.kind).label} of {short_day(row.on)}"
        promise = ""
        if row.promised_on:
            kept, late = row.promise_kept_on, row.promised_on < facts.today
            words = f"{row.promised}, by {near_day(row.promised_on, facts.today)}"
            mark, tone = ("settled", "settled") if kept else ("late", "late") if late else ("due", "")
            state = f": kept {near_day(kept, facts.today)}" if kept else ": broken" if late else ""
            promise = mark_html(mark, f"{words}{state}", tone)
        if row.withdrawn_on is None:
            if may_log and row.promised_on and not row.promise_kept_on:
                acts.append(Does("Promise kept", address("contact-act", row.pk, "kept"), about))
            own = may_own and row.logged_by_id == user.pk and not contact.decision_ids
            if may_any or own:
                acts.append(Does("Withdraw", address("contact-act", row.pk, "withdraw"), about))
        found.append(
            Talk(
                pk=row.pk,
                day=short_day(row.on),
                kind=Contact.Kind(row.kind).label,
                whom=row.with_whom or short_name(row, "agency"),
                summary=row.summary,
                promise=promise,
                logged=f"logged by {name_of(row, 'logged_by')}",
                withdrawn=f"Withdrawn {short_day(row.withdrawn_on)}: {row.withdrawn_why}"
                if row.withdrawn_on
                else "",
                acts=[act for act in acts if act.url],
            )
        )
    return found


def _primary(letter, user):
    """The one filled button: log a response, or mark a draft as sent."""
    if letter.sent_on is None and may(user, Act.SEND, letter.office):
        return Does("Mark as sent", act_address(letter.pk, "send"))
    if letter.sent_on and may(user, Act.LOG, letter.office):
        return Does("Log a response", address("respond", letter.pk))
    return None


def _acts(letter, facts, rows, user):
    """The quiet acts beside it."""
    office, found = letter.office, []
    is_open = any(facts.courses[part.pk].is_open for part in facts.parts)
    if letter.sent_on is None and may(user, Act.ENTER, office):
        found.append(Does("Edit", address("letter-edit", letter.pk)))
    if is_open and may(user, Act.ENTER, office):
        found.append(Does("Draft follow-up", act_address(letter.pk, "follow-up")))
    if letter.sent_on and may(user, Act.LOG, office):
        found.append(Does("Add a contact", act_address(letter.pk, "contact")))
    if len(rows) > 1 and is_open and may(user, Act.SETTLE, office):
        found.append(Does("Settle", act_address(letter.pk, "settle")))
    if may(user, Act.ASSIGN, office):
        found.append(Does("Assign", act_address(letter.pk, "assign")))
    return [one for one in found if one.url]


def _more_acts(letter, facts, user):
    """Those that seldom matter, as the record stands."""
    office = letter.office
    states = {facts.courses[part.pk].state for part in facts.parts}
    is_running = bool(states & {State.WAITING, State.LATE})
    offered = [
        ("extend", "Extend several", Act.EXTEND, is_running and len(facts.parts) > 1),
        ("refuse", "Refuse more time", Act.EXTEND, is_running),
        ("pause", "Pause the clock", Act.EXTEND, is_running),
        ("resume", "Let the clock run", Act.EXTEND, State.PAUSED in states),
        ("move", "Move to another agency", Act.EXTEND, is_running or State.PAUSED in states),
        ("reopen", "Reopen several", Act.REOPEN, State.SETTLED in states and len(facts.parts) > 1),
        ("file", "Add a file", Act.ENTER, True),
        ("correct", "Correct what was sent", Act.CORRECT, letter.sent_on is not None),
        ("take-back", "Take back the sending", Act.CORRECT, letter.sent_on is not None),
    ]
    found = [
        Does(label, act_address(letter.pk, name))
        for name, label, act, applies in offered
        if applies and may(user, act, office)
    ]
    if letter.sent_on and may(user, Act.ENTER, office):
        found.append(Does("Edit links and topics", address("letter-edit", letter.pk)))
    found.append(Does("History of changes", address("admin:correspondence_letter_history", letter.pk)))
    return [one for one in found if one.url]


def title_of(letter):
    """What a tab or a bookmark is called: a casework letter by its reference alone."""
    return capitalised(letter.name)
