"""Those to whom a letter goes and who get a copy: name, title, body and address of each, from the lines.
Pure."""

import re
from dataclasses import dataclass, field

import usaddress

from correspondence.intake.reading.cells import cut_at, honorifics_begin, into_columns, printed_lines
from correspondence.intake.reading.person_names import cleaned, is_person, title_before_name
from correspondence.intake.reading.rows import Row
from correspondence.intake.reading.vocabulary import (
    BEGINS_BODY,
    BEGINS_TITLE,
    BEGINS_WITH_HONORIFIC,
    BODY_WORDS,
    DEGREE,
    HEAD_OF_TITLE,
    STATE,
    SUFFIX,
    SURE_HONORIFIC,
)

_LABEL_WITH_NOTE = re.compile(r"^cc\s*\([^)]{1,20}\)\s*:", re.I)
_LABEL_WORD = re.compile(r"^(?:[ceoé¢©€]{1,2}[ce¢][:;.]|cc|c\.c\.|cc:|c\.c\.:|to:)[:;.]?$", re.I)
_PLACE = re.compile(
    rf"^(?:[A-Z][\w.’' -]{{1,40}},?\s+(?:[A-Z]\.?\s?[A-Z]\.?|{STATE})\.?,?\s+\d{{5}}(?:[-–]\d{{4}})?\W*$|"
    rf"washington,?\s*d\.?\s?c\.?\W*(?:\d{{5}}.*)?$|\d{{5}}(?:[-–]\d{{4}})?\W*$|"
    rf"[A-Z][\w.’' -]{{1,40}},\s*(?:[A-Z]{{2}}|{STATE})\W*$)",
    re.I,
)
_STREET = re.compile(
    r"^(?:\d+[\w½-]*\b.{2,}|p\.?\s?o\.?\s*box\b.*|(?:room|rm\.?|suite|ste\.?|floor|mail\s?stop|ms|hq|"
    r"mail code|apt|unit|bldg)\b\.?\s*#?[\w-]+.*|"
    r"(?:one|two|three|four|five|eight|ten|eleven)\s+\w+.*(?:street|st\.?|avenue|plaza|drive|way|center|"
    r"square|place|boulevard).*|"
    r".*\b(?:office building|federal building|capitol building|courthouse|the capitol|u\.?s\.? capitol)\b.*|"
    r"attn:?.*|attention:?.*|c/o\b.*)$",
    re.I,
)
CONTINUES = re.compile(r"^(?:(?:and|of|for|the|to|in|on|or|with)\b|And\b|&\s)")
OPEN = re.compile(r"(?:,|\b(?:and|of|for|the|on|in|to|&|at))$", re.I)
_ONLY_HONORIFIC = re.compile(r"^the\s+honorable\W*$", re.I)
_COMPANY = re.compile(r"\b(?:Inc|LLC|L\.L\.C|Corp|Company|Co|Ltd|L\.P|LLP|PLC|N\.A)\b\.?$", re.I)
DIRT = re.compile(r"^[\W_]+$")


@dataclass(slots=True)
class Person:
    """What was found of one person: the rows, or parts of rows, of each part."""

    name: list[Row] = field(default_factory=list)
    title: list[Row] = field(default_factory=list)
    body: list[Row] = field(default_factory=list)
    address: list[Row] = field(default_factory=list)
    at: Row | None = None  # where the person begins: its column
    last: str = ""

    def add(self, what, row):
        getattr(self, what).append(row)
        self.last = what


def addressees(rows):
    """The people of an address block, in order; side by side or one below the other."""
    people, count = [], 1
    for line in printed_lines(rows):
        line = [part for row in line for part in entries(row)]
        cells = [cell for row in line for cell in _cells(row, count, len(line))]
        if _all_new(cells) or _begins_below(cells):
            count = len(cells)
        for place, cell in enumerate(cells):
            _place(people, cell, place if len(cells) > 1 else None, count)
    return [person for person in people if person.name or person.title or person.body]


def _cells(row, count, on_line):
    row = without_label(row)
    words = [token.text for token in row.tokens]
    named = honorifics_begin(words)
    if len(named) > 1 and named[0] == 0 and not row.text.count(","):
        return cut_at(row, named)
    return into_columns(row, count) if on_line == 1 else [row]


def entries(row):
    """Entries on one line, divided by semicolons."""
    words = [token.text for token in row.tokens]
    return cut_at(row, [at + 1 for at, word in enumerate(words) if word.endswith(";")])


def _all_new(cells):
    return len(cells) > 1 and all(begins_person(cell.text) for cell in cells)


_HOW_SENT = re.compile(
    r"^\(?(?:via|by)\s+(?:e-?mail|electronic mail|mail|fax|facsimile|hand)\)?\s*[:,–-]\s+", re.I
)


def _begins_below(cells):
    """Whether one person begins a block below others who stand side by side."""
    first = cells[0]
    return len(cells) == 1 and not first.placed and first.gap >= 1 and bool(SURE_HONORIFIC.match(first.text))


def without_label(row):
    row = _without_label(row)
    sent = _HOW_SENT.match(row.text)
    return row.cut(len(sent.group().split())) if sent else row


