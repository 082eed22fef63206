"""Lists as people type and paste them, taken apart into items."""

import re
from dataclasses import dataclass

_BULLET = re.compile(r"^\s*([-–—•*▪●◦‣·]|o(?=\s))\s+(?=\S)")
_NUMBER = re.compile(
    r"^\s*(?:Question\s+)?(?:\(\s*(?P<both>[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,6})\s*\)|(?P<stop>[0-9]{1,3}|[A-Za-z]|[ivxIVX]{1,6})\s*[.):])\s+(?=\S)"
)


@dataclass
class ListItem:
    """One item of a list: its number with its parents' (`2(a)`; a bullet has none), its words, its parent's index."""

    number: str
    text: str
    parent: int | None = None
    lead_in: str = ""


def split_list(text):
    """The items of a numbered, lettered or bulleted list, in order, sub-items with their parent.

    Words before the first mark are the lead-in of the top items. Lines broken inside an item are
    joined. A paragraph after the list that has no mark becomes an item of its own, so that nothing
    is lost. Text without any mark gives one item a paragraph, or a line where there are no paragraphs.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
    if not any(_marker(line, [])[0] for line in lines):
        parts = re.split(r"\n\s*\n", "\n".join(lines).strip())
        if len(parts) == 1:
            parts = lines
        return [ListItem("", " ".join(part.split())) for part in parts if part.strip()]

    items, lead, stack = [], [], []  # stack: (style, index of the item last seen at that depth)
    after_blank = False
    for line in lines:
        if not line.strip():
            after_blank = True
            continue
        style, label, rest = _marker(line, [(kind, items[index].number) for kind, index in stack])
        if style is None:
            if not items:
                lead.append(line.strip())
            elif after_blank:
                items.append(ListItem("", line.strip()))
                stack = [("plain", len(items) - 1)]
            else:
                items[-1].text += " " + line.strip()
        else:
            depth = next((n for n, (kind, _) in enumerate(stack) if kind == style), len(stack))
            if stack and stack[0][0] == "plain":
                depth = 0
            stack = stack[:depth]
            parent = stack[-1][1] if stack else None
            number = label
            if parent is not None and label:
                above = items[parent].number
                number = f"{above}({label})" if above else label
            items.append(ListItem(number, rest, parent))
            stack.append((style, len(items) - 1))
        after_blank = False
    words = " ".join(lead)
    for item in items:
        item.text = " ".join(item.text.split())
        if item.parent is None:
            item.lead_in = words
    return items


def _marker(line, open_levels):
    """(style, label, rest) of a line that begins with a list mark, else (None, "", line)."""
    if found := _BULLET.match(line):
        return f"bullet {found.group(1)}", "", line[found.end() :].strip()
    if not (found := _NUMBER.match(line)):
        return None, "", line
    label = found.group("both") or found.group("stop")
    bracket = "(" if found.group("both") else "."
    rest = line[found.end() :].strip()
    if label.isdigit():
        return f"digit{bracket}", label, rest
    case = "upper" if label.isupper() else "lower"
    if not (label.isupper() or label.islower()):
        return None, "", line
    letter, roman = f"{case} letter{bracket}", f"{case} roman{bracket}"
    if len(label) > 1:
        return roman, label, rest
    if label.lower() not in "ivx":
        return letter, label, rest
    last = dict(open_levels)
    if letter in last and last[letter].rstrip(")")[-1:].lower() == chr(ord(label.lower()) - 1):
        return letter, label, rest
    if roman in last or label.lower() == "i":
        return roman, label, rest
    return letter, label, rest
