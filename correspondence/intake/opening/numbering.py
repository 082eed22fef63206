"""The numbers of Word's automatic lists, as Word shows them: "1.", "(a)", "iv.", "•".

Word does not store them: they follow from the list that a paragraph belongs to, itself or through its style,
and from the paragraphs before it (ECMA-376, part 1, 17.9).
"""

from dataclasses import dataclass, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BULLETS = {  # characters of Symbol and Wingdings, by what they look like
    "\uf0b7": "•",
    "·": "•",
    "\uf0a7": "▪",
    "§": "▪",
    "\uf02d": "–",
    "\uf0d8": "➢",
    "Ø": "➢",
    "\uf0fc": "✓",
    "ü": "✓",
    "\uf071": "□",
    "q": "□",
}
_DEEPEST = 9  # levels; Word knows no more
_HIGHEST = 100_000


@dataclass
class Level:
    """How one level of a list counts."""

    style: str = "decimal"
    text: str = ""
    start: int = 1
    restart: int | None = None  # the level (from 1) after which it starts again; 0: never
    is_legal: bool = False


@dataclass
class _List:
    abstract: str
    levels: dict = field(default_factory=dict)
    starts: dict = field(default_factory=dict)  # of this list's own, by level


class Numbering:
    """Counts a document's lists; ask for each paragraph once, in order."""

    def __init__(self, numbering, styles):
        self._lists = _lists(numbering) if numbering is not None else {}
        self._styles = styles
        self._counts = {}  # by abstract list: {level: number}
        self._begun = set()

    def level_of(self, paragraph):
        """A paragraph's list and its level from 0; None where it is in none."""
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        found = _reference(own)
        inherited = (
            self._styles.get(style.get(f"{W}val"), (None, None)) if style is not None else (None, None)
        )
        number = found[0] if found[0] is not None else inherited[0]
        level = found[1] if found[1] is not None else inherited[1]
        if number is None or number == "0" or number not in self._lists:
            return None
        level = min(max(level or 0, 0), _DEEPEST - 1)
        return (number, level) if level in self._lists[number].levels else None

    def mark(self, paragraph):
        """The paragraph's number or bullet as Word shows it, and its level; ("", 0) where it has none."""
        found = self.level_of(paragraph)
        if found is None:
            return "", 0
        number, level = found
        its = self._lists[number]
        counts = self._counts.setdefault(its.abstract, {})
        if (number, level) not in self._begun:
            self._begun.add((number, level))
            if level in its.starts:
                counts[level] = its.starts[level] - 1
        counts[level] = counts.get(level, its.levels[level].start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            after = its.levels[deeper].restart if deeper in its.levels else None
            if after != 0 and (after is None or level < after):
                del counts[deeper]
        return self._shown(its, level, counts), level

    def _shown(self, its, level, counts):
        rule = its.levels[level]
        if rule.style == "bullet":
            return _BULLETS.get(rule.text.strip(), rule.text.strip()) or "•"
        if rule.style == "none" and "%" not in rule.text:
            return rule.text.strip()
        text = rule.text
        for place in range(_DEEPEST):
            if f"%{place + 1}" in text:
                other = its.levels.get(place, rule)
                style = "decimal" if rule.is_legal else other.style
                text = text.replace(f"%{place + 1}", counted(counts.get(place, other.start), style))
        return text.strip()


def counted(number, style):
    """A number in one of Word's ways to count."""
    number = min(max(number, 0), _HIGHEST)
    match style:
        case "lowerLetter" | "upperLetter":
            letter = chr(ord("a") + (number - 1) % 26) * min(1 + (number - 1) // 26, 40) if number else ""
            return letter.upper() if style == "upperLetter" else letter
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman.upper() if style == "upperRoman" else roman
        case "decimalZero":
            return f"{number:02}"
        case "ordinal":
            ending = (
                "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
            )
            return f"{number}{ending}"
        case "none":
            return ""
    return str(number)


def _roman(number):
    if number > 3999:
        return str(number)
    found = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        found += letters * (number // value)
        number %= value
    return found


def styles_with_numbers(styles):
    """The list and level that each paragraph style brings, looked up through the styles it is based on."""
    if styles is None:
        return {}
    own, based = {}, {}
    for style in styles.iter(f"{W}style"):
        name = style.get(f"{W}styleId")
        own[name] = _reference(style.find(f"{W}pPr/{W}numPr"))
        base = style.find(f"{W}basedOn")
        based[name] = base.get(f"{W}val") if base is not None else None
    found = {}
    for name in own:
        number, level = own[name]
        seen, parent = {name}, based[name]
        while number is None and parent in own and parent not in seen:
            seen.add(parent)
            number, inherited = own[parent]
            level = inherited if level is None else level
            parent = based[parent]
        found[name] = (number, level)
    return found


def _reference(properties):
    if properties is None:
        return None, None
    number, level = properties.find(f"{W}numId"), properties.find(f"{W}ilvl")
    return (
        number.get(f"{W}val") if number is not None else None,
        _whole(level.get(f"{W}val")) if level is not None else None,
    )


def _lists(numbering):
    abstracts, links = {}, {}
    for abstract in numbering.iter(f"{W}abstractNum"):
        name = abstract.get(f"{W}abstractNumId")
        abstracts[name] = {
            _whole(level.get(f"{W}ilvl")): _level(level) for level in abstract.findall(f"{W}lvl")
        }
        if (style := abstract.find(f"{W}styleLink")) is not None:
            links[style.get(f"{W}val")] = name
    for abstract in numbering.iter(f"{W}abstractNum"):
        link = abstract.find(f"{W}numStyleLink")
        if link is not None and links.get(link.get(f"{W}val")) in abstracts:
            abstracts[abstract.get(f"{W}abstractNumId")] = abstracts[links[link.get(f"{W}val")]]
    found = {}
    for number in numbering.iter(f"{W}num"):
        abstract = number.find(f"{W}abstractNumId")
        name = abstract.get(f"{W}val") if abstract is not None else None
        its = _List(name, dict(abstracts.get(name, {})))
        for override in number.findall(f"{W}lvlOverride"):
            place = _whole(override.get(f"{W}ilvl"))
            if (level := override.find(f"{W}lvl")) is not None:
                its.levels[place] = _level(level)
            if (start := override.find(f"{W}startOverride")) is not None:
                its.starts[place] = _whole(start.get(f"{W}val"))
        found[number.get(f"{W}numId")] = its
    return found


def _level(level):
    def said(name, default):
        element = level.find(f"{W}{name}")
        return default if element is None else element.get(f"{W}val", default)

    legal = level.find(f"{W}isLgl")
    restart = level.find(f"{W}lvlRestart")
    return Level(
        style=said("numFmt", "decimal"),
        text=said("lvlText", "")[:200],
        start=_whole(said("start", "1")),
        restart=_whole(restart.get(f"{W}val")) if restart is not None else None,
        is_legal=legal is not None and legal.get(f"{W}val", "1") not in {"0", "false"},
    )


def _whole(text):
    """A whole number as Word writes it; 0 where it is none."""
    try:
        return min(max(int(text), 0), _HIGHEST)
    except (TypeError, ValueError):
        return 0
