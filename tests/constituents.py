"""A constituent who writes: by the actions, and over HTTP through the form's own pages."""

import re
from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from correspondence.casework import actions
from correspondence.casework.models import Message, MessageDesk, PolicyArea
from tests.story import Story, at

WHO = {
    "prefix": "Ms.",
    "first_name": "Rosalind",
    "last_name": "Abernathy",
    "address1": "1408 King Street",
    "address2": "Apartment 3B",
    "city": "Baltimore",
    "state": "MD",
    "zip_code": "21201",
    "email": "rosalind@example.org",
    "phone": "410-555-0142",
}
CASE = {
    "agency_named": "Department of State",
    "case_number": "PPT-17",
    "what_happened": "I applied for a passport in December. Nobody has told me where it stands.",
}
ASKS = "When will my passport be ready?"
OPINION = "Please keep the post office in our town open. Many of us cannot drive."


def open_desk(office, **settings):
    """The office takes messages, from Maryland unless said otherwise."""
    given = {"heading": "Write to the Senator’s office", "state": "MD", "contact": "Call 202-555-0142."}
    return MessageDesk.objects.create(office=office, **(given | settings))


def opinion(office, *, now=None, who=None, text=OPINION, area=PolicyArea.GOVERNMENT, **given):
    """A message that shares an opinion, received by the action."""
    return actions.receive_message(
        office,
        constituent=WHO | (who or {}),
        area=area,
        stance=Message.Stance.OPINION,
        text=text,
        token=given.pop("token", None) or uuid4(),
        now=now or at(2023, 5, 3),
        **given,
    )


def case(office, *, now=None, who=None, signature="Rosalind Abernathy", text=ASKS, given=None, **more):
    """A message that asks for help with an agency, received by the action."""
    return actions.receive_message(
        office,
        constituent=WHO | (who or {}),
        area=PolicyArea.INTERNATIONAL,
        stance=Message.Stance.HELP,
        text=text,
        case=CASE | (given or {}),
        signature=signature,
        token=more.pop("token", None) or uuid4(),
        now=now or at(2023, 5, 3),
        **more,
    )


class Constituents(Story):
    """The office of a Story, taking messages."""

    def __init__(self, code="SFRC", **settings):
        super().__init__(code)
        self.desk = open_desk(self.office, **settings)


class Form:
    """Somebody at the public form, over HTTP. Fields not named are those of WHO and CASE."""

    def __init__(self, client, code="SFRC"):
        self.client, self.code = client, code

    def url(self, step=""):
        return f"/write/{self.code}/{step}/" if step else f"/write/{self.code}/"

    def who(self, **changes):
        page = self.client.get(self.url())
        began = re.search(r'name="began" value="([^"]+)"', page.text)
        values = {("prefix_" if name == "prefix" else name): value for name, value in WHO.items()}
        values["began"] = began.group(1) if began else ""
        return self.client.post(self.url(), values | changes)

    def about(self, stance="help", area=PolicyArea.INTERNATIONAL.value, **changes):
        return self.client.post(self.url("about"), {"stance": stance, "area": area} | changes)

    def message(self, **changes):
        return self.client.post(self.url("message"), CASE | {"text": ASKS} | changes)

    def permission(self, signs="yes", signature="Rosalind Abernathy", **changes):
        return self.client.post(self.url("permission"), {"signs": signs, "signature": signature} | changes)

    def token(self):
        page = self.client.get(self.url("review"))
        return re.search(r'name="token" value="([^"]+)"', page.text).group(1)

    def wait(self):
        """Let a minute pass since the form was first opened."""
        session = self.client.session
        kept = session[f"write {self.code}"]
        kept["begun"] = int((timezone.now() - timedelta(minutes=1)).timestamp())
        session[f"write {self.code}"] = kept
        session.save()

    def to_review(self, *, stance="help", **words):
        """All steps up to the review, each as it should be."""
        for page in (
            self.who(),
            self.about(stance),
            self.message(**words),
            *([self.permission()] if stance == "help" else []),
        ):
            assert page.status_code == 302, page.text
        self.wait()

    def send(self, token=None):
        return self.client.post(self.url("review"), {"token": token or self.token()})
