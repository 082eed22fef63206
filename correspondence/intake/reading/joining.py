"""The words of printed lines joined to text: words cut at a line's end made whole, footnote marks taken off.
Pure."""

import re
from statistics import median

from correspondence.intake.reading.items import ENDS
from correspondence.intake.reading.lines import Paragraph, Piece

_FOOTNOTE_MARK = re.compile(r"(?<=[a-zA-Z)”’\"'])([.,;:?!]?[”\"’]?)(\d{1,2})$")
_FOOTNOTE_AFTER_STOP = re.compile(r"(?<=[a-zA-Z0-9)”’\"'][.,;?])[!*‘’'°?](?=$)|(?<=[.,;])[?!*]$")
# What type recognised in a picture makes of dirt beside a line that has ended.
_SPECK = re.compile(r"^[.,:;'‘’|*~_°`\"]{1,2}$")
_RAISED = re.compile(r"(?<=\S)[¹²³⁰-⁹]{1,3}$|^[¹²³⁰-⁹]{1,3}$")
_CUT = re.compile(r"(?P<first>[A-Za-z’']+)(?:[-\u00ad\ufffe\u2010\x02])$")
# First parts of words that are written with a hyphen: "long-term", "decision-making".
_COMPOUNDS = re.compile(
    r"(?:long|short|well|self|non|co|ex|pre|post|anti|multi|inter|intra|semi|sub|cross|high|low|full|"
    r"part|time|real|year|month|week|day|side|follow|up|over|out|in|on|off|by|one|two|three|four|"
    r"five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|decision|policy|tax|law|cost|"
    r"data|quality|risk|rule|state|federal|public|private|third|first|second|fourth|large|small|wide|"
    r"far|near|mid|all|end|so|vice|under|dash|early|late|old|new|open|closed|cyber|health|care|work|"
    r"life|call|hand|land|ground|air|sea|war|peace|trade|fact|face|whole|half|cease)"
)


def paragraph_of(rows, mark, part, heading, words):
    tokens = [(row, token, at == len(row.tokens) - 1) for row in rows for at, token in enumerate(row.tokens)]
    tokens = tokens[len(mark.split()) :] if mark else tokens
    text, pieces = "", []
    glue = False
    for place, (row, token, last) in enumerate(tokens):
        said = _without_footnote_mark(token, row)
        if not said or (text and _SPECK.match(said) and ENDS.search(text) and last):
            continue
        following = tokens[place + 1][1].text if place + 1 < len(tokens) else ""
        cut = _CUT.search(said) if last and following else None
        if cut and following[:1].islower():
            said = said[:-1] if not _keeps_hyphen(cut["first"], following, words) else said
        said = said.replace("\u00ad", "").replace("\ufffe", "-").replace("\x02", "-")
        if text and not glue:
            text += " "
        start = len(text)
        text += said
        pieces.append(Piece(start, len(text), row.page, token.line, token.index))
        glue = (bool(cut) and following[:1].islower()) or bool(
            last
            and re.search(r"\w[–—-]$|\w/$", said)
            and following[:1].isalnum()
            and not re.search(r"\s[–—-]$", said)
        )
    letters = sum(len(row.text) for row in rows)
    sure = sum(row.sure * len(row.text) for row in rows) / letters if letters else 1.0
    return Paragraph(
        text,
        mark,
        round(rows[0].indent, 4),
        rows[0].page,
        part,
        heading,
        tuple(pieces),
        round(sure, 3),
    )


def _keeps_hyphen(first, following, words):
    """Whether a word cut at a line's end is written with a hyphen ("side-by-side") and not merely cut."""
    second = re.match(r"[A-Za-z’'-]*", following).group().lower()
    first = first.lower()
    if f"{first}-{second}" in words:
        return True
    if first + second in words:
        return False
    return _COMPOUNDS.fullmatch(first) or (
        first in words and second in words and len(first) > 3 and len(second) > 3
    )


def _without_footnote_mark(token, row):
    """A word without the raised number behind it: "coverage.1"."""
    said = token.text
    if token.box and re.fullmatch(r"\d{1,2}", said) and row.size and len(row.tokens) > 1:
        sizes = [t.box.bottom - t.box.top for t in row.tokens if t.box and len(t.text) > 2]
        height = token.box.bottom - token.box.top
        if sizes and height < 0.75 * median(sizes) and token is not row.tokens[0]:
            return ""
    said = _RAISED.sub("", said)
    said = _FOOTNOTE_AFTER_STOP.sub("", said)
    return _FOOTNOTE_MARK.sub(_keep_stop, said) if re.search(r"[a-z]{2}", said) else said


def _keep_stop(found):
    # "DS11" or "B1" is a name; a raised number follows a stop, a quote, or a word in small letters
    before = found.string[max(found.start() - 2, 0) : found.start()]
    if found.group(1) or re.fullmatch(r"[a-z]{2}", before):
        return found.group(1)
    return found.group()
