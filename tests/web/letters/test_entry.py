"""Enter a letter: what a clerk types is what is stored, with and without a script, and nothing is lost."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from correspondence.demo.seed import seed_letter
from correspondence.directory.models import Office, Person
from correspondence.letters.models import EntryDraft, FollowUpRequest, Letter, Topic
from correspondence.letters.rules import LETTER_AS_WRITTEN, ROWS_AS_WRITTEN, as_written
from tests.admin_forms import fill
from tests.factories import AgencyFactory, AppointmentFactory, PersonFactory
from tests.story import ASKED, LEAD_IN, Story

pytestmark = pytest.mark.django_db
NEW = reverse("letter-new")


@pytest.fixture
def story():
    return Story()


@pytest.fixture
def desk(client, story):
    """The clerk's browser."""
    client.force_login(story.clerk)
    return client


def edit(letter):
    return reverse("letter-edit", args=[letter.pk])


def rows(data, kind, *given):
    """What was typed, with these as the rows of a kind, in this order."""
    for n, row in enumerate(given):
        data |= {f"{kind}-{n}-{name}": value for name, value in row.items()}
        data[f"{kind}-{n}-order"] = str(n + 1)
    data[f"{kind}-TOTAL"] = str(len(given))
    return data


def typed(desk, **changes):
    """The new form with a subject, a date, a signatory, an addressee and a request."""
    data = fill(desk.get(NEW), subject="A matter", dated_on="2023-11-29")
    rows(data, "signatories", {"name": "Benjamin L. Cardin", "title": "Chairman"})
    rows(data, "recipients", {"role": "to", "name": "The Secretary", "agency_words": "dos"})
    rows(data, "requests", {"kind": "question", "text": "What was done about it, and by whom?"})
    return data | changes


def pressed(data, button, value="1"):
    return data | {button: value}


def test_the_seed_letter_typed_here_is_the_seed_letter_loaded(client):
    call_command("load_demo", verbosity=0)
    loaded, seed = Letter.objects.get(reference="SFRC-2023-0001"), seed_letter()
    office = Office.objects.get(code="SFRC")
    clerk = office.memberships.get(role="clerk").user
    client.force_login(clerk)
    data = fill(client.get(NEW), **{name: value or "" for name, value in seed.facts.items()})
    data |= {"dated_on": "2023-11-29", "assigned_to": str(clerk.pk), "paste": ""}
    data["topics"] = [str(topic.pk) for topic in loaded.topics.all()]
    data = pressed(data, "roster")
    page = client.post(NEW, data)
    cardin = Person.objects.get(bioguide_id="C000141")
    seat = cardin.seats.on(date(2023, 11, 29)).get(office=office)
    data = fill(page) | {"signed": [str(seat.pk)]}
    columns = ("role", "name", "title", "organization", "address")
    rows(
        data,
        "recipients",
        *({name: row[name] for name in columns} | {"agency_words": row["agency"]} for row in seed.recipients),
    )
    data["paste"] = (
        seed.requests[0]["lead_in"] + "\n\n" + "\n".join(f"- {row['text']}" for row in seed.requests)
    )

    page = client.post(NEW, pressed(data, "anyway", "save"))

    assert page.status_code == 302, said_against(page)
    typed = Letter.objects.latest("pk")
    assert typed.pk != loaded.pk
    assert as_written(typed, LETTER_AS_WRITTEN) == as_written(loaded, LETTER_AS_WRITTEN)
    assert (typed.office, typed.assigned_to) == (loaded.office, loaded.assigned_to)
    assert set(typed.topics.all()) == set(loaded.topics.all())
    links = {
        "signatories": ("person", "seat"),
        "recipients": ("person", "appointment", "agency"),
        "requests": ("asked_by", "parent"),
    }
    for kind, columns in ROWS_AS_WRITTEN.items():
        ours, its = getattr(typed, kind).all(), getattr(loaded, kind).all()
        assert [as_written(row, columns) for row in ours] == [as_written(row, columns) for row in its]
        for name in links[kind]:
            assert [getattr(row, name) for row in ours] == [getattr(row, name) for row in its], (kind, name)


