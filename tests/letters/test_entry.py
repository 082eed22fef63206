"""Entering letters, changing drafts, and what stays editable afterwards."""

from datetime import date
from threading import Barrier, Thread

import pytest
from django.db import connection

from correspondence.audit.models import Entry
from correspondence.documents.models import Document
from correspondence.letters import actions as letters
from correspondence.letters.models import FollowUpRequest, Letter, ReferenceCounter, Repeats, Topic
from tests.factories import AgencyFactory, MembershipFactory, OfficeFactory, PersonFactory, UserFactory
from tests.story import ASKED, Story, at

NOW = at(2023, 11, 29)


@pytest.fixture
def story(db):
    return Story()


def facts(**values):
    return {"subject": "Accountability", "dated_on": date(2023, 11, 29)} | values


def revise(story, letter, **given):
    """Revise a draft, keeping its rows as they are where none are given."""
    for name in ("signatories", "recipients", "requests"):
        given.setdefault(name, rows_of(letter, name))
    return letters.revise_draft(
        letter, facts=given.pop("facts", facts()), by=story.clerk, now=at(2023, 11, 30), **given
    )


def rows_of(letter, name):
    return [
        {"id": row.pk, "place": row.place}
        | ({"text": row.text} if name == "requests" else {"name": row.name})
        for row in getattr(letter, name).all()
    ]


def document_of(office, name="a"):
    return Document.objects.create(
        office=office, name=name, sha256=f"{Document.objects.count():064}", size=1, added_at=NOW
    )


def test_the_reference_has_the_offices_code_and_the_year_of_the_letters_date(story):
    entered_later = at(2024, 1, 2)

    references = [
        story.draft(dated=dated, now=entered_later).reference
        for dated in (date(2023, 11, 29), date(2023, 12, 31), date(2024, 1, 1))
    ]

    assert references == ["SFRC-2023-0001", "SFRC-2023-0002", "SFRC-2024-0001"]


def test_each_office_counts_by_itself(story):
    other = Story(code="HFAC")

    assert [story.draft().reference, other.draft().reference] == ["SFRC-2023-0001", "HFAC-2023-0001"]


def test_the_reference_stays_where_the_letters_date_moves_to_another_year(story):
    draft = story.draft()

    revise(story, draft, facts=facts(dated_on=date(2024, 1, 3)))

    draft.refresh_from_db()
    assert (draft.reference, draft.dated_on) == ("SFRC-2023-0001", date(2024, 1, 3))


def test_the_number_of_a_deleted_draft_is_never_used_again(story):
    letters.delete_draft(story.draft(), by=story.manager, now=NOW)

    assert story.draft().reference == "SFRC-2023-0002"


def test_a_letter_that_is_refused_uses_no_number(story):
    with pytest.raises(letters.CannotEnter):
        story.draft(requests=[{"place": 1, "text": "  "}])

    assert story.draft().reference == "SFRC-2023-0001"


@pytest.mark.django_db(transaction=True)
def test_two_who_enter_at_once_get_two_numbers():
    story, start, given = Story(), Barrier(4), []

    def enter():
        start.wait()
        given.append(story.draft().reference)
        connection.close()

    threads = [Thread(target=enter) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(given) == [f"SFRC-2023-000{n}" for n in range(1, 5)]
    assert ReferenceCounter.objects.get().last == 4


def test_an_office_without_a_code_keeps_no_letters(story):
    office = OfficeFactory(code=None)
    clerk = MembershipFactory(office=office, role="clerk").user

    with pytest.raises(letters.CannotEnter, match="no code"):
        letters.enter_letter(office, facts=facts(), by=clerk, now=NOW)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"subject": " "}, "subject"),
        ({"dated_on": None}, "dated_on"),
        ({"due_anchor": "stated"}, "due_named_on"),
        ({"due_anchor": "letter", "due_unit": "days"}, "due_count"),
        ({"due_anchor": "receipt", "due_count": 3}, "due_unit"),
        ({"hearing_on": date(2024, 3, 7)}, "hearing_title"),
    ],
)
def test_a_letter_is_refused_for_what_it_lacks(story, given, field):
    with pytest.raises(letters.CannotEnter) as refusal:
        story.draft(**given)

    assert refusal.value.field == field
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"signatories": [{"place": 1, "name": " "}]}, "name of each signatory"),
        ({"recipients": [{"place": 1, "address": "2201 C St."}]}, "for each recipient"),
        ({"requests": [{"place": 1, "number": "1", "text": ""}]}, "words of each request"),
    ],
)
def test_a_row_that_says_nothing_is_refused(story, rows, words):
    with pytest.raises(letters.CannotEnter, match=words):
        letters.enter_letter(story.office, facts=facts(), by=story.clerk, now=NOW, **rows)


