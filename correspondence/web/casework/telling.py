"""What the public pages say: what was typed, line by line, and what became of a message."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from correspondence.casework.models import Message, PolicyArea
from correspondence.casework.models.desk import State
from correspondence.casework.queries import last_heard
from correspondence.casework.rules import public_standing, size_in_words
from correspondence.core.days import day_of


def _line(label, what, step, field, is_words=False):
    lines = [line for line in (what if isinstance(what, list) else [what]) if line]
    return {
        "label": label,
        "lines": lines or [_("Not given")],
        "step": step,
        "field": field,
        "is_words": is_words and bool(lines),
    }


def review_sections(writing):
    """(title, lines) of all that was typed, each line with the step and the field where it is changed."""
    who, about, said = (writing.values(step) for step in ("who", "about", "message"))
    place = f"{who['city']}, {State(who['state']).label} {who['zip_code']}"
    name = " ".join(filter(None, (who.get("prefix_"), writing.name)))
    you = [
        _line(_("Name"), name, "who", "first_name"),
        _line(_("Address"), [who["address1"], who.get("address2", ""), place], "who", "address1"),
        _line(_("E-mail"), who["email"], "who", "email"),
        _line(_("Phone"), who.get("phone", ""), "who", "phone"),
    ]
    wants = _("Help with a federal agency") if writing.wants_help else _("To share an opinion")
    yours = [
        _line(_("What you want"), wants, "about", "stance_group"),
        _line(_("About"), str(PolicyArea(about["area"]).label), "about", "area"),
    ]
    if writing.wants_help:
        yours += [
            _line(_("Agency"), said["agency_named"], "message", "agency_named"),
            _line(_("What happened"), said["what_happened"], "message", "what_happened", is_words=True),
            _line(_("What to ask"), said["text"], "message", "text", is_words=True),
            _line(_("Case number"), said.get("case_number", ""), "message", "case_number"),
        ]
    else:
        yours.append(_line(_("Message"), said["text"], "message", "text", is_words=True))
    files = [f"{one.name}, {size_in_words(one.size)}" for one in writing.files]
    yours.append(_line(_("Files"), files, "message", "files"))
    return [(_("You"), you), (_("Your message"), yours)]


def long_day(day):
    """November 29, 2023."""
    return date_format(day, "F j, Y")


def status_of(message, today):
    """Where a message stands and what happened, oldest first, in words for who wrote it."""
    case = getattr(message, "case", None)
    letters = [link.letter for link in message.sent_letters]
    heard_on = last_heard(letters) if letters and case else None
    is_good = any(not one.withdrawn_on and one.good_until >= today for one in message.releases.all())
    standing = public_standing(
        message.state,
        wants_help=message.stance == Message.Stance.HELP,
        has_release=is_good,
        agency=case.agency_words if case else "",
        sent_on=letters[-1].sent_on if letters and case else None,
        answered_on=heard_on,
    )
    return {"standing": standing, "steps": _steps(message, case, letters, heard_on)}


def _steps(message, case, letters, heard_on):
    steps = [(day_of(message.received_at), _("Your message came."))]
    if case:
        steps += [(letter.sent_on, _("We wrote to the agency.")) for letter in letters]
    if heard_on:
        steps.append((heard_on, _("The agency answered us.")))
    if message.answered_at:
        steps.append((day_of(message.answered_at), _("We sent you an answer by e-mail.")))
    if message.closed_at:
        steps.append((day_of(message.closed_at), _("We closed your message.")))
    return [{"day": long_day(day), "words": words} for day, words in sorted(steps, key=lambda one: one[0])]