def test_what_is_wrong_is_said_beside_its_field_and_all_else_is_kept(desk):
    data = typed(desk, subject="", dated_on="29 Nov") | {"recipients-0-agency_words": "Ministry of Magic"}

    page = desk.post(NEW, data)

    assert page.status_code == 422
    assert "Enter what the letter is about." in page.text
    assert "No agency is called “Ministry of Magic”." in page.text
    kept = fill(page)
    assert kept["dated_on"] == "29 Nov"
    assert kept["recipients-0-agency_words"] == "Ministry of Magic"
    assert kept["requests-0-text"] == "What was done about it, and by whom?"
    assert not Letter.objects.exists()


def test_each_fault_in_the_summary_leads_to_a_field_that_is_there(desk):
    data = typed(desk, subject="", dated_on="") | {
        "recipients-0-name": "",
        "recipients-0-agency_words": "x y z",
    }
    data["requests-0-text"], data["requests-0-number"] = "", "1"
    data["signatories-0-name"] = ""

    page = desk.post(NEW, data)

    summary = page.text[
        page.text.index("error-summary") : page.text.index("</div>", page.text.index("error-summary"))
    ]
    led_to = re.findall(r'href="#([^"]+)"', summary)
    assert len(led_to) >= 5
    assert [one for one in led_to if f'id="{one}"' not in page.text] == []


def test_a_pasted_list_becomes_rows_by_a_button_and_by_saving(desk):
    pasted = LEAD_IN + "\n\n" + "\n".join(f"{n}. {text}" for n, text in enumerate(ASKED, start=1))
    data = rows(typed(desk), "requests") | {"paste": pasted}

    page = desk.post(NEW, pressed(data, "split"))

    assert page.status_code == 200
    kept = fill(page)
    assert [kept[f"requests-{n}-text"] for n in range(5)] == list(ASKED)
    assert kept["requests-4-number"] == "5"
    assert kept["requests-0-lead_in"] == LEAD_IN
    assert kept["paste"] == ""
    desk.post(NEW, data)
    assert [one.text for one in FollowUpRequest.objects.order_by("place")] == list(ASKED)


def test_rows_are_added_moved_taken_out_and_put_back_without_a_script(desk):
    data = rows(typed(desk), "requests", *({"kind": "question", "text": text} for text in "ABC"))
    data["requests-2-part_of"] = "1"

    for button in ("down-requests-0", "remove-requests-1", "add-requests"):
        data = fill(desk.post(NEW, pressed(data, button)))
    data["requests-3-text"], data["requests-3-kind"] = "D", "action"
    data = fill(desk.post(NEW, pressed(data, "up-requests-3")))
    desk.post(NEW, data)

    asked = FollowUpRequest.objects.order_by("place")
    assert [one.text for one in asked] == ["A", "D", "C"]
    assert asked[2].parent == asked[0]

    page = desk.post(NEW, pressed(data, "restore-requests-1"))
    assert [one.row_label for one in page.context["entry"].requests.shown] == [
        f"Request {n}" for n in range(1, 5)
    ]


def test_a_member_who_is_ticked_signs_with_the_title_held_that_day(desk, story):
    person = PersonFactory(name="Benjamin L. Cardin", last_name="Cardin")
    seat = person.seats.create(
        office=story.office, rank=1, side="majority", title="Chairman", held_from=date(2023, 9, 27)
    )
    before = fill(desk.post(NEW, pressed(typed(desk, dated_on="2023-01-05"), "roster")))

    page = desk.post(NEW, pressed(rows(typed(desk), "signatories"), "roster"))

    assert "signed" not in before
    assert f'name="signed" value="{seat.pk}"' in page.text
    desk.post(NEW, fill(page) | {"signed": [str(seat.pk)]})
    signed = Letter.objects.get().signatories.get()
    assert (signed.name, signed.title, signed.person, signed.seat) == (person.name, "Chairman", person, seat)


def test_an_official_fills_what_was_left_empty_as_it_was_on_the_day(desk, story):
    story.state.address = "2201 C St. N.W."
    story.state.save()
    person = PersonFactory(name="Antony Blinken", last_name="Blinken")
    AppointmentFactory(
        person=person, agency=story.state, title="Secretary of State", held_from=date(2021, 1, 26)
    )
    data = typed(desk)
    rows(data, "recipients", {"role": "to", "name": "The Honorable Antony Blinken"})

    desk.post(NEW, data)

    to = Letter.objects.get().recipients.get()
    assert (to.name, to.person) == ("The Honorable Antony Blinken", person)
    assert (to.title, to.organization, to.address) == (
        "Secretary of State",
        "Department of State",
        "2201 C St. N.W.",
    )
    assert to.agency == story.state


