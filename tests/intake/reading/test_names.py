"""Names held against the directory of the letter's day: corrected where it is certain, and never else."""

from datetime import date

import pytest

from correspondence.intake.reading.names import (
    Directory,
    KnownAgency,
    KnownOffice,
    KnownPerson,
    Votes,
    agency_named,
    match,
    office_named,
)
from tests.intake.reading.pasted import names, read

DAY = date(2023, 11, 29)
FOREIGN, AGING, STATE, JUSTICE = 1, 2, 11, 12


def person(number, name, *seats, posts=(), chamber="senate"):
    first, last = name.split()[0], name.replace(", Jr.", "").split()[-1]
    return KnownPerson(number, name, first, last, chamber, tuple(seats), tuple(posts))


PEOPLE = (
    person(1, "Benjamin L. Cardin", (FOREIGN, "Chairman")),
    person(2, "Marco Rubio", (FOREIGN, "")),
    person(3, "John Barrasso", (FOREIGN, "")),
    person(4, "Christopher A. Coons", (FOREIGN, "")),
    person(5, "Christopher Murphy", (FOREIGN, "")),
    person(6, "Tim Scott", (FOREIGN, "")),
    person(7, "Rick Scott", (AGING, "")),
    person(8, "Robert P. Casey, Jr.", (AGING, "Chairman")),
    person(9, "Bernard Sanders", (AGING, "")),
    person(10, "Mike Braun", (AGING, "Ranking Member")),
    person(11, "Nydia M. Velázquez", chamber="house"),
    person(12, "Mike Johnson", chamber="house"),
    person(13, "Dusty Johnson", chamber="house"),
    person(20, "Antony Blinken", posts=((STATE, "Secretary of State"),), chamber=""),
    person(21, "Merrick B. Garland", posts=((JUSTICE, "Attorney General"),), chamber=""),
)
DIRECTORY = Directory(
    DAY,
    PEOPLE,
    (KnownOffice(FOREIGN, "Senate Committee on Foreign Relations", "senate"), KnownOffice(AGING, "Senate "
        "Special Committee on Aging", "senate")),
    (
        KnownAgency(STATE, "Department of State", ("DOS", "State Department")),
        KnownAgency(JUSTICE, "Department of Justice", ("DOJ",)),
        KnownAgency(13, "National Park Service", ("NPS",)),
    ),
)  # fmt: skip
SEATED = DIRECTORY.seated_in([FOREIGN])


@pytest.mark.parametrize(
    ("read_as", "rightly"),
    [
        ("Marco Rubic", "Marco Rubio"),
        ("John Barraso", "John Barrasso"),
        ("Christopher al Coons", "Christopher A. Coons"),
        ("Ban Cardin", "Benjamin L. Cardin"),
        ("Nydia M. Velazquez", "Nydia M. Velázquez"),
    ],
)
def test_a_scanners_fault_is_put_right_and_the_reason_said(read_as, rightly):
    found = match(read_as, DIRECTORY, SEATED)

    assert (found.name, found.corrected) == (rightly, True)
    assert rightly in found.why


@pytest.mark.parametrize(
    "printed",
    [
        "Benjamin Cardin",  # without the initial
        "Chris Murphy",  # a short form, in the office that writes
        "John Barrasso",
        "MARCO RUBIO",
    ],
)
def test_a_name_that_the_directory_has_is_kept_as_printed_and_linked(printed):
    found = match(printed, DIRECTORY, SEATED)

    assert found.name == printed
    assert found.person is not None


@pytest.mark.parametrize(
    "printed",
    [
        "Rich Scott",  # Tim Scott has the seat, and Rick Scott is a Senator
        "Mark Johnson",  # two Johnsons, neither of them Mark
        "Jane Doe",
        "John Barr",
        "Martha Rubio",
        "Johnson",
        "Maria Cardona",
    ],
)
def test_a_name_of_somebody_else_is_left_alone(printed):
    found = match(printed, DIRECTORY, SEATED)

    assert found.name == printed
    assert not found.corrected


def test_a_short_form_of_the_first_name_is_no_fault():
    found = match("Bernie Sanders", DIRECTORY, DIRECTORY.seated_in([AGING]))

    assert (found.name, found.person.id) == ("Bernie Sanders", 9)


def test_without_a_directory_nothing_is_corrected():
    assert match("Marco Rubic", Directory()).name == "Marco Rubic"


def test_namesakes_are_not_chosen_between():
    twins = Directory(
        DAY, (person(1, "Mike Rogers", chamber="house"), person(2, "Mike Rogers", chamber="house"))
    )

    found = match("Mike Rogers", twins)

    assert found.person is None
    assert "2 people" in found.why


