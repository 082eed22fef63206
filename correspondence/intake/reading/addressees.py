"""Those to whom a letter goes and who get a copy: name, title, body and address of each, from the lines. Pure."""

import re
from dataclasses import dataclass, field, replace


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

_LABEL = re.compile(r"^(?:cc|c\.c\.|copy to|copies to|copy|to|with copies to|courtesy copy)\s*[:;.]?$", re.I)
_LABEL_WORD = re.compile(r"^(?:[ceoé¢©€]{1,2}[ce¢][:;.]|cc|c\.c\.|cc:|c\.c\.:|to:)[:;.]?$", re.I)
_PLACE = re.compile(
    rf"^(?:[A-Z][\w.’' -]{{1,40}},?\s+(?:[A-Z]\.?\s?[A-Z]\.?|{STATE})\.?,?\s+\d{{5}}(?:[-–]\d{{4}})?\W*$|"
    rf"washington,?\s*d\.?\s?c\.?\W*(?:\d{{5}}.*)?$|\d{{5}}(?:[-–]\d{{4}})?\W*$|[A-Z][\w.’' -]{{1,40}},\s*(?:[A-Z]{{2}}|{STATE})\W*$)",
    re.I,
)
_STREET = re.compile(
    r"^(?:\d+[\w½-]*\b.{2,}|p\.?\s?o\.?\s*box\b.*|(?:room|rm\.?|suite|ste\.?|floor|mail\s?stop|ms|hq|mail code|apt|unit|bldg)\b\.?\s*#?[\w-]+.*|"
    r"(?:one|two|three|four|five|eight|ten|eleven)\s+\w+.*(?:street|st\.?|avenue|plaza|drive|way|center|square|place|boulevard).*|"
    r".*\b(?:office building|federal building|capitol building|courthouse)\b.*|attn:?.*|attention:?.*)$",
    re.I,
)
_CONTINUES = re.compile(r"^(?:(?:and|of|for|the|to|in|on|or|with)\b|And\b|&\s)")
_OPEN = re.compile(r"(?:,|\b(?:and|of|for|the|on|in|to|&|at))$", re.I)
_STARTS_A_BODY = re.compile(
    r"^(?:(?:Sub)?[Cc]ommittee on|(?:U\.?S\.? )?Department of|Office of|Bureau of|U\.S\.)"
)
_ONLY_HONORIFIC = re.compile(r"^the\s+honorable\W*$", re.I)
_COMPANY = re.compile(r"\b(?:Inc|LLC|L\.L\.C|Corp|Company|Co|Ltd|L\.P|LLP|PLC|N\.A)\b\.?$", re.I)
_DIRT = re.compile(r"^[\W_]+$")


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
        cells = [cell for row in line for cell in _cells(row, count, len(line))]
        count = max(count if not _all_new(cells) else 1, len(cells)) if _all_new(cells) else count
        for place, cell in enumerate(cells):
            _place(people, cell, place if len(cells) > 1 else None, count)
    return [person for person in people if person.name or person.title or person.body]


def _cells(row, count, on_line):
    row = _without_label(row)
    words = [token.text for token in row.tokens]
    named = honorifics_begin(words)
    if len(named) > 1 and named[0] == 0 and not row.text.count(","):
        return cut_at(row, named)
    return into_columns(row, count) if on_line == 1 else [row]


def _all_new(cells):
    return len(cells) > 1 and all(_begins(cell.text) for cell in cells)


def _without_label(row):
    if row.tokens and _LABEL_WORD.match(row.tokens[0].text):
        return row.cut(2 if len(row.tokens) > 1 and row.tokens[1].text == ":" else 1)
    return row


def _begins(text):
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
    if not cell.tokens or _DIRT.match(text):
        return
    person = _above(people, cell, column, count)
    if person is not None and person.last == "name" and _ONLY_HONORIFIC.match(person.name[-1].text):
        person.name = []
        _inline(person, cell)
        return
    if _ONLY_HONORIFIC.match(text):
        people.append(Person(name=[cell], at=cell, last="name"))
        return
    if person is not None and _is_address(text) and not SURE_HONORIFIC.match(text):
        _sort(person, cell)
        return
    if person is not None and not SURE_HONORIFIC.match(text) and _open_for_body(person, cell):
        _sort(person, cell)
        return
    if _begins(text) and not (person and person.last == "title" and _OPEN.search(person.title[-1].text)):
        people.append(Person(at=cell))
        _inline(people[-1], cell)
        return
    if person is None or (person.address and cell.gap > 0.4 and not _is_address(text)):
        if _is_address(text) and person is None:
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
    return people[-count:][0] if count > 1 and column is None else people[-1]


def _is_address(text):
    return bool(_PLACE.match(text) or _STREET.match(text))


