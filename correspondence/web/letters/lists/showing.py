"""The letter list in words: its tabs, its bar of filters, its rows. Templates only place them."""

from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from correspondence.accounts.models import OfficeMembership, User
from correspondence.accounts.roles import Act, may, offices_where
from correspondence.core.counting import CountOf, count_words
from correspondence.forms.letter_bulk import MOST
from correspondence.letters.models import Letter
from correspondence.responses.queries import STATES
from correspondence.responses.standing import State, standings
from correspondence.templatetags.marks import DAY, day, mark_html, progress_html
from correspondence.web.addresses import address
from correspondence.web.letters.lists.listing import COUNT_UP_TO, Listing

TABS = [("All letters", ""), ("Mine, not settled", "assigned=me&state=open"), ("Overdue", "state=overdue")]
TABS += [("Not acknowledged", "state=unacknowledged"), ("Drafts", "state=draft")]
STATE_MARKS = {State.WAITING: "open", State.PAUSED: "open", State.ASKED_AGAIN: "up"}
KINDS = dict(Letter.Kind.choices)
OFTEN = ("q", "agency", "state", "assigned", "kind", "year")
LABELS = {
    "q": "Words, reference or person",
    "agency": "Agency",
    "state": "State of requests",
    "assigned": "Assigned to",
    "kind": "Kind",
    "year": "Year",
    "topic": "Topic",
    "signatory": "Signed by",
    "hearing": "Day of the hearing",
    "since": "Dated from",
    "until": "Dated until",
    "office": "Office",
}
EMPTY = {"assigned": "Anyone"}
HEADS = [  # of the columns: words, and of those that sort the order at the first click, and its reverse
    ("Subject", "", ""),
    ("Reference", "-reference", "reference"),
    ("Date", "-dated", "dated"),
    ("To", "", ""),
    ("Settled", "", ""),
    ("State", "", ""),
    ("Next due", "due", "due"),
    ("Assigned", "", ""),
]


class Field(NamedTuple):
    """A field of the bar."""

    name: str
    shape: str
    label: str
    control: SafeString
    fault: str


def state_mark(standing):
    """The mark and words of where a letter stands."""
    return _mark(standing.state, standing.words)


@lru_cache(maxsize=1024)
def _mark(state, words):
    return mark_html(STATE_MARKS.get(state, state.value), words)


# A row, written here: a template takes as long for 25 of them as the rest of the page does. What its cells
# look like, and their labels on a phone, stand in css/letters.css by their place, as a page is to be light.
_ROW = (
    '<tr role="row"><td class="pick" role="cell">'
    '<input type="checkbox" name="letter" value="{pk}" aria-label="{reference}"></td>'
    '<th class="main" scope="row" role="rowheader"><a href="{url}">{subject}</a>{office}</th>'
    '<td role="cell">{reference}</td><td role="cell">{dated}{sent}</td><td role="cell">{to}</td>'
    '<td role="cell">{progress}</td><td role="cell">{state}</td>'
    '<td role="cell">{due}</td><td role="cell">{whose}</td></tr>'
)


def shown_rows(rows, listing, today):
    """The rows of a list, with where each letter stands. Two statements; none where there are no rows."""
    if not rows:
        return ""
    stands, seats = standings(rows, today), listing.user.seats
    tail = f"?{urlencode({'list': listing.token})}" if listing.token else ""
    offices = {seat.office_id: seat.office.name for seat in seats} if len(seats) > 1 else {}
    return mark_safe("".join(_shown(row, stands[row.pk], tail, offices) for row in rows))


def _shown(row, its, tail, offices):
    asked = f"{its.asked} request{'' if its.asked == 1 else 's'}" if its.asked else "–"
    sent_later = row.sent_on and row.sent_on != row.dated_on
    whose = f"{row.first_name or ''} {row.last_name or ''}".strip() or row.username or "Nobody"
    return _ROW.format(
        pk=row.pk,
        url=address("letter", row.pk) + escape(tail),
        subject=KINDS[row.kind] if row.kind == Letter.Kind.CASEWORK else escape(row.subject),
        reference=escape(row.reference),
        office=_note(offices[row.office]) if offices else "",
        dated=day(row.dated_on),
        sent=_note(f"sent {day(row.sent_on)}") if sent_later else "",
        to=escape(", ".join(its.to)) or "–",
        progress=progress_html(its.settled, its.late, its.open + its.again) if row.sent_on else asked,
        state=state_mark(its),
        due=day(row.next_due_on),
        whose=escape(whose),
    )


def _note(words):
    return f'<span class="note">{escape(words)}</span>'


