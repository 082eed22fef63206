"""`manage.py parse_letter`: what it prints, with a directory, without one, and without a database."""

import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.factories import PersonFactory

LETTER = """United States Senate
COMMITTEE ON FOREIGN RELATIONS
WASHINGTON, DC 20510-6225

November 29, 2023

The Honorable Antony Blinken
Secretary of State
Department of State
2201 C Street NW
Washington, DC 20520

Dear Secretary Blinken,

Please tell me within 14 days how many visas were refused.

Sincerely,

Ban Cardin

Chairman

and 3 other Members
"""
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def letter(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def parse(*arguments):
    out = StringIO()
    call_command("parse_letter", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_json_has_the_fields_by_which_letters_are_measured(letter):
    read = json.loads(parse(letter, "--json"))

    assert read["source"] == "letter.txt"
    assert read["letter_date"] == "2023-11-29"
    assert read["office"] == "Committee on Foreign Relations"
    assert [(p["name"], p["title"]) for p in read["signatories"]] == [("Ban Cardin", "Chairman")]
    assert read["more_signatories"] == 3
    assert read["to"][0]["organization"] == "Department of State"
    assert read["cc"] == []
    assert read["subject"] is None
    assert read["salutation"] == "Dear Secretary Blinken"
    assert read["requests"][0]["text"] == "Please tell me within 14 days how many visas were refused."
    assert read["deadline"] == {"date": "2023-12-13", "phrase": "within 14 days"}


@pytest.mark.django_db
def test_names_are_put_right_by_what_the_demonstration_knows(letter):
    call_command("load_demo", verbosity=0)

    read = json.loads(parse(letter, "--json"))

    [signer] = read["signatories"]
    assert (signer["name"], signer["as_read"]) == ("Benjamin L. Cardin", "Ban Cardin")


@pytest.mark.django_db
def test_the_directory_of_another_day_may_be_asked_for(letter):
    call_command("load_demo", verbosity=0)

    read = json.loads(parse(letter, "--json", "--as-of", "2010-01-01"))

    assert read["signatories"][0]["name"] == "Ban Cardin"


@pytest.mark.django_db
def test_for_people_it_prints_lines(letter):
    PersonFactory(name="Somebody Else")

    said = parse(letter)

    assert "Signed by:   Ban Cardin, Chairman" in said
    assert "and 3 more" in said
    assert "2023-12-13 (within 14 days)" in said


@pytest.mark.django_db
def test_a_file_that_is_none_is_refused_in_words(tmp_path):
    empty = tmp_path / "empty.pdf"
    empty.write_bytes(b"")

    with pytest.raises(CommandError, match=r"\w+ \w+"):
        parse(empty)


def test_without_a_database_names_are_as_printed_and_that_is_said(letter, tmp_path):
    run = subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), "parse_letter", str(letter), "--json"],
        capture_output=True,
        text=True,
        timeout=120,
        cwd=tmp_path,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3"},
    )

    assert json.loads(run.stdout)["signatories"][0]["name"] == "Ban Cardin"
    assert "Names are as printed" in run.stderr
