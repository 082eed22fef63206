"""The text of a mail that was written as a web page, laid out in lines as a reader sees it."""

import re

from lxml import etree

from correspondence.intake.opening.layout import RAISED
from correspondence.intake.opening.numbering import counted

# fmt: off
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset",
    "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre",
    "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))
# With an empty line around them.
_APART = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote"))
_UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript", "svg", "object"))
# fmt: on
_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def text_of(html):
    """What a web page says, in lines."""
    if not html.strip():
        return ""
    parser = etree.HTMLParser(target=_Text(), encoding="utf-8", no_network=True)
    try:
        parser.feed(html.encode("utf-8", "replace"))
        return parser.close()
    except etree.XMLSyntaxError:  # there is nothing in it
        return ""


class _Text:
    """What lxml calls as it comes to each tag and text."""

    def __init__(self):
        self._lines = [""]
        self._unseen = 0
        self._raised = 0
        self._lists = []  # [style or "", number] of each list that is open

    def close(self):
        lines = [re.sub(r"(?<=\S)\s+", " ", line).rstrip() for line in self._lines]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")

    def start(self, tag, attrs):
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "br":
            self._lines.append("")
        elif tag == "sup":
            self._raised += 1
        elif tag in _BLOCKS and tag not in ("td", "th"):
            self._break(tag)
        if tag == "ol":
            start = attrs.get("start") or "1"
            number = int(start) if start.isascii() and start.isdigit() and len(start) < 6 else 1
            self._lists.append([_STYLES.get(attrs.get("type"), "decimal"), number])
        elif tag == "ul":
            self._lists.append(["", 0])
        elif tag == "li":
            self._mark()
        elif tag in ("td", "th") and self._lines[-1].strip():
            self._lines[-1] += " "

    def end(self, tag):
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        if tag in _BLOCKS and tag not in ("td", "th"):
            self._break(tag)

    def data(self, data):
        if self._unseen:
            return
        data = re.sub(r"\s+", " ", data)
        if self._raised:
            data = data.translate(RAISED)
        self._lines[-1] += data if self._lines[-1] else data.lstrip()

    def _break(self, tag):
        if self._lines[-1].strip():
            self._lines.append("")
        if tag in _APART and len(self._lines) > 1 and self._lines[-2].strip():
            self._lines.append("")

    def _mark(self):
        if not self._lists:
            return
        style, number = self._lists[-1]
        mark = f"{counted(number, style)}." if style else "•"
        self._lists[-1][1] += 1
        self._lines[-1] = "    " * min(len(self._lists) - 1, 8) + mark + " "