def heads(listing):
    """The heads of the columns, as components/heads.html takes them."""
    found = [{"words": "Tick", "is_hidden": True, "look": "pick"}]
    for words, first, turned in HEADS:
        head = {"words": words}
        if first:
            wanted = turned if listing.sort == first else first
            if listing.sort in (first, turned):
                head["sort"] = "descending" if listing.sort.startswith("-") else "ascending"
            if first != turned or listing.sort != first:
                head["url"] = "?" + listing.query(o=None if wanted == listing.usual else wanted)
        found.append(head)
    return found


def bar(listing, choices):
    """The fields of the bar: those often used, and the others."""
    user, given = listing.user, {name: listing.given.get(name, "") for name in LABELS}
    if listing.named and given["agency"].isdecimal():
        given["agency"] = listing.named[0][1]
    whose = [("me", "Me"), ("nobody", "Nobody"), *((pk, n) for pk, n in choices.members if pk != user.pk)]
    offered = {
        "state": STATES,
        "assigned": whose,
        "kind": Letter.Kind.choices,
        "year": [(year, year) for year in choices.years],
        "topic": choices.topics,
        "office": [(seat.office_id, seat.office.name) for seat in user.seats],
    }
    lists = {"agency": choices.agencies, "signatory": [(name, name) for name in choices.signatories]}
    fields = {}
    for name, label in LABELS.items():
        if (name == "topic" and not choices.topics) or (name == "office" and len(user.seats) < 2):
            continue
        value, fault = given[name], listing.faults.get(name, "")
        if name in offered:
            shape, control = "select", _select(name, offered[name], value)
        elif name in ("hearing", "since", "until"):
            shape, control = "date", _input(name, value, fault, "date" if not fault else "text")
        else:
            kind = "search" if name == "q" else "text"
            shape, control = "text", _input(name, value, fault, kind, lists.get(name))
        fields[name] = Field(name, shape, label, control, fault)
    return {
        "often": [fields.pop(name) for name in OFTEN],
        "seldom": list(fields.values()),
        "is_open": any(given[name] for name in fields),
    }


def _select(name, pairs, chosen):
    chosen = str(chosen)
    options = [("", EMPTY.get(name, "Any")), *pairs]
    if chosen and all(str(value) != chosen for value, _ in pairs):
        options.append((chosen, chosen))
    options = tuple(options)
    return mark_safe(f'<select name="{name}" id="{name}">{_options(options, chosen)}</select>')


_SELECTED = " selected"


@lru_cache(maxsize=256)
def _options(pairs, chosen=None):
    return "".join(
        f'<option value="{escape(value)}"{_SELECTED if str(value) == chosen else ""}>{escape(label)}</option>'
        for value, label in pairs
    )


def _input(name, value, fault, kind, offered=()):
    said = f' aria-invalid="true" aria-describedby="{name}_fault"' if fault else ""
    known = f' list="{name}_offered" autocomplete="off"' if offered else ""
    control = f'<input type="{kind}" name="{name}" id="{name}" value="{escape(value)}"{known}{said}>'
    if offered:
        control += f'<datalist id="{name}_offered">{_words(tuple(label for _, label in offered))}</datalist>'
    return mark_safe(control)


@lru_cache(maxsize=64)
def _words(labels):
    return "".join(f"<option>{escape(label)}</option>" for label in labels)


def tabs(listing, choices):
    """The views that everybody has, and those that were saved: words, address, whether it is this one."""
    now, root = _sorted(listing.query()), reverse("letters")
    found = [(words, query, None) for words, query in TABS]
    found += [(one.name, one.query, one) for one in choices.saved]
    current = next((n for n, (_, query, _) in enumerate(found) if _sorted(query) == now), None)
    return [
        {
            "words": words,
            "url": f"{root}?{query}" if query else root,
            "is_current": n == current,
            "saved": saved,
        }
        for n, (words, query, saved) in enumerate(found)
    ]


def _sorted(query):
    return sorted(filter(None, query.split("&")))


def keeping(tabs, listing, user):
    """(Words, address) of what can be done about the view that is shown: save it, or change the saved one."""
    saved = next((tab["saved"] for tab in tabs if tab["is_current"]), None)
    if saved and (saved.is_mine or user.roles.get(saved.office) == OfficeMembership.Role.MANAGER):
        return "Change this view", reverse("letters-view", args=[saved.pk])
    if any(tab["is_current"] for tab in tabs):
        return "", ""
    return "Save this view", f"{reverse('letters-views')}?{urlencode({'list': listing.query()})}"


def in_force(listing, choices):
    """Each filter of the list: its name, its words, and the address without it."""
    return [
        {
            "name": name,
            "words": filter_words(listing, choices, name),
            "without": "?" + listing.query(**{name: None}),
        }
        for name in listing.asked
        if name not in listing.faults
    ]


