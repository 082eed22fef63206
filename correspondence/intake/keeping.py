"""Proposals as JSON, and back again. Pages have their own way, which is shorter: opening.wire."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import get_args, get_origin, get_type_hints


def as_json(value):
    """A proposal, or any value made of dataclasses, as JSON."""
    if is_dataclass(value):
        return {field.name: as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [as_json(one) for one in value]
    if isinstance(value, dict):
        return {key: as_json(one) for key, one in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    return value


def from_json(kind, data):
    """A value of this dataclass from what `as_json` wrote. What is not there has its default, what is not
    known is left out: a proposal of an earlier version can still be read."""
    hints = _hints(kind)
    return kind(**{name: _value(hints[name], one) for name, one in data.items() if name in hints})


@cache
def _hints(kind):
    known = get_type_hints(kind)
    return {field.name: known[field.name] for field in fields(kind)}


def _value(hint, data):
    if get_origin(hint) is UnionType:
        if data is None:
            return None
        hint = next(one for one in get_args(hint) if one is not NoneType)
    if get_origin(hint) is tuple:
        of, *others = get_args(hint)
        if others and others != [...]:
            return tuple(_value(one, item) for one, item in zip((of, *others), data, strict=True))
        return tuple(_value(of, one) for one in data)
    if is_dataclass(hint):
        return from_json(hint, data)
    if hint is date:
        return date.fromisoformat(data)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(data)
    return data
