"""Set apart what belongs to the paper and not to the text: running heads, page numbers, feet, footnotes.

Letters repeat their addressee, date and page number at the head of each further page (the manual's
"continuation page"), and print feet that are the same on each. Footnotes stand at the foot of a page, begin
with their mark and no stop, and are set smaller. Pure.
"""

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from correspondence.intake.reading.feet import mark_feet
from correspondence.intake.reading.rows import Row

_PAGE = re.compile(
    r"^[-–—~\s]*(?:page|p\.|pg\.?)\s*(?:no\.?\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?[-–—\s.|]*$"
    r"|^[-–—~\s]*\d{1,3}(?:\s*(?:of|/)\s*\d{1,3})?[-–—~\s]*$",
    re.I,
)
_PAGE_WITHIN = re.compile(
    r"(?:^|[\s,;|–—-])(?:page|pg\.?)\s+(?:\d{1,3}|two|three|four|five|six)\b(?:\s*(?:of|/)\s*\d{1,3})?\W*$",
    re.I,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = re.compile(
    rf"^\W*(?:{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|"
    rf"th)?\s+{_MONTH},?\s+\d{{4}})\W*$",
    re.I,
)
# A footnote begins with its mark and no stop: "1Pub. L. …", "* See …"; recognised type makes a quote of a
# raised 1.
_NOTE = re.compile(
    r"^(?:[¹²³⁰-⁹]{1,3}\s?(?=\S)|\d{1,2}(?=[A-Z“\"‘'(])|[*†‡§]{1,2}\s?(?=[A-Z“\"‘])|"
    r"\d{1,2}\s+(?=[A-Z“\"‘](?:[a-z.]|-?[A-Za-z]+ from\b))|"
    r"\d{1,2}\s+(?=\d{1,3} (?:U\. ?S\.|C\.F\.R|F\.|Fed\.|Stat\.|Cong\.)))"
)
_NOTE_READ_WRONGLY = re.compile(r"^[‘'“\"*°!?](?=[A-Z“\"‘])")
_REFERS = re.compile(r"[a-z][.,;:?!”’\"')]*(\d{1,2})(?!\d)")  # a note's number behind the word it is about
_NOTE_ALONE = re.compile(r"^\d{1,2}$")
CITES = re.compile(
    r"\b(?:Pub\. ?L\.|Stat\.|U\. ?S\. ?C\.|C\.F\.R\.|Fed\. Reg\.|Cong\. Rec\.|Id\.|Ibid|supra|"
    r"[Ss]ee(?:, e\.g\.| also| generally)?,? "
    r"(?:section|the|[A-Z])|https?://|www\.|H\.R\. \d|S\. \d|Press Release|Letter from)"
)
_CITES_TOO = re.compile(
    r"\b(?:(?:E-?mail|Memorandum|Memo) from|(?:Transcript|Interview|Testimony|Statement) of|Hearing Before|"
    r"Cong\. \(\d{4}\)|on file with|[HS]\. (?:Comm|Rep|Hrg|Doc|Res)\.|F\.\d?d|GAO-\d\d)|§ ?\d"
)
_LETTERS = re.compile(r"[^a-z]+")
_TAKES_TITLE = re.compile(
    r"^(?:(?:member|members|of|congress|united|states|u\.?s\.?|senator|chair(?:man|woman|person)?|vice|"
    r"ranking|"
    r"minority|majority|representative|subcommittee|committee|on|and|the|director|acting)\W*)+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Apart:
    """The rows of a letter: its text, its furniture, and its footnotes."""

    rows: tuple[Row, ...]
    furniture: tuple[Row, ...] = ()
    footnotes: tuple[Row, ...] = ()
    after_break: frozenset = frozenset()  # places in `rows` of the first after a page's end


def set_apart(rows):
    """Divide the rows of a letter. Those that stay keep their order."""
    rows = list(rows)
    kind = [""] * len(rows)
    _mark_repeated(rows, kind)
    heads = _head_words(rows)
    breaks = _mark_running_heads(rows, kind, heads)
    mark_feet(rows, kind, breaks, _salutation(rows))
    _mark_footnotes(rows, kind, breaks)
    kept, after = [], set()
    cut = False
    for place, row in enumerate(rows):
        cut = cut or place in breaks
        if not kind[place]:
            if cut and kept:
                after.add(len(kept))
            cut = False
            kept.append(row)
    return Apart(
        tuple(kept),
        tuple(row for row, what in zip(rows, kind, strict=True) if what == "furniture"),
        tuple(row for row, what in zip(rows, kind, strict=True) if what == "footnote"),
        frozenset(after),
    )


def _plain(text):
    return _LETTERS.sub(" ", text.lower()).strip()


def is_page_number(text):
    """Whether a line says a page's number and nothing else."""
    return bool(_PAGE.match(text)) and len(text) < 24


def _mark_repeated(rows, kind):
    """Feet and heads that come back on other pages, and lone numbers at a page's edge."""
    edges = {}
    for place, row in enumerate(rows):
        if row.placed and (row.top > 0.88 or (row.top < 0.1 and row.page > 1)):
            edges.setdefault(row.page, []).append(place)
    for page, places in edges.items():
        for place in places:
            text = _plain(rows[place].text)
            if is_page_number(rows[place].text) or (
                len(text) > 3
                and any(
                    fuzz.ratio(text, _plain(rows[other].text)) > 85
                    for there, others in edges.items()
                    if there != page
                    for other in others
                    if (rows[other].top > 0.5) == (rows[place].top > 0.5)
                )
            ):
                kind[place] = "furniture"
    for place, row in enumerate(rows):  # a foot that is set well below all else, smaller, on a single page
        if row.placed and not kind[place] and row.top > 0.92 and (row.gap > 1.5 or is_page_number(row.text)):
            kind[place] = "furniture"
    typed = {}
    for place, row in enumerate(rows):
        words = row.text.split()
        if not row.placed and 4 <= len(words) <= 20 and len(row.text) < 120:
            typed.setdefault(_plain(row.text)[:30], []).append(place)
    for places in _alike(typed):
        if len(places) > 1 and not _TAKES_TITLE.match(rows[places[0]].text):
            text = rows[places[0]].text
            if (
                re.search(r"[.!]$", text)
                and re.search(r"\b[a-z]{2,}\b", text)
                and not re.search(r"^[a-z(]", text)
                and not (_NOTE.match(text) and _cites(text))
            ):
                for place in places:
                    if place > 3:
                        kind[place] = "furniture"


def _alike(typed):
    """Groups of places whose lines say nearly the same; recognised type differs by a sign or two."""
    groups = []
    for key, places in typed.items():
        for group_key, group in groups[-200:]:
            if fuzz.ratio(key, group_key) > 92:
                group += places
                break
        else:
            groups.append((key, list(places)))
    return [places for _, places in groups]


def _head_words(rows):
    """What a running head may repeat: the lines above the salutation, and the name in the salutation."""
    heads, salutation, below = [], "", None
    for row in rows[:150]:
        if re.match(r"^\W?Dear\b", row.text):
            salutation = re.sub(r"^\W?Dear\s+", "", row.text).rstrip(":,; ")
            break
        if _DAY.match(row.text):
            below = len(heads)
        elif len(row.text) < 90:
            heads.append(_plain(row.text))
    # the addressee stands below the date, or else just above it
    heads = heads[below:] if below is not None and len(heads) - below >= 2 else heads[-8:]
    return [head for head in heads if len(head) > 6], _plain(salutation)


def _is_head(row, heads):
    """Whether a row could be a line of a running head."""
    text = row.text
    if is_page_number(text) or _DAY.match(text) or (len(text) < 100 and _PAGE_WITHIN.search(text)):
        return True
    plain = _plain(text)
    if len(text) > 80 or len(plain) < 4:
        return False
    lines, salutation = heads
    if row.placed and row.top > 0.13:
        return False
    if salutation and (fuzz.ratio(plain, salutation) > 85):
        return True
    if re.match(r"^(?:letter|the honorable|hon\.|to:|re:)\b", text, re.I) and len(text) < 70:
        return True
    return any(fuzz.ratio(plain, head) > 85 for head in lines)


def _mark_running_heads(rows, kind, heads):
    """Mark the heads of further pages; returns the places at which a page begins."""
    breaks = set()
    for place, row in enumerate(rows):
        if row.starts_page and place:
            breaks.add(place)
            at = place
            if not any(
                _says_page_or_day(other) for other in rows[place : place + 6] if other.page == row.page
            ):
                continue
            while at < len(rows) and at < place + 6 and rows[at].page == row.page:
                if kind[at] or _is_head(rows[at], heads):
                    kind[at] = kind[at] or "furniture"
                    at += 1
                else:
                    break
    dear = _salutation(rows)
    referred = {number for row in rows for number in _REFERS.findall(row.text)}
    for place, row in enumerate(rows):
        if row.placed or place <= dear:
            continue
        text = row.text
        if kind[place] == "furniture":  # a foot ends its page
            if place + 1 < len(rows) and kind[place + 1] != "furniture":
                breaks.add(place + 1)
            continue
        said = (_PAGE.match(text) and re.match(r"\W*p", text, re.I)) or (
            len(text) < 100 and _PAGE_WITHIN.search(text)
        )
        if not said and not (is_page_number(text) and (row.gap or _next_is_head(rows, kind, place, heads))):
            continue
        if _numbers_a_note(rows, place, referred):
            continue
        first = place
        while (
            first - 1 > dear
            and place - first < 5
            and not kind[first - 1]
            and _is_head(rows[first - 1], heads)
        ):
            first -= 1
        last = place
        while last + 1 < len(rows) and last - place < 3 and _is_head(rows[last + 1], heads):
            last += 1
        for at in range(first, last + 1):
            kind[at] = "furniture"
        breaks.add(first)
        breaks.add(last + 1)
    return breaks


def _cites(text):
    return bool(CITES.search(text) or _CITES_TOO.search(text))


def _salutation(rows):
    return next((at for at, row in enumerate(rows[:150]) if re.match(r"^\W?Dear\b", row.text)), 0)


def _numbers_a_note(rows, place, referred):
    """Whether a number by itself is that of the note in the line right below it, to which the text refers."""
    text = rows[place].text
    if text not in referred or place + 1 >= len(rows):
        return False
    below = rows[place + 1]
    note = " ".join(row.text for row in rows[place + 1 : place + 4])
    return not below.gap and not below.starts_page and _cites(note)


def _says_page_or_day(row):
    text = row.text
    return bool(is_page_number(text) or _DAY.match(text) or (len(text) < 100 and _PAGE_WITHIN.search(text)))


def _next_is_head(rows, kind, place, heads):
    after = place + 1
    return after >= len(rows) or bool(kind[after]) or _is_head(rows[after], heads) or rows[after].gap > 0


def _mark_footnotes(rows, kind, breaks):
    """Mark the notes at the foot of each page: from the first that begins with a mark to the page's end."""
    usual = _usual_size(rows)
    start = 0
    ends = sorted(breaks | {len(rows)})
    said = " ".join(row.text for row in rows)
    for end in ends:
        _mark_in(rows, kind, start, end, usual, said)
        start = end


def _usual_size(rows):
    sizes = sorted(row.size for row in rows if row.placed and row.right - row.indent > 0.45)
    return sizes[len(sizes) // 2] if sizes else 0


def _mark_in(rows, kind, start, end, usual, said):
    own = [at for at in range(start, end) if not kind[at]]
    earliest = max(len(own) - 30, 1)
    for index in range(len(own) - 1, earliest - 1, -1):
        if _begins_notes(rows, own, index, usual, said):
            first = index
            while first - 1 >= earliest and _begins_notes(rows, own, first - 1, usual, said):
                first -= 1
            # an earlier note of several lines may stand above
            for above in range(first - 1, max(first - 12, earliest) - 1, -1):
                if _begins_notes(rows, own, above, usual, said):
                    first = above
            for at in own[first:]:
                kind[at] = "footnote"
            return


def _begins_notes(rows, own, index, usual, said):
    row = rows[own[index]]
    text = row.text
    if row.placed and row.top < 0.35:
        return False
    small = row.placed and usual and row.size < 0.93 * usual
    mark = _NOTE.match(text)
    wrong = _NOTE_READ_WRONGLY.match(text) and row.gap > 0.3
    below = rows[own[index + 1]].text if index + 1 < len(own) else ""
    alone = _NOTE_ALONE.match(text) and (len(below) > 25 or _cites(below))
    rest = " ".join(rows[at].text for at in own[index:])
    cites = bool(CITES.search(rest[:600]) or _CITES_TOO.search(rest[:200]))
    if row.placed:
        smaller = all(
            rows[at].size < 0.95 * usual for at in own[index:] if rows[at].right - rows[at].indent > 0.2
        )
        return bool((mark or wrong or alone) and (smaller or (cites and row.gap > 0.5)))
    if mark or alone:
        number = re.match(r"\d{1,2}", text)
        if number is None and text[0] in "*†‡§" and not cites:  # a bullet, where no word refers to it
            return bool(re.search(rf"[a-z”’)][.,;:?!]?{re.escape(text[0])}", said))
        referred = number is None or bool(
            re.search(rf"[a-z,;”’)\"'][.,;:?!”’\"]*{number.group()}(?!\d)", said)
            or re.search(r"[a-z][.,;:?!”’\"]+[!*?'’\"]", said)
        )
        return referred and (cites or not mark or not re.match(r"\d{1,2}\s", text) or small)
    return bool(wrong and (cites or _last_of_file(rows, own[index])))


def _last_of_file(rows, place):
    """Whether only one more paragraph stands here before the end: a note under the signatures."""
    return len(rows) - place <= 5 and any(
        re.match(r"^\W*(?:Sincerely|Respectfully)", r.text) for r in rows[:place]
    )
