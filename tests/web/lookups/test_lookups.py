"""Lookups: what is offered while one types, and what typed words come to without a script."""

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from correspondence.forms.lookups import LookupField, look_up
from tests.factories import AgencyFactory, AppointmentFactory, PersonFactory
from tests.story import ASKED, Story

pytestmark = pytest.mark.django_db


class Form(forms.Form):
    agency = LookupField("agencies", required=False)
    letters = LookupField("letters", multiple=True, required=False)
    requests = LookupField("requests", multiple=True, required=False)
    name = forms.CharField(required=False)
    person = LookupField("people", words="name", required=False)


def typed(user, query, **initial):
    form = Form(QueryDict(query), initial=initial)
    look_up(form, user=user)
    return form


def asked(client, kind, words):
    return client.get(reverse("lookup", args=[kind]), {"q": words})


@pytest.fixture
def story():
    return Story()


@pytest.mark.parametrize("words", ["dos", "department of st", "State"])
def test_an_agency_is_offered_by_its_acronym_or_by_how_a_word_begins(client, story, words):
    AgencyFactory(name="Department of the Interior", acronym="DOI")
    client.force_login(story.viewer)

    page = asked(client, "agencies", words)

    assert [row["text"] for row in page.json()["found"]] == ["Department of State"]


def test_the_department_that_is_called_so_stands_before_those_that_only_have_such_a_word(client, story):
    AgencyFactory(name="Agency for International Development", aliases="United States Agency")
    AgencyFactory(name="Bureau of Conflict and Stabilization Operations")
    client.force_login(story.viewer)

    page = asked(client, "agencies", "sta")

    assert [row["text"] for row in page.json()["found"]] == [
        "Department of State",
        "Bureau of Conflict and Stabilization Operations",
        "Agency for International Development",
    ]


def test_a_person_is_offered_with_the_latest_post(client, story):
    AppointmentFactory(person=PersonFactory(name="Antony Blinken", last_name="Blinken"), agency=story.state)
    client.force_login(story.viewer)

    page = asked(client, "people", "blin")

    [row] = page.json()["found"]
    assert (row["text"], row["note"], row["holds"]) == ("Antony Blinken", "Secretary", "Blinken")


@pytest.mark.parametrize("words", ["SFRC-2023-0", "sfrc-2023-0001", "1", "nagorno"])
def test_a_letter_is_offered_by_its_reference_number_or_subject(client, story, words):
    letter = story.draft()
    client.force_login(story.viewer)

    page = asked(client, "letters", words)

    assert [row["id"] for row in page.json()["found"]] == [letter.pk]


def test_a_casework_letter_is_offered_by_its_reference_alone(client, story):
    story.draft(kind="casework", subject="Passport of Ada Lovell")
    client.force_login(story.viewer)

    page = asked(client, "letters", "SFRC")

    assert "Lovell" not in page.text


@pytest.mark.parametrize("words", ["SFRC-2023-0001 2", "SFRC-2023-0001, request 2", "visa restrictions"])
def test_a_request_is_offered_by_reference_and_number_or_by_its_words(client, story, words):
    letter = story.draft()
    client.force_login(story.viewer)

    page = asked(client, "requests", words)

    assert [row["id"] for row in page.json()["found"]] == [letter.requests.get(place=2).pk]


@pytest.mark.parametrize("kind", ["letters", "requests"])
def test_another_offices_letters_are_not_offered(client, story, kind):
    story.draft()
    client.force_login(Story("HSGO").manager)

    assert asked(client, kind, "SFRC").json()["found"] == []
    assert asked(client, kind, "accountability").json()["found"] == []


@pytest.mark.parametrize("kind", ["people", "agencies", "letters", "requests"])
@pytest.mark.parametrize("words", ["", "s", "SFRC-2023-0001", "state department", "%_\\", "2 " * 300])
def test_a_lookup_takes_four_statements_at_most(client, story, django_assert_max_num_queries, kind, words):
    for n in range(12):
        story.draft(subject=f"State of the department {n}")
    client.force_login(story.viewer)

    with django_assert_max_num_queries(4):
        page = asked(client, kind, words)

    assert page.status_code == 200
    assert len(page.json()["found"]) <= 10


def test_what_nobody_looks_up_is_not_there(client, story):
    client.force_login(story.viewer)

    assert asked(client, "users", "s").status_code == 404