def test_rows_keep_the_order_they_are_given_and_are_numbered_from_1(story):
    draft = story.draft(
        requests=[{"place": 30, "text": "Third"}, {"place": 10, "text": "First"}, {"text": "Last"}]
    )

    assert list(draft.requests.values_list("place", "text")) == [(1, "First"), (2, "Third"), (3, "Last")]


def test_a_sub_item_knows_its_parent(story):
    draft = story.draft(
        requests=[
            {"place": 1, "number": "1", "text": "With:"},
            {"place": 2, "number": "1(a)", "text": "the date", "parent_place": 1},
        ]
    )

    assert draft.requests.get(place=2).parent == draft.requests.get(place=1)


@pytest.mark.parametrize("parent", [1, 2, 7])
def test_a_sub_item_stands_below_its_parent(story, parent):
    with pytest.raises(letters.CannotEnter, match="does not stand above it"):
        story.draft(requests=[{"place": 1, "text": "a", "parent_place": parent}, {"place": 2, "text": "b"}])


def test_topics_earlier_letters_and_requests_of_another_office_are_refused(story):
    other = Story(code="HFAC")
    foreign = other.sent()

    for given, words in (
        ({"topics": [Topic.objects.create(office=other.office, name="Iran")]}, "topics of this office"),
        ({"follows": [foreign]}, "letters of this office"),
        ({"requests": [{"place": 1, "text": "a", "repeats": [foreign.requests.first()]}]}, "same office"),
        ({"documents": [(document_of(other.office), "")]}, "file of another office"),
        ({"assigned_to": other.clerk}, "not a member"),
        ({"assigned_to": MembershipFactory(office=story.office, user__is_active=False).user}, "not a member"),
    ):
        with pytest.raises(letters.CannotEnter, match=words):
            story.draft(**given)


def test_two_rows_change_places(story):
    draft = story.draft()
    first, second, *others = rows_of(draft, "requests")
    first["place"], second["place"] = 2, 1

    revise(story, draft, requests=[first, second, *others])

    assert list(draft.requests.values_list("pk", flat=True))[:2] == [second["id"], first["id"]]
    assert [row.place for row in draft.requests.all()] == [1, 2, 3, 4, 5]


def test_a_row_is_changed_dropped_and_added_in_one_step(story):
    draft = story.draft()
    first, _, third, *_ = rows_of(draft, "requests")

    revise(story, draft, requests=[first | {"text": "Another wording"}, {"place": 2, "text": "New"}, third])

    assert list(draft.requests.values_list("text", flat=True)) == ["Another wording", "New", ASKED[2]]
    assert draft.requests.first().pk == first["id"]


def test_a_sub_item_of_a_dropped_request_stands_by_itself(story):
    draft = story.draft(requests=[{"place": 1, "text": "a"}, {"place": 2, "text": "b", "parent_place": 1}])
    child = draft.requests.get(place=2)

    revise(story, draft, requests=[{"id": child.pk, "place": 1, "text": "b"}])

    child.refresh_from_db()
    assert (child.place, child.parent) == (1, None)
    assert child.history.first().parent_id is None


