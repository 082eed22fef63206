"""Word documents: what a reader sees of them, from letterhead to footnotes, as lines of text."""

import re
import tempfile
import zipfile
from pathlib import Path

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as KIND
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.parser import parse_xml
from lxml.etree import LxmlError

from correspondence.intake.opening.contents import Texts
from correspondence.intake.opening.faults import CannotOpen, Fault
from correspondence.intake.opening.kinds import WORD
from correspondence.intake.opening.layout import RAISED
from correspondence.intake.opening.numbering import Numbering, W, styles_with_numbers
from correspondence.intake.opening.text import pages_of_text

MOST_UNPACKED = 120 * 1024 * 1024
MOST_XML = 30 * 1024 * 1024  # of one part that is text: thousands of pages
MOST_TIMES = 200  # that a part of over a megabyte may be larger than it is packed
MOST_PARTS = 4000
LONG = 90  # characters: a paragraph of more has an empty line before and after it
FEW_LETTERS = 40
_SKIPPED = {
    f"{W}{name}"
    for name in ("del", "moveFrom", "pPr", "rPr", "sectPr", "tblPr", "tcPr", "instrText", "delText")
}
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_MARK = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)\]]+|[•▪◦○–-]")


def word_contents(path):
    """A Word document's text; where it holds only pictures of pages, those. Raises CannotOpen."""
    _refuse_bomb(path)
    try:
        document = docx.Document(path)
        lines = _Reader(document).lines()
    except zipfile.BadZipFile as fault:
        raise CannotOpen(Fault.TRUNCATED if "truncated" in str(fault).lower() else Fault.MALFORMED) from fault
    except (
        PackageNotFoundError,
        LxmlError,
        KeyError,
        ValueError,
        AttributeError,
        NotImplementedError,
    ) as fault:
        raise CannotOpen(Fault.MALFORMED) from fault
    text = "\n".join(lines).strip("\n")
    if sum(one.isalpha() for one in text) < FEW_LETTERS:
        if pictures := _pictures(document):
            return pictures
    return Texts(WORD, pages_of_text(text))


