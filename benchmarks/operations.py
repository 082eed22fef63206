"""What is timed: each operation, its goal, and the requests it is made of."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle

from benchmarks.browser import form_with
from benchmarks.figures import Goal

LETTERS = "/admin/correspondence/letter/"


@dataclass(frozen=True)
class Asked:
    """One request, ready to be sent, and the status that it must be answered with."""

    method: str
    path: str
    form: list | None = None
    status: int = 200


@dataclass(frozen=True)
class Operation:
    """`requests(targets, browser)` yields one request after another, each as it is to be sent next.

    Where an operation changes what it is done to, each request has a letter of its own and they are used up.
    What is thronged is asked for by several clients at once as well.
    """

    name: str
    goal: Goal
    requests: Callable
    is_used_up: bool = False
    is_thronged: bool = False


def _same(query):
    return lambda targets, browser: cycle([Asked("GET", LETTERS + query.format(**targets))])


def _page(path, status=200):
    return lambda targets, browser: cycle([Asked("GET", path.format(**targets), status=status)])


def _desk(query):
    return lambda targets, browser: cycle([Asked("GET", "/letters/" + query.format(**targets))])


def _each(path):
    return lambda targets, browser: cycle([Asked("GET", path.format(key)) for key in targets["threes"]])


def _responses(address, begin):
    """A full answer to each of five requests, each time to a letter to which nothing had come back.

    Each door has every other such letter, from `begin` on.
    """
    return lambda targets, browser: _replies(address, targets["fives"][begin::2], browser)


def _replies(address, letters, browser):
    for key in letters:
        path = address.format(key)
        yield Asked("POST", path, filled(form_with(browser.ask("GET", path).text, "outcome")), 302)


def _letters(targets, browser):
    """Letters with five requests, two addressees and a signatory, each of a day of its own."""
    form = form_with(browser.ask("GET", "/letters/new/").text, "recipients-0-name")
    plain = {one.name: one.value for one in form if one.is_sent and "__prefix__" not in one.name}
    first = date(2100, 1, 1) + timedelta(days=int(time.time()) % 300_000)
    for n in count():
        day = first + timedelta(days=n)
        typed = plain | {
            "subject": f"Letter {n} of {day:%j} on matter {n * 7919 % 10007}",
            "dated_on": day.isoformat(),
            "body": f"Words of matter {n * 7919 % 10007}, day {day:%j}. " * 40,
            "due_phrase": "within 14 days",
            "signatories-TOTAL": "1",
            "signatories-0-name": "A. Chairman",
            "signatories-0-order": "1",
            "recipients-TOTAL": "2",
            "requests-TOTAL": "5",
            "save": "1",
        }
        for row, role in enumerate(("to", "cc")):
            its = {"role": role, "name": "The Administrator", "order": row + 1, "agency": targets["agency"]}
            typed |= {f"recipients-{row}-{name}": value for name, value in its.items()}
            typed.pop(f"recipients-{row}-agency_words", None)
        for row in range(5):
            its = {"text": f"What of {n * 7919 % 10007}, point {row}, {day:%j}?", "kind": "question"}
            typed |= {f"requests-{row}-{name}": value for name, value in (its | {"order": row + 1}).items()}
        yield Asked("POST", "/letters/new/", list(typed.items()), 302)


def filled(fields):
    """A response form as a clerk sends it who was answered in full: every request, each settled by it.

    Fields that are not touched keep what the form proposed.
    """
    pairs, rows = [], 0
    for one in fields:
        if one.name.endswith("outcome"):
            rows += 1
            pairs.append((one.name, "full"))
        elif one.name.endswith("settles"):
            pairs.append((one.name, "on"))
        elif one.name == "kind" or one.name.endswith("-kind"):
            pairs.append((one.name, "full"))
        elif one.name.endswith("summary"):
            pairs.append((one.name, "Answers each of the five requests."))
        elif one.is_sent:
            pairs.append((one.name, one.value))
    if rows != 5:
        raise LookupError(f"The form has {rows} outcomes to choose, not five.")
    return pairs


LIST, FORM, TIMELINE, RESPOND = Goal(6), Goal(16), Goal(2), Goal(8, 30)
PAGE = Goal(2.5, 14)
DESK, OVERDUE = Goal(1.5, 6), Goal(2, 6)
REPORTED = Goal()
SAVE, LOOKUP = Goal(3, 30), Goal(1, 4)

OPERATIONS = [
    Operation("list, default", LIST, _same("")),
    Operation("list, open", LIST, _same("?state=open")),
    Operation("list, overdue", LIST, _same("?state=overdue")),
    Operation("list, settled", LIST, _same("?state=settled")),
    Operation("list, not acknowledged", LIST, _same("?state=unacknowledged")),
    Operation("list, drafts", LIST, _same("?state=draft")),
    Operation("list, one agency", LIST, _same("?agency={agency}")),
    Operation("list, assigned to me", LIST, _same("?assigned=me")),
    Operation("list, assigned to a colleague", LIST, _same("?assigned={colleague}")),
    Operation("list, one year", LIST, _same("?year={year}")),
    Operation("list, by next due", LIST, _same("?o={next_due}")),
    Operation("list, open, by next due", LIST, _same("?state=open&o={next_due}")),
    Operation("desk list, default", DESK, _desk(""), is_thronged=True),
    Operation("desk list, deep page", DESK, _desk("?after={deep}&from=501")),
    Operation("desk list, open", DESK, _desk("?state=open")),
    Operation("desk list, overdue with its count", OVERDUE, _desk("?state=overdue")),
    Operation("desk list, settled", DESK, _desk("?state=settled")),
    Operation("desk list, not acknowledged", DESK, _desk("?state=unacknowledged")),
    Operation("desk list, drafts", DESK, _desk("?state=draft")),
    Operation("desk list, one agency", DESK, _desk("?agency=BA3")),
    Operation("desk list, one topic", DESK, _desk("?topic={topic}")),
    Operation("desk list, one kind", DESK, _desk("?kind=qfr")),
    Operation("desk list, assigned to me", DESK, _desk("?assigned=me")),
    Operation("desk list, assigned to a colleague", DESK, _desk("?assigned={colleague}")),
    Operation("desk list, one hearing", DESK, _desk("?hearing={hearing}")),
    Operation("desk list, one year", DESK, _desk("?year={year}")),
    Operation("desk list, one month", DESK, _desk("?since={year}-03-01&until={year}-03-31")),
    Operation("desk list, one signatory", DESK, _desk("?signatory={signatory}")),
    Operation("desk list, by next due", DESK, _desk("?o=due")),
    Operation("desk list, by reference", DESK, _desk("?o=reference")),
    Operation("desk list, oldest first", DESK, _desk("?o=dated")),
    Operation("desk list, overdue, one agency", REPORTED, _desk("?state=overdue&agency=BA3")),
    Operation("desk list, empty", REPORTED, _desk("?kind=notice&state=open")),
    Operation("desk list, a reference", REPORTED, _desk("?q={reference}")),
    Operation("desk list, a common word", REPORTED, _desk("?q=oversight")),
    Operation("today", Goal(3, 12), _page("/")),
    Operation("today, whole office", Goal(3, 12), _page("/?whose=office")),
    Operation("owed, one agency", Goal(3, 13), _page("/owed/?agency={agency}")),
    Operation("owed, all", REPORTED, _page("/owed/")),
    Operation("search, a reference", REPORTED, _same("?q={reference}")),
    Operation("search, a rare word", REPORTED, _same("?q={rare}")),
    Operation("search, a common word", REPORTED, _same("?q=oversight")),
    Operation("letter form, 3 requests", FORM, _each(LETTERS + "{}/change/")),
    Operation("timeline", TIMELINE, _each("/letters/{}/timeline/")),
    Operation("letter page", PAGE, _each("/letters/{}/")),
    Operation("letter page, from the list", PAGE, _each("/letters/{}/?list=")),
    Operation("response form, 5 requests", REPORTED, _each(LETTERS + "{}/respond/")),
    Operation("agency page, the most written to", Goal(3), _page("/agencies/{busiest}/")),
    Operation("agency page", Goal(3), _page("/agencies/{agency}/")),
    Operation("directory, agencies", REPORTED, _page("/directory/")),
    Operation("find, a reference", Goal(1.5), _page("/find/?q={reference}", 302)),
    Operation("find, an agency", Goal(3), _page("/find/?q=BA3")),
    Operation("find, a common word", Goal(3), _page("/find/?q=oversight")),
    Operation("letter entry, empty", REPORTED, _page("/letters/new/")),
    Operation("save a letter with 5 requests", SAVE, _letters, is_used_up=True),
    Operation("autocomplete, an agency", LOOKUP, _page("/lookups/agencies/?q=ben")),
    Operation("autocomplete, a person", LOOKUP, _page("/lookups/people/?q=ma")),
    Operation("autocomplete, a reference", LOOKUP, _page("/lookups/letters/?q={reference}")),
    Operation("autocomplete, words of a subject", LOOKUP, _page("/lookups/letters/?q=oversight")),
    Operation("autocomplete, words no subject has", LOOKUP, _page("/lookups/letters/?q=zzyzx")),
    Operation("autocomplete, a request", LOOKUP, _page("/lookups/requests/?q={reference}")),
    Operation("autocomplete, words of a request", LOOKUP, _page("/lookups/requests/?q=zzyzx")),
    Operation("response form, 5 requests (desk)", REPORTED, _each("/letters/{}/respond/")),
    Operation(
        "log a response with 5 answers", RESPOND, _responses(LETTERS + "{}/respond/", 0), is_used_up=True
    ),
    Operation(
        "log a response with 5 answers (desk)",
        Goal(3, 21),
        _responses("/letters/{}/respond/", 1),
        is_used_up=True,
    ),
]
