"""What the style guide puts into the components: invented, but for the words of the letter of 29 Nov 2023.

Marks are made when they are shown: this is read before the static files, whose addresses they hold, are
collected.
"""

from django.utils.functional import lazy
from django.utils.safestring import SafeString, mark_safe

from correspondence.templatetags.marks import TONES, glyph_html, mark_html, progress_html
from correspondence.timeline.lanes import Drawing, Lane, Line, Mark, Tick
from correspondence.web.letters.drawing import lanes_svg, legend
from correspondence.web.letters.showing import Name, Row

_mark, _glyph, _progress = (lazy(make, SafeString) for make in (mark_html, glyph_html, progress_html))

MARK_WORDS = {
    "open": "Waiting",
    "soon": "Due in 4 days",
    "settled": "Settled",
    "draft": "Draft",
    "late": "75 days late",
    "extended": "Extended",
    "reply": "Reply, not an answer",
    "partial": "Partial",
    "answer": "Answer",
    "unjudged": "Not judged yet",
    "unacknowledged": "Not acknowledged",
    "reminder": "Reminder",
    "contact": "Contact",
    "message": "Constituent",
    "sent": "Sent",
    "due": "Due",
    "up": "Sorted upwards",
    "down": "Sorted downwards",
    "read": "Read, sure",
    "read-fairly": "Read, fairly sure",
    "read-unsure": "Read, unsure",
}
MARKS = [_mark(name, MARK_WORDS[name]) for name in TONES]
TONED = [_mark("open", f"In the tone {tone}", tone) for tone in ("quiet", "late", "soon", "settled")]

PROGRESS = [_progress(*counts) for counts in ((0, 0, 4), (2, 2, 1), (5, 0, 0), (7, 1, 12), (0, 0, 0))]

SUBJECTS = [
    "Accountability for atrocities in Nagorno-Karabakh",
    "Visa processing times for Afghan special immigrant applicants and their families at third-country posts",
    "Grain corridor insurance",
    "Overseas broadcasting: editorial independence of grantees and the standards applied to contractors",
    "Antidisestablishmentarianism-and-Donaudampfschifffahrtsgesellschaftskapitänswitwenrente",
]
AGENCIES = [
    "State",
    "Bureau of International Narcotics and Law Enforcement Affairs",
    "Agriculture",
    "USAGM",
    "Office of the United States Trade Representative",
]
STATES = [
    _mark("late", "75 days late"),
    _mark("soon", "Due in 4 days"),
    _mark("settled", "Settled"),
    _mark("extended", "Extended"),
    _mark("unacknowledged", "Not acknowledged"),
]
PEOPLE = [
    "Dana Whitfield",
    "M. Okafor",
    "Maximiliane Featherstonehaugh-Montgomery",
    "Nobody",
    "R. Castellano",
]

HEADS = [
    {"words": "Tick", "look": "pick", "is_hidden": True},
    {"words": "Subject"},
    {"words": "Reference", "url": "?sort=reference"},
    {"words": "Date", "url": "?sort=date", "sort": "descending"},
    {"words": "To"},
    {"words": "Settled"},
    {"words": "State"},
    {"words": "Pages", "look": "num"},
    {"words": "Assigned"},
]


def letters(count):
    """Rows of a list of letters: long and short names, every state."""
    return [
        {
            "subject": SUBJECTS[n % 5],
            "reference": f"SFRC-2023-{n + 1:04}",
            "day": f"{n % 28 + 1} Nov 2023",
            "to": AGENCIES[n % 5],
            "progress": PROGRESS[n % 4],
            "state": STATES[n % 5],
            "pages": f"{n * 37 % 2000 + 1:,}",
            "whose": PEOPLE[n % 5],
        }
        for n in range(count)
    ]


