"""YAML files read with the way to every value, so that what is wrong can be told and found."""

import re
import reprlib
from datetime import date

import yaml

from correspondence.core.refusals import Cannot


class CannotImport(Cannot):
    """The files cannot be imported, or not as of that day."""


class _Loader(yaml.CSafeLoader):
    """Safe, in C, and stricter than YAML asks: no key twice in a mapping; days stay text."""

    def construct_mapping(self, node, deep=False):
        if isinstance(node, yaml.MappingNode):
            seen = set()
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode):
                    continue
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(
                        None, None, f"{key.value} stands here a second time", key.start_mark
                    )
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: loader.construct_scalar(node))


class Place:
    """A value in a file and the way to it, so that what is wrong with it can be said.

    What reads a value raises CannotImport where it is not of that kind.
    """

    __slots__ = ("file", "path", "value")

    def __init__(self, file, value, path=()):
        self.file, self.value, self.path = file, value, path

    def __getitem__(self, key):
        place = self.get(key)
        if place.value is None:
            self.is_wrong(f"`{key}` is missing")
        return place

    def get(self, key):
        if not isinstance(self.value, dict):
            self.is_wrong(f"expected a mapping with `{key}`")
        return Place(self.file, self.value.get(key), (*self.path, key))

    def rows(self, *, needed=False):
        """The items of a list; where none is needed, nothing where it was left out."""
        if self.value is None and not needed:
            return
        if not isinstance(self.value, list):
            self.is_wrong("expected a list")
        if needed and not self.value:
            self.is_wrong("the list is empty")
        for index, value in enumerate(self.value):
            yield Place(self.file, value, (*self.path, index))

    def pairs(self):
        if not isinstance(self.value, dict) or not self.value:
            self.is_wrong("expected a mapping with something in it")
        for key, value in self.value.items():
            yield key, Place(self.file, value, (*self.path, key))

    def text(self, longest, pattern=None, form="", *, needed=True):
        if self.value is None and not needed:
            return ""
        if not isinstance(self.value, str):
            self.is_wrong(f"expected text, not {reprlib.repr(self.value)}")
        text = self.value.strip()
        if needed and not text:
            self.is_wrong("it is empty")
        if len(text) > longest:
            self.is_wrong(f"it is longer than {longest} characters")
        if "\0" in text:
            self.is_wrong("it holds a character that is no text")
        if pattern and not re.fullmatch(pattern, text, re.ASCII):
            self.is_wrong(f"expected {form}, not {text!r}")
        return text

    def one_of(self, *choices):
        if self.value not in choices:
            either = f"{', '.join(choices[:-1])} or {choices[-1]}"
            self.is_wrong(f"expected {either}, not {reprlib.repr(self.value)}")
        return self.value

    def whole_number(self, least, most):
        if type(self.value) is not int or not least <= self.value <= most:
            self.is_wrong(f"expected a whole number from {least} to {most}, not {reprlib.repr(self.value)}")
        return self.value

    def day(self):
        try:
            return date.fromisoformat(self.text(40, r"\d{4}-\d\d-\d\d", "a day, as 2023-11-29"))
        except ValueError:
            self.is_wrong(f"there is no day {self.value}")

    def is_wrong(self, words):
        way = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path).lstrip(".")
        raise CannotImport(f"{self.file}, line {self._line()}{', ' if way else ''}{way}: {words}.")

    def _line(self):
        """Where the value begins, or the nearest thing around it that is there. Reads the file again."""
        node = yaml.compose(self.file.read_bytes(), Loader=_Loader)
        for step in self.path:
            below = None
            if isinstance(node, yaml.SequenceNode):
                below = node.value[step]
            elif isinstance(node, yaml.MappingNode):
                below = next((value for key, value in node.value if key.value == str(step)), None)
            if below is None:
                break
            node = below
        return node.start_mark.line + 1 if node else 1


def bytes_of(path):
    """What stands in a file; CannotImport where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CannotImport(f"{path} cannot be read: {error.strerror or error}.") from error


def parsed(path, raw):
    """The file's one value, a Place; CannotImport where it is no YAML."""
    try:
        return Place(path, yaml.load(raw, Loader=_Loader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        words = getattr(error, "problem", None) or getattr(error, "reason", None) or "it is not YAML"
        raise CannotImport(f"{path}{place}: {words}.") from error
    except ValueError as error:  # a tag such as !!int on what is no number
        raise CannotImport(f"{path}: {error}.") from error
