"""The letter's page: the ledger, the letter with each request in its place, and what can be done."""

import re
from datetime import date
from html import unescape

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.urls import reverse

from correspondence.casework.actions import start_letter
from correspondence.documents.actions import store_document
from correspondence.followups.actions import log_contact
from correspondence.followups.reminders import raise_reminders, start_rules
from correspondence.letters import actions as letters
from correspondence.letters.models import Letter
from correspondence.responses import actions as responses
from correspondence.responses.models import Answer, Response
from correspondence.responses.rules import Judgement
from tests.constituents import case, open_desk
from tests.factories import AgencyFactory, MembershipFactory, PersonFactory
from tests.story import ASKED, LEAD_IN, Story, at

pytestmark = pytest.mark.django_db
NOW = at(2024, 2, 26)
BODY = "\n\n".join(
    [
        "I write to ensure that we remain focused.",
        LEAD_IN,
        "\n".join(f"- {words}" for words in ASKED),
        "We must send a clear message.",
        "I look forward to your response.",
    ]
)


@pytest.fixture(autouse=True)
def _on_26_february_2024():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def letter(story):
    return story.sent(body=BODY)


def look(client, user, letter):
    client.force_login(user)
    page = client.get(reverse("letter", args=[letter.pk]))
    assert page.status_code == 200
    return page


