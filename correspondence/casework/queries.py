"""Reads across the tables of messages, and from messages down to letters and what agencies sent back."""

import re
from datetime import timedelta

from django.db.models import Count, Exists, Max, OuterRef, Prefetch, Q
from django.db.models.functions import Lower

from correspondence.accounts.roles import Act, may
from correspondence.casework.models import (
    Attempt,
    Constituent,
    Message,
    MessageDesk,
    MessageLetter,
    MessageReply,
    OutgoingMail,
    PrivacyRelease,
    ReplyDocument,
)
from correspondence.casework.rules import same_person
from correspondence.directory.finding import agencies_called
from correspondence.directory.models import Agency
from correspondence.responses.models import Response

# An office that takes messages needs a code, which begins their numbers.
OPEN_DESKS = MessageDesk.objects.filter(is_open=True, office__code__isnull=False).select_related("office")


def new_messages(user):
    """Messages that nobody has begun on, in the offices where the user does casework, oldest first."""
    return Message.objects.visible_to(user).new().order_by("received_at", "pk")


def messages_of(letter, user):
    """The messages that a letter is tied to, oldest first; none for somebody who may not read them.

    Each has number, area and pk: what may be shown in a line of the letter's page. One query.
    """
    if not may(user, Act.CASEWORK, letter.office):
        return Message.objects.none()
    tied = Message.objects.filter(letter_links__letter=letter)
    return tied.only("number", "area", "received_at", "office_id").order_by("received_at", "pk")


def known_constituent(office, given):
    """The one who wrote before and gave just the same, latest first; None where there is none."""
    rows = Constituent.objects.annotate(mail=Lower("email")).filter(
        office=office, mail=given["email"].lower()
    )
    return next((row for row in rows.order_by("-pk")[:50] if same_person(row, given)), None)


def maybe_the_same(constituent):
    """Others of the office with the same e-mail address, or the same name and ZIP code: perhaps they."""
    rows = Constituent.objects.annotate(mail=Lower("email"), name_=Lower("last_name"))
    same = Q(mail=constituent.email.lower()) | Q(
        name_=constituent.last_name.lower(),
        first_name__iexact=constituent.first_name,
        zip_code__startswith=constituent.zip_code[:5],
    )
    return rows.filter(same, office=constituent.office_id).exclude(pk=constituent.pk)


def agency_called(words):
    """The agency that goes by these words now: by name, acronym or alias; None where none or several do."""
    words = re.sub(r"^the\s+", "", " ".join(words.split()), flags=re.I)
    found = agencies_called(words) if words else []
    found = [one for one in found if one.kind != Agency.Kind.OTHER and one.valid_to is None]
    return found[0] if len(found) == 1 else None


def agencies_suggested():
    """The names of the federal agencies there are now, for people to pick from."""
    rows = Agency.objects.filter(valid_to=None).exclude(kind=Agency.Kind.OTHER)
    return list(rows.order_by("name").values_list("name", flat=True))


def good_release(message, day):
    """The release of a message that was signed last and is good on this day; None where there is none."""
    return message.releases.good_on(day).order_by("-signed_on", "-pk").first()


def attempts_since(kind, source, since):
    """How often a source did this since then."""
    return Attempt.objects.filter(kind=kind, source=source, at__gt=since).count()


def for_status(number, email):
    """The message of this number from this e-mail address, with all its public page tells; None if none."""
    rows = Message.objects.annotate(mail=Lower("constituent__email"))
    rows = rows.filter(number=number, mail=email.lower())
    links = MessageLetter.objects.filter(letter__sent_on__isnull=False).select_related("letter")
    return (
        rows.select_related("office", "constituent", "case__agency")
        .prefetch_related(
            "releases",
            Prefetch("letter_links", queryset=links.order_by("letter__sent_on"), to_attr="sent_letters"),
        )
        .first()
    )


def responses_to(letters):
    """What agencies sent back to these letters and stands, oldest first."""
    rows = Response.objects.filter(letter__in=letters, withdrawn_on=None)
    return rows.select_related("agency", "letter").order_by("received_on", "pk")