def _without_label(row):
    labelled = _LABEL_WITH_NOTE.match(" ".join(token.text for token in row.tokens[:5]))
    if labelled:
        return row.cut(len(labelled.group().split()))
    if row.tokens and _LABEL_WORD.match(row.tokens[0].text):
        return row.cut(2 if len(row.tokens) > 1 and row.tokens[1].text == ":" else 1)
    return row


def begins_person(text):
    """Whether a line begins a person: an honorific and a name, or a name by itself."""
    if SURE_HONORIFIC.match(text) or title_before_name(text.split()):
        return True
    return is_person(_first_part(text)) and not _COMPANY.search(text)


def _first_part(text):
    """What stands before the first comma that ends the name."""
    parts = [part.strip() for part in text.split(",")]
    name = parts[0]
    for part in parts[1:]:
        if SUFFIX.match(part) or DEGREE.match(part):
            name += ", " + part
        else:
            break
    return name


def _place(people, cell, column, count):
    text = cell.text
    if not cell.tokens or DIRT.match(text) or text.lower() in ("and", "&"):
        return
    person = _above(people, cell, column, count)
    if person is not None and person.last == "name" and _ONLY_HONORIFIC.match(person.name[-1].text):
        person.name = []
        read_inline(person, cell)
        return
    if _ONLY_HONORIFIC.match(text):
        people.append(Person(name=[cell], at=cell, last="name"))
        return
    if person is not None and is_address(text) and not SURE_HONORIFIC.match(text):
        _sort(person, cell)
        return
    if person is not None and not SURE_HONORIFIC.match(text) and _open_for_body(person, cell):
        _sort(person, cell)
        return
    if begins_person(text) and not (person and person.last == "title" and OPEN.search(person.title[-1].text)):
        people.append(Person(at=cell))
        read_inline(people[-1], cell)
        return
    if person is None or (person.address and cell.gap > 0.4 and not is_address(text)):
        if is_address(text) and person is None:
            return
        if person is None or BEGINS_TITLE.match(text) or BODY_WORDS.search(text):
            person = Person(at=cell)
            people.append(person)
    _sort(person, cell)


def _open_for_body(person, cell):
    """Whether a line without an honorific, close below, is rather the person's body: "Goldman Sachs"."""
    return bool(
        (person.name or person.title)
        and person.last != "name"
        and not (person.address or person.body)
        and cell.gap < 0.4
        and not title_before_name(cell.text.split())
        and not ("," in cell.text and not _COMPANY.search(cell.text))
    )


def _above(people, cell, column, count):
    """The person in whose column a line stands."""
    if not people:
        return None
    if column is not None and not cell.placed:
        return people[-count:][min(column, len(people) - 1, count - 1)]
    if cell.placed:
        near = [person for person in people[-6:] if person.at.placed and person.at.page == cell.page]
        beside = [p for p in near if abs(p.at.indent - cell.indent) < 0.06]
        if beside:
            return beside[-1]
        before = [p for p in near if p.at.indent <= cell.indent + 0.02]
        if before:
            closest = max(p.at.indent for p in before)
            return [p for p in before if abs(p.at.indent - closest) < 0.03][-1]
    if count > 1 and column is None:
        beside = people[-count:]
        return min(beside, key=lambda person: abs(person.at.indent - cell.indent))
    return people[-1]


def is_address(text):
    return bool(_PLACE.match(text) or _STREET.match(text))


def _sort(person, cell):
    """Add a line to what it is: title, body or address."""
    text = cell.text
    if is_address(text) and not (person.last == "title" and BEGINS_TITLE.match(text)):
        person.add("address", cell)
        return
    if person.last and CONTINUES.match(text) and person.last != "name":
        person.add(person.last, cell)
        return
    if person.last in ("title", "body") and OPEN.search(getattr(person, person.last)[-1].text.rstrip()):
        last = getattr(person, person.last)[-1].text
        if not last.endswith(",") or person.last == "body":
            person.add(person.last, cell)
            return
    if person.address and not BODY_WORDS.search(text) and not HEAD_OF_TITLE.search(text):
        person.add("address", cell)
        return
    for part in _title_and_body(cell):
        person.add("title" if is_title(part.text, person) else "body", part)


def is_title(text, person):
    if (
        BEGINS_TITLE.match(text)
        and HEAD_OF_TITLE.search(text)
        and not re.match(
            r"^(?:u\.?s\.?\s+|united states\s+)?"
            r"(?:district|regional|general services|executive office|trade)\b(?!.*(?:director|"
            r"administrator|commander|manager))",
            text,
            re.I,
        )
    ):
        return True
    if person.title and not HEAD_OF_TITLE.search(text):
        return False
    if BODY_WORDS.search(text):
        return bool(re.match(r"^(?:head|member|chief)\b", text, re.I))
    return not person.body


