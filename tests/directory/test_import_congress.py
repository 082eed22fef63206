"""What an import makes of the directory."""

from datetime import date, timedelta

import pytest

from correspondence.audit.models import Entry
from correspondence.directory.actions import load_agencies
from correspondence.directory.models import (
    Agency,
    FormerName,
    Office,
    Person,
    Seat,
    Term,
)
from correspondence.directory.queries import post_on, roster, seat_on
from tests.directory.conftest import AFTERWARDS, FIRST, SECOND
from tests.factories import OfficeFactory, PersonFactory

THE_SEED = date(2023, 11, 29)
TODAY = date(2026, 6, 20)


def seats_of(bioguide_id, thomas_id):
    rows = Seat.objects.filter(person__bioguide_id=bioguide_id, office__thomas_id=thomas_id)
    return list(rows.order_by("held_from").values_list("title", "rank", "side", "held_from", "held_to"))


def test_members_come_with_their_terms(files, bring):
    bring(files("2023"), FIRST)

    norton = Person.objects.get(bioguide_id="N000147")
    term = norton.terms.get()
    assert (norton.name, norton.first_name, norton.last_name) == (
        "Eleanor Holmes Norton",
        "Eleanor",
        "Norton",
    )
    assert (term.chamber, term.state, term.district, term.party) == ("house", "DC", 0, "Democrat")
    assert (term.held_from, term.held_to) == (date(2023, 1, 3), date(2025, 1, 3))


def test_a_member_without_an_official_name_is_called_by_the_parts_of_it(files, bring):
    bring(files("2023"), FIRST)

    assert Person.objects.get(bioguide_id="A000380").name == "Gabe Amo"


def test_a_subcommittee_has_its_parents_id_and_two_digits(files, bring):
    bring(files("2023"), FIRST)

    africa = Office.objects.get(thomas_id="SSFR09")
    assert africa.parent.thomas_id == "SSFR"
    assert (africa.kind, africa.chamber) == ("subcommittee", "senate")
    assert Office.objects.get(thomas_id="HSFA").address == "2170 RHOB\nWashington, DC 20515-6128"


def test_a_chairman_is_of_his_day(both):
    foreign_relations = Office.objects.get(thomas_id="SSFR")

    chairmen = [
        [seat.person.name for seat in roster(foreign_relations, day) if seat.title == "Chairman"]
        for day in (THE_SEED, TODAY)
    ]

    assert chairmen == [["Benjamin L. Cardin"], ["James E. Risch"]]


def test_a_seat_begins_with_the_first_snapshot_that_shows_it_and_ends_with_the_term(files, bring):
    bring(files("2023"), FIRST)

    assert seats_of("C000141", "SSFR") == [("Chairman", 1, "majority", FIRST, date(2025, 1, 3))]
    assert seats_of("R000584", "SSFR") == [("Ranking Member", 1, "minority", FIRST, date(2027, 1, 3))]


def test_a_seat_ends_the_day_before_the_snapshot_that_lacks_it(both):
    assert seats_of("R000595", "SSFR") == [("", 2, "minority", FIRST, SECOND - timedelta(days=1))]


def test_a_changed_seat_ends_and_another_begins(both):
    assert seats_of("R000584", "SSFR") == [
        ("Ranking Member", 1, "minority", FIRST, SECOND - timedelta(days=1)),
        ("Chairman", 1, "majority", SECOND, date(2027, 1, 3)),
    ]


@pytest.mark.parametrize("change", [("rank: 2, bioguide: R000595", "rank: 3, bioguide: R000595")])
def test_a_changed_rank_is_a_changed_seat(files, bring, change):
    bring(files("2023"), FIRST)

    bring(files("2023", change), date(2024, 2, 1))

    assert [(rank, held_to) for _, rank, _, _, held_to in seats_of("R000595", "SSFR")] == [
        (2, date(2024, 1, 31)),
        (3, date(2029, 1, 3)),
    ]


def test_an_unchanged_seat_goes_on(files, bring):
    bring(files("2023"), FIRST)

    done = bring(files("2023"), date(2024, 2, 1))

    assert seats_of("C000141", "SSFR") == [("Chairman", 1, "majority", FIRST, date(2025, 1, 3))]
    assert all((count.added, count.changed, count.ended) == (0, 0, 0) for count in done.kinds.values())


def test_after_a_new_election_the_same_seat_is_another(both):
    held = [(held_from, held_to) for *_, held_from, held_to in seats_of("N000147", "HSGO")]

    assert held == [(FIRST, date(2025, 1, 3)), (SECOND, date(2027, 1, 3))]


