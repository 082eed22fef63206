"""Which signer a line of titles belongs to, where signers stand beside each other. Pure.

Below their names stand their titles, below these the bodies whose officers they are; a title or a body too
long for its column goes on in the line below. Where columns have run together a line for one signer alone
stands by itself: it is his or hers whose line above is unfinished, else the last one's, since who comes first
signs for the body whose paper it is.
"""

import re
from dataclasses import dataclass, field, replace

from correspondence.intake.reading.cells import cut_at
from correspondence.intake.reading.person_names import cleaned, is_given, is_person
from correspondence.intake.reading.rows import Row
from correspondence.intake.reading.vocabulary import BEGINS_WITH_HONORIFIC, SIGNERS_TITLE

_CONTINUES = re.compile(r"^(?:and|of|for|the|on|in|to|&|or)\b")
_OPEN = re.compile(
    r"(?:,|\b(?:and|of|for|the|on|in|to|permanent|select|special|house|senate)|&|\bU\.?S\.)$", re.I
)
_BODY_WITHIN = re.compile(
    r"\b(?:(?:sub)?committee|caucus|commission|task force|delegation|office|bureau|department)\b", re.I
)
_OF_NO_TITLE = re.compile(r"\d|@|https?:|www\.|\.(?:gov|com|org)\b|[|_:]")
_SMALL = frozenset(["and", "of", "for", "the", "on", "in", "to", "with", "&"])
_CLOSE = 0.5  # lines: nothing stands between


@dataclass(slots=True)
class Signer:
    """One who signs: the rows, or parts of rows, of name and title; `also` are other spellings of the
    name."""

    name: Row
    title: list[Row] = field(default_factory=list)
    also: list[Row] = field(default_factory=list)
    column: float = 0.0

    @property
    def said(self):
        """The name as printed, honorifics off."""
        return cleaned(self.name.text)


def column_of(row, place, count):
    """Where a cell stands among those of its line."""
    return (row.indent + row.right) / 2 if row.placed else (place / count if count > 1 else 0.0)


def give(found, row, place, count):
    """Give a line of a title to the signer above it in its column; who that is, or None."""
    to = _above(found, row, place, count)
    if to is not None:
        to.title.append(row)
    return to


def _above(found, row, place, count):
    if not found:
        return None
    if not row.placed:
        return _above_typed(found, row, place, count)
    near = [s for s in found[-12:] if s.name.page == row.page and s.name.top <= row.top + 0.001]
    if not near:
        return found[-1]
    middle = (row.indent + row.right) / 2

    def away(signer):
        aside = min(abs(signer.name.indent - row.indent), abs(signer.column - middle))
        return (round(aside / 0.08), row.top - signer.name.top)

    return min(near, key=away)


def _above_typed(found, row, place, count):
    last = found[-1]
    together = [s for s in found[-4:] if s.name.tokens[0].line == last.name.tokens[0].line]
    if len(together) > 1 and len({s.name.indent for s in together}) == len(together):
        return min(together, key=lambda signer: abs(signer.name.indent - row.indent))
    if count > 1:
        column = column_of(row, place, count)
        return next((s for s in reversed(found[-8:]) if abs(s.column - column) < 0.01), last)
    unfinished = next((s for s in together if s.title and is_open(s.title[-1].text, row.text)), None)
    return unfinished or (together[0] if _CONTINUES.match(row.text) else last)


def is_open(title, following=""):
    """Whether a title is not at its end: "Chair, Subcommittee on", or "… Subcommittee" before "on Health"."""
    return bool(
        _OPEN.search(title)
        or (re.search(r"committee$", title, re.I) and re.match(r"^on\b", following))
        or (re.search(r"caucus$", title, re.I) and re.match(r"^(?:on|for)\b", following))
    )


def continued(found, titled, line, below):
    """The cells of a line that go on with the titles of the line above: (what is left, who was given more).

    `titled` are those whose titles stand on the line above, `below` is the next line.
    """
    if not titled:
        return line, []
    if len(line) == 1 and len(titled) > 1 and _ran_together(titled):
        return _continued_together(titled, line[0], below)
    alike = len(line) > 1 and len({row.text for row in line}) == 1
    left, more = [], []
    for place, row in enumerate(line):
        to = _above(found, row, place, len(line))
        if len(line) == len(titled) == 1 and not row.placed and row.indent == titled[0].title[-1].indent:
            to = titled[0]
        if to in titled and _goes_on(to, row, below, alike):
            _join(to, row)
            more.append(to)
        else:
            left.append(row)
    return left, more


def _ran_together(titled):
    first = titled[0].name
    return not first.placed and all(
        signer.name.tokens[0].line == first.tokens[0].line and signer.name.indent == first.indent
        for signer in titled
    )


def _continued_together(titled, row, below):
    words = [token.text for token in row.tokens]
    size = len(words) // len(titled)
    starts = range(0, len(words), size) if size and len(words) % len(titled) == 0 else ()
    if len({" ".join(words[at : at + size]) for at in starts}) == 1:
        parts = cut_at(row, starts)
        if all(_goes_on(to, part, below, True) for to, part in zip(titled, parts, strict=True)):
            for to, part in zip(titled, parts, strict=True):
                _join(to, part)
            return [], list(titled)
    unfinished = [to for to in titled if is_open(to.title[-1].text, row.text)]
    for to in [*unfinished[:1], titled[-1]]:
        if _goes_on(to, row, below, False):
            _join(to, row)
            return [], [to]
    return [row], []


def _goes_on(signer, row, below, alike):
    """Whether a line goes on with the title above it, rather than begin a title or a name."""
    text, title = row.text, signer.title[-1].text
    if _OF_NO_TITLE.search(text) or SIGNERS_TITLE.match(text) or BEGINS_WITH_HONORIFIC.match(text):
        return False
    if is_open(title, text) or (_CONTINUES.match(text) and row.gap < _CLOSE):
        return not (title.endswith(",") and is_person(text) and is_given(text.split()[0]))
    if row.gap >= _CLOSE or not _BODY_WITHIN.search(title) or len(text.split()) > 8:
        return False
    if any(not (word[:1].isupper() or word in _SMALL) for word in text.split()):
        return False
    if alike:
        return True
    if _BODY_WITHIN.search(text) or not re.search(r"\b(?:on|of|for)\s+\S", title, re.I):
        return False
    return not (is_person(text) and (is_given(text.split()[0]) or _has_titles(below)))


def _has_titles(line):
    return any(SIGNERS_TITLE.match(row.text) for row in line)


def _join(signer, row):
    last = signer.title[-1]
    signer.title[-1] = replace(
        last,
        tokens=last.tokens + row.tokens,
        indent=min(last.indent, row.indent),
        right=max(last.right, row.right),
        sure=min(last.sure, row.sure),
    )
