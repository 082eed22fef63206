"""The lanes of a timeline as SVG: made by the server, without script or inline style.

Nothing in it comes from a person: numbers, our own marks, and months.
"""

from collections import defaultdict

from django.templatetags.static import static
from django.utils.safestring import mark_safe

from correspondence.timeline.lanes import HEAD, SIDE_BY_SIDE

_MARK, _BAR = 16, 20  # px
_TO_THE_BAR = 18  # px from the left of the arrow of an extension to its bar, which stands on the day
_FULL = {"sent", "answer", "contact"}  # through the others the lane would show
_LEGEND = (
    ("mark", "sent", "sent"),
    ("mark", "due", "due"),
    ("mark", "extended", "extended to"),
    ("mark", "moved", "moved to another agency"),
    ("mark", "reply", "reply, not an answer"),
    ("mark", "unjudged", "not judged yet"),
    ("mark", "partial", "partial"),
    ("mark", "answer", "answer"),
    ("mark", "settled", "settled"),
    ("mark", "open", "reopened"),
    ("mark", "draft", "draft"),
    ("mark", "reminder", "reminder"),
    ("mark", "contact", "contact"),
    ("line", "late", "overdue now"),
    ("line", "was_late", "was overdue"),
    ("line", "paused", "clock paused"),
    ("line", "ahead", "ahead"),
)


def lanes_svg(drawing):
    """The drawing as an SVG element as wide as its place, with percent across and pixels down."""
    bottom = drawing.height - 4
    side = ' dx="-5" text-anchor="end"' if drawing.today > 50 else ' dx="5"'
    parts = [
        f'<svg class="lanes-drawing" width="100%" height="{drawing.height}" role="img" '
        f'aria-labelledby="lanes-title lanes-about"><title id="lanes-title">Timeline drawn as lanes</title>'
        f'<desc id="lanes-about">The list of events tells the same.</desc>'
    ]
    parts += [_tick(tick, bottom) for tick in drawing.ticks]
    parts += _lines(drawing.lines)
    parts += _marks([bar for bar in drawing.bars if bar.name == "due"], _BAR)
    parts += _marks([bar for bar in drawing.bars if bar.name != "due"], _BAR, middle=_TO_THE_BAR)
    parts.append(
        f'<line class="today" x1="{drawing.today}%" x2="{drawing.today}%" y1="{HEAD - 18}" y2="{bottom}"/>'
        f'<text class="today" x="{drawing.today}%" y="{HEAD - 10}"'
        f"{side}>Today</text>"
    )
    hollow = [mark for mark in drawing.marks if mark.name not in _FULL]
    parts += [
        f'<circle class="behind" cx="{mark.x}%" cy="{mark.y}" r="6"{_beside(mark)}/>' for mark in hollow
    ]
    parts += _marks(drawing.marks, _MARK)
    parts.append("</svg>")
    return mark_safe("".join(parts))


def _tick(tick, bottom):
    minor = " minor" if tick.is_minor else ""
    line = f'<line class="tick{minor}" x1="{tick.x}%" x2="{tick.x}%" y1="0" y2="{bottom}"/>'
    if not tick.words:
        return line
    narrow = f'<tspan class="narrow">{tick.narrow}</tspan>' if tick.narrow else ""
    return f'{line}<text class="month{minor}" x="{tick.x}%" dx="4" y="11">{tick.words}{narrow}</text>'


def _lines(lines):
    looks = defaultdict(list)
    for line in lines:
        looks[line.look].append(f'<line x1="{line.begins}%" x2="{line.ends}%" y1="{line.y}" y2="{line.y}"/>')
    for look, drawn in looks.items():
        yield f'<g class="{look}">{"".join(drawn)}</g>'


def _marks(marks, size, middle=None):
    """Uses of the sprite by tone, each with its middle on its day and lane."""
    sprite, tones = static("img/marks.svg"), defaultdict(list)
    for mark in marks:
        tones[mark.tone].append(
            f'<use href="{sprite}#{mark.name}" x="{mark.x}%" y="{mark.y}" width="{size}" height="{size}"'
            f"{_beside(mark)}/>"
        )
    for tone, drawn in tones.items():
        tone = f' class="tone-{tone}"' if tone else ""
        yield f'<g{tone} transform="translate(-{middle or size // 2} -{size // 2})">{"".join(drawn)}</g>'


def _beside(mark):
    return f' transform="translate({mark.beside * SIDE_BY_SIDE})"' if mark.beside else ""


def legend(drawing):
    """(kind, name, words) of the marks and lines that occur in the drawing, in the order of the alphabet."""
    return [entry for entry in _LEGEND if entry[1] in drawing.looks]
