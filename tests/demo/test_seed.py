"""The letter of 29 November 2023: each stored fact against the paper, written out once more here."""

from datetime import date

import pytest

from correspondence.core.days import day_of
from correspondence.demo.seed import seed_letter
from correspondence.letters.models import Decision, Letter, Part

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

LETTERHEAD = """\
ROBERT MENENDEZ, NEW JERSEY
JEANNE SHAHEEN, NEW HAMPSHIRE
CHRISTOPHER A. COONS, DELAWARE
CHRISTOPHER MURPHY, CONNECTICUT
TIM KAINE, VIRGINIA
JEFF MERKLEY, OREGON
CORY A. BOOKER, NEW JERSEY
BRIAN SCHATZ, HAWAII
CHRIS VAN HOLLEN, MARYLAND
TAMMY DUCKWORTH, ILLINOIS

JAMES E. RISCH, IDAHO
MARCO RUBIO, FLORIDA
MITT ROMNEY, UTAH
PETE RICKETTS, NEBRASKA
RAND PAUL, KENTUCKY
TODD YOUNG, INDIANA
JOHN BARRASSO, WYOMING
TED CRUZ, TEXAS
BILL HAGERTY, TENNESSEE
TIM SCOTT, SOUTH CAROLINA

United States Senate

COMMITTEE ON FOREIGN RELATIONS
WASHINGTON, DC 20510-6225"""

LEAD_IN = (
    "Specifically, I would like to know what steps you have taken and plan to take regarding the following:"
)
ASKED = [
    "Supporting efforts to substantiate and collect evidence regarding the Aliyev regime's potential "
    "commission of war crimes and other atrocities;",
    "Holding Azerbaijani officials accountable for any such acts, including the application of potential "
    "sanctions and visa restrictions;",
    "Urging appropriate international justice tribunals to pursue accountability for Azerbaijani officials;",
    "Making clear to Azerbaijan that aggression against its neighbors is unacceptable;",
    "Supporting Armenians displaced in the September 2023 assault;",
]
BODY = [
    "While terrible tragedies elsewhere have diverted the world's attention, I write to ensure that we "
    "remain focused on holding the Aliyev regime accountable for its brazen campaign of ethnic "
    "cleansing in Nagorno-Karabakh and continue to support Armenians who were forced to flee.",
    "As you are well aware, in September 2023, President Ilham Aliyev launched a military campaign that"
    " drove around 100,000 Armenians out of their homes, and during which Azerbaijani forces reportedly"
    " killed and wounded civilians. These attacks were not only a clear violation of the November 2020 "
    "ceasefire but also reportedly involved heinous atrocities.",
    "Prior to the military invasion, Azerbaijan was effectively imposing a humanitarian blockade on the"
    " people of Nagorno-Karabakh, preventing the delivery of food, medicine, and basic humanitarian "
    "supplies. Beyond the blockade, the State Department's 2022 Human Right Report cites numerous "
    "reports of Azerbaijani forces committing extrajudicial killings of Armenians. Furthermore, both "
    "before and after September, Azerbaijan has continued its well-documented practice of seizing and "
    "destroying Armenian cultural property in areas it controls, in further pursuit of its efforts to "
    "erase Armenian history and culture.",
    "While Azerbaijan thus far is abiding by the terms of the September 20, 2023 ceasefire, I remain "
    "deeply concerned that Azerbaijan could take further military action to achieve additional "
    "political gains, particularly in regards to the so-called Zangezour corridor.",
    "I strongly encourage you to continue to work with international partners and organizations to "
    f"support accountability for the Aliyev regime's actions. {LEAD_IN}",
    "\n".join(f"- {text}" for text in ASKED),
    "It is critically important that the United States continue our commitment to prevent the "
    "commission of atrocities, protect vulnerable civilians, and hold those responsible for atrocities "
    "accountable for their actions. We must send a clear message to those who believe they can operate "
    "with impunity.",
    "I look forward to your response.",
]
ADDRESS = "2201 C St. N.W. Washington, DC 20520"


@pytest.fixture
def letter():
    return Letter.objects.get(reference="SFRC-2023-0001")


def test_it_says_what_the_paper_says(letter):
    written = {
        name: getattr(letter, name)
        for name in (
            "kind",
            "letterhead",
            "dated_on",
            "salutation",
            "body",
            "closing",
            "due_phrase",
            "due_anchor",
            "due_named_on",
            "due_count",
            "due_unit",
            "hearing_title",
            "hearing_on",
            "release_signed_on",
        )
    }

    assert written == {
        "kind": "oversight",
        "letterhead": LETTERHEAD,
        "dated_on": date(2023, 11, 29),
        "salutation": "Dear Secretary Blinken,",
        "body": "\n\n".join(BODY),
        "closing": "Sincerely,",
        "due_phrase": "I look forward to your response.",
        "due_anchor": "",
        "due_named_on": None,
        "due_count": None,
        "due_unit": "",
        "hearing_title": "",
        "hearing_on": None,
        "release_signed_on": None,
    }