def test_an_agency_alone_is_an_addressee_by_its_name(desk):
    data = typed(desk)
    rows(data, "recipients", {"role": "to", "name": "", "agency_words": "dos"})

    desk.post(NEW, data)

    assert Letter.objects.get().recipients.get().organization == "Department of State"


def test_the_due_phrase_is_read_and_shown_in_words(desk):
    data = typed(desk, due_phrase="Please respond no later than December 13, 2023.")

    page = desk.post(NEW, pressed(data, "keep"))

    assert "Wednesday, 13 December 2023" in page.text
    desk.post(NEW, fill(page))
    assert Letter.objects.get().due_named_on == date(2023, 12, 13)


def test_a_file_that_came_with_a_failed_try_is_kept(desk):
    data = typed(desk, subject="") | {"attachments-0-title": "As signed", "attachments-0-order": "1"}
    data["attachments-0-upload"] = SimpleUploadedFile("signed.txt", b"As signed")

    page = desk.post(NEW, data)

    assert page.status_code == 422
    assert "signed.txt" in page.text
    desk.post(NEW, fill(page, subject="A matter"))
    attached = Letter.objects.get().attachments.get()
    assert (attached.document.name, attached.title) == ("signed.txt", "As signed")


def test_a_kept_file_is_not_taken_from_another_office(desk, client, story):
    data = typed(desk, subject="") | {"attachments-0-order": "1"}
    data["attachments-0-upload"] = SimpleUploadedFile("signed.txt", b"As signed")
    token = fill(desk.post(NEW, data))["attachments-0-kept"]
    stranger = Story("HSGO")
    client.force_login(stranger.clerk)

    page = client.post(NEW, typed(client) | {"attachments-0-kept": token, "attachments-0-order": "1"})

    assert page.status_code == 422
    assert not stranger.office.letters.exists()


def test_save_and_mark_as_sent_in_one_step(desk):
    data = typed(desk, sent_on="2023-11-29", delivery="mail")

    page = desk.post(NEW, pressed(data, "save-send"), follow=True)

    assert page.status_code == 200, said_against(page)
    letter = Letter.objects.get()
    assert (letter.sent_on, letter.delivery) == (date(2023, 11, 29), "mail")
    assert "marked as sent on 29 November 2023" in page.text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"sent_on": ""}, "Enter the day it was sent."),
        ({"sent_on": "2023-11-28"}, "It cannot have been sent before the date on it"),
        ({"recipients-0-agency_words": ""}, "Choose the agency of The Secretary"),
        ({"kind": "casework"}, "privacy release first"),
    ],
)
def test_what_cannot_be_sent_is_told_before_anything_is_saved(desk, changes, says):
    data = typed(desk, sent_on="2023-11-29") | changes

    page = desk.post(NEW, pressed(data, "save-send"))

    assert page.status_code == 422
    assert says in page.text
    assert not Letter.objects.exists()


def test_save_and_enter_the_next_opens_an_empty_form(desk):
    page = desk.post(NEW, pressed(typed(desk), "save-next"))

    assert page.url == NEW
    assert Letter.objects.count() == 1


def test_a_draft_on_the_record_is_edited_with_its_rows(desk, story):
    other = AgencyFactory(name="Department of the Treasury")
    earlier, topic = story.sent(), Topic.objects.create(office=story.office, name="Sanctions")
    letter = story.draft(
        follows=[earlier],
        topics=[topic],
        to=[story.state, other],
        requests=[
            {"place": 1, "text": "One?", "put_to": [other], "repeats": [earlier.requests.first()]},
            {"place": 2, "text": "Two?", "parent_place": 1},
        ],
    )
    data = fill(desk.get(edit(letter)))

    page = desk.post(edit(letter), data | {"subject": "Changed"})

    assert page.status_code == 302, said_against(page)
    letter.refresh_from_db()
    assert letter.subject == "Changed"
    one, two = letter.requests.all()
    assert (list(one.put_to.all()), list(one.repeats.all())) == ([other], [earlier.requests.first()])
    assert two.parent == one
    assert list(letter.follows.all()) == [earlier]
    assert list(letter.topics.all()) == [topic]


