"""The letter itself, set like a letter: letterhead, addressees, the text with each request marked in place.

Everything that somebody wrote is escaped here, before it is put together.
"""

import re
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from correspondence.core.finding_words import Body
from correspondence.directory.rules import state_name

_PARAGRAPHS = re.compile(r"\n[ \t]*\n\s*")
_ROSTER_LINE = re.compile(r"[^,]{3,60},[^,]{3,40}(?:,[^,]{3,40}){0,2}")
_ROSTER = 3  # lines that a block of members has at least
_A_WRAPPED_LINE = 55  # a line as long goes on in the next: it was broken by the paper's edge
_LIST_MARK = re.compile(r"\s*(?:[-–—*•●▪■◦○‣⁃\uf0b7\uf0a7]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{2,6})[.)]\s)", re.I)


@dataclass(frozen=True, slots=True)
class Marked:
    """A request as it is marked in the text: its number, tone, and where it stands, as HTML."""

    pk: int
    label: str
    tone: str
    state: SafeString


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the text: a paragraph, or a request that stands by itself (then `marked`)."""

    html: SafeString
    marked: Marked | None = None
    note: str = ""


def text_blocks(body, requests, due_phrase, due_note):
    """The body in blocks, and the requests whose words are not in it.

    `requests` are (words, Marked) pairs in their order. `due_note` says how the due phrase was read; it
    stands under the paragraph that has the phrase, else with the last block.
    """
    body = body.replace("\r\n", "\n").replace("\r", "\n")
    its = Body(body)
    spots = its.find_all([words for words, _ in requests])
    placed = sorted(
        ((spot, marked) for spot, (_, marked) in zip(spots, requests, strict=True) if spot),
        key=lambda pair: pair[0].starts,
    )
    missing = [marked.pk for spot, (_, marked) in zip(spots, requests, strict=True) if not spot]
    inline = [(spot.begins, spot.ends, marked) for spot, marked in placed if not spot.is_by_itself]
    phrase = its.find_last(due_phrase)
    if phrase and not any(spot.starts < phrase[1] and phrase[0] < spot.ends for spot, _ in placed):
        inline.append((*phrase, None))
        inline.sort(key=lambda one: one[0])
    blocks, at = [], 0
    for spot, marked in placed:
        if spot.is_by_itself:
            blocks += _paragraphs(body, at, spot.starts, inline, due_note)
            blocks.append(Block(_set(body, spot.starts, spot.ends, ()), marked))
            at = spot.ends
    blocks += _paragraphs(body, at, len(body), inline, due_note)
    return blocks, missing


def has_phrase(blocks):
    """Whether the due phrase was found, and its note stands with it."""
    return any(block.note for block in blocks)


def _paragraphs(body, begins, ends, inline, due_note):
    at = begins
    for gap in [*_PARAGRAPHS.finditer(body, begins, ends), None]:
        until = gap.start() if gap else ends
        if body[at:until].strip():
            its = [one for one in inline if one[0] < until and at < one[1]]
            has_phrase = any(marked is None and last <= until for _, last, marked in its)
            yield Block(_set(body, at, until, its), note=due_note if has_phrase else "")
        at = gap.end() if gap else ends


def _set(body, begins, ends, inline):
    """A stretch of the text as HTML, lines that the paper's edge broke put together again."""
    while begins < ends and body[begins].isspace():
        begins += 1
    while begins < ends and body[ends - 1].isspace():
        ends -= 1
    lines = _joined(body[begins:ends])
    html, at = [], begins
    for first, last, marked in inline:
        first, last = max(first, at), min(last, ends)
        if first >= last:
            continue
        html.append(_plain(lines[at - begins : first - begins]))
        words = _plain(lines[first - begins : last - begins])
        html.append(_marked(words, marked) if marked else f'<span class="due-phrase">{words}</span>')
        at = last
    html.append(_plain(lines[at - begins :]))
    return mark_safe("".join(html))


def _plain(text):
    return escape(text).replace("\n", "<br>")


def _marked(words, marked):
    tone = f" tone-{marked.tone}" if marked.tone else ""
    return (
        f'<span class="asked-inline{tone}" id="words-{marked.pk}">{place(marked)} '
        f'<span class="asked-words">{words}</span></span>'
    )


def place(marked):
    """The number beside the words of a request, which leads to its row of the ledger."""
    return mark_safe(
        f'<a class="place" href="#request-{marked.pk}">'
        f'<span class="visually-hidden">Request </span>{escape(marked.label)}'
        f'<span class="visually-hidden"> in the ledger</span></a>'
    )


def _joined(text):
    """The same text, as long, with a space for each line end that only the paper's edge made."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1]):
        after = lines[number + 1]
        goes_on = len(line.strip()) >= _A_WRAPPED_LINE and after.strip() and not _LIST_MARK.match(after)
        lines[number] = line + (" " if goes_on else "\n")
    return "".join(lines)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The head of the paper: columns of members, its first line, and those below it."""

    columns: list[list[str]]
    name: str
    lines: list[str]
    is_from_directory: bool = False


def letterhead(letter, seats):
    """The letterhead as written; its members from the directory, as of the letter's date, where it has none.

    `seats()` are asked only then.
    """
    columns, heading = [], []
    for block in re.split(r"\n\s*\n", letter.letterhead.replace("\r\n", "\n")):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if len(lines) >= _ROSTER and all(_ROSTER_LINE.fullmatch(line) for line in lines):
            columns.append(lines)
        else:
            heading += lines
    is_from_directory = False
    if not columns:
        columns = _columns(seats())
        is_from_directory = bool(columns)
    if not heading:
        heading = [letter.office.name]
    return Letterhead(columns, heading[0], heading[1:], is_from_directory)


def _columns(seats):
    sides = {}
    for seat in seats:
        clauses = [seat.name, state_name(seat.state), seat.title]
        sides.setdefault(seat.side, []).append(", ".join(filter(None, clauses)).upper())
    return list(sides.values())


def address_block(row):
    """The lines of an addressee, as written."""
    lines = [row.name, row.title, row.organization, *row.address.splitlines()]
    return [line.strip() for line in lines if line.strip()]
