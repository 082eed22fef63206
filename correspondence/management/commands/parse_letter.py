"""Read a letter from a file and print what is proposed."""

import json
from datetime import date
from functools import cache

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from correspondence.intake.directory_as_of import directory_as_of
from correspondence.intake.opening.child import open_file
from correspondence.intake.opening.faults import CannotOpen
from correspondence.intake.reading.as_json import letter_as_json
from correspondence.intake.reading.letter import read_letter


class Command(BaseCommand):
    help = (
        "Read a letter (PDF, picture, Word file, mail or text) and print what it says. Nothing is stored. "
        "Names are held against the directory as of the letter's date; without a database, as printed."
    )
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="Print JSON.")
        parser.add_argument(
            "--as-of", type=_day, metavar="DAY", help="The day whose directory is meant (2023-11-29)."
        )

    def handle(self, *, file, as_of, **options):
        try:
            opened = open_file(file)
        except (CannotOpen, OSError) as fault:
            raise CommandError(str(fault)) from fault
        for note in opened.notes:
            self.stderr.write(note)
        letter = letter_as_json(read_letter(opened, self._directory, as_of), file)
        if options["json"]:
            self.stdout.write(json.dumps(letter, ensure_ascii=False, indent=1))
        else:
            self.stdout.write(_as_text(letter))

    @cache  # noqa: B019 - a command lives as long as its one letter
    def _directory(self, day):
        from correspondence.intake.reading.names import EMPTY

        try:
            return directory_as_of(day)
        except DatabaseError as fault:
            self.stderr.write(
                f"Names are as printed: the directory cannot be read ({fault}).".replace("\n", " ")
            )
            return EMPTY


def _day(text):
    return date.fromisoformat(text)


def _as_text(letter):
    lines = [
        f"Office:      {letter['office'] or '-'}",
        f"Date:        {letter['letter_date'] or '-'}",
        *(f"To:          {_person(person)}" for person in letter["to"]),
        *(f"Copy to:     {_person(person)}" for person in letter["cc"]),
        f"Subject:     {letter['subject'] or '-'}",
        f"Salutation:  {letter['salutation'] or '-'}",
        *(f"Signed by:   {_person(person)}" for person in letter["signatories"]),
    ]
    if letter["more_signatories"]:
        lines.append(f"             and {letter['more_signatories']} more")
    due = letter["deadline"]
    lines.append(f"Due:         {due['date'] or '-'}" + (f" ({due['phrase']})" if due["phrase"] else ""))
    lines.append("Requests:" if letter["requests"] else "Requests:    none")
    for request in letter["requests"]:
        number = f"{request['number']}. " if request["number"] else "- "
        lines.append(f"  {number}{request['text']}" + (f" [due {request['due']}]" if request["due"] else ""))
    return "\n".join(lines)


def _person(person):
    said = (person["name"], person["title"], person.get("organization"), person.get("address"))
    text = ", ".join(part for part in said if part)
    return text + (f" (read: {person['as_read']})" if person.get("as_read") else "")
