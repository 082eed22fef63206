"""Word documents as Word shows them: list numbers, tables, footnotes, insertions and deletions."""

import io
import zipfile

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from correspondence.intake.opening.child import open_file
from correspondence.intake.opening.numbering import counted
from tests.intake.opening import samples


@pytest.fixture
def lines(tmp_path):
    """The lines that a document has, which `fill(document)` writes."""

    def read(fill):
        (tmp_path / "letter.docx").write_bytes(samples.word(fill))
        opened = open_file(tmp_path / "letter.docx")
        return [line.text for line in opened.pages[0].lines]

    return read


def _lists(document, *levels, number="77", start=None):
    """Add a list of these levels (format, text) to a document."""
    numbering = document.part.numbering_part.element
    rules = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (style, text) in enumerate(levels)
    )
    abstract = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{rules}</w:abstractNum>'
    numbering.insert(0, parse_xml(abstract))
    _list_again(document, number, number, start)


def _list_again(document, abstract, number, start=None):
    override = (
        f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{start}"/></w:lvlOverride>' if start else ""
    )
    one = f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>'
    document.part.numbering_part.element.append(parse_xml(one))


def _item(document, text, level=0, number="77"):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    properties.append(
        parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')
    )
    return paragraph


def test_automatic_numbers_stand_in_the_text_as_word_shows_them(lines):
    def fill(document):
        _lists(
            document, ("decimal", "%1."), ("lowerLetter", "(%2)"), ("lowerRoman", "%3."), ("bullet", "\uf0b7")
        )
        for text, level in [("one", 0), ("a", 1), ("b", 1), ("i", 2), ("two", 0), ("a again", 1), ("dot", 3)]:
            _item(document, text, level)

    found = lines(fill)

    assert found == [
        "1. one",
        "    (a) a",
        "    (b) b",
        "        i. i",
        "2. two",
        "    (a) a again",
        "            • dot",
    ]


def test_number_may_carry_its_parents(lines):
    def fill(document):
        _lists(document, ("upperRoman", "%1"), ("decimal", "%1.%2"))
        for text, level in [("one", 0), ("below", 1), ("more", 1)]:
            _item(document, text, level)

    assert lines(fill) == ["I one", "    I.1 below", "    I.2 more"]


def test_list_goes_on_after_other_text_and_another_begins_where_it_says(lines):
    def fill(document):
        _lists(document, ("decimal", "%1)"))
        _list_again(document, "77", "78", start=5)
        _item(document, "one")
        document.add_paragraph("Between.")
        _item(document, "two")
        _item(document, "five", number="78")
        _item(document, "six", number="78")

    assert lines(fill) == ["1) one", "Between.", "2) two", "5) five", "6) six"]


def test_list_may_come_from_the_style(lines):
    def fill(document):
        document.add_paragraph("A list of gauges", style="List Number")
        document.add_paragraph("Their cost", style="List Number")
        document.add_paragraph("A point", style="List Bullet")

    assert lines(fill) == ["1. A list of gauges", "2. Their cost", "• A point"]


@pytest.mark.parametrize(
    ("number", "style", "shown"),
    [
        (4, "lowerRoman", "iv"),
        (1994, "upperRoman", "MCMXCIV"),
        (28, "lowerLetter", "bb"),
        (3, "ordinal", "3rd"),
        (12, "ordinal", "12th"),
        (7, "decimalZero", "07"),
        (7, "unheard of", "7"),
    ],
)
def test_numbers_are_counted_as_word_counts(number, style, shown):
    assert counted(number, style) == shown


def test_inserted_text_is_read_and_deleted_text_is_not(lines):
    def fill(document):
        paragraph = document.add_paragraph("We ask ")
        for tag, text in (("ins", "now "), ("del", "never ")):
            kind = "t" if tag == "ins" else "delText"
            paragraph._p.append(
                parse_xml(
                    f'<w:{tag} {nsdecls("w")} w:id="1" w:author="x"><w:r>'
                    f'<w:{kind} xml:space="preserve">{text}</w:{kind}></w:r></w:{tag}>'
                )
            )
        paragraph.add_run("again.")

    assert lines(fill) == ["We ask now again."]


