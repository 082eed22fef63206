"""The seed letter and its like, entered through the actions a person uses, on days of their own."""

from datetime import date, datetime

from correspondence.accounts.models import OfficeMembership
from correspondence.core.days import EASTERN
from correspondence.directory.models import Agency
from correspondence.letters import actions as letters
from correspondence.letters.models import Letter, Part, Recipient
from tests.factories import AgencyFactory, MembershipFactory, OfficeFactory

LEAD_IN = (
    "Specifically, I would like to know what steps you have taken and plan to take regarding the following:"
)
ASKED = (
    "Supporting efforts to substantiate and collect evidence regarding the Aliyev regime's potential "
    "commission of war crimes and other atrocities;",
    "Holding Azerbaijani officials accountable for any such acts, including the application of potential "
    "sanctions and visa restrictions;",
    "Urging appropriate international justice tribunals to pursue accountability for Azerbaijani officials;",
    "Making clear to Azerbaijan that aggression against its neighbors is unacceptable;",
    "Supporting Armenians displaced in the September 2023 assault;",
)


def at(year, month, day, hour=10):
    """An instant on an Eastern day."""
    return datetime(year, month, day, hour, tzinfo=EASTERN)


class Story:
    """An office with its people, an agency, and the letters they write."""

    def __init__(self, code="SFRC"):
        self.office = OfficeFactory(name="Committee on Foreign Relations", code=code)
        self.viewer, self.clerk, self.counsel, self.manager = (
            MembershipFactory(office=self.office, role=role, user__username=f"{role}-{code}".lower()).user
            for role in OfficeMembership.Role.values
        )
        state = {"name": "Department of State", "acronym": "DOS"}
        self.state = Agency.objects.filter(**state).first() or AgencyFactory(**state)

    def draft(self, *, asked=ASKED, to=None, dated=date(2023, 11, 29), now=None, requests=None, **facts):
        """A draft of the seed letter, or of one like it."""
        to = to or [self.state]
        links = {name: facts.pop(name) for name in ("topics", "follows", "documents") if name in facts}
        return letters.enter_letter(
            self.office,
            facts={
                "kind": Letter.Kind.OVERSIGHT,
                "subject": "Accountability for atrocities in Nagorno-Karabakh",
                "dated_on": dated,
                "salutation": "Dear Secretary Blinken,",
                "body": "I write to ensure that we remain focused.",
                "due_phrase": "I look forward to your response.",
                "assigned_to": self.clerk,
            }
            | facts,
            signatories=[{"place": 1, "name": "Benjamin L. Cardin", "title": "Chairman"}],
            recipients=[
                {
                    "place": n,
                    "role": Recipient.Role.TO,
                    "name": f"The Secretary of {agency.name}",
                    "agency": agency,
                }
                for n, agency in enumerate(to, start=1)
            ],
            requests=requests
            or [{"place": n, "text": text, "lead_in": LEAD_IN} for n, text in enumerate(asked, start=1)],
            **links,
            by=self.clerk,
            now=now or at(2023, 11, 29),
        )

    def sent(self, *, on=None, now=None, delivery="email", **given):
        """A letter like `draft`, marked as sent."""
        letter = self.draft(now=now, **given)
        now = now or at(2023, 11, 29)
        return letters.mark_sent(letter, on=on or letter.dated_on, delivery=delivery, by=self.clerk, now=now)

    @staticmethod
    def parts(letter, agency=None):
        """The parts of a letter (of one agency) by the place of their request, as they are now."""
        parts = Part.objects.filter(request__letter=letter).select_related("request", "agency")
        if agency:
            parts = parts.filter(agency=agency)
        return {part.request.place: part for part in parts}
