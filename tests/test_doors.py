"""Every address the product knows, by role and by method: who may enter, and that no door leads next door.

The table has a row for each address. An address without a row fails, so that nobody adds a door unasked.
"""

from datetime import date

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLResolver, get_resolver, reverse

from correspondence.casework.actions import record_release, take_reply
from correspondence.casework.models import AnswerTemplate
from correspondence.documents.actions import store_document
from correspondence.followups.actions import log_contact
from correspondence.followups.models import Reminder, ReminderRule
from correspondence.intake.actions import set_aside
from correspondence.intake.mail.actions import set_mail_aside, take_mail
from correspondence.intake.models import IntakeReading
from correspondence.letters.actions import settle
from correspondence.letters.models import Letter, LetterDocument, SavedFilter, Topic
from correspondence.responses import actions as responses
from correspondence.responses.models import Response, ResponseDocument
from correspondence.responses.rules import Judgement
from tests import arrivals
from tests.constituents import case as a_case
from tests.constituents import open_desk
from tests.factories import PersonFactory, UserFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db

ROLES = ("viewer", "clerk", "counsel", "manager")
METHODS = ("get", "head", "post", "put", "patch", "delete")
NOBODY, ADMIN, ANY, SIGNED_IN = "nobody", "administrator", "anybody", "signed in"
SECRET = "Zangezur"  # stands in everything of the office that a stranger must not read


def _row(get, post, of=None):
    """Least role to look and to write; `of`: whose row it is about (None: a page of no single row)."""
    return get, post, of


# Addresses of one record's pages, by model: least role to see, to add, to change, to delete.
_RECORDS = {
    "letter": ("viewer", "clerk", "clerk", "manager"),
    "response": ("viewer", "clerk", NOBODY, NOBODY),
    "followuprequest": ("viewer", NOBODY, NOBODY, NOBODY),
    "topic": ("viewer", "clerk", "clerk", "manager"),
    "contact": ("viewer", "clerk", NOBODY, NOBODY),
    "reminder": ("viewer", NOBODY, NOBODY, NOBODY),
    "reminderrule": ("viewer", "manager", "manager", "manager"),
    "officemembership": ("manager", "manager", "manager", "manager"),
    "message": ("clerk", NOBODY, NOBODY, NOBODY),
    "case": ("clerk", NOBODY, NOBODY, NOBODY),
    "privacyrelease": ("clerk", NOBODY, NOBODY, NOBODY),
    "answertemplate": ("clerk", "manager", "manager", "manager"),
    "messagedesk": ("clerk", "manager", "manager", NOBODY),
}
# The directory is everybody's; accounts are the administrator's.
_SHARED = {
    "agency": ("viewer", "clerk", "clerk", ADMIN),
    "person": ("viewer", "clerk", "clerk", ADMIN),
    "office": ("viewer", ADMIN, "manager", ADMIN),
    "seat": ("viewer", "clerk", "clerk", ADMIN),
    "user": ("viewer", "manager", ADMIN, NOBODY),
}


# A sent letter is never deleted, nor a rule that has raised a reminder.
_DELETABLE = {"letter": "draft", "reminderrule": "unused_rule"}