def test_a_row_of_another_letter_is_refused(desk, story):
    letter, other = story.draft(), story.draft()
    data = fill(desk.get(edit(letter))) | {"requests-0-id": str(other.requests.first().pk)}

    page = desk.post(edit(letter), data)

    assert page.status_code == 422
    assert "not in this letter" in page.text


def test_a_sent_letter_is_not_edited(desk, story):
    page = desk.get(edit(story.sent()), follow=True)

    assert "what it says is frozen" in page.text


def test_saving_a_letter_takes_few_statements(desk, story, django_assert_max_num_queries):
    story.draft()
    data = rows(typed(desk), "requests", *({"kind": "question", "text": f"{text}?"} for text in ASKED))

    with django_assert_max_num_queries(20):
        page = desk.post(NEW, data | {"dated_on": "2023-11-30"})

    assert page.status_code == 302


def test_the_form_takes_as_many_statements_for_31_requests_as_for_one(
    desk, story, django_assert_max_num_queries
):
    few, many = story.draft(asked=ASKED[:1]), story.draft(asked=ASKED[:1] * 31)

    for letter in (few, many):
        with django_assert_max_num_queries(16):
            assert desk.get(edit(letter)).status_code == 200


def test_another_offices_choices_are_refused(desk, story):
    stranger = Story("HSGO")
    topic = Topic.objects.create(office=stranger.office, name="Theirs")
    wrong = {
        "office": str(stranger.office.pk),
        "topics": str(topic.pk),
        "assigned_to": str(stranger.clerk.pk),
        "follows": str(stranger.draft().pk),
    }

    for name, value in wrong.items():
        page = desk.post(NEW, typed(desk, **{name: value}))

        assert page.status_code == 422, name
    assert not story.office.letters.exists()
    assert EntryDraft.objects.filter(user=story.clerk).count() == 4


def said_against(page):
    """What the page's summary says is wrong."""
    start = page.text.find('class="error-summary"')
    return re.sub(r"<[^>]+>|\s+", " ", page.text[start : page.text.find("</ul>", start)]) if start > 0 else ""


def test_a_request_is_split_in_two_where_its_first_line_ends_and_its_sub_items_stay_with_it(desk):
    asked = {"kind": "documents", "lead_in": "Please say:"}
    data = rows(
        typed(desk),
        "requests",
        {"text": "What was done?\nBy whom?", **asked},
        {"kind": "question", "text": "When?", "part_of": "1"},
    )

    page = desk.post(NEW, pressed(data, "split-requests-0"))

    kept = fill(page)
    assert (kept["requests-0-text"], kept["requests-0-order"]) == ("What was done?", "1")
    assert (kept["requests-2-text"], kept["requests-2-order"]) == ("By whom?", "2")
    assert (kept["requests-2-kind"], kept["requests-2-lead_in"]) == ("documents", "Please say:")
    assert (kept["requests-1-order"], kept["requests-1-part_of"]) == ("3", "1")


def test_a_request_of_one_line_cannot_be_split_and_is_told_how(desk):
    page = desk.post(NEW, pressed(typed(desk), "split-requests-0"))

    assert page.status_code == 200
    assert "Press Enter in the words where the second request begins" in page.text
    assert fill(page)["requests-TOTAL"] == "1"


def test_a_request_is_joined_to_the_one_above_and_its_sub_items_follow(desk):
    data = rows(
        typed(desk),
        "requests",
        {"kind": "question", "text": "What was done,"},
        {"kind": "question", "text": "and by whom?"},
        {"kind": "question", "text": "When?", "part_of": "2"},
    )

    page = desk.post(NEW, pressed(data, "join-requests-1"))
    desk.post(NEW, fill(page) | {"save": "1"})

    first, second = Letter.objects.get().requests.all()
    assert (first.text, second.text, second.parent) == ("What was done, and by whom?", "When?", first)


def test_the_first_request_is_joined_to_nothing(desk):
    page = desk.post(NEW, pressed(typed(desk), "join-requests-0"))

    assert "There is no request above it." in page.text
    assert fill(page)["requests-0-text"] == "What was done about it, and by whom?"