def test_swapping_a_sub_item_above_its_parent_is_refused(story):
    draft = story.draft(requests=[{"place": 1, "text": "a"}, {"place": 2, "text": "b", "parent_place": 1}])
    parent, child = rows_of(draft, "requests")

    with pytest.raises(letters.CannotEnter, match="does not stand above it"):
        revise(story, draft, requests=[parent | {"place": 2}, child | {"place": 1}])


def test_a_row_of_another_letter_is_refused(story):
    draft, other = story.draft(), story.draft()

    for name in ("signatories", "recipients", "requests"):
        with pytest.raises(letters.CannotEnter, match="not this letter's"):
            revise(story, draft, **{name: rows_of(other, name)})

    assert other.requests.count() == 5


def test_a_stale_form_changes_nothing(story):
    draft = story.draft()
    revise(story, draft, facts=facts(subject="Mine"), version=1)

    with pytest.raises(letters.CannotEnter, match="since you opened it"):
        revise(story, draft, facts=facts(subject="Yours"), version=1)

    draft.refresh_from_db()
    assert (draft.subject, draft.version) == ("Mine", 2)


def test_what_was_sent_meanwhile_is_frozen(story):
    draft = story.draft()
    letters.mark_sent(draft, on=date(2023, 11, 29), by=story.clerk, now=NOW)

    with pytest.raises(letters.CannotEnter, match="frozen"):
        revise(story, draft)


def test_a_letter_does_not_follow_itself(story):
    draft = story.draft()

    with pytest.raises(letters.CannotEnter, match="itself"):
        revise(story, draft, follows=[draft])


def test_a_request_does_not_repeat_one_of_its_own_letter(story):
    draft = story.draft()
    first, second, *_ = rows_of(draft, "requests")

    with pytest.raises(letters.CannotEnter, match="earlier letter"):
        revise(story, draft, requests=[first, second | {"repeats": [draft.requests.get(pk=first["id"])]}])


def test_links_are_set_and_taken_away(story):
    earlier, topic = story.sent(), Topic.objects.create(office=story.office, name="Armenia")
    treasury = AgencyFactory()
    draft = story.draft(
        to=[story.state, treasury],
        follows=[earlier],
        topics=[topic],
        requests=[{"place": 1, "text": "a", "put_to": [treasury], "repeats": [earlier.requests.first()]}],
    )
    [row] = rows_of(draft, "requests")

    revise(story, draft, requests=[row])

    request = draft.requests.get()
    assert not draft.follows.exists()
    assert not draft.topics.exists()
    assert not request.put_to.exists()
    assert not request.repeats.exists()


def test_a_request_that_a_later_letter_repeats_is_not_dropped(story):
    draft = story.draft()
    Repeats.objects.create(request=story.draft().requests.first(), earlier=draft.requests.first())

    with pytest.raises(letters.CannotEnter, match="later letter repeats it"):
        revise(story, draft, requests=rows_of(draft, "requests")[1:])


def test_files_are_attached_once_and_detached(story):
    scan = document_of(story.office)
    draft = story.draft(documents=[(scan, "As signed")])

    revise(story, draft, documents=[(scan, "Again")])
    attached = draft.attachments.get()
    revise(story, draft, detach=[attached.pk])

    assert attached.title == "As signed"
    assert not draft.attachments.exists()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (
            lambda story, draft: letters.mark_sent(draft, on=draft.dated_on, by=story.clerk, now=NOW),
            "was sent",
        ),
        (lambda story, draft: story.draft(follows=[draft]), "follows it"),
        (
            lambda story, draft: story.draft(
                requests=[{"place": 1, "text": "a", "repeats": [draft.requests.first()]}]
            ),
            "repeats what it asks",
        ),
    ],
)
def test_a_draft_is_not_deleted_while_something_stands_on_it(story, prepare, words):
    draft = story.draft()
    prepare(story, draft)

    with pytest.raises(letters.CannotEnter, match=words):
        letters.delete_draft(draft, by=story.manager, now=NOW)

    assert Letter.objects.filter(pk=draft.pk).exists()