def _table():
    table = {
        "admin:index": _row("viewer", "viewer"),
        "admin:login": _row(ANY, ANY),
        "admin:logout": _row(NOBODY, SIGNED_IN),
        "admin:password_change": _row("viewer", "viewer"),
        "admin:password_change_done": _row("viewer", NOBODY),
        "admin:autocomplete": _row("viewer", NOBODY),
        "admin:jsi18n": _row("viewer", NOBODY),
        "admin:app_list": _row("viewer", "viewer"),
        "admin:view_on_site": _row(NOBODY, NOBODY),
        "admin:auth_user_password_change": _row(ADMIN, ADMIN, "user"),
        "admin:correspondence_letter_official": _row("viewer", "viewer"),
        "admin:correspondence_letter_bulk": _row("clerk", "clerk"),
        "admin:correspondence_letter_respond": _row("clerk", "clerk", "letter"),
        "admin:correspondence_response_judge": _row("clerk", "clerk", "response"),
        "admin:correspondence_response_act": _row("clerk", "clerk", "response"),
        "admin:correspondence_contact_act": _row("clerk", "clerk", "contact"),
        "healthz": _row(ANY, NOBODY),
        "today": _row("viewer", NOBODY),
        "owed": _row("viewer", NOBODY),
        "owed-file": _row("viewer", NOBODY),
        "reminders": _row("viewer", "clerk"),
        "reminder-act put-off": _row("clerk", "clerk", "reminder"),
        "reminder-act not-needed": _row("clerk", "clerk", "reminder"),
        "digest": _row("viewer", NOBODY),
        "digest-mail": _row("viewer", NOBODY),
        "keys": _row("viewer", NOBODY),
        "preferences": _row("viewer", "viewer"),
        "styleguide": _row("viewer", NOBODY),
        "lookup": _row("viewer", NOBODY),
        "lookup-person": _row("viewer", NOBODY, "person"),
        "letters": _row("viewer", NOBODY),
        "letters-export": _row("viewer", NOBODY),
        "letters-chosen": _row("viewer", "viewer"),
        "letters-views": _row("viewer", "viewer"),
        "letters-view": _row("viewer", "manager", "shared_filter"),
        "letter-new": _row("clerk", "clerk"),
        "letter-edit": _row("clerk", "clerk", "draft"),
        "letter-roster": _row("clerk", NOBODY),
        "letter-draft": _row(NOBODY, "clerk"),
        "letter-draft-discard": _row(NOBODY, "clerk"),
        "directory": _row("viewer", NOBODY),
        "find": _row("viewer", NOBODY),
        "agency": _row("viewer", NOBODY, "agency"),
        "office": _row("viewer", NOBODY, "office"),
        "person": _row("viewer", NOBODY, "person"),
        "letter-file": _row("viewer", NOBODY, "letter_file"),
        "response-file": _row("viewer", NOBODY, "response_file"),
        "letter-timeline": _row("viewer", NOBODY, "letter"),
        "request-timeline": _row("viewer", NOBODY, "followuprequest"),
        "letter": _row("viewer", NOBODY, "letter"),
        "request": _row("viewer", NOBODY, "followuprequest"),
        "contact-act": _row("clerk", "clerk", "contact"),
        "respond": _row("clerk", "clerk", "letter"),
        "responses": _row("viewer", NOBODY),
        "response": _row("viewer", NOBODY, "response"),
        "response-judge": _row("clerk", "clerk", "response"),
        "response-act": _row("clerk", "clerk", "response"),
        "contact-act kept": _row("clerk", "clerk", "promise"),
    }
    table |= {
        "write": _row(ANY, NOBODY),
        "write-form": _row(ANY, ANY),
        "write-step": _row(ANY, ANY),
        "write-review": _row(ANY, ANY),
        "write-receipt": _row(ANY, NOBODY),
        "write-forget": _row(NOBODY, ANY),
        "write-status": _row(ANY, ANY),
        "messages": _row("clerk", NOBODY),
        "message": _row("clerk", NOBODY, "message"),
        "message-answer": _row("clerk", "clerk", "message"),
        "message-file": _row("clerk", NOBODY, "message_file"),
        "release-file": _row("clerk", NOBODY, "privacyrelease"),
        "reply-file": _row("clerk", NOBODY, "reply_file"),
        "reply-original": _row("clerk", NOBODY, "reply"),
        "mails": _row("clerk", NOBODY),
        "mail": _row("clerk", NOBODY, "mail"),
        "mail-upload": _row("clerk", "clerk"),
        "mail-original": _row("clerk", NOBODY, "mail"),
        "mail-file": _row("clerk", NOBODY, "mail_file"),
        "mail-act letter": _row("clerk", "clerk", "mail"),
        "mail-act message": _row("clerk", "clerk", "mail"),
        "mail-act aside": _row("clerk", "clerk", "mail"),
        "mail-act back": _row("clerk", "clerk", "aside_mail"),
    }
    table |= {
        "intake": _row("viewer", "clerk"),
        "intake-item": _row("viewer", NOBODY, "item"),
        "intake-page": _row("viewer", NOBODY, "item"),
        "intake-file": _row("viewer", NOBODY, "item_file"),
        "intake-confirm": _row("clerk", "clerk", "item"),
        "intake-confirm-pages": _row("viewer", NOBODY, "item"),
        "intake-confirm-copy": _row(NOBODY, "clerk", "item"),
        "intake-reply": _row("clerk", "clerk", "item"),
        "intake-reply-copy": _row(NOBODY, "clerk", "item"),
        "intake-taken": _row(NOBODY, "clerk", "item"),
        "intake-act order": _row("clerk", "clerk", "pair"),
    }
    for act in ("set-aside", "read-again", "take-for"):
        table[f"intake-act {act}"] = _row("clerk", "clerk", "item")
    for door in ("admin:correspondence_message_act", "message-act"):
        for act in ("assign", "link", "case", "release", "withdraw-release", "contact", "close"):
            table[f"{door} {act}"] = _row("clerk", "clerk", "message")
    for door in ("admin:correspondence_letter_act", "letter-act"):
        for act in ("send", "contact", "settle", "assign", "follow-up", "file"):
            table[f"{door} {act}"] = _row("clerk", "clerk", "draft" if act == "send" else "letter")
        for act in ("extend", "refuse", "pause", "move", "correct", "take-back"):
            table[f"{door} {act}"] = _row("counsel", "counsel", "letter")
    table["letter-act undo-settling"] = _row("clerk", "clerk", "just_settled")
    for model, (see, add, change, delete) in (_RECORDS | _SHARED).items():
        name = f"admin:correspondence_{model}"
        table |= {
            f"{name}_changelist": _row(see, see),
            f"{name}_add": _row(add, add),
            f"{name}_change": _row(see, change, model),
            f"{name}_history": _row(see, see, model),
            f"{name}_simple_history": _row(see, NOBODY, model),
            f"{name}_delete": _row(delete, delete, _DELETABLE.get(model, model)),
        }
    return table


