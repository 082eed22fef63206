"""`python -m correspondence.intake.opening FILE` prints what is read from a file, as JSON.

With --child it is the process that `child` starts: it binds itself to its limits before it touches the file.
"""

import json
import sys

from correspondence.intake.opening.faults import CannotOpen
from correspondence.intake.opening.wire import opened_as_json


def main(arguments):
    """Run as the child, or for a person. The exit status."""
    if arguments[:1] == ["--child"] and len(arguments) == 2:
        from correspondence.intake.opening.work import work

        work(json.loads(arguments[1]))
        return 0
    if len(arguments) != 1:
        print("Usage: python -m correspondence.intake.opening FILE", file=sys.stderr)
        return 2
    from correspondence.intake.opening.child import open_file

    try:
        print(json.dumps(opened_as_json(open_file(arguments[0]))))
    except (CannotOpen, OSError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