def test_what_was_sent_once_stays_on_the_record(story):
    letter = story.sent()
    letters.unsend(letter, why="Not sent after all", by=story.counsel, now=NOW)

    with pytest.raises(letters.CannotEnter, match="stays on the record"):
        letters.delete_draft(letter, by=story.manager, now=NOW)


def test_a_deleted_draft_leaves_its_history_and_an_entry(story):
    draft = story.draft()
    key = draft.pk

    letters.delete_draft(draft, by=story.manager, now=NOW, why="Entered twice")

    last = Letter.history.filter(id=key).first()
    assert (last.history_type, last.history_user, last.history_change_reason) == (
        "-",
        story.manager,
        "Entered twice",
    )
    entry = Entry.objects.get(act="deleted draft")
    assert (entry.record_id, entry.record_name, entry.reason) == (key, "SFRC-2023-0001", "Entered twice")


def test_links_of_a_sent_letter_stay_editable_and_its_words_do_not(story):
    letter, person = story.sent(), PersonFactory()
    signatory, recipient = letter.signatories.get(), letter.recipients.get()

    letters.link_sent(
        letter,
        assigned_to=story.counsel,
        topics=[Topic.objects.create(office=story.office, name="Armenia")],
        follows=[],
        rows={
            "signatories": {signatory.pk: {"person": person, "name": "Somebody else"}},
            "recipients": {recipient.pk: {"control_number": "17", "agency": AgencyFactory()}},
        },
        by=story.clerk,
        now=at(2023, 12, 1),
    )

    letter.refresh_from_db()
    signatory.refresh_from_db()
    recipient.refresh_from_db()
    assert (letter.assigned_to, letter.version) == (story.counsel, 3)
    assert (signatory.person, signatory.name) == (person, "Benjamin L. Cardin")
    assert (recipient.control_number, recipient.agency) == ("17", story.state)


def test_links_of_another_letters_row_are_refused(story):
    letter, other = story.sent(), story.sent()

    with pytest.raises(letters.CannotEnter, match="another letter"):
        letters.link_sent(
            letter,
            assigned_to=None,
            topics=[],
            follows=[],
            rows={"requests": {other.requests.first().pk: {"asked_by": None}}},
            by=story.clerk,
            now=NOW,
        )


def test_an_assignee_who_has_left_may_stay_and_may_not_be_chosen(story):
    letter = story.sent()
    story.clerk.memberships.all().delete()

    letters.link_sent(
        letter, assigned_to=story.clerk, topics=[], follows=[], by=story.counsel, now=at(2023, 12, 1)
    )
    with pytest.raises(letters.CannotEnter, match="not a member"):
        letters.assign([letter], to=UserFactory(), by=story.counsel, now=NOW)

    letter.refresh_from_db()
    assert letter.assigned_to == story.clerk


def test_assigning_tells_which_letters_changed(story):
    first, second = story.sent(), story.sent(assigned_to=story.counsel)

    changed = letters.assign([first, second], to=story.counsel, by=story.clerk, now=NOW)
    cleared = letters.assign([first, second], to=None, by=story.clerk, now=NOW)

    assert changed == [first]
    assert cleared == [first, second]
    assert not Letter.objects.filter(assigned_to__isnull=False).exists()


def test_a_control_number_is_noted_on_the_agencys_own_line(story):
    treasury = AgencyFactory()
    letter = story.sent(to=[story.state, treasury])

    letters.note_control_number(letter, agency=treasury, number="T-1", by=story.clerk, now=at(2023, 12, 1))

    assert list(letter.recipients.values_list("control_number", flat=True)) == ["", "T-1"]
    assert FollowUpRequest.objects.filter(letter=letter).count() == 5