def message_page(user):
    """Messages with what the page of one shows beside its lists; of those the user may read."""
    return (
        Message.objects.visible_to(user)
        .select_related("office", "constituent", "assigned_to", "closed_by", "case__agency")
        .prefetch_related(
            Prefetch("releases", queryset=PrivacyRelease.objects.select_related("recorded_by", "document")),
            Prefetch("mails", queryset=OutgoingMail.objects.select_related("written_by")),
            Prefetch(
                "replies",
                queryset=MessageReply.objects.select_related("filed_by", "withdrawn_by").prefetch_related(
                    Prefetch("attachments", queryset=ReplyDocument.objects.select_related("document"))
                ),
            ),
            Prefetch(
                "letter_links",
                queryset=MessageLetter.objects.select_related("letter__office", "linked_by").defer(
                    "letter__body", "letter__letterhead"
                ),
            ),
            "attachments__document",
        )
    )


def other_messages(message):
    """What else the constituent wrote, or somebody who may be the same; latest first."""
    people = maybe_the_same(message.constituent).values("pk")
    return (
        Message.objects.filter(Q(constituent=message.constituent_id) | Q(constituent__in=people))
        .exclude(pk=message.pk)
        .order_by("-received_at")[:20]
    )


def same_words(message):
    """How many other messages of the office say just the same: mail of a campaign, or sent twice."""
    rows = Message.objects.filter(office=message.office_id, fingerprint=message.fingerprint)
    return rows.exclude(pk=message.pk).count()


def counts(messages, user):
    """Of messages that wait: how many, how many new, mine and nobody's. One statement."""
    return messages.aggregate(
        waiting=Count("pk"),
        new=Count("pk", filter=Q(taken_up_at=None)),
        mine=Count("pk", filter=Q(assigned_to=user)),
        nobodys=Count("pk", filter=Q(assigned_to=None)),
    )


def waiting_by_area(messages):
    """(policy area, how many wait), most first."""
    return list(messages.order_by().values_list("area").annotate(n=Count("pk")).order_by("-n", "area"))


def waiting_by_agency(messages):
    """(agency's id, its name, how many cases wait), most first."""
    rows = messages.order_by().filter(case__agency__isnull=False)
    rows = rows.values_list("case__agency", "case__agency__name").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "case__agency__name"))


def listed(messages):
    """Messages as the triage list shows them: with names, and how far their case is."""
    release = PrivacyRelease.objects.filter(message=OuterRef("pk"), withdrawn_on=None)
    sent = MessageLetter.objects.filter(message=OuterRef("pk"), letter__sent_on__isnull=False)
    answer = Response.objects.filter(
        letter__message_links__message=OuterRef("pk"), withdrawn_on=None
    ).exclude(kind=Response.Kind.ACKNOWLEDGMENT)
    answered = OutgoingMail.objects.filter(
        message=OuterRef("message"), kind=OutgoingMail.Kind.ANSWER, sent_at__gt=OuterRef("came_at")
    )
    replies = MessageReply.objects.standing().filter(~Exists(answered), message=OuterRef("pk"))
    return (
        messages.select_related("constituent", "assigned_to", "case__agency")
        .defer("constituent__email", "case__what_happened")
        .annotate(
            has_release=Exists(release),
            was_sent=Exists(sent),
            was_answered_by_agency=Exists(answer),
            wrote_back=Exists(replies),
        )
    )


def found(messages, words):
    """Those with a number, a letter's reference or a name that holds each of these words."""
    for word in words.split()[:6]:
        messages = messages.filter(
            Q(number__icontains=word)
            | Q(constituent__last_name__istartswith=word)
            | Q(constituent__first_name__istartswith=word)
            | Q(constituent__email__iexact=word)
            | Exists(MessageLetter.objects.filter(message=OuterRef("pk"), letter__reference__iexact=word))
        )
    return messages


def last_heard(letters):
    """The day an agency last answered these letters with more than an acknowledgment; None if never."""
    rows = responses_to(letters).exclude(kind=Response.Kind.ACKNOWLEDGMENT)
    return rows.order_by().aggregate(last=Max("received_on"))["last"]


def held_too_long(now):
    """The instant before which a file was added to a message that nobody sent."""
    return now - timedelta(days=1)
