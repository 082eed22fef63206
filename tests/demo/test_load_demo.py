"""The command: what it prints, what it refuses, and the directory's import before or after it."""

import re
from datetime import date
from io import StringIO
from itertools import combinations

import pytest
from django.core.management import call_command

from correspondence.accounts.models import User
from correspondence.core.days import EASTERN
from correspondence.demo.office import set_up_office
from correspondence.directory.actions import import_congress
from correspondence.directory.importers import read_congress
from correspondence.directory.models import Agency, FormerName, Office, Person, Seat
from correspondence.followups.models import Reminder
from correspondence.letters.models import Letter
from tests.demo.conftest import LOADED_AT, PASSWORD
from tests.directory.conftest import FIRST, SAMPLES, SECOND
from tests.factories import AgencyFactory, OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def load_demo(settings, tmp_path, monkeypatch):
    """Runs the command with a folder of its own; what it printed."""
    settings.VAR = tmp_path / "var"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens: a mail sent there would fail
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    def loaded():
        out = StringIO()
        call_command("load_demo", stdout=out)
        return out.getvalue()

    return loaded


def test_it_says_how_to_sign_in_and_a_second_time_does_nothing(load_demo, client, settings):
    said = load_demo()
    password = re.search(r"password of each is (\S+)$", said.strip())[1]
    before = Letter.objects.count(), Reminder.objects.count(), User.objects.count()

    again = load_demo()

    assert "viewer, clerk, counsel, manager" in said
    assert said.count("\n") < 8
    assert all(client.login(username=role, password=password) for role in ("clerk", "viewer", "counsel"))
    assert len(list((settings.VAR / "mail").iterdir())) > 10
    assert again == "The demonstration is loaded already: nothing was done.\n"
    assert (Letter.objects.count(), Reminder.objects.count(), User.objects.count()) == before


def test_what_does_not_fit_leaves_nothing_behind(load_demo, settings):
    AgencyFactory(name="Peace Corps of America", federal_register_slug="peace-corps")

    with pytest.raises(SystemExit, match="No agency goes by the name of Peace Corps"):
        load_demo()

    assert not User.objects.exists()
    assert not Letter.objects.exists()
    assert Agency.objects.count() == 1
    assert list((settings.VAR / "mail").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named(load_demo, settings):
    settings.VAR.write_text("no folder at all")

    with pytest.raises(SystemExit, match="var/mail cannot be written: Not a directory"):
        load_demo()

    assert not User.objects.exists()


def test_a_password_that_is_set_is_not_printed(load_demo, client, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "a password of my own")

    said = load_demo()

    assert "a password of my own" not in said
    assert client.login(username="manager", password="a password of my own")


def test_it_stays_out_of_a_database_where_an_office_keeps_letters(load_demo):
    OfficeFactory(name="Committee on Rules", code="SRUL")

    with pytest.raises(SystemExit) as refusal:
        load_demo()

    assert "The Committee on Rules keeps letters here" in str(refusal.value)
    assert Office.objects.count() == 1


def test_it_takes_no_sign_in_from_anybody(load_demo):
    UserFactory(username="counsel")

    with pytest.raises(SystemExit, match="Somebody signs in as counsel already"):
        load_demo()

    assert not Office.objects.exists()


ORDERS = [["demo", 2023, 2026], [2023, "demo", 2026], [2023, 2026, "demo"], ["demo", 2026], [2026, "demo"]]


@pytest.mark.parametrize("order", ORDERS, ids=str)
def test_the_import_of_the_congress_before_or_after_doubles_nothing(order):
    days = {2023: FIRST, 2026: SECOND}

    for step in order:
        if step == "demo":
            set_up_office(password=PASSWORD, now=LOADED_AT)
        else:
            congress = read_congress(SAMPLES / str(step))
            import_congress(congress, as_of=days[step], by=None, now=LOADED_AT)

    office = Office.objects.get(thomas_id="SSFR")
    then = Seat.objects.filter(office=office).on(date(2023, 11, 29))
    today = Seat.objects.filter(office=office).on(LOADED_AT.astimezone(EASTERN).date())
    assert office.code == "SFRC"
    assert not FormerName.objects.filter(office=office).exists()
    assert then.count() == 21
    assert then.get(title="Chairman").person.name == "Benjamin L. Cardin"
    assert today.get(title="Chairman").person.name == "James E. Risch"
    assert Person.objects.filter(last_name="Risch").count() == 1
    for one, other in combinations(Seat.objects.filter(office=office).select_related("person"), 2):
        apart = one.person != other.person or one.held_to < other.held_from or other.held_to < one.held_from
        assert apart, f"{one} and {other} overlap"