def _title_and_body(cell):
    """ "Director, National Weather Service" and "Secretary of State Department of State" in two."""
    words = [token.text for token in cell.tokens]
    text = cell.text
    if not (BEGINS_TITLE.match(text) or HEAD_OF_TITLE.search(text.split(",")[0])):
        return [cell]
    for at, word in enumerate(words[:-1], 1):
        rest = " ".join(words[at:])
        if word.endswith(",") and BODY_WORDS.search(rest) and not re.match(r"^(?:and|or)\b", rest):
            return cut_at(cell, [at])
    for at in range(1, len(words)):
        before, rest = words[at - 1], " ".join(words[at:])
        begins = re.match(
            r"(?:U\.?\s?S\.? )?(?:Department|Office|Bureau|Library|Agency) (?:of|for)\b|U\.?\s?S\.? [A-Z]|"
            r"(?:Federal|National|Internal|Social|Small|Environmental|Food|Centers?|Central|General) [A-Z]",
            rest,
        )
        if (
            begins
            and BODY_WORDS.search(rest)
            and not re.match(r"^(?:of|for|the|and|to|on|in|&|U\.?S\.?|States)$", before, re.I)
            and not before.endswith(",")
        ):
            return cut_at(cell, [at])
    return [cell]


def read_inline(person, cell):
    """A line that begins with a name: what follows on it is title, body and address."""
    words = [token.text for token in cell.tokens]
    begin = title_before_name(words)
    end = begin + _end_of_name(words[begin:])
    if begin:
        person.add("title", cell.cut(0, begin))
    person.add("name", cell.cut(begin, end))
    rest = cell.cut(end)
    if not rest.tokens:
        return
    place = _address_begins([token.text for token in rest.tokens])
    said, address = (rest.cut(0, place), rest.cut(place)) if place is not None else (rest, None)
    for part in parts_of(said):
        person.add("title" if is_title(part.text.strip(", "), person) else "body", part)
    if address is not None and address.tokens:
        person.add("address", address)


def parts_of(row):
    """The parts between commas: a title, then bodies; a comma within a name of several words stays."""
    if not row.tokens:
        return []
    words = [token.text for token in row.tokens]
    places = []
    for at, word in enumerate(words[:-1], 1):
        rest = " ".join(words[at:])
        if word.endswith(",") and not re.match(r"^(?:and|or|&|Inc|LLC|Jr)\b", rest):
            part = rest.split(",")[0]
            if BODY_WORDS.search(part) or HEAD_OF_TITLE.search(part) or BEGINS_TITLE.match(part):
                places.append(at)
    cut = cut_at(row, places)
    parts = []
    for part in cut:
        parts += _title_and_body(part)
    return parts


def _end_of_name(words):
    """How many words of a line are the person's name, honorifics and all."""
    honored = 0
    found = BEGINS_WITH_HONORIFIC.match(" ".join(words))
    if found:
        honored = len(found.group().split())
    at = honored
    while at < len(words):
        word = words[at]
        if word.endswith((",", ";")):
            following = words[at + 1] if at + 1 < len(words) else ""
            if SUFFIX.match(following.strip(",;")) or DEGREE.match(following.strip(",;")):
                at += 1
                continue
            if re.fullmatch(r"[A-Z],", word) and re.match(r"[A-Z][a-z]", following):
                at += 1  # an initial's stop, read as a comma
                continue
            return at + 1
        if SUFFIX.match(word) or (DEGREE.match(word) and "." in word and len(word) > 3):
            at += 1
            continue
        rest = " ".join(words[at:])
        if at >= honored + 1 and at - honored >= 1 and BEGINS_TITLE.match(rest) and at >= honored + 2:
            return at
        if at >= honored + 2 and BEGINS_BODY.match(rest) and BODY_WORDS.search(rest):
            return at
        if word in ("-", "–", "—"):
            return at
        at += 1
    return len(words)


def _address_begins(words):
    """The word at which an address begins on a line, or None. A street's number, a box, or a city and
    State."""
    for at, word in enumerate(words):
        rest = " ".join(words[at:])
        if re.match(r"^\d+\w*$", word) and re.search(
            r"\d{5}|\b(?:street|st|avenue|ave|drive|road|n\.?w|s\.?w|plaza)\b", rest, re.I
        ):
            return at
        if re.match(r"^P\.?\s?O\.? Box\b|^Washington,? D\.?\s?C\.?", rest):
            return at
    if not any(re.match(r"^\d{5}", word) for word in words):
        return None
    try:
        tagged, _ = usaddress.tag(" ".join(words)[:300])
    except usaddress.RepeatedLabelError:
        return None
    city = tagged.get("PlaceName", "")
    return next((at for at in range(len(words)) if city and " ".join(words[at:]).startswith(city)), None)


def joined(rows, between=" "):
    """What these rows say together, commas between parts put right."""
    text = ""
    for row in rows:
        part = row.text.strip(" ,;|:")
        if not part:
            continue
        text = f"{text}{between if not _open(text, part) else ' '}{part}" if text else part
    return re.sub(r"\s+", " ", text)


def _open(text, part):
    return bool(OPEN.search(text) or CONTINUES.match(part) or part[:1].islower())


def name_of(person):
    """The person's name as he or she is called; empty for a post without a name."""
    return cleaned(" ".join(row.text for row in person.name)) if person.name else ""