def filter_words(listing, choices, name):
    """A filter as one would say it."""
    value = listing.asked[name]
    match name:
        case "q":
            return f"“{value}”"
        case "state":
            return dict(STATES).get(value, value)
        case "kind":
            return KINDS.get(value, value)
        case "agency":
            return f"Agency: {' or '.join(short for _, short in listing.named[:3])}"
        case "assigned":
            known = [("me", "me"), ("nobody", "nobody"), *choices.members]
        case "topic":
            known = choices.topics
        case "office":
            known = [(seat.office_id, seat.office.name) for seat in listing.user.seats]
        case "hearing" | "since" | "until":
            return f"{LABELS[name]} {day(date.fromisoformat(value))}" if DAY.fullmatch(value) else value
        case _:
            known = ()
    words = next((words for key, words in known if str(key) == value), value)
    return words if name == "office" else f"{LABELS[name]}: {words}"


def what_to_drop(listing, user, today):
    """For each filter of an empty list, how many letters there are without it. One statement."""
    without = {}
    for name in listing.asked:
        given = {key: value for key, value in listing.asked.items() if key != name}
        fewer = Listing(user, given, today=today, named=listing.named if "agency" in given else ())
        without[name] = CountOf(fewer.letters.order_by().values("pk")[: COUNT_UP_TO + 1])
    row = User.objects.filter(pk=user.pk).values_list(*without.values()).first()
    return {name: count for name, count in zip(without, row or (), strict=False) if count}


def bulk_choices(user, choices):
    """What can be done to the letters ticked, as the options of a select."""
    found = ['<option value="">Choose …</option>']
    if offices_where(user, Act.ASSIGN):
        others = [(f"assign:{pk}", name) for pk, name in choices.members if pk != user.pk]
        pairs = [(f"assign:{user.pk}", "me"), ("assign:0", "nobody"), *others]
        found.append(f'<optgroup label="Assign to">{_options(tuple(pairs))}</optgroup>')
    more = [("send", "Mark as sent …")] if offices_where(user, Act.SEND) else []
    more += [("settle", "Settle what is open …")] if may_settle_somewhere(user) else []
    more += [("remind", "Generate reminders now")] if offices_where(user, Act.LOG) else []
    more.append(("export", "Export as CSV"))
    found.append(f'<optgroup label="Other">{_options(tuple(more))}</optgroup>')
    return mark_safe("".join(found))


def may_settle_somewhere(user):
    """Whether the user may settle in an office of theirs: counsel may, clerks where the office lets them."""
    return any(may(user, Act.SETTLE, seat.office) for seat in user.seats)


def ways_out(filters, counts):
    """What to leave out of a list that is empty, with the address, and what that gives."""
    found = []
    for one in filters:
        if not (count := counts.get(one["name"])):
            continue
        kept = [other["words"] for other in filters if other is not one]
        letters = "1 letter" if count == 1 else f"{count_words(count, COUNT_UP_TO)} letters"
        found.append(
            {
                "url": one["without"],
                "words": f"Without {one['words']}",
                "gives": f"{', '.join(kept)}: {letters}" if kept else letters,
            }
        )
    return found


def nothing_found(listing, filters, ways):
    """The head and the sentence of an empty list."""
    if "agency" in listing.faults:
        return f"No agency is called “{listing.asked['agency']}”", ""
    if not filters:
        return "No letter stands here yet", ""
    number = {1: "this filter", 2: "both filters", 3: "all three filters", 4: "all four filters"}
    title = f"No letter matches {number.get(len(filters), f'all {len(filters)} filters')}"
    return title, "Take one filter away:" if ways else "Taking any one filter away finds none either."


def list_context(listing, choices, page, counts):
    """What the list's template places, apart from the rows; `counts` are of what to leave out."""
    user, last = listing.user, page.first + len(page.rows) - 1
    filters, shown_tabs = in_force(listing, choices), tabs(listing, choices)
    ways = ways_out(filters, counts)
    if "agency" in listing.faults:
        ways = [{"words": "Letters to any agency", "url": "?" + listing.query(agency=None)}]
    title, words = nothing_found(listing, filters, ways) if not page.rows else ("", "")
    keep_words, keep_url = keeping(shown_tabs, listing, user)
    several, most, count = page.previous or page.next, listing.count_up_to, listing.in_words(page.count)
    return {
        "room": "letters",
        "listing": listing,
        "heads": heads(listing),
        "bar": bar(listing, choices),
        "tabs": shown_tabs,
        "in_force": filters,
        "clear_url": reverse("letters"),
        "keep_words": keep_words,
        "keep_url": keep_url,
        "count": "1 letter" if page.count == 1 else f"{count} letters",
        "span": f"{page.first:,} to {last:,}" + (f" of {count}" if last <= most else ""),
        "previous": page.previous,
        "next": page.next,
        "all_of_them": several and (f"all {count}" if page.count <= most else f"the first {MOST}"),
        "bulk": bulk_choices(user, choices) if page.rows else "",
        "title": title,
        "words": words,
        "ways": ways,
    }
