"""What was read anew, put where nobody has typed: a field that stands as it was proposed, and no other.

The form carries the id of the proposal that it was filled from (`reading`), for its own fields and for each
kind of row. Rows of a kind are taken anew only where not one of them was touched.
"""

from correspondence.web.intake.confirm.showing import ROWS, parts_of, plain

READING = "reading"
STAMPS = (READING, *(f"{READING}-{kind}" for kind in ROWS))
_CARRIED = {"id", "DELETE"}


def stamp(values, key):
    """Say in the form's values by its id from which proposal they come."""
    for name in STAMPS:
        values[name] = [str(key or "")]


def stamps_of(data):
    """The ids of the proposals that a form was filled from: {"" or kind of rows: id, or None}."""
    found = {}
    for name in STAMPS:
        text = data.get(name, "")
        found[name.removeprefix(READING).lstrip("-")] = (
            int(text) if text.isdecimal() and len(text) < 19 else None
        )
    return found


def take_anew(data, fills, latest):
    """Put the latest proposal into the form that was sent, in place; returns the names of what changed.

    `fills` are the Filled forms by proposal id (None: the empty form), `latest` the id of the last.
    """
    stamps, new, changed = stamps_of(data), fills[latest].values, []
    if stamps[""] != latest:
        old = fills.get(stamps[""], fills[None]).values
        for name in dict.fromkeys([*old, *new]):
            if parts_of(name)[0]:
                continue
            before, after = old.get(name, [""]), new.get(name, [""])
            if before != after and [plain(one) for one in data.getlist(name) or [""]] == [
                *map(plain, before)
            ]:
                data.setlist(name, after)
                changed.append(name)
        data[READING] = str(latest or "")
    for kind in ROWS:
        if stamps[kind] == latest:
            continue
        old = fills.get(stamps[kind], fills[None]).values
        if _rows(data, kind) == _rows(old, kind):
            if _rows(old, kind) != _rows(new, kind):
                changed.append(kind)
                _replace(data, kind, new)
            data[f"{READING}-{kind}"] = str(latest or "")
    return changed


def _rows(values, kind):
    """What stands in the rows of a kind, without what is empty or merely carried along."""
    names = (name for name in values if parts_of(name)[0] == kind and parts_of(name)[2] not in _CARRIED)
    listed = values.getlist if hasattr(values, "getlist") else values.get
    kept = {name: [plain(one) for one in listed(name)] for name in names}
    there = {name: its for name, its in kept.items() if any(its)}
    deleted = [name for name in values if parts_of(name)[0] == kind and name.endswith("-DELETE")]
    return there, [name for name in deleted if any(listed(name))]


def _replace(data, kind, new):
    gone = [name for name in data if name.startswith(f"{kind}-")]
    for name in gone:
        del data[name]
    for name, its in new.items():
        if name.startswith(f"{kind}-"):
            data.setlist(name, its)
    data.setlist("looked", [key for key in data.getlist("looked") if not key.startswith(f"{kind}-")])
