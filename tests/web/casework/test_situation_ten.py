"""Situation 10, casework by telephone, from the constituent's form on, walked over HTTP."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from correspondence.casework.models import Message
from correspondence.letters.models import Letter, Part
from correspondence.responses.models import Response, ResponseDocument
from tests.admin_forms import fill
from tests.constituents import Constituents, Form
from tests.story import at

pytestmark = pytest.mark.django_db
NAME, TROUBLE = "Abernathy", "claim is stuck"


@pytest.fixture
def clock():
    with time_machine.travel(at(2023, 5, 3), tick=False) as clock:
        yield clock


def test_casework_by_telephone(clock, client, mailoutbox):
    story = Constituents()
    story.state.liaison_name = "Lee Liaison"
    story.state.save()

    # 3 May: she writes, and signs the release.
    form = Form(client)
    form.to_review(what_happened=f"My {TROUBLE}.", text="Please ask where it stands.")
    form.send()
    message = Message.objects.get()
    assert message.releases.get().signed_on == date(2023, 5, 3)
    assert len(mailoutbox) == 1

    # 4 May: the clerk starts the inquiry. Without a release day it could not be sent.
    clock.move_to(at(2023, 5, 4))
    client.force_login(story.clerk)
    client.post(reverse("message-act", args=[message.pk, "letter"]), {})
    letter = Letter.objects.get()
    assert (letter.kind, letter.release_signed_on) == ("casework", date(2023, 5, 3))
    assert letter.recipients.get().name == "Lee Liaison"
    client.post(
        reverse("message-act", args=[message.pk, "withdraw-release"]),
        {"release": message.releases.get().pk, "why": "Asked to wait."},
    )
    add_a_signatory(letter)
    refused = send(client, letter)
    assert refused.status_code == 422
    assert "no inquiry is sent without" in refused.text
    client.post(
        reverse("message-act", args=[message.pk, "release"]),
        {
            "agency_named": "Department of State",
            "signed_name": f"Rosalind {NAME}",
            "signed_on": "2023-05-03",
            "how": "email",
        },
    )
    assert send(client, letter).status_code == 302
    letter.refresh_from_db()
    assert letter.sent_on == date(2023, 5, 4)

    # 9 May: the agency answers by telephone. That settles the request.
    clock.move_to(at(2023, 5, 9))
    part = Part.objects.get(request__letter=letter)
    log_the_call(client, letter, part)
    response = Response.objects.get()
    assert (response.channel, response.signer_title) == ("phone", "Congressional liaison")
    assert not ResponseDocument.objects.exists()
    part.refresh_from_db()
    assert part.settled_on == date(2023, 5, 9)

    # Her page shows it all, in its order; she is answered.
    page = client.get(reverse("message", args=[message.pk]))
    told = [
        "Message came",
        "Privacy release signed on the form",
        "Letter started",
        "Letter sent to the agency",
        "answered, telephone",
    ]
    places = [page.text.index(words) for words in told]
    assert places == sorted(places, reverse=True)
    answer = reverse("message-answer", args=[message.pk])
    typed = fill(client.get(answer), subject=f"Your message {message.number}", body="It is on its way.")
    client.post(answer, typed | {"send": "1"})
    assert mailoutbox[-1].to == ["rosalind@example.org"]
    client.logout()
    status = client.post(reverse("write-status"), {"number": message.number, "email": "rosalind@example.org"})
    assert "We sent you an answer by e-mail." in status.text

    # Lists show the reference, not her name or trouble.
    client.force_login(story.viewer)
    for name in ("letters", "owed", "today", "admin:correspondence_letter_changelist"):
        text = client.get(reverse(name)).text
        assert NAME not in text, name
        assert TROUBLE not in text, name


def add_a_signatory(letter):
    letter.signatories.create(place=1, name="Benjamin L. Cardin", title="Chairman")


def send(client, letter):
    url = reverse("letter-act", args=[letter.pk, "send"])
    return client.post(url, fill(client.get(url), on="2023-05-04", delivery="portal"))


def log_the_call(client, letter, part):
    """Log the call on the desk's page, or, where that is not there, in the records."""
    url = reverse("admin:correspondence_letter_respond", args=[letter.pk])
    page = client.get(url)
    typed = fill(
        page,
        kind="full",
        channel="phone",
        received_on="2023-05-09",
        signer_title="Congressional liaison",
        summary="It is approved.",
    )
    prefix = next(name.rpartition("-")[0] for name in typed if name.endswith("-outcome"))
    answered = client.post(url, typed | {f"{prefix}-outcome": "full", f"{prefix}-settles": "on"})
    assert answered.status_code == 302, answered.text