def test_office_is_known_by_its_name_without_the_chamber():
    assert office_named("Committee on Foreign Relatlons", "senate", DIRECTORY)[0].id == FOREIGN
    assert office_named("Committee on Foreign Relations", "house", DIRECTORY) == (None, False)
    assert office_named("Committee on Finance", "senate", DIRECTORY) == (None, False)


@pytest.mark.parametrize(
    ("said", "agency"),
    [("U.S. Department of State", STATE), ("DOJ", JUSTICE), ("Department of Slate", STATE), ("Department "
        "of Status", None), ("Park Service", None)],
)  # fmt: skip
def test_agency_is_known_by_any_of_its_names(said, agency):
    found, _ = agency_named(said, DIRECTORY)

    assert (found.id if found else None) == agency


LETTER = """
ROBERT MENENDEZ, NEW JERSEY          JAMES E. RISCH, IDAHO
CHRISTOPHER AL COONS, DELAWARE       MARCO RUBIC, FLORIDA
TIM KAINE, VIRGINIA                  JOHN BARRASO, WYOMING

United States Senate
COMMITTEE ON FOREIGN RELATIONS

November 29, 2023

The Honorable Antony Blinkon
Secretary of State
Department of Slate
2201 C Street NW
Washington, DC 20520

Dear Secretary Blinken:

We write about the ferry.

Sincerely,

Ban Cardin
Chairman
"""


def test_corrections_show_both_and_where_they_were_read():
    asked = []

    letter = read(LETTER, lambda day: asked.append(day) or DIRECTORY)

    assert asked == [DAY]
    [signer] = letter.signatories
    assert (signer.name.value, signer.name.as_read, signer.person_id) == (
        "Benjamin L. Cardin",
        "Ban Cardin",
        1,
    )
    assert signer.name.spans[0].line == 21
    [to] = letter.to
    assert (to.name.value, to.name.as_read, to.person_id) == ("Antony Blinken", "Antony Blinkon", 20)
    assert (to.organization.value, to.organization.as_read, to.agency_id) == (
        "Department of State",
        "Department of Slate",
        STATE,
    )
    assert "MARCO RUBIO, FLORIDA" in letter.letterhead.value
    assert "CHRISTOPHER A. COONS" in letter.letterhead.value
    assert "JOHN BARRASSO" in letter.letterhead.value
    assert "MARCO RUBIC" in letter.letterhead.as_read


def test_the_directory_of_another_day_is_asked_for_by_name():
    asked = []

    read(LETTER, lambda day: asked.append(day) or DIRECTORY, as_of=date(2021, 1, 1))

    assert asked == [date(2021, 1, 1)]


def test_without_a_directory_the_letter_is_read_as_printed():
    letter = read(LETTER)

    assert names(letter.signatories) == ["Ban Cardin"]
    assert letter.signatories[0].person_id is None
    assert letter.to[0].organization.value == "Department of Slate"


def test_readings_of_one_name_settle_it_by_their_number():
    assert Votes(["Frank Pallone", "FRANK PALLQNE"]).settled("Frank Pailone, Jr.") == "Frank Pallone, Jr."
    assert Votes(["Dear Secretary Garcia"]).settled("Maria Gorcia") == "Maria Gorcia"  # one against one
    assert (
        Votes(["Charles F. Sams III", "Dear Director Sams"]).settled("Charles F. Sams III")
        == "Charles F. Sams III"
    )


def test_a_suffix_stays_with_the_name_before_it_whoever_the_directory_knows():
    letter = read(
        "November 29, 2023\n\nMr. John Doe\n\nDear Mr. Doe:\n\nWe write about the ferry.\n\nSincerely,\n\n"
        "Robert P. Casey, Ir. Mike Braun\nChairman Ranking Member\n",
        lambda day: DIRECTORY,
    )

    assert names(letter.signatories) == ["Robert P. Casey, Jr.", "Mike Braun"]


@pytest.mark.parametrize(("printed", "linked"), [("Ann McLane Kuster", 1), ("Ann Patricia Kuster", None)])
def test_a_middle_name_is_kept_and_one_that_speaks_against_the_directorys_links_nobody(printed, linked):
    found = match(printed, Directory(people=(person(1, "Ann M. Kuster"), person(2, "Lisa B. Rochester"))))

    assert found.name == printed
    assert (found.person.id if found.person else None) == linked


@pytest.mark.parametrize(
    ("printed", "name"), [("Rosa Delauro", "Rosa DeLauro"), ("Monica de la Cruz", "Monica De La Cruz")]
)
def test_capitals_within_a_name_are_the_directorys(printed, name):
    known = Directory(people=(person(1, "Rosa L. DeLauro"), person(2, "Monica De La Cruz")))

    assert match(printed, known).name == name
