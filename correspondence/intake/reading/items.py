"""Whether a printed line begins an item of a list, and with which mark. Pure."""

import re

ENDS = re.compile(r"[.?!:;][”\"’')\]]{0,3}\d{0,2}$")
OPEN_END = re.compile(r"(?:[,;]|\b(?:and|or))$", re.I)
_ROMAN = r"[ivxlIVXL]{1,6}"
_MARK = re.compile(
    r"^(?P<mark>[•●○◦▪■‣⁃∙·*–—\-]|"
    r"(?:question|request|item|interrogatory|query)\s+(?:no\.\s*|"
    r"#\s*)?\d{1,3}(?:\s*\(?[a-z]\)?(?=[.:)]))?\s*[.:)]|"
    r"question\s+\d{1,3}\s+[a-z][.)]|"
    rf"(?:\(?\d{{1,3}}\s?(?:\([a-z]\)|[a-z])?[.)]|\d{{1,2}}\.\d{{1,2}}[.)]?|\(?(?:[A-Za-z]|"
    rf"(?P<twice>[a-z])(?P=twice))[.)]|\(?{_ROMAN}[.)])(?=[.:)\s]))"
    r"\s+(?=\S)",
    re.I,
)
# What type recognised in a picture makes of a bullet; "o" is one under another bullet.
_BULLET_READ_WRONGLY = re.compile(r"^(?P<mark>[e¢«»©®°+o§¥0¨¤])\s+(?=[A-Z“\"(a-z])")
_BULLETS = "•●○◦▪■‣⁃∙·*–—-"


def mark_of(row, before, after, broken, seen, width, in_list):
    """The list mark with which a row begins, or "". `seen` keeps the styles and values met so far."""
    text = row.text[:60]
    found = _MARK.match(text)
    possible = before is None or _may_begin_item(row, before, broken, width)
    if not found:
        wrong = _BULLET_READ_WRONGLY.match(text)
        if (
            wrong
            and possible
            and (
                (wrong["mark"] not in "oe0" and not wrong["mark"].isalpha())
                or (
                    wrong["mark"] in "oe0"
                    and before is not None
                    and (before.gap or row.gap or ENDS.search(before.text) or OPEN_END.search(before.text))
                )
            )
        ):
            return wrong["mark"]
        return ""
    mark = found["mark"]
    if mark in _BULLETS:
        if mark in "–—-" and not possible:
            return ""
        return mark if possible or mark in "•●○◦▪■‣" else ""
    if not possible:
        return ""
    values = _values(mark)
    if not values:
        return mark
    fresh = any(value == 1 for _, value in values)
    follows = any((style, value - 1) in seen or (style, value - 2) in seen for style, value in values)
    apart = row.gap > 0.3 or (row.placed and before is not None and row.indent > before.indent + 0.015)
    if not (fresh or follows or apart or in_list):
        return ""
    if any(style == "capital letter" for style, _ in values) and not (follows or fresh):
        return ""  # an initial: "J. Edgar Hoover"
    seen.update(values)
    return mark


def _may_begin_item(row, before, broken, width):
    last = before.text
    return bool(
        row.gap > 0.2 or ENDS.search(last) or OPEN_END.search(last) or broken or has_room(before, row, width)
    )


def _values(mark):
    """What a mark counts, in each style that it could be of: "(i)" is the ninth letter or the first
    number."""
    core = re.sub(r"^[^\w]+|[^\w]+$", "", mark)
    core = core.split()[-1] if core else ""
    values = []
    if core.isdigit():
        values.append(("number", int(core)))
    elif re.fullmatch(r"[a-zA-Z]", core):
        values.append(("capital letter" if core.isupper() else "letter", ord(core.lower()) - 96))
    if re.fullmatch(_ROMAN, core):
        values.append(("capital roman" if core.isupper() else "roman", _roman(core.lower())))
    return values


def _roman(text):
    worth = {"i": 1, "v": 5, "x": 10, "l": 50}
    total = 0
    for letter, following in zip(text, text[1:] + " ", strict=True):
        value = worth[letter]
        total += -value if worth.get(following, 0) > value else value
    return total


def has_room(before, row, width):
    """Whether the next word would have stood on the line before: then its writer ended the line on
    purpose."""
    word = row.tokens[0].text
    if before.placed:
        letters = max(len(before.text), 1)
        per_letter = (before.right - before.indent) / letters
        return before.right + (len(word) + 1) * per_letter < width - 0.012
    return len(before.text) + 1 + len(word) < width * 0.93