@pytest.mark.parametrize("words", ["Department of State", "dos", "State", "  department   of state "])
def test_typed_words_that_mean_one_agency_choose_it(story, words):
    form = typed(story.clerk, f"agency=&agency_words={words}")

    assert form.is_valid()
    assert form.cleaned_data["agency"] == story.state
    assert f'name="agency" value="{story.state.pk}"' in str(form["agency"])


def test_words_that_may_mean_several_are_asked_about_and_kept(story):
    other = AgencyFactory(name="State Justice Institute")
    form = typed(story.clerk, "agency=&agency_words=state")

    assert form.errors == {"agency": ["“state” may mean 2: say which."]}
    html = str(form["agency"])
    assert 'value="state"' in html
    assert f'type="radio" name="agency" value="{other.pk}"' in html

    answered = typed(story.clerk, f"agency=&agency_words=state&agency={other.pk}")
    assert answered.is_valid()
    assert answered.cleaned_data["agency"] == other


def test_words_that_nothing_is_called_by_are_said_so(story):
    form = typed(story.clerk, "agency_words=Ministry of Magic")

    assert form.errors["agency"][0].startswith("No agency is called “Ministry of Magic”.")
    assert 'value="Ministry of Magic"' in str(form["agency"])


def test_words_that_were_changed_win_over_what_was_chosen_before(story):
    treasury = AgencyFactory(name="Department of the Treasury", acronym="TREAS")

    form = typed(story.clerk, f"agency={story.state.pk}&agency_words=treas")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["agency"] == treasury
    emptied = typed(story.clerk, f"agency={story.state.pk}&agency_words=", agency=story.state)
    assert emptied.is_valid()
    assert emptied.cleaned_data["agency"] is None
    assert emptied.has_changed()


def test_several_letters_are_typed_in_one_box_or_ticked(story):
    first, second, third = story.draft(), story.draft(), story.draft()

    form = typed(story.clerk, f"letters={third.pk}&letters_words={first}; {second}")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["letters"] == [third, first, second]
    assert str(form["letters"]).count("checked") == 3


def test_another_offices_letter_cannot_be_chosen_by_id_or_by_words(story):
    letter = story.draft()
    stranger = Story("HSGO").clerk

    assert "letters" in typed(stranger, f"letters={letter.pk}").errors
    assert "letters" in typed(stranger, f"letters_words={letter.reference}").errors


def test_a_request_is_chosen_by_its_letter_and_number(story):
    letter = story.draft(asked=ASKED)

    form = typed(story.clerk, f"requests_words={letter} 3; {letter} 5")

    assert form.is_valid(), form.errors
    assert [one.place for one in form.cleaned_data["requests"]] == [3, 5]


@pytest.mark.parametrize(
    ("words", "linked"),
    [
        ("The Honorable Antony Blinken", True),
        ("antony blinken", True),
        ("Blinken", False),
        ("Somebody Else", False),
    ],
)
def test_a_name_as_written_stays_so_and_is_linked_where_it_names_one_person(story, words, linked):
    person = PersonFactory(name="Antony Blinken", last_name="Blinken")

    form = typed(story.clerk, f"person=&name={words}")

    assert form.is_valid()
    assert form.cleaned_data["name"] == words
    assert form.cleaned_data["person"] == (person if linked else None)


def test_a_person_stays_linked_while_the_words_hold_the_last_name(story):
    person = PersonFactory(name="Antony Blinken", last_name="Blinken")

    kept = typed(story.clerk, f"person={person.pk}&name=Secretary A. J. Blinken")
    gone = typed(story.clerk, f"person={person.pk}&name=Janet Yellen")

    assert kept.is_valid()
    assert kept.cleaned_data["person"] == person
    assert gone.is_valid()
    assert gone.cleaned_data["person"] is None


def test_many_lookups_are_read_in_one_statement_a_kind(story, django_assert_num_queries):
    letter = story.draft()
    agencies = [AgencyFactory() for _ in range(9)]
    page = [Form(QueryDict(f"agency={one.pk}&letters={letter.pk}")) for one in agencies]

    with django_assert_num_queries(2):
        look_up(*page, user=story.clerk)
        assert all(form.is_valid() for form in page)
        str([form["agency"] for form in page])


def test_what_was_not_touched_has_not_changed(story):
    form = typed(
        story.clerk, f"agency={story.state.pk}&agency_words=Department of State", agency=story.state.pk
    )

    assert not form.has_changed()
    assert typed(story.clerk, "agency_words=dos").has_changed()
