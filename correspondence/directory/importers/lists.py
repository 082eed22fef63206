"""The agencies and officials that come with the product, as plain values."""

from dataclasses import dataclass
from pathlib import Path

from correspondence.directory.importers.congress import PublishedPerson, PublishedPost, bioguide_id_at
from correspondence.directory.importers.files import bytes_of, parsed

_DATA = Path(__file__).parent.parent / "data"


@dataclass(frozen=True)
class PublishedAgency:
    """An agency of the product's own list; `parent` is the name of the agency it is part of."""

    name: str
    kind: str
    acronym: str = ""
    aliases: str = ""
    parent: str | None = None
    federal_register_slug: str | None = None
    cgac: str = ""
    address: str = ""


def read_agencies():
    """The agencies that come with the product, parents before their bureaus."""
    return [_agency(row) for row in _own("agencies.yaml").rows(needed=True)]


def read_officials():
    """The posts that come with the product."""
    return [_official(row) for row in _own("officials.yaml").rows(needed=True)]


def _agency(row):
    return PublishedAgency(
        name=row["name"].text(200),
        kind=row["kind"].one_of("department", "bureau", "independent", "other"),
        acronym=row.get("acronym").text(20, needed=False),
        aliases="\n".join(alias.text(200) for alias in row.get("aliases").rows()),
        parent=row.get("part_of").text(200, needed=False) or None,
        federal_register_slug=row.get("slug").text(120, needed=False) or None,
        cgac=row.get("cgac").text(3, needed=False),
        address=row.get("address").text(1000, needed=False),
    )


def _official(row):
    bioguide = row.get("bioguide")
    return PublishedPost(
        person=PublishedPerson(
            name=row["name"].text(200),
            first_name=row["first"].text(100),
            last_name=row["last"].text(100),
            bioguide_id=bioguide_id_at(bioguide) if bioguide.value is not None else None,
        ),
        agency=row["agency"].text(200),
        title=row["title"].text(200),
        held_from=row.get("from").day() if row.get("from").value else None,
        held_to=row.get("to").day() if row.get("to").value else None,
    )


def _own(name):
    return parsed(_DATA / name, bytes_of(_DATA / name))