def test_its_own_office_kept_it_and_sent_it_that_day(letter):
    assert letter.office.code == "SFRC"
    assert letter.office.thomas_id == "SSFR"
    assert letter.subject == "Accountability for atrocities in Nagorno-Karabakh"
    assert str(letter.assigned_to) == "Dana Whitfield"
    assert (letter.sent_on, letter.delivery) == (date(2023, 11, 29), "email")
    assert day_of(letter.entered_at) == day_of(letter.sent_recorded_at) == date(2023, 11, 29)
    assert letter.follows.count() == 0


def test_the_chairman_signed_it(letter):
    [signatory] = letter.signatories.all()

    assert (signatory.place, signatory.name, signatory.title) == (1, "Benjamin L. Cardin", "Chairman")
    assert signatory.person.bioguide_id == "C000141"
    assert (signatory.seat.person, signatory.seat.office) == (signatory.person, letter.office)
    assert (signatory.seat.title, signatory.seat.rank, signatory.seat.side) == ("Chairman", 1, "majority")


def test_it_went_to_the_secretary_and_a_copy_to_the_ambassador(letter):
    to, cc = letter.recipients.all()

    assert (to.place, to.role, to.name, to.title) == (
        1,
        "to",
        "The Honorable Antony Blinken",
        "Secretary of State",
    )
    assert (to.organization, to.address) == ("Department of State", ADDRESS)
    assert (to.person.name, to.agency.name) == ("Antony Blinken", "Department of State")
    assert (to.appointment.person, to.appointment.title) == (to.person, "Secretary of State")
    assert to.appointment.held_from <= letter.dated_on <= to.appointment.held_to
    assert (cc.place, cc.role, cc.name) == (2, "cc", "The Honorable Beth Van Schaack")
    assert cc.title == cc.appointment.title == "Ambassador-at-Large for Global Criminal Justice"
    assert (cc.organization, cc.address) == ("Department of State", ADDRESS)
    assert (cc.person.name, cc.agency.name) == ("Beth Van Schaack", "Department of State")


def test_it_asks_five_things_each_with_the_words_that_lead_to_it(letter):
    requests = list(letter.requests.all())

    assert [request.text for request in requests] == ASKED
    assert [request.place for request in requests] == [1, 2, 3, 4, 5]
    assert {request.lead_in for request in requests} == {LEAD_IN}
    assert {(request.number, request.kind, request.parent) for request in requests} == {
        ("", "question", None)
    }


def test_state_owed_each_by_the_office_s_two_weeks(letter):
    first = Decision.objects.filter(part__request__letter=letter).order_by("id")[:5]

    assert {part.agency.name for part in Part.objects.filter(request__letter=letter)} == {
        "Department of State"
    }
    assert {(one.what, one.ground, one.new_due_on) for one in first} == {
        ("due_set", "assumed", date(2023, 12, 13))
    }


def test_another_door_is_given_the_same_words():
    seed = seed_letter()

    assert seed.facts["body"] == "\n\n".join(BODY)
    assert [row["text"] for row in seed.requests] == ASKED
    assert [(row["place"], row["role"], row["name"]) for row in seed.recipients] == [
        (1, "to", "The Honorable Antony Blinken"),
        (2, "cc", "The Honorable Beth Van Schaack"),
    ]
    assert [(row["place"], row["name"]) for row in seed.signatories] == [(1, "Benjamin L. Cardin")]


def test_its_continuation_is_what_was_told_and_says_that_it_is_invented(letter):
    ack, reply = letter.responses.order_by("received_on")
    [call] = letter.contacts.all()
    answers = {answer.part.request.place: answer for answer in reply.answers.all()}
    parts = {part.request.place: part for part in Part.objects.filter(request__letter=letter)}

    assert (ack.kind, ack.received_on) == ("ack", date(2023, 12, 4))
    assert letter.recipients.get(role="to").control_number == "2023-1204-017"
    assert (call.kind, call.on) == ("call", date(2024, 1, 9))
    assert (reply.kind, reply.received_on) == ("partial", date(2024, 1, 18))
    assert (reply.signer_name, reply.signer_title) == ("", "Assistant Secretary for Legislative Affairs")
    assert {place: answer.outcome for place, answer in answers.items()} == {
        1: "full",
        2: "review",
        3: "partial",
        5: "full",
    }
    assert all(answer.quote for answer in answers.values())
    assert answers[3].promised_on == date(2024, 3, 15)
    assert {place: part.settled_on for place, part in parts.items()} == {
        1: date(2024, 1, 18),
        2: None,
        3: None,
        4: None,
        5: date(2024, 1, 18),
    }
    assert {place: part.due_on for place, part in parts.items()} == {
        1: date(2023, 12, 13),
        2: date(2023, 12, 13),
        3: date(2024, 3, 15),
        4: date(2023, 12, 13),
        5: date(2023, 12, 13),
    }
    assert str(parts[3].decisions.get(ground="extended").by) == "R. Castellano"
    said = [ack.summary, reply.summary, call.summary, *(answer.note for answer in answers.values())]
    assert all(words.startswith("Invented for the demonstration.") for words in said)