TABS = [
    {"words": "All letters", "url": "#lists", "is_current": True},
    {"words": "Mine, not settled", "url": "#lists", "is_current": False},
    {"words": "Hearing of 6 March", "url": "#lists", "is_current": False},
    {"words": "Not acknowledged", "url": "#lists", "is_current": False},
]
IN_FORCE = [
    {"words": "“enclosure”", "without": "?agency=treasury"},
    {"words": "Agency: Treasury", "without": "?words=enclosure"},
]
WAYS = [
    {"words": "Without “enclosure”", "url": "?agency=treasury", "gives": "1 letter"},
    {"words": "Without Agency: Treasury", "url": "?words=enclosure", "gives": "2 letters"},
]
FACTS = [
    ("Signed by", "Benjamin L. Cardin", ""),
    ("To", "The Honorable Antony Blinken", "#words"),
    ("Control number", "2023-1204-017", ""),
    ("Hearing", "", ""),
]
ACTS = [
    {"label": "Log a response", "url": "#words", "primary": True, "filled": True},
    {"label": "A quiet button", "url": "#words", "primary": True},
    {"label": "Add a contact", "url": "#words"},
    {"label": "Extend", "url": "#words", "more": True},
    {"label": "Refuse an extension", "url": "#words", "more": True},
]
NEIGHBOURS = {"previous": "", "next": "#words", "place": 1, "count": 12}
ITEMS = [
    (_glyph("partial"), "State answers 2 of 6 on end-use monitoring", "Fri 23 Feb · not judged yet"),
    (_glyph("message"), "Constituent message: passport delay, Baltimore", "Mon 19 Feb · new, nobody’s"),
    (_glyph("reminder"), "Courtesy call to USAID, request 2", "today · SFRC-2024-0015"),
]
STRIP = {
    "cells": [
        {"name": "State", "url": "#agencies", "open": "21", "late": _mark("late", "5 late, 75 days")},
        {"name": AGENCIES[1], "url": "#agencies", "open": "4", "late": _mark("late", "4 late, 61 days")},
        {"name": "Energy", "url": "#agencies", "open": "2", "late": "none late"},
    ],
    "open": "44",
    "more": 3,
}

_ASKED = [
    "Supporting efforts to substantiate and collect evidence regarding the Aliyev regime’s potential "
    "commission of war crimes and other atrocities;",
    "Holding Azerbaijani officials accountable for any such acts, including the application of potential "
    "sanctions and visa restrictions;",
    "Urging appropriate international justice tribunals to pursue accountability for Azerbaijani officials;",
]
_STOOD = [
    ("settled", _mark("settled", "Settled 22 Jan 2024")),
    ("late", _mark("late", "75 days late")),
    ("", _mark("extended", "Extended to 15 Mar 2024")),
]


def _line(state, **told):
    return {"due": "13 Dec 2023", "why": "14 days: office default", "state": state} | told


LEDGER = [
    {
        "pk": 1,
        "number": "1",
        "name": "1",
        "link": "#ledger",
        "text": _ASKED[0],
        "lines": [
            _line(
                _STOOD[0][1],
                quote="Since October the Department has funded two documentation teams.",
                said_by="State, 18 Jan 2024",
                outcome="Full answer",
                judged="judged by R. Castellano",
                settled="Settled 22 Jan 2024 by R. Castellano",
                acts=[{"label": "Reopen", "url": "#ledger", "about": "request 1"}],
            )
        ],
    },
    {
        "pk": 2,
        "number": "2",
        "name": "2",
        "link": "#ledger",
        "text": _ASKED[1],
        "lines": [
            _line(_STOOD[1][1], agency="State", silent="Not mentioned in the reply of 18 January."),
            _line(
                _STOOD[2][1],
                agency="Treasury",
                quote="A fuller answer will follow by March 15.",
                said_by="Treasury, 18 Jan 2024",
                outcome="Interim answer",
                acts=[
                    {"label": "Judge", "url": "#ledger", "about": "request 2, Treasury"},
                    {"label": "Settle", "url": "#ledger", "about": "request 2, Treasury"},
                ],
            ),
        ],
    },
]
_BLOCKS = [
    {"html": "I would like to know what steps you have taken and plan to take regarding the following:"},
    *(
        {"marked": {"pk": n, "label": str(n), "tone": tone, "state": state}, "html": words}
        for n, (words, (tone, state)) in enumerate(zip(_ASKED, _STOOD, strict=True), start=1)
    ),
    {
        "html": mark_safe('<span class="due-phrase">I look forward to your response.</span>'),
        "note": "It names no date, so the office’s 14 days count from the day it was sent.",
    },
]
LETTER = {
    "letter": {"salutation": "Dear Secretary Blinken,", "closing": "Sincerely,", "sent_on": True},
    "letterhead": {
        "columns": [
            ["BENJAMIN L. CARDIN, MARYLAND, CHAIRMAN", "ROBERT MENENDEZ, NEW JERSEY"],
            ["JAMES E. RISCH, IDAHO", "MARCO RUBIO, FLORIDA"],
        ],
        "name": "United States Senate",
        "lines": ["COMMITTEE ON FOREIGN RELATIONS", "WASHINGTON, DC 20510–6225"],
    },
    "written_on": "November 29, 2023",
    "addressees": [
        ["The Honorable Antony Blinken", "Secretary of State", "2201 C St. N.W.", "Washington, DC 20520"]
    ],
    "copies": [["The Honorable Beth Van Schaack", "Ambassador-at-Large for Global Criminal Justice"]],
    "blocks": _BLOCKS,
    "signatories": [{"name": "Benjamin L. Cardin", "title": "Chairman"}],
}

