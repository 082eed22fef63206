"""A broken file names the file, the place and the fault, and writes nothing."""

import io

import pytest
from django.core.management import CommandError, call_command

from correspondence.core.refusals import Cannot
from correspondence.directory.importers import read_congress
from correspondence.directory.models import Office, Person, Snapshot

FAULTS = {
    "a key that is missing": (
        ("    bioguide: R000584\n", "    thomas: '01896'\n"),
        r"legislators-current\.yaml, line 12, \[1\]\.id: `bioguide` is missing\.",
    ),
    "a term without a last day": (
        (", end: '2029-01-03', state: FL", ", state: FL"),
        r"legislators-current\.yaml, line 20, \[2\]\.terms\[0\]: `end` is missing\.",
    ),
    "a day that does not exist": (
        ("end: '2029-01-03'", "end: '2029-02-30'"),
        r"legislators-current\.yaml, line 20, \[2\]\.terms\[0\]\.end: there is no day 2029-02-30\.",
    ),
    "a day without quotes that does not exist": (
        ("end: 2027-01-03", "end: 2027-13-03"),
        r"legislators-current\.yaml, line 15, \[1\]\.terms\[0\]\.end: there is no day 2027-13-03\.",
    ),
    "a day that is no day": (
        ("end: '2029-01-03'", "end: next year"),
        r"\[2\]\.terms\[0\]\.end: expected a day, as 2023-11-29, not 'next year'\.",
    ),
    "an end before the beginning": (
        ("end: '2029-01-03'", "end: '2019-01-03'"),
        r"\[2\]\.terms\[0\]\.end: 2019-01-03 is before 2023-01-03, the day it begins\.",
    ),
    "a text where a list is expected": (
        (
            "  terms:\n  - {type: rep, start: '2023-11-07'",
            "  terms: none\n  x:\n  - {type: rep, start: '2023-11-07'",
        ),
        r"legislators-current\.yaml, line 34, \[5\]\.terms: expected a list\.",
    ),
    "a number where a text is expected": (
        ("state: FL", "state: 12"),
        r"\[2\]\.terms\[0\]\.state: expected text, not 12\.",
    ),
    "a text where a number is expected": (
        ("district: 0", "district: at large"),
        r"\[4\]\.terms\[0\]\.district: expected a whole number from -1 to 99, not 'at large'\.",
    ),
    "a name too long to keep": (
        ("official_full: Marco Rubio", f"official_full: {'Marco ' * 40}"),
        r"\[2\]\.name\.official_full: it is longer than 200 characters\.",
    ),
    "a Bioguide id that is none": (
        ("    bioguide: R000584", "    bioguide: R584"),
        r"line 12, \[1\]\.id\.bioguide: expected a capital and six digits, as C000141, not 'R584'\.",
    ),
    "a Member twice": (
        ("    bioguide: R000584", "    bioguide: C000141"),
        r"line 12, \[1\]\.id\.bioguide: C000141 stands here a second time\.",
    ),
    "a chamber that is none": (
        ("type: sen, start: '2023-01-03'", "type: lord, start: '2023-01-03'"),
        r"\[2\]\.terms\[0\]\.type: expected sen or rep, not 'lord'\.",
    ),
    "a committee twice": (
        ("thomas_id: HSGO", "thomas_id: HSFA"),
        r"committees-current\.yaml, line 16, \[2\]\.thomas_id: HSFA stands here a second time\.",
    ),
    "a subcommittee's id that lost its quotes": (
        ("thomas_id: '05'", "thomas_id: 05"),
        r"committees-current\.yaml, line 13, \[1\]\.subcommittees\[0\]\.thomas_id: expected text, not 5\.",
    ),
    "a committee without a name": (
        ("  name: Joint Committee on the Library", "  name: ''"),
        r"committees-current\.yaml, line 21, \[4\]\.name: it is empty\.",
    ),
    "an unknown committee with members": (
        ("HSGO:\n", "HSXX:\n"),
        r"membership-current\.yaml, line 13, HSXX: HSXX is no committee of committees-current\.yaml\.",
    ),
    "an unknown member of a committee": (
        ("bioguide: N000147}", "bioguide: N000148}"),
        r"line 13, HSGO\[0\]\.bioguide: N000148 is no Member of legislators-current\.yaml\.",
    ),
    "a member of no side": (
        ("party: minority, rank: 2, bioguide: N000147", "party: Democrat, rank: 2, bioguide: N000147"),
        r"HSGO\[0\]\.party: expected majority or minority, not 'Democrat'\.",
    ),
    "a member without rank": (
        ("rank: 2, bioguide: N000147", "bioguide: N000147"),
        r"HSGO\[0\]: `rank` is missing\.",
    ),
    "a member twice in a committee": (
        ("rank: 2, bioguide: R000595", "rank: 2, bioguide: C000141"),
        r"SSFR\[2\]\.bioguide: this Member has a seat in this committee already\.",
    ),
    "a committee's members twice": (
        ("SSFR09:\n", "SSFR:\n"),
        r"committee-membership-current\.yaml, line 5: SSFR stands here a second time\.",
    ),
    "a President who is something else": (
        ("type: prez, start: '2021-01-20'", "type: king, start: '2021-01-20'"),
        r"executive\.yaml, line 10, \[1\]\.terms\[2\]\.type: expected prez or viceprez, not 'king'\.",
    ),
    "a character that PostgreSQL cannot keep": (
        ("last: Rubio", 'last: "Ru\\0bio"'),
        r"\[2\]\.name\.last: it holds a character that is no text\.",
    ),
    "a bracket that is not closed": (
        ("state: FL, class: 3, party: Republican}", "state: FL, class: 3, party: Republican"),
        r"legislators-current\.yaml, line 21: did not find expected ',' or '}'\.",
    ),
    "a tag that would run code": (
        ("first: Marco", "first: !!python/object/apply:os.getcwd []"),
        r"legislators-current\.yaml, line 18: could not determine a constructor for the tag",
    ),
    "a number that is none": (
        ("district: 0", "district: !!int many"),
        r"legislators-current\.yaml: invalid literal",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_file_tells_what_is_wrong_and_where(files, db, fault):
    change, words = FAULTS[fault]
    folder = files("2023", change)

    with pytest.raises(CommandError, match=words):
        call_command("import_congress", folder, "--as-of", "2023-11-14")

    assert not Person.objects.exists()
    assert not Office.objects.exists()
    assert not Snapshot.objects.exists()


def test_a_term_begun_twice_is_a_fault(files):
    earlier, again = (
        "rep, start: '2005-01-04', end: '2007-01-03'",
        "sen, start: '2019-01-03', end: '2020-01-03'",
    )
    folder = files("2023", (earlier, again))

    with pytest.raises(
        Cannot, match=r"\[0\]\.terms\[1\]\.start: C000141 has a second term in the same chamber"
    ):
        read_congress(folder)


@pytest.mark.parametrize("text", ["", "[]", "{}", "# nothing here\n"])
@pytest.mark.parametrize(
    "name",
    ["legislators-current", "committees-current", "committee-membership-current", "executive"],
)
def test_an_empty_file_is_a_fault(files, name, text):
    folder = files("2023")
    (folder / f"{name}.yaml").write_text(text)

    with pytest.raises(Cannot, match=rf"{name}\.yaml, line 1: (expected a|the list is empty)"):
        read_congress(folder)


def test_a_missing_file_is_named(files):
    folder = files("2023")
    (folder / "executive.yaml").unlink()

    with pytest.raises(Cannot, match=r"executive\.yaml cannot be read: No such file or directory\."):
        read_congress(folder)


def test_a_file_that_is_no_text_is_named(files):
    folder = files("2023")
    (folder / "executive.yaml").write_bytes(b"\xff\xfe\x00\xd8")

    with pytest.raises(Cannot, match=r"executive\.yaml"):
        read_congress(folder)


def test_a_day_may_stand_with_and_without_quotes(files):
    members = read_congress(files("2023")).members

    assert members["R000584"].terms[0].held_to.isoformat() == "2027-01-03"
    assert members["R000595"].terms[0].held_to.isoformat() == "2029-01-03"


def test_other_files_have_another_fingerprint(files):
    one, same = read_congress(files("2023")), read_congress(files("2023", name="again"))

    other = read_congress(files("2023", ("rank: 12", "rank: 13"), name="other"))

    assert one.sha256 == same.sha256 != other.sha256


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_progress_is_shown_on_a_terminal_alone(files, db):
    folder, terminal, log = files("2023"), Terminal(), io.StringIO()

    call_command("import_congress", folder, "--as-of", "2023-11-14", stderr=terminal, stdout=io.StringIO())
    call_command("import_congress", folder, "--as-of", "2023-11-14", stderr=log, stdout=io.StringIO())

    assert "Reading legislators-current.yaml …" in terminal.getvalue()
    assert "Writing seats …" in terminal.getvalue()
    assert log.getvalue() == ""


def test_the_command_says_what_was_added_changed_and_ended(files, db):
    said = io.StringIO()
    call_command("import_congress", files("2023", name="2023"), "--as-of", "2023-11-14", stdout=io.StringIO())

    call_command("import_congress", files("2026", name="2026"), "--as-of", "2026-06-15", stdout=said)
    call_command("import_congress", files("2026", name="2026"), "--as-of", "2026-06-15", stdout=said)

    lines = said.getvalue().splitlines()
    assert lines[0] == "Imported as of 2026-06-15."
    assert "seats              4        2       3" in lines
    assert "2 committees have a new name; the former one is kept, with its last day." in lines
    assert "Known from before and not in these files: HSVC." in lines
    assert lines[-1] == "Already imported as of 2026-06-15: nothing added, changed or ended."


def test_a_day_that_is_none_is_refused_on_the_command_line(files):
    with pytest.raises(CommandError, match="as-of"):
        call_command("import_congress", files("2023"), "--as-of", "yesterday")
