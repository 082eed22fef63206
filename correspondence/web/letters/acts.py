"""Acts on a letter and on a contact: each on a page of its own."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from correspondence.core.days import day_of
from correspondence.followups.models import Contact
from correspondence.forms.contact_acts import CONTACT_ACTS
from correspondence.forms.letter_acts import LETTER_ACTS, UNDOING_ACTS
from correspondence.letters.deadlines import first_due, not_a_working_day
from correspondence.letters.models import Letter
from correspondence.timeline.entries import long_day, short_day
from correspondence.timeline.meanwhile import Seen, happened_since, seen_now
from correspondence.web.acting import Place, show_or_do

# What the letter says or whose it is; the others are about its requests alone.
_OF_THE_WHOLE = ("send", "correct", "take-back", "assign", "follow-up")


@require_http_methods(["GET", "HEAD", "POST"])
def letter_act(request, pk, name):
    """One act on one letter."""
    letters = Letter.objects.visible_to(request.user)
    letter = get_object_or_404(letters.select_related("office", "assigned_to"), pk=pk)
    act = LETTER_ACTS.get(name) or UNDOING_ACTS.get(name)
    if act is None:
        raise Http404

    def happened(text, chosen):
        seen = Seen.read(text)
        if seen is None or (chosen is None and name not in _OF_THE_WHOLE):
            return []
        return happened_since(letter, seen, parts=chosen)

    page = reverse("letter", args=[letter.pk])
    return show_or_do(
        request,
        letter,
        act,
        Place(
            office=letter.office,
            back_url=page,
            trail=[(letter.reference, page)],
            name=letter.name,
            seen=str(seen_now(letter)),
            happened=happened,
            url_of_act=lambda other: reverse("letter-act", args=[letter.pk, other]),
            url_of=_page_of,
            preview=_what_sending_does(letter) if name == "send" and letter.sent_on is None else "",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def contact_act(request, pk, name):
    """One act on one contact."""
    contacts = Contact.objects.visible_to(request.user)
    contact = get_object_or_404(contacts.select_related("letter__office", "agency"), pk=pk)
    if name not in CONTACT_ACTS:
        raise Http404
    page = reverse("letter", args=[contact.letter_id])
    return show_or_do(
        request,
        contact,
        CONTACT_ACTS[name],
        Place(
            office=contact.letter.office,
            back_url=f"{page}#contacts",
            trail=[(contact.letter.reference, page)],
            name=f"{contact.get_kind_display()} of {short_day(contact.on)}, {contact.letter.name}",
            preview=contact.summary,
        ),
    )


def _page_of(made):
    """The page of what an act has made: a draft is opened to be gone over."""
    return reverse("letter-edit", args=[made.pk])


def _what_sending_does(letter):
    """What sending it today, or on its date, would make due."""
    count = letter.requests.count()
    on = min(letter.dated_on, day_of(timezone.now()))
    due = first_due(letter, sent_on=on)
    flag = not_a_working_day(due.on)
    asked = "1 request" if count == 1 else f"{count} requests"
    return f"Sent on {short_day(on)}: {asked} due {long_day(due.on)}. {due.why}" + (
        f" Mind: that day is {flag}." if flag else ""
    )