def words_of(html):
    """What a reader sees: without tags, spaces as one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def row_of(page, request):
    """The rows of a request in the ledger, in words."""
    rows = re.split(r"<tr ", page.text.split('id="documents"')[0])
    start = next(n for n, row in enumerate(rows) if f'id="request-{request.pk}"' in row)
    found = [rows[start]]
    for row in rows[start + 1 :]:
        if "further" not in row[:120]:
            break
        found.append(row)
    return words_of("<tr ".join(found).split("</tbody>")[0])


def reply(
    story, letter, *judgements, agency=None, kind=Response.Kind.PARTIAL, day=date(2024, 1, 18), **given
):
    return responses.log_response(
        letter,
        agency=agency or story.state,
        kind=kind,
        channel="email",
        received_on=day,
        judgements=judgements,
        by=story.clerk,
        now=at(day.year, day.month, day.day),
        **given,
    )


def test_each_request_has_a_row_with_due_date_reason_and_days_late(client, story, letter):
    page = look(client, story.viewer, letter)

    for request in letter.requests.all():
        row = row_of(page, request)
        assert request.text in row
        assert "13 Dec 2023" in row
        assert "14 days from sending: office default, assumed" in row
        assert "75 days late" in row


def test_a_row_has_the_answers_own_words_who_signed_and_who_settled(client, story, letter):
    parts = story.parts(letter)
    reply(
        story,
        letter,
        Judgement(parts[1], Answer.Outcome.FULL, settles=True, quote="We have funded two teams."),
        Judgement(parts[2], Answer.Outcome.UNDER_REVIEW, quote="It is under review."),
        signer_name="Naz Durakoglu",
        signer_title="Assistant Secretary",
    )

    page = look(client, story.viewer, letter)

    settled, late = row_of(page, parts[1].request), row_of(page, parts[2].request)
    assert (
        "“We have funded two teams.” State, 18 Jan, signed by Naz Durakoglu, Assistant Secretary" in settled
    )
    assert "Settled 18 Jan" in settled
    assert f"Answered, by {story.clerk}" in settled
    assert f"Under review, judged by {story.clerk}, 18 Jan" in late
    assert "Not answered in the response of 18 Jan 2024 (partial)" in row_of(page, parts[4].request)


def test_an_extension_says_by_whom_when_and_why_and_one_that_is_asked_is_offered(client, story, letter):
    parts = story.parts(letter)
    reply(
        story,
        letter,
        *(Judgement(parts[n], extension_until=date(2024, 3, 15)) for n in (1, 2, 3)),
        kind=Response.Kind.EXTENSION,
    )
    letters.extend(
        [parts[1]], to=date(2024, 3, 15), why="Asked politely.", by=story.counsel, now=at(2024, 1, 22)
    )
    letters.refuse_extension([parts[2]], why="Too late.", by=story.counsel, now=at(2024, 1, 22))

    page = look(client, story.counsel, letter)

    extended, refused, asked = (row_of(page, parts[n].request) for n in (1, 2, 3))
    assert f"Extended from 13 Dec 2023 by {story.counsel}, 22 Jan: Asked politely" in extended
    assert "Extended to 15 Mar" in extended
    assert f"more time refused by {story.counsel}, 22 Jan" in refused
    assert "Asks for time until" not in extended + refused
    assert "Asks for time until 15 Mar 2024" in asked
    assert "Refuse" in asked


def test_a_paused_clock_says_who_paused_it_and_why(client, story, letter):
    part = story.parts(letter)[2]
    letters.pause([part], why="We owe them the list.", by=story.counsel, now=at(2024, 1, 9))

    page = look(client, story.counsel, letter)

    row = row_of(page, part.request)
    assert f"Paused by {story.counsel}, 9 Jan, was due 13 Dec 2023: We owe them the list" in row
    assert "Let the clock run" in row
    assert "Extend" not in row


def test_two_agencies_have_a_line_each_and_one_is_not_settled_by_the_other(client, story):
    treasury = AgencyFactory(name="Department of the Treasury", kind="department")
    letter = story.sent(
        to=[story.state, treasury],
        requests=[
            {"place": 1, "text": "Who owns them?"},
            {"place": 2, "text": "Who insures them?", "put_to": [treasury]},
        ],
    )
    part = story.parts(letter, story.state)[1]
    reply(story, letter, Judgement(part, Answer.Outcome.FULL, settles=True), kind=Response.Kind.SUBSTANTIVE)

    page = look(client, story.viewer, letter)

    both, one = (row_of(page, request) for request in letter.requests.all())
    assert re.search(r"State .*Settled 18 Jan.* Treasury 13 Dec 2023 .*75 days late", both)
    assert "Treasury" in one
    assert "State " not in one.split("Who insures them?")[1].split("Treasury")[0]
    assert "State: Settled 18 Jan" in words_of(page.text)


def test_what_a_later_letter_asks_again_leads_there(client, story, letter):
    later = letters.enter_letter(
        story.office,
        facts={"subject": "Again", "dated_on": date(2024, 2, 1)},
        signatories=[{"place": 1, "name": "James E. Risch"}],
        recipients=[{"place": 1, "role": "to", "name": "The Secretary", "agency": story.state}],
        requests=[{"place": 1, "text": ASKED[1], "repeats": [letter.requests.get(place=2)]}],
        follows=[letter],
        by=story.clerk,
        now=at(2024, 2, 1),
    )
    draft = words_of(look(client, story.viewer, letter).text)
    letters.mark_sent(later, on=date(2024, 2, 1), by=story.clerk, now=at(2024, 2, 1))

    page = look(client, story.viewer, letter)

    assert f"followed by {later} (draft)" in draft
    row = row_of(page, letter.requests.get(place=2))
    assert f"Asked again in {later}, and owed there" in row
    assert f'href="{reverse("letter", args=[later.pk])}"' in page.text


def test_promises_are_watched_broken_and_kept(client, story, letter):
    parts = story.parts(letter)
    reply(
        story,
        letter,
        Judgement(parts[1], promised_on=date(2024, 2, 1)),
        Judgement(parts[2], promised_on=date(2024, 3, 1)),
    )
    log_contact(
        letter,
        kind="briefing",
        on=date(2024, 2, 2),
        summary="They will send it.",
        promised="The list",
        promised_on=date(2024, 2, 9),
        parts=[parts[3]],
        by=story.clerk,
        now=at(2024, 2, 2),
    )

    page = look(client, story.viewer, letter)

    assert "Promise broken, by 1 Feb" in row_of(page, parts[1].request)
    assert "Promised by 1 Mar" in row_of(page, parts[2].request)
    assert "Promise broken, by 9 Feb: The list (briefing)" in row_of(page, parts[3].request)


def test_each_request_is_marked_in_its_place_and_linked_both_ways(client, story, letter):
    page = look(client, story.viewer, letter)

    text = page.text[page.text.index('<article class="paper') :]
    places = [text.index(f'id="words-{request.pk}"') for request in letter.requests.order_by("place")]
    assert places == sorted(places)
    assert text.index("send a clear message") > places[-1]
    for request in letter.requests.all():
        assert f'href="#words-{request.pk}"' in page.text
        assert f'href="#request-{request.pk}"' in text
    assert "not in the text above" not in text


def test_the_due_phrase_is_marked_with_the_rule_that_was_applied(client, story, letter):
    page = look(client, story.viewer, letter)

    assert '<span class="due-phrase">I look forward to your response.</span>' in page.text
    assert "So it was due 13 December 2023. The letter names no date: the office" in page.text


def test_words_that_are_not_in_the_text_are_listed_after_it(client, story):
    letter = story.sent(body="Nothing of the kind.", asked=["Who paid for it?"])

    page = look(client, story.viewer, letter)

    besides = page.text[page.text.index('class="asked-besides"') :]
    assert "Who paid for it?" in besides
    assert f'id="words-{letter.requests.get().pk}"' in besides


def test_hostile_words_are_shown_and_never_run(client, story):
    nasty = '<script>alert(1)</script> & "quoted" {{ user }} </article><b onclick=x>'
    letter = story.sent(
        subject=nasty,
        letterhead=nasty,
        body=f"Before {nasty}\n\n1. {nasty}\n\nAfter",
        salutation=nasty,
        closing=nasty,
        due_phrase=nasty,
        requests=[{"place": 1, "number": "<i>1</i>", "text": nasty, "lead_in": nasty, "asker": nasty}],
        to=[AgencyFactory(name="<i>Agency</i>")],
    )
    part = story.parts(letter)[1]
    reply(
        story,
        letter,
        Judgement(part, Answer.Outcome.PARTIAL, quote=nasty, note=nasty),
        agency=part.agency,
        signer_name=nasty,
    )
    log_contact(
        letter,
        kind="call",
        on=date(2024, 1, 9),
        with_whom=nasty,
        summary=nasty,
        promised=nasty[:200],
        promised_on=date(2024, 1, 20),
        parts=[part],
        by=story.clerk,
        now=NOW,
    )
    letters.extend([part], to=date(2024, 3, 1), why=nasty, by=story.counsel, now=NOW)

    for address in (reverse("letter", args=[letter.pk]), reverse("request", args=[part.request.pk])):
        client.force_login(story.counsel)
        page = client.get(address)

        assert "<script>alert" not in page.text
        assert "<b onclick" not in page.text
        assert "<i>" not in page.text
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; " in page.text
        assert page.text.count("</article>") <= 1


def test_the_letterhead_as_written_has_its_members_in_columns(client, story):
    head = (
        "JEANNE SHAHEEN, NEW HAMPSHIRE\nTIM KAINE, VIRGINIA\nCORY A. BOOKER, NEW JERSEY\n\n"
        "JAMES E. RISCH, IDAHO\nMITT ROMNEY, UTAH\nRAND PAUL, KENTUCKY\n\n"
        "United States Senate\n\nCOMMITTEE ON FOREIGN RELATIONS\nWASHINGTON, DC 20510-6225"
    )
    letter = story.sent(letterhead=head)

    page = look(client, story.viewer, letter)

    assert page.text.count('<div class="roster"') == 1
    assert "<li>JEANNE SHAHEEN, NEW HAMPSHIRE</li>" in page.text
    assert '<p class="head-name">United States Senate</p>' in page.text


def test_a_letterhead_without_members_has_those_of_the_letters_day(client, story):
    then, since = PersonFactory(name="Benjamin L. Cardin"), PersonFactory(name="Marsha Blackburn")
    then.terms.create(chamber="senate", state="MD", held_from=date(2019, 1, 3), held_to=date(2025, 1, 3))
    then.seats.create(
        office=story.office, rank=1, side="majority", title="Chairman", held_from=date(2023, 9, 27)
    )
    since.seats.create(office=story.office, rank=2, side="minority", held_from=date(2025, 1, 10))
    letter = story.sent(letterhead="United States Senate")

    page = look(client, story.viewer, letter)

    assert "BENJAMIN L. CARDIN, MARYLAND, CHAIRMAN" in page.text
    assert "BLACKBURN" not in page.text


def test_a_casework_letter_is_named_by_its_reference_outside_the_page(client, story):
    letter = story.sent(
        kind=Letter.Kind.CASEWORK, release_signed_on=date(2023, 11, 28), subject="The claim of Jane Roe"
    )

    page = look(client, story.viewer, letter)

    assert "The claim of Jane Roe" not in page.text.split("</title>")[0]
    assert "release signed 28 Nov 2023" in page.text


def test_a_draft_says_when_it_would_be_due_and_offers_to_be_sent(client, story):
    letter = story.draft(
        due_phrase="by February 19, 2024", due_anchor="stated", due_named_on=date(2024, 2, 19)
    )

    page = look(client, story.clerk, letter)

    assert "Draft, not sent" in page.text
    row = row_of(page, letter.requests.first())
    assert "19 Feb 2024" in row
    assert "The letter states 19 February 2024." in row
    assert "Mind: that day is Washington" in row
    assert reverse("letter-act", args=[letter.pk, "send"]) in page.text


def test_files_and_contacts_stand_on_the_page(client, story, letter):
    signed = store_document(story.office, ContentFile(b"%PDF-1.7", "signed.pdf"), by=story.clerk, now=NOW)
    letters.add_files(letter, [(signed, "Letter as signed")], by=story.clerk, now=NOW)
    contact = log_contact(
        letter, kind="call", on=date(2024, 1, 9), with_whom="Legislative Affairs", summary="In clearance.",
        by=story.clerk, now=at(2024, 1, 9),
    )  # fmt: skip

    page = look(client, story.clerk, letter)

    assert "Letter as signed</a>" in page.text
    assert "Call</b> with Legislative Affairs" in page.text
    assert reverse("contact-act", args=[contact.pk, "withdraw"]) in page.text


@pytest.mark.parametrize(
    ("role", "offered", "not_offered"),
    [
        ("viewer", [], ["settle", "extend", "contact", "assign", "file", "correct", "follow-up"]),
        ("clerk", ["settle", "contact", "assign", "file", "follow-up"], ["extend", "correct", "take-back"]),
        (
            "counsel",
            ["settle", "extend", "pause", "move", "refuse", "correct", "take-back"],
            ["resume", "send"],
        ),
    ],
)
def test_what_is_offered_is_what_the_role_may_do(client, story, letter, role, offered, not_offered):
    page = look(client, getattr(story, role), letter)

    for name in offered:
        assert reverse("letter-act", args=[letter.pk, name]) in page.text, name
    for name in not_offered:
        assert reverse("letter-act", args=[letter.pk, name]) not in page.text, name


def test_opened_from_a_list_it_leads_to_its_neighbours_there(client, story, letter):
    later, settled = story.sent(subject="Later", dated=date(2024, 1, 9), now=at(2024, 1, 9)), story.sent()
    letters.settle(story.parts(settled).values(), ground="answered", by=story.counsel, now=NOW)
    client.force_login(story.viewer)
    url = reverse("letter", args=[letter.pk])

    filtered = client.get(url, {"list": "state=overdue&o=-dated"})
    whole = client.get(url, headers={"referer": f"http://testserver{reverse('letters')}"})
    from_elsewhere = client.get(url, headers={"referer": "http://testserver/owed/"})

    way = re.search(r'<nav class="neighbours".*?</nav>', filtered.text, re.S)[0]
    assert reverse("letter", args=[later.pk]) in way
    assert "2 of 2" in way
    assert reverse("letter", args=[settled.pk]) not in way
    assert "list=state%3Doverdue" in way
    assert f'href="{reverse("letters")}?state=overdue&amp;o=-dated"' in filtered.text
    assert 'class="neighbours"' in whole.text
    assert 'class="neighbours"' not in from_elsewhere.text


def test_an_act_leads_back_into_the_list_it_was_opened_from(client, story, letter):
    client.force_login(story.counsel)
    came = f"http://testserver{reverse('letter', args=[letter.pk])}?list=state%3Dopen"

    page = client.get(reverse("letter-act", args=[letter.pk, "settle"]), headers={"referer": came})

    back = f"{reverse('letter', args=[letter.pk])}?list=state%3Dopen"
    assert f'name="back" value="{back}"' in " ".join(page.text.split())


def test_another_offices_letter_does_not_exist(client, letter):
    client.force_login(MembershipFactory(role="manager").user)

    page = client.get(reverse("letter", args=[letter.pk]))

    assert page.status_code == 404


def everything(story, asked):
    """A letter with so many requests, and something of each kind that a page tells."""
    words = [f"Question {n}, and what came of it?" for n in range(1, asked + 1)]
    body = "We ask:\n\n" + "\n".join(f"{n}. {text}" for n, text in enumerate(words, start=1))
    letter = story.sent(asked=words, body=body)
    parts = story.parts(letter)
    start_rules(story.office, by=story.manager, now=NOW)
    raise_reminders(today=date(2024, 1, 2), now=at(2024, 1, 2))
    for n, part in parts.items():
        reply(
            story,
            letter,
            Judgement(part, Answer.Outcome.FULL, settles=n % 2 == 0, quote="It is enclosed."),
            day=date(2024, 1, 3 + n % 20),
        )
    for day in range(4, 9):
        log_contact(
            letter, kind="call", on=date(2024, 2, day), summary="Again", parts=[parts[1]], by=story.clerk,
            now=at(2024, 2, day),
        )  # fmt: skip
    signed = store_document(story.office, ContentFile(b"%PDF-1.7", "signed.pdf"), by=story.clerk, now=NOW)
    letters.add_files(letter, [(signed, "")], by=story.clerk, now=NOW)
    return letter


@pytest.mark.parametrize("asked", [5, 50])
def test_statements_do_not_grow_with_requests_and_answers(client, story, asked, django_assert_num_queries):
    letter = everything(story, asked)
    client.force_login(story.counsel)
    address = reverse("letter", args=[letter.pk]) + "?list="
    client.get(address)

    with django_assert_num_queries(STATEMENTS):
        client.get(address)


STATEMENTS = 13  # two of them to find out who asks


@pytest.mark.parametrize(("asked", "kilobytes"), [(5, 60), (31, 170)])
def test_the_page_stays_small(client, story, asked, kilobytes):
    letter = everything(story, asked)

    page = look(client, story.counsel, letter)

    assert len(page.content) < kilobytes * 1000


def test_many_reminders_in_a_row_are_told_in_two_lines(client, story, letter):
    start_rules(story.office, by=story.manager, now=NOW)
    for day in range(1, 9):
        raise_reminders(today=date(2024, 1, day), now=at(2024, 1, day))
    for month in range(3, 9):
        raise_reminders(today=date(2024, month, 1), now=at(2024, month, 1))

    with time_machine.travel(at(2024, 9, 1), tick=False):
        page = look(client, story.viewer, letter)

    told = words_of(page.text[page.text.index('id="events-head"') :])
    assert re.search(r"1 Aug 2024 Reminder: .* 1 Jan 2024 on \d+ reminders before that", told)


def test_the_page_has_no_script_and_no_style_in_it(client, story, letter):
    page = look(client, story.counsel, letter)

    assert re.findall(r"<script(?! src=)[^>]*>", page.text) == []
    assert "<style" not in page.text
    assert " style=" not in page.text


def test_a_casework_letter_names_the_messages_it_came_from_to_those_who_read_them(
    client, story, django_assert_max_num_queries
):
    open_desk(story.office)
    message = case(story.office, now=NOW)
    letter = start_letter(message, by=story.clerk, now=NOW)
    address = reverse("letter", args=[letter.pk])

    page, viewed = look(client, story.clerk, letter), look(client, story.viewer, letter)

    assert f'from message <a href="/messages/{message.pk}/">{message.number}</a>' in page.text
    assert "from message" not in viewed.text
    client.force_login(story.clerk)
    with django_assert_max_num_queries(STATEMENTS + 1):
        client.get(address + "?list=")