def test_who_changed_the_chamber_gave_up_the_seats_on_that_day(both):
    kim = Person.objects.get(bioguide_id="K000394")

    assert list(kim.terms.order_by("held_from").values_list("chamber", "held_to")) == [
        ("house", date(2024, 12, 8)),
        ("senate", date(2025, 1, 3)),
        ("senate", date(2031, 1, 3)),
    ]
    assert [held_to for *_, held_to in seats_of("K000394", "HSFA")] == [date(2024, 12, 8)]


def test_the_term_of_a_member_no_longer_listed_has_ended(both):
    rubio = Term.objects.get(person__bioguide_id="R000595")
    cardin = Term.objects.get(person__bioguide_id="C000141", chamber="senate")

    assert rubio.held_to == SECOND - timedelta(days=1)
    assert cardin.held_to == date(2025, 1, 3)


def test_a_renamed_committee_keeps_both_names(both):
    oversight = Office.objects.get(thomas_id="HSGO")

    assert oversight.name_on(THE_SEED) == "House Committee on Oversight and Accountability"
    assert oversight.name_on(TODAY) == "House Committee on Oversight and Government Reform"
    assert oversight.named_from == SECOND
    assert oversight.former_names.get().held_to == SECOND - timedelta(days=1)
    assert both[1].renamed == 2


def test_a_committee_renamed_twice_has_three_names(files, bring):
    bring(files("2023"), FIRST)
    bring(files("2023", ("Oversight and Accountability", "Oversight and Order")), date(2024, 2, 1))

    bring(files("2023", name="again"), date(2024, 3, 1))

    names = FormerName.objects.filter(office__thomas_id="HSGO").order_by("held_to")
    assert [(row.name, row.held_from, row.held_to) for row in names] == [
        ("House Committee on Oversight and Accountability", None, date(2024, 1, 31)),
        ("House Committee on Oversight and Order", date(2024, 2, 1), date(2024, 2, 29)),
    ]


def test_a_committee_that_is_no_more_stays_and_is_told(both):
    assert Office.objects.filter(thomas_id="HSVC").exists()
    assert both[1].not_listed == ["HSVC"]


def test_presidents_hold_a_post_in_the_executive_office(both):
    day_to_president = {
        date(2019, 6, 1): "Donald J. Trump",
        THE_SEED: "Joseph Robinette Biden, Jr.",
        TODAY: "Donald J. Trump",
    }

    for day, name in day_to_president.items():
        person = Person.objects.get(name=name)
        post = post_on(person, day)
        assert post.title == "President of the United States"
        assert post.agency.federal_register_slug == "executive-office-of-the-president"
        assert post.agency.address.endswith("Washington, DC 20500")
    assert Person.objects.filter(last_name="Trump").count() == 1


def test_presidents_before_the_time_of_any_member_are_left_out(both):
    assert not Person.objects.filter(last_name="Carter").exists()


def test_an_import_counts_what_it_did(both):
    first, second = both

    assert (first.people.added, first.terms.added, first.committees.added) == (8, 7, 7)
    assert (first.seats.added, first.posts.added) == (9, 4)
    assert (second.people.changed, second.terms.changed, second.terms.ended) == (1, 1, 1)
    assert (second.committees.changed, second.seats.added, second.seats.ended) == (2, 4, 3)
    assert second.posts.added == 1


def test_an_import_stands_in_the_audit_trail(files, bring):
    done = bring(files("2023"), FIRST)

    entry = Entry.objects.get(act="imported")
    assert (entry.record, entry.record_name, entry.by_id) == ("snapshot", "as of 2023-11-14", None)
    assert entry.reason == str(done)


def test_a_former_name_entered_by_hand_stays(files, bring):
    bring(files("2023"), FIRST)
    oversight = Office.objects.get(thomas_id="HSGO")
    FormerName.objects.create(office=oversight, name="Entered by hand", held_to=SECOND - timedelta(days=1))

    bring(files("2026", name="2026"), SECOND)

    assert oversight.former_names.get().name == "Entered by hand"


def test_seats_of_a_member_without_a_term_on_the_day_are_left_out(files, bring):
    done = bring(files("2023", ("'2023-11-07'", "'2023-11-20'"), ("N000147}", "A000380}")), FIRST)

    assert done.seats_left_out == 1
    assert not Seat.objects.filter(person__bioguide_id="A000380").exists()