def _refuse_bomb(path):
    """Raises CannotOpen, before anything is unpacked, where it would be more than a letter can be."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as fault:
        raise CannotOpen(Fault.MALFORMED) from fault
    if any(part.flag_bits & 1 for part in parts):
        raise CannotOpen(Fault.ENCRYPTED)
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise CannotOpen(Fault.ZIP_BOMB)
    for part in parts:
        is_xml = part.filename.lower().endswith((".xml", ".rels"))
        if is_xml and part.file_size > MOST_XML:
            raise CannotOpen(Fault.ZIP_BOMB)
        if part.file_size > 1024 * 1024 and part.file_size > MOST_TIMES * max(1, part.compress_size):
            raise CannotOpen(Fault.ZIP_BOMB)


class _Reader:
    """Walks a document once, counting its lists and footnotes as it goes."""

    def __init__(self, document):
        self.document = document
        self.part = document.part
        styles = self._related(KIND.STYLES)
        self.styles = styles_with_numbers(styles)
        self.numbering = Numbering(self._related(KIND.NUMBERING), self.styles)
        self.notes = {}  # what is referred to, in order: (kind, id) -> number

    def lines(self):
        found = []
        first = self.document.sections[0] if len(self.document.sections) else None
        found += self._furniture(first, "header")
        found += self._blocks(self.document.element.body)
        found += self._footnotes()
        found += self._furniture(first, "footer")
        return found

    def _related(self, kind):
        """The root of a part that belongs to the document; None where there is none."""
        for relation in self.part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                return parse_xml(relation.target_part.blob)
        return None

    def _furniture(self, section, which):
        """The header or footer of the first page, which is where a letterhead stands."""
        if section is None:
            return []
        first = section.different_first_page_header_footer
        story = getattr(section, f"first_page_{which}" if first else which)
        if story.is_linked_to_previous:  # there is none
            return []
        lines = self._blocks(story._element)
        if not any(line.strip() for line in lines):
            return []
        return [*lines, ""] if which == "header" else ["", *lines]

    def _footnotes(self):
        if not self.notes:
            return []
        texts = {}
        for kind, name in ((KIND.FOOTNOTES, "footnote"), (KIND.ENDNOTES, "endnote")):
            root = self._related(kind)
            for note in root.iterchildren(f"{W}{name}") if root is not None else ():
                key = (name, note.get(f"{W}id"))
                if key in self.notes:
                    texts[key] = " ".join(line.strip() for line in self._blocks(note) if line.strip())
        return ["", *(f"{_raised(number)} {texts.get(key, '')}" for key, number in list(self.notes.items()))]

    def _blocks(self, parent):
        """Paragraphs and tables, also those inside content controls and insertions."""
        found = []
        for child in parent.iterchildren():
            if child.tag == f"{W}p":
                self._add(found, self._paragraph(child))
            elif child.tag == f"{W}tbl":
                found += self._table(child)
            elif child.tag in _SKIPPED or child.tag == _CHOICE or not isinstance(child.tag, str):
                continue
            else:
                found += self._blocks(child)
        return found

    @staticmethod
    def _add(found, lines):
        text = " ".join(lines)
        if found and found[-1].strip() and (len(text) > LONG or len(found[-1]) > LONG):
            found.append("")
        found += lines

    def _paragraph(self, paragraph):
        """A paragraph as its breaks make lines of it, its number first, text boxes on lines of their own."""
        mark, level = self.numbering.mark(paragraph)
        boxes = []
        text = "".join(self._said(paragraph, boxes))
        if paragraph.find(f"{W}pPr/{W}pageBreakBefore") is not None:
            text = "\f" + text
        lines = text.split("\n")
        if mark and text.strip():
            lines[0] = f"{'    ' * level}{mark} {lines[0].lstrip()}"
        return [*lines, *boxes]

    def _said(self, element, boxes):
        for child in element.iterchildren():
            tag = child.tag
            if tag in _SKIPPED or tag == _CHOICE or not isinstance(tag, str):
                continue
            if tag == f"{W}t":
                yield child.text or ""
            elif tag in (f"{W}tab", f"{W}ptab"):
                yield "\t"
            elif tag in (f"{W}br", f"{W}cr"):
                yield "\f" if child.get(f"{W}type") == "page" else "\n"
            elif tag == f"{W}noBreakHyphen":
                yield "-"
            elif tag == f"{W}sym":
                yield _symbol(child)
            elif tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                kind = tag.removeprefix(W).removesuffix("Reference")
                key = (kind, child.get(f"{W}id"))
                yield _raised(self.notes.setdefault(key, len(self.notes) + 1))
            elif tag == f"{W}txbxContent":
                boxes += self._blocks(child)
            else:
                yield from self._said(child, boxes)

    def _table(self, table):
        """A table's text: row by row, or column by column where it only puts things side by side."""
        rows = [
            [
                self._blocks(cell)
                for cell in row.iter(f"{W}tc")
                if next(cell.iterancestors(f"{W}tbl")) is table
            ]
            for row in table.iter(f"{W}tr")
            if next(row.iterancestors(f"{W}tbl")) is table
        ]
        rows = [row for row in rows if any(_shown(cell) for cell in row)]
        if not rows:
            return []
        firsts = [" ".join(_shown(row[0])) for row in rows if row]
        if all(not first or _MARK.fullmatch(first) or first.endswith(":") for first in firsts):
            return [_in_a_row(row, " ") for row in rows]
        if self._has_borders(table):
            return ["", *(_in_a_row(row, "\t") for row in rows), ""]
        found = []
        for place in range(max(map(len, rows))):
            column = [line for row in rows if place < len(row) for line in row[place]]
            if any(line.strip() for line in column):
                found += [*column, ""]
        return found

    def _has_borders(self, table):
        borders = table.find(f"{W}tblPr/{W}tblBorders")
        if borders is not None:
            return any(one.get(f"{W}val") not in {"nil", "none"} for one in borders)
        style = table.find(f"{W}tblPr/{W}tblStyle")
        return style is not None and "grid" in (style.get(f"{W}val") or "").lower()


def _shown(cell):
    return [line.strip() for line in cell if line.strip()]


def _in_a_row(row, between):
    return between.join(" ".join(_shown(cell)) for cell in row).strip()


def _symbol(element):
    code = element.get(f"{W}char") or ""
    return {"F0B7": "•", "F0A7": "▪", "F0A8": "□", "F0FE": "☒"}.get(code.upper(), "")


def _raised(number):
    return str(number).translate(RAISED)


def _pictures(document):
    """The pages that were pasted into a document as pictures, in order; None where none were."""
    from correspondence.intake.opening.pictures import MEDIA_TYPES, Pictures

    embed = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
    folder = Path(tempfile.mkdtemp(prefix="pictures-"))
    paths = []
    for element in document.element.body.iter():
        related = (
            document.part.related_parts.get(element.get(embed)) if isinstance(element.tag, str) else None
        )
        if related is None or related.content_type not in MEDIA_TYPES or len(related.blob) < 8000:
            continue
        paths.append(folder / str(len(paths)))
        paths[-1].write_bytes(related.blob)
    if not paths:
        return None
    contents = Pictures(paths, WORD)
    contents.notes = ("The document holds pictures of pages and no text.",)
    return contents