_DRAWING = Drawing(
    lanes=[Lane("Letter"), Lane("Chased"), Lane("1"), Lane("2"), Lane("3")],
    lines=[
        Line("base", 94, 1, 98.5),
        Line("waiting", 58, 4, 70),
        Line("waiting", 130, 4, 18),
        Line("was_late", 130, 18, 44),
        Line("waiting", 166, 4, 18),
        Line("late", 166, 18, 70),
        Line("waiting", 202, 4, 44),
        Line("ahead", 202, 70, 90),
    ],
    bars=[Mark("due", 130, 18), Mark("due", 166, 18), Mark("extended", 202, 90)],
    marks=[
        Mark("sent", 58, 4),
        Mark("reply", 58, 8),
        Mark("partial", 58, 44),
        Mark("reminder", 94, 22),
        Mark("contact", 94, 36),
        Mark("answer", 130, 44),
        Mark("settled", 130, 44, "settled", 1),
        Mark("reply", 166, 44),
        Mark("partial", 202, 44),
    ],
    ticks=[Tick(6, "Dec 2023"), Tick(30, "Jan 2024"), Tick(54, "Feb", is_minor=True), Tick(78, "Mar")],
    today=70,
    height=228,
)
_LANE_STATES = {
    "1": _mark("settled", "settled"),
    "2": _mark("late", "75 days late"),
    "3": _mark("extended", "to 15 Mar"),
}


def _event(mark, day, words, detail, tone=""):
    look = f"event tone-{tone}" if tone else "event"
    return Row(day, _glyph(mark), look, words, detail, "", (), 0)


TIMELINE = {
    "since": "89 days since sent",
    "names": [
        Name(
            name=lane.name,
            agency="",
            state=_LANE_STATES.get(lane.name, ""),
            link="#words-1" if lane.name.isdigit() else "",
            link_words=f"Request {lane.name}, its page",
            look="lane",
        )
        for lane in _DRAWING.lanes
    ],
    "ahead": [_event("due", "15 Mar 2024", "Request 3 due", "extended from 13 Dec 2023")],
    "past": [
        _event("settled", "22 Jan 2024", "Request 1 settled by R. Castellano", "answered in full", "settled"),
        _event("partial", "18 Jan 2024", "Partial response received", "signed by the Assistant Secretary"),
        _event("contact", "9 Jan 2024", "Call with Legislative Affairs", "“in clearance”"),
        _event("late", "14 Dec 2023", "Requests 1 and 2 overdue", "due 13 Dec 2023", "late"),
        _event("sent", "29 Nov 2023", "Sent by e-mail", "to The Honorable Antony Blinken"),
    ],
    "today": "Today, Monday 26 February 2024",
}


def timeline():
    """The lanes and events; drawn when asked for, as the sprite's address is known only then."""
    marks = [
        (name, glyph_html("extended" if name == "moved" else name) if kind == "mark" else "", words)
        for kind, name, words in legend(_DRAWING)
    ]
    return TIMELINE | {"lanes": lanes_svg(_DRAWING), "legend": marks}
