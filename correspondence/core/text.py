"""Lists as people type and paste them, taken apart into items."""

import re
from dataclasses import dataclass, replace

_PLAIN_BULLETS = "•●▪■◦○‣∙⁃►➢➤❖✓\uf0b7\uf0a7"  # the last two are Word's, pasted without its font
_BULLET = re.compile(rf"([{_PLAIN_BULLETS}])(?:\s*(?=\S)|$)|([-–—−*·]|o(?=\s))\s+(?=\S)")
_PAGE_NUMBER = re.compile(r"[-–—]\s*\d+\s*[-–—]$")
_ASKS = r"(?:(?:question|request|item)(?:\s+no\.?)?\s+|q\.?\s*)"
_LABEL = r"\d{1,3}|[a-z]|[ivx]{2,6}"
_END = r"(?:\s+(?=\S)|$)"
_NUMBER = re.compile(
    rf"{_ASKS}(?P<asked>\d{{1,3}})(?:\s*[.):]|\s+[-–—])?{_END}"
    rf"|(?:{_ASKS})?(?P<of>\d{{1,3}})(?:\((?P<under>[a-z])\)\s*[.:]?|(?P<next>[a-z])[.):]){_END}"
    rf"|\(\s*(?P<both>{_LABEL})\s*\){_END}"
    rf"|(?P<stop>{_LABEL})\s*[.):]{_END}",
    re.I,
)
_HIGHEST = 199  # above it, a number in brackets is the area code of a telephone
_ENDS_A_THOUGHT = re.compile(r"(?:[.;:?!,…–—]|\b(?:and|or))[\"”’')\]]*$", re.I)
_ROMANS = {
    f"{tens}{ones}": value
    for ten, tens in enumerate(("", "x", "xx", "xxx"))
    for one, ones in enumerate(("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"))
    if (value := 10 * ten + one)
}


@dataclass
class ListItem:
    """One item of a list: its number with its parents' (`2(a)`, a bullet has none), words, parent's index."""

    number: str
    text: str
    parent: int | None = None
    lead_in: str = ""


@dataclass(frozen=True)
class _Mark:
    """A list mark: its kind (a bullet's sign, "digit", "lower roman" …), brackets, and place in the count."""

    kind: str
    bracket: str
    label: str
    count: int | None
    rest: str

    @property
    def is_bullet(self):
        return self.count is None

    @property
    def style(self):
        return self.kind, self.bracket

    def at(self, count):
        return (*self.style, count)


def split_list(text):
    """The items of a numbered, lettered or bulleted list, in order, sub-items with their parent.

    Words before the first mark are the lead-in of the top items. Lines broken inside an item are
    joined. A paragraph after an item that has no mark becomes an item of its own, so that nothing
    is lost. Text without any mark gives one item a paragraph, or a line where there are no paragraphs.
    A number at the beginning of a line that neither begins nor continues a list is a part of the words.
    """
    lines = [" ".join(line.split()) for line in text.replace("\u200b", "").replace("\ufeff", "").splitlines()]
    return _Splitter(lines).items()