TABLE = _table()


def _names(patterns, namespace=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(
                pattern.url_patterns, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            )
        else:
            yield f"{namespace}{pattern.name or ''}"


class Place:
    """An office with one of everything, and the address of each row."""

    def __init__(self, code):
        story = self.story = Story(code)
        now = at(2024, 1, 18)
        self.letter = story.sent(subject=f"{SECRET} corridor")
        self.draft = story.draft(subject=f"{SECRET} draft")
        parts = story.parts(self.letter)
        self.response = responses.log_response(
            self.letter,
            agency=story.state,
            kind=Response.Kind.PARTIAL,
            channel="email",
            received_on=date(2024, 1, 18),
            summary=f"About {SECRET}",
            judgements=[Judgement(parts[1], "full", settles=False, promised_on=date(2024, 3, 1))],
            by=story.clerk,
            now=now,
        )
        self.contact = log_contact(
            self.letter, kind="call", on=date(2024, 1, 18), summary=f"About {SECRET}", by=story.clerk, now=now
        )
        self.promise = log_contact(
            self.letter,
            kind="call",
            on=date(2024, 1, 18),
            summary=f"About {SECRET}",
            promised=SECRET,
            promised_on=date(2024, 3, 1),
            by=story.clerk,
            now=now,
        )
        self.just_settled = story.sent(subject=f"{SECRET} settled")
        settle(story.parts(self.just_settled).values(), ground="answered", by=story.clerk, now=now)
        upload = SimpleUploadedFile("letter.txt", f"{SECRET} {code}".encode())
        document = store_document(story.office, upload, by=story.clerk, now=now)
        self.letter_file = LetterDocument.objects.create(letter=self.letter, document=document)
        self.response_file = ResponseDocument.objects.create(response=self.response, document=document)
        self.topic = Topic.objects.create(office=story.office, name=f"{SECRET} {code}")
        self.reminderrule = ReminderRule.objects.create(
            office=story.office, name=f"Overdue {SECRET}", about="part", anchor="after", count=1
        )
        self.unused_rule = ReminderRule.objects.create(
            office=story.office, name=f"Call {SECRET}", about="part", anchor="before", count=1
        )
        self.reminder = Reminder.objects.create(
            rule=self.reminderrule,
            part=parts[1],
            scheduled_on=date(2023, 12, 14),
            anchor_on=date(2023, 12, 13),
            raised_at=now,
        )
        self.messagedesk = open_desk(story.office, heading=f"Write to {code}")
        self.message = a_case(story.office, now=now, text=f"About {SECRET}")
        self.case = self.message.case
        self.privacyrelease = record_release(
            self.message,
            agency_named=SECRET,
            signed_name="Rosalind Abernathy",
            signed_on=date(2024, 1, 18),
            how="paper",
            upload=SimpleUploadedFile("release.txt", f"{SECRET} {code}".encode()),
            by=story.clerk,
            now=now,
        )
        self.message_file = self.message.attachments.create(document=document, name="letter.txt")
        self.reply = take_reply(
            self.message,
            document=document,
            from_name=SECRET,
            from_address="rosalind@example.org",
            subject=SECRET,
            text=f"About {SECRET}",
            files=[(document, "letter.txt")],
            now=now,
        )
        self.reply_file = self.reply.attachments.get()
        raw = b"From: a@example.org\r\nSubject: %b\r\nMessage-ID: <%d@%b>\r\n\r\nAbout %b"
        secret, host = SECRET.encode(), code.encode()
        self.mail, self.aside_mail = (
            take_mail(raw % (secret, n, host, secret), office=story.office, now=now) for n in range(2)
        )
        set_mail_aside(self.aside_mail, why=SECRET, by=story.clerk, now=now)
        self.mail_file = self.mail.files.create(document=document, place=1, name=f"{SECRET}.txt")
        self.answertemplate = AnswerTemplate.objects.create(
            office=story.office, name=f"{SECRET} {code}", subject="About {number}", body="Hello {name}"
        )
        self.item, aside_item = arrivals.came_in(
            story.office,
            arrivals.upload(f"{SECRET}.pdf", arrivals.pdf(f"About {SECRET} in {code}")),
            arrivals.upload(f"{SECRET}.txt", f"About {SECRET}, set aside in {code}"),
            by=story.clerk,
            now=now,
        )
        [self.pair] = arrivals.came_in(
            story.office,
            *(arrivals.upload(f"{SECRET}-{n}.txt", f"{SECRET} {n} {code}") for n in range(2)),
            as_one=True,
            by=story.clerk,
            now=now,
        )
        set_aside(aside_item, why=f"About {SECRET}", by=story.clerk, now=now)
        arrivals.give_page(self.item, now=now)
        IntakeReading.objects.filter(item=self.item).update(finished_at=now)
        self.item_file = self.item.files.get()
        self.followuprequest = self.letter.requests.first()
        self.officemembership = story.viewer.memberships.get()
        self.user, self.office, self.agency = story.viewer, story.office, story.state
        left = UserFactory()  # whoever saved it has left, and it is the office's
        self.shared_filter = SavedFilter.objects.create(
            office=story.office, owner=left, name=f"About {SECRET}", is_shared=True
        )
        self.person = PersonFactory()
        self.seat = self.person.seats.create(
            office=self.office, rank=1, side="majority", held_from=date(2023, 1, 3), title="Chairman"
        )

    def url(self, name):
        """The address of a row of the table, for this office's rows."""
        name, _, act = name.partition(" ")
        row = getattr(self, TABLE[f"{name} {act}".strip()][2] or "letter")
        pk = row.pk
        if name == "admin:correspondence_letter_bulk":
            return reverse(name, args=["assign"]) + f"?ids={self.letter.pk}"
        if name.endswith("_simple_history"):
            return reverse(name, args=[pk, row.history.first().pk])
        if name.endswith(("_act", "-act")):
            return reverse(name, args=[pk, act or "withdraw"])
        if name in ("write-form", "write-review"):
            return reverse(name, args=[self.office.code])
        if name == "write-step":
            return reverse(name, args=[self.office.code, "who"])
        if name == "admin:view_on_site":
            return reverse(name, args=[1, pk])
        if name == "admin:app_list":
            return reverse(name, args=["correspondence"])
        if name.startswith("letter-draft"):
            return reverse(name, args=["4ac8cc0b-4e27-4b6c-a573-2bfde1b2f1a5"])
        if name in ("intake-page", "intake-confirm-pages"):
            return reverse(name, args=[pk, 1])
        if name == "letter-roster":
            return reverse(name) + f"?office={self.office.pk}&on=2023-11-29"
        if name == "lookup":
            return reverse(name, args=["letters"]) + f"?q={SECRET}"
        if name == "admin:autocomplete":
            return reverse(name) + "?app_label=correspondence&model_name=letter&field_name=topics"
        if name == "admin:correspondence_letter_official":
            return reverse(name) + f"?person={self.person.pk}&on=2023-11-29"
        if TABLE[f"{name} {act}".strip()][2]:
            return reverse(name, args=[pk])
        return reverse(name)


@pytest.fixture
def place(db):
    return Place("SFRC")


def _known():
    """The rows of the table whose address exists."""
    names = set(_names(get_resolver().url_patterns))
    return [name for name in TABLE if name.partition(" ")[0] in names]


def _is_not_found(page):
    return page.status_code == 404 or (page.status_code == 302 and page.url == reverse("admin:index"))


def _is_let_in(page):
    """Neither refused nor sent to sign in: the page, its form with faults, or on to the next page."""
    if page.status_code == 302:
        return page.url != reverse("admin:index") and "/login/" not in page.url
    return page.status_code in (200, 422)


def _may(role, least):
    """Whether somebody with this role, or the administrator, may where this is the least role."""
    if least in (NOBODY, ADMIN):
        return role == least
    if least in (ANY, SIGNED_IN):
        return True
    return role in ROLES and ROLES.index(role) >= ROLES.index(least)


def _record():
    """All rows of the product, as they are: to see that nothing was written."""
    kept = {}
    for model in apps.get_models():
        if model._meta.label not in ("sessions.Session",):
            columns = [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
            kept[model._meta.label] = sorted(map(repr, model.objects.values_list(*columns)))
    return kept


def test_every_address_has_its_row():
    missing = {
        name
        for name in _names(get_resolver().url_patterns)
        if not name.endswith(":") and not any(row.partition(" ")[0] == name for row in TABLE)
    }

    assert missing == set()


@pytest.mark.parametrize("name", [name for name in _known() if name != "admin:login"])
def test_who_may_look_and_who_may_write(name, place, client):
    get, post, _ = TABLE[name]
    administrator = UserFactory(username="administrator", is_superuser=True)
    people = {role: getattr(place.story, role) for role in ROLES} | {ADMIN: administrator}
    url, wrong = place.url(name), []

    for role, user in people.items():
        # To the administrator, who is in no office, only accounts and the directory exist.
        shared = any(f"_{model}_" in name for model in (*_SHARED, "officemembership"))
        for method, least in (("get", get), ("head", get), ("post", post)):
            if role == ADMIN and not shared:
                continue
            allowed = _may(role, least) or (role == ADMIN and least != NOBODY)
            client.force_login(user)
            page = getattr(client, method)(url)
            if _is_let_in(page) != allowed or page.status_code >= 500:
                wrong.append(f"{role} {method}: {page.status_code}, allowed: {allowed}")

    assert wrong == []


@pytest.mark.parametrize("name", [name for name in _known() if TABLE[name][2] not in (None, *_SHARED)])
def test_another_offices_rows_do_not_exist(name, place, client):
    stranger = Story("HSGO")
    url, wrong = place.url(name), []
    pk = getattr(place, TABLE[name][2]).pk
    no_such = url.replace(f"/{pk}/", "/987654321/")

    for user in (stranger.manager, UserFactory(username="administrator", is_superuser=True)):
        if user.is_superuser and "officemembership" in name:
            continue
        before = _record()
        client.force_login(user)
        for method in METHODS:
            page = getattr(client, method)(url)
            if page.status_code != getattr(client, method)(no_such).status_code:
                wrong.append(f"{user} {method}: {page.status_code}, unlike a row that there is not")
            if not _is_not_found(page) and page.status_code not in (403, 405):
                wrong.append(f"{user} {method}: {page.status_code}")
            if SECRET.encode() in (b"".join(page) if page.streaming else page.content):
                wrong.append(f"{user} {method} can read it")
        if _record() != before:
            wrong.append(f"{user} changed something")

    assert wrong == []


@pytest.mark.parametrize("name", [name for name in _known() if TABLE[name][2] is None])
def test_no_page_shows_a_stranger_another_offices_record(name, place, client):
    client.force_login(Story("HSGO").manager)

    page = client.get(place.url(name))

    assert SECRET.encode() not in (b"".join(page) if page.streaming else page.content)


@pytest.mark.parametrize("name", _known())
def test_without_signing_in_there_is_only_the_way_in(name, place, client):
    before = _record()

    pages = {method: getattr(client, method)(place.url(name)) for method in METHODS}

    for method, page in pages.items():
        if TABLE[name][0] != ANY:
            assert page.status_code in (302, 405), method
            assert SECRET not in page.text
    assert _record() == before


@pytest.mark.parametrize("name", _known())
def test_looking_changes_nothing(name, place, client):
    client.force_login(place.story.manager)
    before = _record()

    client.get(place.url(name))
    client.head(place.url(name))

    assert _record() == before


def test_autocompletes_offer_only_ones_own_offices_rows(place, client):
    client.force_login(Story("HSGO").manager)
    asked = [("letter", "topics"), ("follows", "earlier"), ("repeats", "earlier"), ("letter", "follows")]

    for model, field in asked:
        page = client.get(
            reverse("admin:autocomplete"),
            {"app_label": "correspondence", "model_name": model, "field_name": field, "term": ""},
        )

        assert page.json()["results"] == [], (model, field)


def test_a_viewer_cannot_write_by_a_bulk_action(place, client):
    client.force_login(place.story.viewer)
    before = _record()

    for action in ("mark_as_sent", "assign_to", "generate_reminders"):
        client.post(
            reverse("admin:correspondence_letter_changelist"),
            {"action": action, "_selected_action": [place.letter.pk]},
            follow=True,
        )

    assert _record() == before


def test_an_export_holds_ones_own_offices_letters_alone(place, client):
    other = Place("HSGO")
    client.force_login(other.story.viewer)

    page = client.post(
        reverse("admin:correspondence_letter_changelist"),
        {"action": "export_csv", "_selected_action": [place.letter.pk, other.letter.pk]},
    )

    lines = b"".join(page).decode()
    assert other.letter.reference in lines
    assert place.letter.reference not in lines


def test_a_draft_is_deleted_by_the_manager_alone(place, client):
    url = place.url("admin:correspondence_letter_delete")
    client.force_login(place.story.counsel)
    assert client.post(url, {"post": "yes"}).status_code == 403

    client.force_login(place.story.manager)
    client.post(url, {"post": "yes"})

    assert not Letter.objects.filter(pk=place.draft.pk).exists()
