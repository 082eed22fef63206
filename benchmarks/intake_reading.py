"""How well letters are read, and how fast: `python -m benchmarks.intake_reading FOLDER [--suffix .pdf]`.

FOLDER holds letters, and beside each a JSON of the same name with what a careful person reads from it, in the
form that `manage.py parse_letter --json` prints. Figures are from 0 to 1: dates exactly; office, salutation
and
names by how alike they are; people and requests as F1 over pairs; a deadline by its day, else by its phrase.
A
field that the truth leaves empty counts only where "none" is an answer (copies, requests, deadline).
Names are corrected by the directory of the database that the settings name; say which was loaded.
"""

import argparse
import json
import os
import re
import statistics
import sys
import time
from difflib import SequenceMatcher
from pathlib import Path

FIELDS = ("letter_date", "office", "signatories", "to", "cc", "salutation", "requests", "numbers", "deadline")
_TITLES = re.compile(
    r"\b(?:the honorable|hon|"
    r"honorable|mr|mrs|ms|miss|dr|senator|sen|representative|rep|secretary|administrator|"
    r"director|"
    r"lieutenant|brigadier|major|colonel|captain|vice|rear|general|gen|admiral|adm|ambassador|amb|jr|sr|ii|iii|iv|esq)\b"
)


def plain(text):
    """Small letters, figures and single spaces."""
    return " ".join(re.sub(r"[^a-z0-9 ]", " ", (text or "").lower()).split())


def alike(one, other):
    """How alike two texts are, 0 to 1; an empty one is like an empty one only."""
    if not one or not other:
        return float(one == other)
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def paired(truth, read, bound, form=plain):
    """F1 of a one-to-one pairing of texts that are at least so much alike, the best first, and the pairs."""
    if not truth and not read:
        return 1.0, []
    found = sorted(
        ((alike(form(t), form(r)), i, j) for i, t in enumerate(truth) for j, r in enumerate(read)),
        reverse=True,
    )
    left, right, pairs = set(), set(), []
    for figure, i, j in found:
        if figure >= bound and i not in left and j not in right:
            left.add(i)
            right.add(j)
            pairs.append((i, j))
    return 2 * len(pairs) / (len(truth) + len(read)), pairs


def person(row):
    """A person's name without titles; the title or body of a post without a name."""
    said = plain(row.get("name") or row.get("title") or row.get("organization"))
    return " ".join(_TITLES.sub(" ", said).split()) or said


def measured(truth, read):
    """The figure of each field that is measured."""
    figures = {}
    if truth.get("letter_date"):
        figures["letter_date"] = float(truth["letter_date"] == read.get("letter_date"))
    for field, bound in (("office", 0.8), ("salutation", 0.9)):
        if truth.get(field):
            figures[field] = float(alike(plain(truth[field]), plain(read.get(field))) >= bound)
    for field in ("signatories", "to", "cc"):
        mine, theirs = ([person(row) for row in side.get(field) or []] for side in (truth, read))
        figures[field] = paired(mine, theirs, 0.88)[0]
    asked, found = truth.get("requests") or [], read.get("requests") or []
    figures["requests"], pairs = paired([row["text"] for row in asked], [row["text"] for row in found], 0.8)
    numbered = [(asked[i]["number"], found[j]["number"]) for i, j in pairs if asked[i].get("number")]
    if numbered:
        figures["numbers"] = sum(plain(one) == plain(other) for one, other in numbered) / len(numbered)
    figures["deadline"] = _deadline(truth.get("deadline") or {}, read.get("deadline") or {})
    return figures


def _deadline(truth, read):
    if truth.get("date"):
        return float(truth["date"] == read.get("date"))
    if not truth.get("phrase"):
        return float(not read.get("date") and not read.get("phrase"))
    one, other = plain(truth["phrase"]), plain(read.get("phrase"))
    return float(bool(other) and (one in other or other in one or alike(one, other) >= 0.7))


def main():
    """Read each letter of the folder, and print a line for each and the means."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--suffix", default=".txt", help="which file beside the JSON is read (.pdf)")
    parser.add_argument("--without-directory", action="store_true", help="correct nothing by the directory")
    given = parser.parse_args()

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "correspondence.settings")
    import django

    django.setup()
    from django.db import DatabaseError

    from correspondence.intake.directory_as_of import directory_as_of
    from correspondence.intake.opening.child import open_file
    from correspondence.intake.reading.as_json import letter_as_json
    from correspondence.intake.reading.letter import read_letter
    from correspondence.intake.reading.names import EMPTY

    def directory(day):
        try:
            return directory_as_of(day)
        except DatabaseError:
            return EMPTY

    rows, seconds = {}, []
    for file in sorted(given.folder.glob("*.json")):
        truth = json.loads(file.read_text(encoding="utf-8"))
        letter = file.with_suffix(given.suffix)
        if "requests" not in truth or not letter.exists():
            continue
        opened = open_file(letter)
        began = time.perf_counter()
        read = read_letter(opened, None if given.without_directory else directory)
        seconds.append((time.perf_counter() - began) / max(len(opened.pages), 1))
        rows[file.stem] = measured(truth, letter_as_json(read, letter))
    if not rows:
        sys.exit(f"No letters with a JSON beside them in {given.folder}.")
    _print(rows, seconds)


def _print(rows, seconds):
    print("letter".ljust(30) + "".join(field[:8].rjust(9) for field in FIELDS))
    for name, figures in rows.items():
        cells = (f"{figures[field]:.2f}" if field in figures else "-" for field in FIELDS)
        print(name[:29].ljust(30) + "".join(cell.rjust(9) for cell in cells))
    means = {
        field: statistics.mean(row[field] for row in rows.values() if field in row)
        for field in FIELDS
        if any(field in row for row in rows.values())
    }
    print("mean".ljust(30) + "".join((f"{means[f]:.3f}" if f in means else "-").rjust(9) for f in FIELDS))
    print(f"overall {statistics.mean(means.values()):.3f} over {len(rows)} letters")
    print(
        f"told from opened text in {statistics.median(seconds) * 1000:.0f} ms a page (median), "
        f"{max(seconds) * 1000:.0f} at most"
    )


if __name__ == "__main__":
    main()
