"""What the demonstration says, as YAML files, read once a process."""

from functools import cache
from pathlib import Path

import yaml

_HERE = Path(__file__).parent


@cache
def read(name):
    """The content of a file here. It is shared: take copies of what you change."""
    return yaml.load((_HERE / name).read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def letter_names():
    """The names of the invented letters, each a file in `letters/`."""
    return sorted(path.stem for path in (_HERE / "letters").glob("*.yaml"))
