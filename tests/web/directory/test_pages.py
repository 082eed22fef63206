import re
from datetime import date
from urllib.parse import quote

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from correspondence.directory.models import Agency, Office
from correspondence.followups.actions import log_contact
from correspondence.letters import actions as letters
from correspondence.responses import actions as responses
from correspondence.responses.models import Response
from correspondence.responses.rules import Judgement
from tests.factories import AgencyFactory, AppointmentFactory, OfficeFactory, PersonFactory, UserFactory
from tests.story import Story, at

pytestmark = pytest.mark.django_db
NOW = at(2024, 2, 26)
SECRET = "Zangezur"
MOST_BYTES = 60_000


@pytest.fixture(autouse=True)
def _on_26_february_2024():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(db):
    return Story()


def seat(office, name, *, side="majority", rank=1, title="", held=(date(2023, 1, 3), None)):
    return PersonFactory(name=name, last_name=name.split()[-1]).seats.create(
        office=office, side=side, rank=rank, title=title, held_from=held[0], held_to=held[1]
    )


def reply(story, letter, day=date(2023, 12, 10)):
    part = story.parts(letter)[1]
    return responses.log_response(
        letter,
        agency=story.state,
        kind=Response.Kind.PARTIAL,
        channel="email",
        received_on=day,
        signer_name="Naz Durakoğlu",
        judgements=[Judgement(part, "full", settles=True)],
        by=story.clerk,
        now=at(2023, 12, 12),
    )


def look(client, user, name, *args, **query):
    client.force_login(user)
    return client.get(reverse(name, args=args), query)