def test_a_seat_besides_one_ex_officio_is_kept(files, bring):
    seat = "- {name: James E. Risch, party: minority, rank: 2, title: Ranking Member, bioguide: R000584}\n"

    done = bring(files("2023", ("SSFR09:\n", f"SSFR09:\n{seat}")), FIRST)

    assert [title for title, *_ in seats_of("R000584", "SSFR09")] == ["Ranking Member"]
    assert done.doubled_seats == 1


def test_a_seat_entered_by_hand_before_the_import_is_that_seat(files, bring):
    office = OfficeFactory(thomas_id="SSFR", name="Senate Committee on Foreign Relations", code="SFRC")
    cardin = PersonFactory(name="Benjamin L. Cardin", last_name="Cardin", bioguide_id="C000141")
    Seat.objects.create(
        person=cardin, office=office, title="Chairman", rank=1, side="majority", held_from=date(2023, 9, 28)
    )

    bring(files("2023"), FIRST)

    assert seats_of("C000141", "SSFR") == [
        ("Chairman", 1, "majority", date(2023, 9, 28), date(2025, 1, 3)),
    ]
    assert Office.objects.filter(thomas_id="SSFR").get().code == "SFRC"


def test_a_seat_known_from_a_later_day_begins_with_the_snapshot(files, bring):
    office = OfficeFactory(thomas_id="SSFR", name="Senate Committee on Foreign Relations", code="SFRC")
    cardin = PersonFactory(name="Benjamin L. Cardin", last_name="Cardin", bioguide_id="C000141")
    risch = PersonFactory(name="James E. Risch", last_name="Risch", bioguide_id="R000584")
    for person, title in ((cardin, "Chairman"), (risch, "Vice Chairman")):
        Seat.objects.create(
            person=person, office=office, title=title, rank=1, side="majority", held_from=THE_SEED
        )

    bring(files("2023"), FIRST)

    assert seats_of("C000141", "SSFR") == [("Chairman", 1, "majority", FIRST, date(2025, 1, 3))]
    assert seats_of("R000584", "SSFR") == [
        ("Ranking Member", 1, "minority", FIRST, date(2023, 11, 28)),
        ("Vice Chairman", 1, "majority", THE_SEED, None),
    ]


def test_a_seat_entered_by_hand_for_the_very_day_is_put_right(files, bring):
    office = OfficeFactory(thomas_id="SSFR", name="Senate Committee on Foreign Relations")
    cardin = PersonFactory(name="Benjamin L. Cardin", last_name="Cardin", bioguide_id="C000141")
    Seat.objects.create(person=cardin, office=office, title="Chair", rank=2, side="majority", held_from=FIRST)

    bring(files("2023"), FIRST)

    assert seats_of("C000141", "SSFR") == [("Chairman", 1, "majority", FIRST, date(2025, 1, 3))]


def test_an_office_that_keeps_letters_here_keeps_its_address(files, bring):
    OfficeFactory(thomas_id="HSFA", code="HFAC", address="2170 Rayburn House Office Building")
    OfficeFactory(thomas_id="SSFR", code=None, address="423 Dirksen Senate Office Building")

    bring(files("2023"), FIRST)

    assert Office.objects.get(thomas_id="HSFA").address == "2170 Rayburn House Office Building"
    assert Office.objects.get(thomas_id="SSFR").address == "423 Dirksen Senate Office Building"


def test_a_term_whose_first_day_was_corrected_is_the_same_term(files, bring):
    bring(files("2023"), FIRST)
    before = Term.objects.get(person__bioguide_id="A000380").pk

    bring(files("2023", ("'2023-11-07'", "'2023-11-13'")), date(2024, 2, 1))

    term = Term.objects.get(person__bioguide_id="A000380")
    assert (term.pk, term.held_from) == (before, date(2023, 11, 13))


@pytest.mark.parametrize("agencies_first", [True, False])
def test_a_member_who_became_a_secretary_is_one_person(files, bring, agencies_first):
    if agencies_first:
        load_agencies(by=None, now=AFTERWARDS)
    bring(files("2023"), FIRST)
    if not agencies_first:
        load_agencies(by=None, now=AFTERWARDS)

    rubio = Person.objects.get(last_name="Rubio")
    assert seat_on(rubio, Office.objects.get(thomas_id="SSFR"), THE_SEED) is not None
    assert post_on(rubio, TODAY).title == "Secretary of State"
    assert Agency.objects.filter(federal_register_slug="executive-office-of-the-president").count() == 1
