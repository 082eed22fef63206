from datetime import date

import pytest

from correspondence.search.queries import MOST, find, plain
from tests.factories import AgencyFactory, AppointmentFactory, PersonFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(db):
    story = Story()
    story.viewer.seats  # noqa: B018  read when somebody signs in
    return story


def test_a_whole_reference_finds_its_letter_alone_however_it_is_typed(story, django_assert_num_queries):
    letter = story.sent()

    for typed in (letter.reference, letter.reference.lower(), f"  {letter.reference} "):
        with django_assert_num_queries(1):
            found = find(story.viewer, typed)

        assert found.letter == letter


def test_another_offices_letter_and_requests_are_not_found(story):
    letter = story.sent()
    stranger = Story("HSGO").manager

    for words in (letter.reference, "Nagorno-Karabakh", "tribunals", letter.reference[:9]):
        found = find(stranger, words)

        assert not found, words


def test_an_agency_is_found_by_name_acronym_or_another_name(story):
    story.state.aliases = "Foggy Bottom"
    story.state.save()

    for words in ("State", "dos", "Department of State", "foggy bottom", "What does State still owe us?"):
        assert find(story.viewer, words).agencies == [story.state], words


def test_the_agency_of_just_that_name_comes_before_those_that_have_the_word_in_theirs(story):
    for n in range(MOST + 4):
        AgencyFactory(name=f"Agency {n} of the United States", kind="independent")

    found = find(story.viewer, "State")

    assert found.agencies[0] == story.state
    assert len(found.agencies) == MOST
    assert "agencies" in found.more


def test_people_letters_and_requests_are_found_by_their_words(story):
    letter = story.sent()
    blinken = AppointmentFactory(person=PersonFactory(last_name="Blinken"), agency=story.state).person

    assert find(story.viewer, "blinken").people == [blinken]
    assert find(story.viewer, "atrocities nagorno").letters == [letter]
    assert [one.place for one in find(story.viewer, "displaced armenians").requests] == [5]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "\x00", "%", "_", "%%%", "'", '"', "\\", "(", "a" * 10_000, "%' OR 1=1 --", "état ☃ 🏛",
     "\ud800", "SFRC-2023-", "SFRC-2023-99999999999999", "-", "?", "7" * 400, "٣٣",
     "what does owe us?", "\n\t\r"],
)  # fmt: skip
def test_odd_input_is_answered_and_finds_nothing_that_is_not_so_called(story, typed):
    story.sent()

    found = find(story.viewer, typed)

    assert not found.agencies
    assert not found.letter
    assert not found.people


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("  Department   of State ", "Department of State"),
        ("What does State still owe us?", "State"),
        ("what do the Treasury and State owe the committee", "the Treasury and State"),
        ("State\x00Department\u200b", "State Department"),
        ("a" * 500, "a" * 120),
    ],
)
def test_what_was_typed_is_cleaned_and_a_spoken_question_is_understood(typed, understood):
    assert plain(typed) == understood


def test_finding_takes_six_statements_however_much_there_is(story, django_assert_num_queries):
    def write(count):
        for _ in range(count):
            story.sent(subject="Something about State")
            AgencyFactory(name=f"State Bureau {AgencyFactory().pk}", kind="bureau")
            PersonFactory(last_name="State")

    write(1)
    with django_assert_num_queries(6):
        find(story.viewer, "state")
    write(12)

    with django_assert_num_queries(6):
        found = find(story.viewer, "state")

    assert found.more == {"agencies", "people", "letters"}
    assert found.letters[0].dated_on == date(2023, 11, 29)
    assert at(2024, 1, 1) > found.letters[0].entered_at