def _sort(person, cell):
    """Add a line to what it is: title, body or address."""
    text = cell.text
    if _is_address(text) and not (person.last == "title" and BEGINS_TITLE.match(text)):
        person.add("address", cell)
        return
    if person.last and _CONTINUES.match(text) and person.last != "name":
        person.add(person.last, cell)
        return
    if person.last in ("title", "body") and _OPEN.search(getattr(person, person.last)[-1].text.rstrip()):
        last = getattr(person, person.last)[-1].text
        if not last.endswith(",") or person.last == "body":
            person.add(person.last, cell)
            return
    if person.address and not BODY_WORDS.search(text) and not HEAD_OF_TITLE.search(text):
        person.add("address", cell)
        return
    for part in _title_and_body(cell):
        person.add("title" if _is_title(part.text, person) else "body", part)


def _is_title(text, person):
    if (
        BEGINS_TITLE.match(text)
        and HEAD_OF_TITLE.search(text)
        and not re.match(
            r"^(?:district|regional|general services|executive office|trade)\b(?!.*(?:director|administrator|commander|manager))",
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
            r"(?:U\.?\s?S\.? )?(?:Department|Office|Bureau|Library|Agency) (?:of|for)\b|U\.?\s?S\.? [A-Z]|(?:Federal|National|Internal|Social|Small|Environmental|Food|Centers?|Central|General) [A-Z]",
            rest,
        )
        if (
            begins
            and BODY_WORDS.search(rest)
            and not re.match(r"^(?:of|for|the|and|to|on|in|&)$", before, re.I)
            and not before.endswith(",")
        ):
            return cut_at(cell, [at])
    return [cell]


def _inline(person, cell):
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
    for part in _parts(said):
        person.add("title" if _is_title(part.text.strip(", "), person) else "body", part)
    if address is not None and address.tokens:
        person.add("address", address)


def _parts(row):
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
    """The word at which an address begins on a line, or None. A street's number, a box, or a city and State."""
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


# --- Copies ------------------------------------------------------------------------------------------------


def copies(rows):
    """Those who get a copy: one a line with what they are, or a block each as addressees have it."""
    rows = [_without_label(row) for row in rows]
    rows = [row for row in rows if row.tokens and not _DIRT.match(row.text) and not _LABEL.match(row.text)]
    rows = [part for row in rows for part in _entries(row)]
    people = []
    for row in rows:
        text = row.text
        person = people[-1] if people else None
        if _is_sentence(text):
            break
        if person and _continues(person, row):
            _carry_on(person, row)
        elif _begins(text):
            people.append(Person(at=row))
            _inline(people[-1], row)
        elif person is None or _begins_post(text):
            people.append(Person(at=row))
            for part in _parts(row):
                people[-1].add("title" if _is_title(part.text.strip(", "), people[-1]) else "body", part)
        else:
            _carry_on(person, row)
    return [person for person in people if person.name or person.title or person.body]


def _entries(row):
    """Entries on one line, divided by semicolons."""
    words = [token.text for token in row.tokens]
    return cut_at(row, [at + 1 for at, word in enumerate(words) if word.endswith(";")])


def _is_sentence(text):
    words = text.split()
    small = sum(
        word.strip(".,") in ("for", "is", "are", "not", "a", "this", "was", "were", "will", "by")
        for word in words
    )
    return text.endswith(".") and len(words) > 5 and small >= 2


def _begins_post(text):
    first = text.split(",")[0]
    return bool(BEGINS_TITLE.match(first) and HEAD_OF_TITLE.search(first)) and not re.match(r"^and\b", text)


def _continues(person, row):
    last = (person.address or person.body or person.title or person.name)[-1].text
    if SURE_HONORIFIC.match(row.text):
        return False
    if _OPEN.search(last) or _CONTINUES.match(row.text):
        return True
    if person.name and not person.title and (BEGINS_TITLE.match(row.text) or _is_address(row.text)):
        return True
    hanging = (
        row.placed
        and person.at.placed
        and row.indent > person.at.indent + 0.012
        and row.page == person.at.page
    )
    return hanging and not _begins(row.text) and person.at.tokens[0].index == 0


def _carry_on(person, row):
    text = row.text
    if _is_address(text):
        person.add("address", row)
    elif person.name and not person.address and not text[:1].isdigit() and not _STARTS_A_BODY.match(text):
        whole = replace(person.at, tokens=person.at.tokens + row.tokens)  # a line that was wrapped
        person.name, person.title, person.body, person.last, person.at = [], [], [], "", whole
        _inline(person, whole)
    elif person.last == "name" or (person.last == "title" and not _OPEN.search(person.title[-1].text)):
        for part in _parts(row):
            person.add("title" if _is_title(part.text.strip(", "), person) else "body", part)
    elif person.last:
        person.add(person.last, row)


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
    return bool(_OPEN.search(text) or _CONTINUES.match(part) or part[:1].islower())


def name_of(person):
    """The person's name as he or she is called; empty for a post without a name."""
    return cleaned(" ".join(row.text for row in person.name)) if person.name else ""
