"""The Congress in two small snapshots, and imports of them."""

import shutil
from datetime import date, datetime
from pathlib import Path

import pytest

from correspondence.core.days import EASTERN
from correspondence.directory.actions import import_congress
from correspondence.directory.importers import read_congress
from correspondence.directory.models import Seat
from tests.directory.desk import LONG_AGO
from tests.factories import AgencyFactory, AppointmentFactory, PersonFactory, UserFactory

SAMPLES = Path(__file__).parent / "samples"
FIRST, SECOND = date(2023, 11, 14), date(2026, 6, 15)
AFTERWARDS = datetime(2026, 6, 20, 9, 0, tzinfo=EASTERN)


@pytest.fixture
def files(tmp_path):
    """A copy of a snapshot's files, to read or to spoil: `files("2023", (old, new))` replaces a text."""

    def copied(year, *changes, name="files"):
        folder = tmp_path / name
        shutil.copytree(SAMPLES / year, folder, dirs_exist_ok=True)
        for old, new in changes:
            found = [file for file in folder.iterdir() if old in file.read_text()]
            assert found, f"{old} stands in none of the files"
            for file in found:
                file.write_text(file.read_text().replace(old, new))
        return folder

    return copied


@pytest.fixture
def bring(db):
    """Import a folder of files as of a day: `bring(folder, day)`."""

    def brought(folder, as_of, now=AFTERWARDS):
        return import_congress(read_congress(folder), as_of=as_of, by=None, now=now)

    return brought


@pytest.fixture
def both(files, bring):
    """The two snapshots, imported in their order; what each import did."""
    return bring(files("2023", name="2023"), FIRST), bring(files("2026", name="2026"), SECOND)


@pytest.fixture
def administrator(db):
    return UserFactory(username="root", is_superuser=True)


@pytest.fixture
def stranger(db):
    """Somebody who may sign in, and belongs to no office."""
    return UserFactory(username="stranger", is_staff=True)


@pytest.fixture
def rows(office):
    person = PersonFactory(name="Marco Rubio", first_name="Marco", last_name="Rubio", bioguide_id="R000595")
    agency = AgencyFactory(name="Department of State", acronym="DOS")
    AppointmentFactory(person=person, agency=agency, title="Secretary of State", held_from=LONG_AGO)
    seat = Seat.objects.create(person=person, office=office, rank=2, side="minority", held_from=LONG_AGO)
    return {"person": person, "agency": agency, "office": office, "seat": seat}
