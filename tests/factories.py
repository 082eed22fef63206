"""Rows for tests. A sent letter comes from `tests.story`, which goes through the actions."""

from datetime import date, datetime

import factory
from factory.django import DjangoModelFactory

from correspondence.accounts.models import OfficeMembership, User
from correspondence.core.days import EASTERN
from correspondence.directory.models import Agency, Appointment, Office, Person
from correspondence.letters.models import FollowUpRequest, Letter, Recipient, Signatory

THE_DAY = date(2023, 11, 29)
THE_MOMENT = datetime(2023, 11, 29, 10, 0, tzinfo=EASTERN)


class OfficeFactory(DjangoModelFactory):
    class Meta:
        model = Office

    name = factory.Sequence(lambda n: f"Committee on Subject {n}")
    kind = Office.Kind.COMMITTEE
    chamber = Office.Chamber.SENATE
    code = factory.Sequence(lambda n: f"SC{n}")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"user{n}")
    first_name = "Dana"
    last_name = factory.Sequence(lambda n: f"Whitfield {n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@office.example")
    password = factory.django.Password("correct horse battery staple")


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = OfficeMembership

    user = factory.SubFactory(UserFactory)
    office = factory.SubFactory(OfficeFactory)
    role = OfficeMembership.Role.CLERK


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    first_name = "Antony"
    last_name = factory.Sequence(lambda n: f"Blinken {n}")
    name = factory.LazyAttribute(lambda person: f"{person.first_name} {person.last_name}")


class AgencyFactory(DjangoModelFactory):
    class Meta:
        model = Agency

    name = factory.Sequence(lambda n: f"Department of Affair {n}")
    kind = Agency.Kind.DEPARTMENT


class AppointmentFactory(DjangoModelFactory):
    class Meta:
        model = Appointment

    person = factory.SubFactory(PersonFactory)
    agency = factory.SubFactory(AgencyFactory)
    title = "Secretary"


class LetterFactory(DjangoModelFactory):
    """A draft with nothing in it but what its row must hold."""

    class Meta:
        model = Letter

    office = factory.SubFactory(OfficeFactory)
    reference = factory.Sequence(lambda n: f"T-2023-{n:04}")
    subject = "Accountability for atrocities in Nagorno-Karabakh"
    dated_on = THE_DAY
    entered_at = THE_MOMENT


class SignatoryFactory(DjangoModelFactory):
    class Meta:
        model = Signatory

    letter = factory.SubFactory(LetterFactory)
    place = factory.Sequence(lambda n: n + 1)
    name = "Benjamin L. Cardin"
    title = "Chairman"


class RecipientFactory(DjangoModelFactory):
    class Meta:
        model = Recipient

    letter = factory.SubFactory(LetterFactory)
    place = factory.Sequence(lambda n: n + 1)
    name = "The Honorable Antony Blinken"
    title = "Secretary of State"
    agency = factory.SubFactory(AgencyFactory)


class RequestFactory(DjangoModelFactory):
    class Meta:
        model = FollowUpRequest

    letter = factory.SubFactory(LetterFactory)
    place = factory.Sequence(lambda n: n + 1)
    text = "Making clear to Azerbaijan that aggression against its neighbors is unacceptable;"
