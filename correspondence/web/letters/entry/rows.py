"""Rows of the letter form, moved about in what a browser sent: so that it works without a script.

Each row keeps its index. `order` says where it stands, `DELETE` that it is taken out, `TOTAL` how many
indices there are.
"""

import re

from correspondence.core.text import split_list
from correspondence.directory.models import Seat

KINDS = ("signatories", "recipients", "requests", "attachments")
_BUTTON = re.compile(rf"(add|remove|restore|up|down|split|join)-({'|'.join(KINDS)})(?:-(\w+))?")


def press(data, notes):
    """Do what the pressed button says to the rows, in place; returns the kind of rows, or None.

    What cannot be done is put to the notes.
    """
    for name in data:
        if found := _BUTTON.fullmatch(name):
            act, kind, what = found.groups()
            if act == "add":
                add(data, kind, {"role": what or "to"} if kind == "recipients" else {})
            elif what and what.isdecimal() and int(what) < total(data, kind):
                if act in ("split", "join"):
                    if kind != "requests":
                        continue
                    fault = (_split if act == "split" else _join)(data, kind, int(what))
                    notes += [fault] if fault else []
                else:
                    _move(data, kind, act, int(what))
            renumber(data, kind)
            return kind
    return None


def total(data, kind):
    """How many indices there are."""
    text = data.get(f"{kind}-TOTAL", "0")
    return min(int(text), 999) if text.isdecimal() else 0


def standing(data, kind):
    """The indices of the rows that are not taken out, in their order."""
    there = [n for n in range(total(data, kind)) if not data.get(f"{kind}-{n}-DELETE")]
    return sorted(there, key=lambda n: _order(data, kind, n))


def add(data, kind, values):
    """Put a row after the last."""
    n = total(data, kind)
    last = max((_order(data, kind, row) for row in standing(data, kind)), default=0)
    data[f"{kind}-TOTAL"] = str(n + 1)
    data[f"{kind}-{n}-order"] = str(min(last, 9998) + 1)
    for name, value in values.items():
        data[f"{kind}-{n}-{name}"] = str(value)
    return n


def renumber(data, kind):
    """Give the rows the places 1, 2, 3 …; what is a sub-item of a place goes with it."""
    _stand(data, kind, standing(data, kind))


def take_signed(data, user):
    """Make rows of the members that were ticked in the roster."""
    keys = [key for key in data.getlist("signed") if key.isdecimal() and len(key) < 19]
    data.setlist("signed", [])
    if not keys:
        return
    seats = Seat.objects.filter(pk__in=keys, office__in=list(user.roles)).select_related("person")
    by_key = {str(seat.pk): seat for seat in seats}
    _drop_empty(data, "signatories", ("name", "title", "person", "id"))
    for seat in filter(None, map(by_key.get, dict.fromkeys(keys))):
        values = {"name": seat.person.name, "title": seat.title, "person": seat.person_id}
        add(data, "signatories", values)
    renumber(data, "signatories")


def take_pasted(data):
    """Make requests of the pasted list; returns how many. Places count on from the last."""
    items = split_list(data.get("paste", ""))
    if not items:
        return 0
    data["paste"] = ""
    _drop_empty(data, "requests", ("number", "text", "lead_in", "asker", "id"))
    renumber(data, "requests")
    start = len(standing(data, "requests")) + 1
    for item in items:
        above = "" if item.parent is None else start + item.parent
        values = {"number": item.number, "text": item.text, "lead_in": item.lead_in, "part_of": above}
        add(data, "requests", values | {"kind": "question"})
    return len(items)


def _drop_empty(data, kind, names):
    """Take out the spare rows in which nothing stands."""
    for n in standing(data, kind):
        if not any(data.get(f"{kind}-{n}-{name}", "").strip() for name in names):
            data[f"{kind}-{n}-DELETE"] = "on"


def _move(data, kind, act, n):
    if act in ("remove", "restore"):
        data[f"{kind}-{n}-DELETE"] = "on" if act == "remove" else ""
        return
    rows = standing(data, kind)
    if n not in rows:
        return
    at = rows.index(n)
    other = at - 1 if act == "up" else at + 1
    if 0 <= other < len(rows):
        mine, its = f"{kind}-{n}-order", f"{kind}-{rows[other]}-order"
        data[mine], data[its] = data.get(its, ""), data.get(mine, "")
        _swap_above(data, kind, data[mine], data[its])


def _split(data, kind, n):
    """Make two rows of one where the first line of its words ends; returns what stands against it."""
    first, _, rest = data.get(f"{kind}-{n}-text", "").strip().partition("\n")
    if not rest.strip():
        return "Press Enter in the words where the second request begins, then split them there."
    data[f"{kind}-{n}-text"] = first.strip()
    own = {name: data.get(f"{kind}-{n}-{name}", "") for name in ("kind", "lead_in", "part_of")}
    made = add(data, kind, own | {"text": rest.strip()})
    there = [row for row in standing(data, kind) if row != made]
    there.insert(there.index(n) + 1, made)
    _stand(data, kind, there)
    return ""


def _join(data, kind, n):
    """Put a row's words to those of the row above it, and take it out; returns what stands against it."""
    there = standing(data, kind)
    if n not in there or there.index(n) == 0:
        return "There is no request above it."
    above = there[there.index(n) - 1]
    words = [data.get(f"{kind}-{row}-text", "").strip() for row in (above, n)]
    data[f"{kind}-{above}-text"] = " ".join(filter(None, words))
    data[f"{kind}-{n}-text"], data[f"{kind}-{n}-DELETE"] = "", "on"
    mine, its = data.get(f"{kind}-{n}-order", ""), data.get(f"{kind}-{above}-order", "")
    for row in there:
        if mine and data.get(f"{kind}-{row}-part_of") == mine:
            data[f"{kind}-{row}-part_of"] = its if row != above else ""
    return ""


def _stand(data, kind, there):
    """Let the rows stand in this order; what is a sub-item of a place goes with it."""
    moved = {data.get(f"{kind}-{n}-order", ""): str(place) for place, n in enumerate(there, start=1)}
    for place, n in enumerate(there, start=1):
        data[f"{kind}-{n}-order"] = str(place)
        if above := data.get(f"{kind}-{n}-part_of"):
            data[f"{kind}-{n}-part_of"] = moved.get(above, "")


def _swap_above(data, kind, one, other):
    for n in standing(data, kind):
        name = f"{kind}-{n}-part_of"
        if data.get(name) in (one, other) and data.get(name):
            data[name] = other if data[name] == one else one


def _order(data, kind, n):
    text = data.get(f"{kind}-{n}-order", "")
    return int(text) if text.isdecimal() and len(text) < 5 else 9999