class _Splitter:
    """Reads a list from top to bottom. `levels` are the last mark at each depth, with its item's index."""

    def __init__(self, lines):
        self.lines = lines
        self.marks = [_readings(line) for line in lines]
        self.last_line = {}
        for number, marks in enumerate(self.marks):
            for mark in marks:
                self.last_line[mark.at(mark.count)] = number
        self.found, self.lead, self.levels = [], [], []
        self.is_after_paragraph = False

    def items(self):
        for number, line in enumerate(self.lines):
            if line:
                self._take(number, line)
        if not self.found:
            return _paragraphs(self.lines)
        lead_in = " ".join(self.lead)
        return [item if item.parent is not None else replace(item, lead_in=lead_in) for item in self.found]

    def _take(self, number, line):
        is_after_blank = number == 0 or not self.lines[number - 1]
        if placed := self._place(number, is_after_blank):
            self._add(*placed)
        elif not self.found:
            self.lead.append(line)
        elif is_after_blank:
            self.found.append(ListItem("", line))
            self.is_after_paragraph = True
        else:
            item = self.found[-1]
            item.text = f"{item.text} {line}".strip()

    def _add(self, mark, depth):
        self.levels = self.levels[:depth]
        self.is_after_paragraph = False
        parent = self.levels[-1][1] if self.levels else None
        label = mark.label
        if parent is not None and label and mark.kind != "under":
            above = self.found[parent].number
            label = f"{above}({label})" if above else label
        self.found.append(ListItem(label, mark.rest, parent))
        self.levels.append((mark, len(self.found) - 1))

    def _place(self, number, is_after_blank):
        """The mark that a line begins with and the depth it stands at, or None where it begins with none."""
        marks = [mark for mark in self.marks[number] if mark.rest or self._words_follow(number)]
        is_finished = is_after_blank or bool(_ENDS_A_THOUGHT.search(self.lines[number - 1]))
        going_on = [(mark, depth) for mark in marks if (depth := self._depth_of_next(mark)) is not None]
        beginning = [
            (mark, self._depth_of_new(mark, number))
            for mark in marks
            if self._may_begin(mark, number, is_finished)
        ]
        # What follows tells first: after h, an i that ii follows is one and not the letter.
        choices = [(*one, True) for one in going_on] + [(*one, False) for one in beginning]
        best = max(choices, key=lambda one: (self._is_followed(one[0], number), one[2], one[1]), default=None)
        return best and best[:2]

    def _words_follow(self, number):
        following = self.lines[number + 1 : number + 2]
        return bool(following and following[0] and not self.marks[number + 1])

    def _depth_of_next(self, mark):
        """The depth at which a mark is the next of the count, in the same brackets if there is such."""
        depths = [
            (mark.style == one.style, depth)
            for depth, (one, _) in enumerate(self.levels)
            if mark.kind == one.kind and (mark.is_bullet or mark.count == one.count + 1)
        ]
        return max(depths)[1] if depths else None

    def _is_followed(self, mark, number):
        """Whether the next of its count stands in a later line; of a bullet, whether another does."""
        after = None if mark.is_bullet else mark.count + 1
        return self.last_line.get(mark.at(after), -1) > number

    def _may_begin(self, mark, number, is_finished):
        if mark.is_bullet:
            return mark.kind in _PLAIN_BULLETS or is_finished or self._is_followed(mark, number)
        if mark.count == 1:
            return is_finished or self._is_followed(mark, number)
        return is_finished and (mark.kind in ("digit", "under") or self._is_followed(mark, number))

    def _depth_of_new(self, mark, number):
        if mark.kind == "under":
            of = int(mark.bracket)
            open_marks = [(depth, one) for depth, (one, _) in enumerate(self.levels) if one.kind == "digit"]
            return next((depth + 1 for depth, one in open_marks if one.count == of), 0)
        for depth, (open_mark, _) in enumerate(self.levels):
            if open_mark.style == mark.style:  # it counts from the beginning again, or leaves some out
                return depth
        goes_on = any(self._is_followed(open_mark, number) for open_mark, _ in self.levels)
        return len(self.levels) if goes_on or not self.is_after_paragraph else 0


def _readings(line):
    """The marks that a line may begin with: more than one where a letter may be a Roman number."""
    if _PAGE_NUMBER.match(line):
        return []
    if found := _BULLET.match(line):
        sign = found.group(1) or found.group(2)
        return [_Mark(sign, "", "", None, line[found.end() :])]
    if not (found := _NUMBER.match(line)):
        return []
    rest = line[found.end() :]
    if of := found.group("of"):
        letter = (found.group("under") or found.group("next")).lower()
        return [_Mark("under", of, f"{of}({letter})", ord(letter) - ord("a") + 1, rest)]
    label = found.group("asked") or found.group("both") or found.group("stop")
    bracket = (
        "(" if found.group("both") else "" if found.group("asked") else line[found.end("stop") :].strip()[0]
    )
    if label.isdigit():
        return [_Mark("digit", bracket, label, int(label), rest)] if 0 < int(label) <= _HIGHEST else []
    if not (label.islower() or label.isupper()):
        return []
    case, small, readings = "lower" if label.islower() else "upper", label.lower(), []
    if small in _ROMANS:
        readings.append(_Mark(f"{case} roman", bracket, label, _ROMANS[small], rest))
    if len(label) == 1:
        readings.append(_Mark(f"{case} letter", bracket, label, ord(small) - ord("a") + 1, rest))
    return readings


def _paragraphs(lines):
    paragraphs = re.split(r"\n{2,}", "\n".join(lines).strip("\n"))
    if len(paragraphs) == 1:
        paragraphs = lines
    return [ListItem("", " ".join(words.split())) for words in paragraphs if words]