def text_of(page):
    """The words of a page, tags apart, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def statements(client, *asked, **query):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page = client.get(reverse(asked[0], args=asked[1:]), query)
    assert page.status_code == 200
    return len(captured), len(page.content)


# The agency


def test_an_agencys_page_tells_what_it_owes_the_oldest_first_and_how_long_it_takes(client, story):
    letter = story.sent()
    reply(story, letter)
    log_contact(
        letter, agency=story.state, kind="call", on=date(2024, 1, 9), with_whom="Legislative Affairs",
        summary="It is in clearance.", by=story.clerk, now=NOW,
    )  # fmt: skip
    letters.extend([story.parts(letter)[3]], to=date(2024, 3, 15), by=story.counsel, now=at(2023, 12, 12))

    page = look(client, story.viewer, "agency", story.state.pk)

    words = text_of(page)
    assert "3 late, 75 days" in words
    assert "4 requests open" in words
    assert words.index("Holding Azerbaijani officials") < words.index("Urging appropriate international")
    assert "Supporting efforts to substantiate" not in words
    assert "First response 11 11 1 of 1" in words
    assert "25% of 4 requests were answered in time." in words
    assert "10 Dec 2023, Naz Durakoğlu, SFRC-2023-0001" in words
    assert "Call: It is in clearance." in words


def test_what_an_agency_was_before_and_is_part_of_and_who_held_which_post(client, story):
    old = AgencyFactory(name="Agency of Old", valid_to=date(2020, 1, 1), successor=story.state)
    bureau = AgencyFactory(name="Bureau of Consular Affairs", kind=Agency.Kind.BUREAU, parent=story.state)
    post = AppointmentFactory(agency=story.state, title="Secretary of State", held_from=date(2021, 1, 26))

    page = look(client, story.viewer, "agency", story.state.pk)

    assert f'<a href="{reverse("agency", args=[old.pk])}">Agency of Old</a>' in page.text
    assert f'<a href="{reverse("agency", args=[bureau.pk])}">Bureau of Consular Affairs</a>' in page.text
    assert f'<a href="{reverse("person", args=[post.person_id])}">{post.person.name}</a>' in page.text
    assert "Secretary of State, since 26 Jan 2021" in text_of(page)
    past = look(client, story.viewer, "agency", old.pk)
    assert f'<a href="{reverse("agency", args=[story.state.pk])}">Department of State</a>' in past.text
    below = look(client, story.viewer, "agency", bureau.pk)
    assert "part of" in text_of(below)


def test_an_agency_that_was_never_written_to_says_so(client, story):
    page = look(client, story.viewer, "agency", AgencyFactory().pk)

    words = text_of(page)
    assert "Nothing was asked of it yet" in words
    assert "No letter of yours is addressed to it" in words
    assert "Response times" not in words


def test_a_stranger_sees_the_agency_and_nothing_of_what_we_wrote_to_it(client, story):
    letter = story.sent(subject=f"{SECRET} corridor", asked=(f"Where is {SECRET}?",))
    reply(story, letter)
    log_contact(
        letter, agency=story.state, kind="call", on=date(2024, 1, 9), summary=SECRET, by=story.clerk, now=NOW
    )
    signer = letter.signatories.get()
    signer.person = PersonFactory()
    signer.save()
    stranger = Story("HSGO").manager
    pages = [("agency", story.state.pk), ("office", story.office.pk), ("person", signer.person_id)]

    for name, pk in pages:
        page = look(client, stranger, name, pk)

        assert page.status_code == 200
        for told in (SECRET, "SFRC-2023", "1 request", "late", "owes us 1"):
            assert told not in page.text, (name, told)
    index = look(client, stranger, "directory", q="State")
    assert "Department of State" in index.text
    assert ">1<" not in index.text
    found = look(client, stranger, "find", q="State")
    assert "owes us nothing" in found.text


def test_casework_is_spoken_of_by_its_reference_alone(client, story):
    letter = story.sent(
        kind="casework", subject=SECRET, asked=(f"Where is {SECRET}?",), release_signed_on=date(2023, 11, 28)
    )
    reply(story, letter)
    log_contact(
        letter, agency=story.state, kind="call", on=date(2024, 1, 9), summary=SECRET, by=story.clerk, now=NOW
    )

    for name, args, query in (
        ("agency", [story.state.pk], {}),
        ("office", [story.office.pk], {}),
        ("find", [], {"q": "SFRC-2023"}),
    ):
        page = look(client, story.viewer, name, *args, **query)

        assert letter.reference in page.text
        assert SECRET not in page.text, name


def test_whoever_may_correct_the_directory_is_led_to_the_record(client, story):
    person = PersonFactory()
    for name, model, pk, least in (
        ("agency", "agency", story.state.pk, "clerk"),
        ("person", "person", person.pk, "clerk"),
        ("office", "office", story.office.pk, "manager"),
    ):
        url = reverse(f"admin:correspondence_{model}_change", args=[pk])
        below = story.viewer if least == "clerk" else story.counsel

        assert url in look(client, getattr(story, least), name, pk).text
        assert url not in look(client, below, name, pk).text


# The office


def test_a_roster_is_shown_as_of_a_day_by_side_and_rank(client, story):
    seat(story.office, "Benjamin L. Cardin", title="Chairman", held=(date(2023, 1, 3), date(2025, 1, 3)))
    seat(story.office, "James E. Risch", side="minority", title="Ranking Member")
    seat(story.office, "Ben Menendez", rank=2, held=(date(2023, 1, 3), date(2024, 1, 31)))

    then = text_of(look(client, story.viewer, "office", story.office.pk, on="2023-11-29"))
    today = text_of(look(client, story.viewer, "office", story.office.pk))

    assert re.search("Majority 2 .*Cardin Chairman.*Menendez.*Minority 1 .*Risch Ranking Member", then)
    assert "Menendez" not in today
    assert "Cardin" in today


def test_a_day_that_is_none_is_refused_beside_its_field_and_kept(client, story):
    page = look(client, story.viewer, "office", story.office.pk, on="the day after")

    assert page.status_code == 422
    assert 'value="the day after"' in page.text
    assert "Give a day as 2023-11-29." in page.text


def test_a_day_before_all_that_is_known_says_since_when_it_is(client, story):
    seat(story.office, "Benjamin L. Cardin")

    words = text_of(look(client, story.viewer, "office", story.office.pk, on="1999-01-01"))

    assert "Nobody’s seat is known of 1 Jan 1999." in words
    assert "The first known here is of 3 Jan 2023" in words


def test_a_renamed_committee_is_told_by_its_name_of_that_day(client, story):
    story.office.former_names.create(name="Committee on Something Else", held_to=date(2020, 1, 1))

    page = look(client, story.viewer, "office", story.office.pk, on="2019-06-01")

    assert "It was called Committee on Something Else that day." in text_of(page)
    assert "Committee on Something Else, until 1 Jan 2020" in text_of(page)


def test_a_members_office_shows_the_members_seats(client, story):
    held = seat(story.office, "Benjamin L. Cardin", title="Chairman")
    own = OfficeFactory(
        name="Office of Senator Cardin", kind=Office.Kind.MEMBER, member=held.person, code=None
    )

    words = text_of(look(client, story.viewer, "office", own.pk))

    assert "Seats on committees" in words
    assert "Committee on Foreign Relations Chairman" in words
    assert "Roster" not in words


def test_its_own_people_see_its_letters_and_what_is_owed(client, story):
    letter = story.sent()
    reply(story, letter)

    words = text_of(look(client, story.viewer, "office", story.office.pk))

    assert "4 late" in words
    assert letter.subject in words
    assert f"State: {letter.subject}" in words


# The person


def test_a_persons_page_has_posts_seats_terms_and_the_letters_that_name_them(client, story):
    person = PersonFactory(name="Antony Blinken", bioguide_id="B000001")
    AppointmentFactory(
        person=person, agency=story.state, title="Secretary of State", held_from=date(2021, 1, 26)
    )
    person.terms.create(
        chamber="senate",
        state="DE",
        party="Independent",
        held_from=date(2009, 1, 3),
        held_to=date(2015, 1, 3),
    )
    person.seats.create(office=story.office, side="majority", rank=1, held_from=date(2009, 1, 3))
    letter = story.sent(requests=[{"place": 1, "text": "Why?", "asker": "Mr. Blinken", "asked_by": person}])
    recipient = letter.recipients.get()
    recipient.person = person
    recipient.save()

    words = text_of(look(client, story.viewer, "person", person.pk))

    assert "Secretary of State, State" in words
    assert "Secretary of State Department of State since 26 Jan 2021" in words
    assert "Senate, DE Independent 3 Jan 2009 to 3 Jan 2015" in words
    assert "Majority member Committee on Foreign Relations since 3 Jan 2009" in words
    assert f"Letters addressed to them {letter.subject}" in words
    assert f"Requests asked Why? {letter.reference}, request 1" in words


def test_a_person_whom_no_letter_names_says_so(client, story):
    words = text_of(look(client, story.viewer, "person", PersonFactory().pk))

    assert "No post or seat today" in words
    assert "No letter of yours names them" in words


# The index


def test_the_index_shows_agencies_under_what_they_are_part_of_with_what_they_owe(client, story):
    bureau = AgencyFactory(name="A Bureau of Consular Affairs", kind=Agency.Kind.BUREAU, parent=story.state)
    story.sent(to=[bureau], asked=("One?", "Two?"))

    page = look(client, story.viewer, "directory")

    words = text_of(page)
    assert re.search(r"Department of State DOS\s+A Bureau of Consular Affairs\s+2\s+2 ", words)
    assert 'depth-1">\n' in page.text


@pytest.mark.parametrize("kind", ["agencies", "offices", "people"])
def test_each_kind_is_found_by_words_and_paged(client, story, kind):
    made = {
        "agencies": lambda n: AgencyFactory(name=f"Zebra {n:03}"),
        "offices": lambda n: OfficeFactory(name=f"Zebra {n:03}", code=None),
        "people": lambda n: PersonFactory(name=f"Zebra {n:03}", first_name="", last_name=f"Zebra {n:03}"),
    }[kind]
    for n in range(60):
        made(n)

    first = look(client, story.viewer, "directory", kind=kind, q="zebra")
    second = look(client, story.viewer, "directory", kind=kind, q="zebra", page=2)

    assert "1 to 50 of 60" in first.text
    assert "Zebra 000" in first.text
    assert "Zebra 059" not in first.text
    assert "Zebra 059" in second.text
    assert f"kind={kind}&amp;q=zebra&amp;page=2" in first.text


def test_an_office_is_found_by_a_former_name_and_shows_its_chair(client, story):
    story.office.former_names.create(name="Committee on Zebras", held_to=date(2020, 1, 1))
    held = seat(story.office, "Benjamin L. Cardin", title="Chairman")

    page = look(client, story.viewer, "directory", kind="offices", q="zebras")

    assert "Committee on Foreign Relations" in page.text
    assert reverse("person", args=[held.person_id]) in page.text
    assert "you are a member" in page.text


def test_nothing_found_leads_elsewhere(client, story):
    words = text_of(look(client, story.viewer, "directory", kind="people", q="zebra"))

    assert "Nothing here begins with “zebra”" in words
    assert "Letters and everything else" in words


@pytest.mark.parametrize(
    "query", ["kind=zebras", "page=-1", "page=x", "page=" + "9" * 400, "q=%00%25_'", "q=" + "a" * 9000]
)
def test_an_odd_address_of_the_index_is_answered(client, story, query):
    client.force_login(story.viewer)

    assert client.get(f"{reverse('directory')}?{query}").status_code == 200


# The box


def test_a_whole_reference_goes_straight_to_its_letter(client, story):
    letter = story.sent()

    page = look(client, story.viewer, "find", q=letter.reference.lower())

    assert page.status_code == 302
    assert page.url == reverse("letter", args=[letter.pk])


def test_what_does_state_still_owe_us_is_answered_in_one_search(client, story):
    story.sent()

    for asked in ("State", "dos", "what does State still owe us?"):
        page = look(client, story.viewer, "find", q=asked)

        assert "owes us 5 requests, 5 late" in page.text
        assert f"{reverse('owed')}?agency={story.state.pk}" in page.text


def test_people_letters_and_requests_are_found_by_words(client, story):
    letter = story.sent()
    person = PersonFactory(last_name="Tribunal")

    page = look(client, story.viewer, "find", q="tribunal")

    assert reverse("person", args=[person.pk]) in page.text
    assert reverse("request", args=[letter.requests.get(place=3).pk]) in page.text
    assert 'value="tribunal"' in page.text
    assert reverse("letter", args=[letter.pk]) in look(client, story.viewer, "find", q="atrocities").text


@pytest.mark.parametrize(
    "typed", ["", "%", "_", "'\"><script>alert(1)</script>", "a" * 10_000, "\x00", "zzz", "\\"]
)
def test_anything_typed_is_answered_and_never_runs(client, story, typed):
    story.sent()
    client.force_login(story.viewer)

    page = client.get(f"{reverse('find')}?q={quote(typed)}")

    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert ("Nothing is called so" if typed.strip("\x00") else "Ask for what you want to see") in text_of(
        page
    )


# Who, and how much


def test_somebody_without_an_office_is_not_let_in(client, story):
    nobody, administrator = UserFactory(), UserFactory(is_superuser=True)

    assert look(client, nobody, "directory").status_code == 403
    assert look(client, nobody, "find", q="State").status_code == 403
    assert look(client, nobody, "agency", story.state.pk).status_code == 404
    assert look(client, administrator, "agency", story.state.pk).status_code == 200


@pytest.mark.parametrize("name", ["agency", "office", "person"])
def test_a_number_that_no_row_can_have_is_not_found(client, story, name):
    assert look(client, story.viewer, name, 10**30).status_code == 404


@pytest.mark.parametrize("name", ["agency", "office", "person", "directory", "find"])
def test_statements_do_not_grow_with_the_rows_and_pages_stay_small(client, story, name):
    person = PersonFactory(name="Antony State", last_name="State")
    pk = {"agency": story.state.pk, "office": story.office.pk, "person": person.pk}.get(name)
    args, query = ([pk] if pk else []), ({"q": "State"} if name == "find" else {})
    most = {"agency": 12, "office": 13, "person": 12, "directory": 5, "find": 9}[name]

    def write(count):
        for n in range(count):
            letter = story.sent(asked=("One?", "Two?"))
            letter.signatories.update(person=person)
            letter.recipients.update(person=person)
            reply(story, letter)
            log_contact(
                letter, agency=story.state, kind="call", on=date(2024, 1, 9), summary="It is in clearance.",
                by=story.clerk, now=NOW,
            )  # fmt: skip
            AgencyFactory(name=f"State Bureau {Agency.objects.count()}", parent=story.state, kind="bureau")
            AppointmentFactory(agency=story.state, person=person)
            seat(story.office, f"Somebody {n}", rank=n + 1)

    write(1)
    client.force_login(story.viewer)
    few, _ = statements(client, name, *args, **query)
    write(24)

    many, size = statements(client, name, *args, **query)

    assert many <= few <= most
    assert size < MOST_BYTES
