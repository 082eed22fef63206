"""What was proposed for a reply, as the values of the form of a response, each with where it was read."""

from dataclasses import replace
from datetime import date
from email.utils import parsedate_to_datetime

from correspondence.core.days import day_of
from correspondence.responses.models import Response
from correspondence.templatetags.marks import day
from correspondence.web.intake.confirm.filling import UNSURE, Filled, Mark

_CLOSE = 0.1  # a letter that fits nearly as well makes the likeliest one unsure
_LEAST = 0.5  # how sure it must be at least to be chosen beforehand


class Facts:
    """The form's own fields, put together for one reading (a ProposedReply, or None) of an item."""

    def __init__(self, item, reply):
        self.item, self.reply = item, reply
        self.values, self.marks = {}, {}

    def filled(self):
        """All that is the same whichever letter it answers."""
        self.values["channel"] = [Response.Channel.EMAIL.value]
        self.values["received_on"] = [_received_on(self.item).isoformat()]
        if self.reply is None:
            return Filled(self.values, self.marks)
        reply = self.reply
        self._put("kind", "Kind", reply.kind, words=_kind_words(reply.kind.value))
        self._put("dated_on", "Date on it", reply.dated_on)
        self._put("signer_name", "Signed by", reply.signer.name)
        self._put("signer_title", "Title", reply.signer.title)
        if reply.control_numbers:
            self._put("control_number", "Agency's control number", reply.control_numbers[0])
        return Filled(self.values, self.marks)

    def _put(self, key, label, proposed, *, words=""):
        if not proposed.value:
            return
        self.values[key] = [proposed.value]
        self.marks[key] = mark_of(key, label, proposed, words=words)


def mark_of(key, label, proposed, *, words="", value=None):
    """A proposed value of the form, as its mark."""
    value = proposed.value if value is None else value
    if not words and key.endswith("_on"):
        words = day(date.fromisoformat(value))
    return Mark(key, label, value, proposed.sure, proposed.spans, proposed.as_read, proposed.why, words)


def matched(reply):
    """The mark of the letter that it answers; None where a person has to choose, as none is likely, or
    another fits as well. One that is not far ahead of others is unsure.
    """
    if reply is None or not reply.matches:
        return None
    first, *others = reply.matches
    sure, why = first.sure, " ".join(first.reasons)
    near = [one for one in others if first.sure - one.sure < _CLOSE and one.letter_id not in cited(reply)]
    if first.sure < _LEAST or any(one.sure >= first.sure for one in near):
        return None
    if near:
        sure = min(sure, UNSURE - 0.1)
        why = f"{near[0].reference} fits nearly as well. {why}"
    where, key = _where(reply), str(first.letter_id)
    return Mark("letter", "The letter it answers", key, sure, where, why=why, words=first.reference)


def cited(reply):
    """The ids of the letters, beside the likeliest, that a reply cites by their numbers."""
    said = {one.value for one in reply.references}
    return [one.letter_id for one in reply.matches[1:] if one.reference in said]


def agency_mark(reply, agencies):
    """The mark of the agency that wrote it, of those that were asked; None where there is nothing to say."""
    if reply is None or not agencies:
        return None
    wrote = reply.agency.value
    names = {one.pk: {one.name.casefold(), one.acronym.casefold(), *_lines(one.aliases)} for one in agencies}
    found = next((one for one in agencies if wrote and wrote.casefold() in names[one.pk]), None)
    if found:
        return mark_of("agency", "Agency", reply.agency, value=str(found.pk), words=str(found))
    first = agencies[0]
    if not wrote and len(agencies) == 1:
        return None
    why = "It does not say which of the agencies wrote it."
    if wrote:
        why = f"It seems to come from {wrote}, which was not asked in this letter."
    unsure = replace(reply.agency, value=str(first.pk), sure=min(reply.agency.sure, 0.4), as_read="", why=why)
    return mark_of("agency", "Agency", unsure, words=str(first))


def passage_mark(part, proposed):
    """The mark of the passage that seems to answer a part's request."""
    return mark_of(f"part-{part.pk}-quote", f"Request {part.request.label}, their words", proposed)


def _where(reply):
    """Where a reply says which letter it answers."""
    its = reply.matches[0]
    for one in reply.references:
        if one.value == its.reference:
            return one.spans
    return next((one.spans for one in (*reply.references, *reply.letter_dates) if one.spans), ())


def _kind_words(value):
    return Response.Kind(value).label if value in Response.Kind.values else ""


def _lines(text):
    return {line.strip().casefold() for line in text.splitlines() if line.strip()}


def _received_on(item):
    """The day that it came in; of a mail, the day on which it was sent, where that is not after it came."""
    for mail in item.mails.all():
        came = day_of(mail.taken_at)
        return min(day_of(mail.dated_at), came) if mail.dated_at else came
    came = day_of(item.received_at)
    for file in item.files.all():
        sent = _day_of_header(file.headers.get("date", ""))
        if sent and sent <= came:
            return sent
    return came


def _day_of_header(text):
    try:
        at = parsedate_to_datetime(str(text))
    except (TypeError, ValueError, OverflowError):
        return None
    return day_of(at) if at.tzinfo else at.date()
