"""The pages of what came in, as they stand beside the form: the picture, and its words over it.

The words are SVG text, as wide as on the picture: they can be selected, searched and read aloud, and need
no style of their own. A page without places is shown as its lines.
"""

import re

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import mark_safe

_WORD = re.compile(r"\S+")


def line_id(page, line):
    """The id of a line on the page, to which a link leads."""
    return f"p{page}-l{line}"


def sheet(page, picture):
    """One page; `picture` is the address of its image, or "" where there is none."""
    if not (page.width and page.height and picture):
        return _as_lines(page)
    width, height = _number(page.width), _number(page.height)
    lines = "".join(_line(page, n, line) for n, line in enumerate(page.lines))
    return format_html(
        '<svg class="sheet" id="p{}" data-page="{}" viewBox="0 0 {} {}" role="group" aria-label="Page {}">'
        '<g class="turning"><image href="{}" width="{}" height="{}" aria-hidden="true"/>'
        '<g class="lights" aria-hidden="true"></g>{}</g></svg>',
        page.number,
        page.number,
        width,
        height,
        page.number,
        picture,
        width,
        height,
        mark_safe(lines),
    )


def _line(page, n, line):
    box = line.box
    if box is None:
        return ""
    left, top = box.left * page.width, box.top * page.height
    high = (box.bottom - box.top) * page.height
    words = " ".join(_word(page, word) for word in line.words)
    return (
        f'<g class="on-line" id="{line_id(page.number, n)}"><rect class="lit" x="{_number(left - 2)}" '
        f'y="{_number(top - 1)}" width="{_number((box.right - box.left) * page.width + 4)}" '
        f'height="{_number(high + 2)}"/>'
        f'<text y="{_number(top + 0.8 * high)}" font-size="{_number(0.84 * high)}">{words}</text></g>'
    )


def _word(page, word):
    if word.box is None:
        return f"<tspan>{conditional_escape(word.text)}</tspan>"
    left = _number(word.box.left * page.width)
    wide = _number((word.box.right - word.box.left) * page.width)
    return (
        f'<tspan x="{left}" textLength="{wide}" lengthAdjust="spacingAndGlyphs">'
        f"{conditional_escape(word.text)}</tspan>"
    )


def _as_lines(page):
    lines = "".join(
        f'<p class="on-line" id="{line_id(page.number, n)}">{_words_of(line)}</p>'
        for n, line in enumerate(page.lines)
    )
    return format_html(
        '<div class="sheet text-sheet" id="p{}" data-page="{}" role="group" aria-label="Page {}">{}</div>',
        page.number,
        page.number,
        page.number,
        mark_safe(lines) or "Nothing could be read on this page.",
    )


def _words_of(line):
    text, last, made = line.text, 0, []
    for found in _WORD.finditer(text):
        made.append(
            f"{conditional_escape(text[last : found.start()])}<span>{conditional_escape(found[0])}</span>"
        )
        last = found.end()
    return "".join(made)


def _number(value):
    return f"{value:.1f}".removesuffix(".0")
