"""Those who get a copy of a letter: one a line with what they are, or a block each as addressees have it.
Pure."""

import re
from dataclasses import replace

from correspondence.intake.reading.addressees import (
    CONTINUES,
    DIRT,
    OPEN,
    Person,
    begins_person,
    entries,
    is_address,
    is_title,
    parts_of,
    read_inline,
    without_label,
)
from correspondence.intake.reading.vocabulary import BEGINS_TITLE, BODY_WORDS, HEAD_OF_TITLE, SURE_HONORIFIC

_LABEL = re.compile(r"^(?:cc|c\.c\.|copy to|copies to|copy|to|with copies to|courtesy copy)\s*[:;.]?$", re.I)
_FILE = re.compile(
    r"^(?:(?:central|official|chron\w*|reading|subject) )?files?\W*$", re.I
)  # the sender's own
_HOW = re.compile(
    r"^(.*?)\s*[(\[](?:via|by|w/|w/o|with|without|email|e-mail|fax|electronic)\b[^)\]]*[)\]]\W*$", re.I
)
_NOTE = re.compile(
    r"^\d{1,2}\s+(?:[Ss]ee\b|Id\b|Ibid|Pub\.|[HS]\.\s|\d+ (?:U\.|C\.|F|Stat)|.*\(.*\d{4}\)\W*$)"
)
_STARTS_A_BODY = re.compile(
    r"^(?:(?:(?:Senate|House|Permanent|Select|Special|Joint) )*(?:Sub)?[Cc]ommittee on|"
    r"(?:U\.?S\.? )?Department of|Office of|Bureau of|U\.S\.)"
)


def copies(rows):
    """Those who get a copy: one a line with what they are, or a block each as addressees have it."""
    rows = [without_label(row) for row in rows]
    rows = [row for row in rows if row.tokens and not DIRT.match(row.text) and not _LABEL.match(row.text)]
    rows = [_without_note(part) for row in rows for part in entries(row)]
    rows = [row for row in rows if row.tokens and not _FILE.match(row.text)]
    people = []
    for row in rows:
        text = row.text
        person = people[-1] if people else None
        if _is_sentence(text) or _NOTE.match(text):
            break
        if (
            person
            and _is_body(person)
            and _STARTS_A_BODY.match(text)
            and not OPEN.search(person.body[-1].text)
        ):
            people.append(Person(body=[row], at=row, last="body"))
        elif person and _continues(person, row):
            _carry_on(person, row)
        elif begins_person(text):
            people.append(Person(at=row))
            read_inline(people[-1], row)
        elif person is None or _begins_post(text):
            people.append(Person(at=row))
            for part in parts_of(row):
                people[-1].add("title" if is_title(part.text.strip(", "), people[-1]) else "body", part)
        else:
            _carry_on(person, row)
    return [person for person in people if person.name or person.title or person.body]


def _without_note(row):
    """The row without a note on how it is sent: "(via e-mail)", "(w/ enclosure)"."""
    found = _HOW.match(row.text)
    return row.cut(0, len(found[1].split())) if found else row


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
    if OPEN.search(last) or CONTINUES.match(row.text):
        return True
    if person.name and not person.title and (BEGINS_TITLE.match(row.text) or is_address(row.text)):
        return not begins_person(row.text)
    hanging = (
        row.placed
        and person.at.placed
        and row.indent > person.at.indent + 0.012
        and row.page == person.at.page
    )
    return hanging and not begins_person(row.text) and person.at.tokens[0].index == 0


def _is_body(person):
    return bool(person.body) and not (person.name or person.title or person.address)


def _is_block(person, text):
    """Whether the person's first line is the name alone: then title and body stand on lines of their own."""
    return person.name[-1].text == person.at.text and (
        person.last != "name" or bool(BEGINS_TITLE.match(text) or BODY_WORDS.search(text))
    )


def _carry_on(person, row):
    text = row.text
    if is_address(text):
        person.add("address", row)
    elif (
        person.name
        and not person.address
        and not text[:1].isdigit()
        and not _STARTS_A_BODY.match(text)
        and not _is_block(person, text)
    ):
        whole = replace(person.at, tokens=person.at.tokens + row.tokens)  # a line that was wrapped
        person.name, person.title, person.body, person.last, person.at = [], [], [], "", whole
        read_inline(person, whole)
    elif person.last == "name" or (person.last == "title" and not OPEN.search(person.title[-1].text)):
        for part in parts_of(row):
            person.add("title" if is_title(part.text.strip(", "), person) else "body", part)
    elif person.last:
        person.add(person.last, row)