def test_table_that_places_signatures_is_read_column_by_column(lines):
    def fill(document):
        table = document.add_table(2, 2)
        for row, texts in enumerate([("John Doe", "Jane Roe"), ("Chair", "Ranking Member")]):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text

    assert [line for line in lines(fill) if line] == ["John Doe", "Chair", "Jane Roe", "Ranking Member"]


def test_table_with_borders_is_read_row_by_row(lines):
    def fill(document):
        table = document.add_table(2, 2, style="Table Grid")
        for row, texts in enumerate([("Gauge", "Cost"), ("Mill Creek", "$4")]):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text

    assert [line for line in lines(fill) if line] == ["Gauge\tCost", "Mill Creek\t$4"]


def test_letterhead_comes_from_the_first_page_and_later_headers_are_left_out(lines):
    def fill(document):
        section = document.sections[0]
        section.different_first_page_header_footer = True
        section.first_page_header.paragraphs[0].text = "United States Senate"
        section.header.paragraphs[0].text = "Page 2"
        section.first_page_footer.paragraphs[0].text = "Washington, DC"
        document.add_paragraph("Dear Ms. Roe:")

    assert [line for line in lines(fill) if line] == [
        "United States Senate",
        "Dear Ms. Roe:",
        "Washington, DC",
    ]


def test_footnotes_stand_at_the_end_with_their_marks(tmp_path):
    def fill(document):
        paragraph = document.add_paragraph("The law")
        paragraph._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="5"/></w:r>'))
        paragraph.add_run(" says so.")

    data = samples.word(fill)
    notes = (
        f'<?xml version="1.0"?><w:footnotes {nsdecls("w")}><w:footnote w:id="5">'
        "<w:p><w:r><w:t>Of 1934.</w:t></w:r>"
        "</w:p></w:footnote></w:footnotes>"
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        related = archive.read("word/_rels/document.xml.rels").decode()
        types = archive.read("[Content_Types].xml").decode()
    related = related.replace(
        "</Relationships>", f'<Relationship Id="rId99" Type="{kind}" Target="footnotes.xml"/></Relationships>'
    )
    types = types.replace(
        "</Types>",
        '<Override PartName="/word/footnotes.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        'wordprocessingml.footnotes+xml"/></Types>',
    )
    (tmp_path / "noted.docx").write_bytes(
        samples.repacked(
            data,
            {
                "word/footnotes.xml": notes,
                "word/_rels/document.xml.rels": related,
                "[Content_Types].xml": types,
            },
        )
    )

    opened = open_file(tmp_path / "noted.docx")

    assert opened.pages[0].text == "The law¹ says so.\n\n¹ Of 1934."


def test_scan_pasted_into_word_is_recognised(tmp_path):
    (tmp_path / "scan.png").write_bytes(samples.saved(samples.drawn(), "PNG", dpi=(200, 200)))

    def fill(document):
        document.add_picture(str(tmp_path / "scan.png"))

    (tmp_path / "pasted.docx").write_bytes(samples.word(fill))

    opened = open_file(tmp_path / "pasted.docx")

    assert [line.text for line in opened.pages[0].lines] == samples.LETTER
    assert opened.notes == ("The document holds pictures of pages and no text.",)


def test_line_break_ends_a_line_and_page_break_a_page(tmp_path):
    def fill(document):
        document.add_paragraph("441 G Street\nWashington, DC")
        document.add_page_break()
        document.add_paragraph("Enclosure")

    (tmp_path / "letter.docx").write_bytes(samples.word(fill))

    opened = open_file(tmp_path / "letter.docx")

    assert [line.text for line in opened.pages[0].lines][:2] == ["441 G Street", "Washington, DC"]
    assert opened.pages[1].text.strip() == "Enclosure"
