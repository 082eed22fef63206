"""What is written to the log, and what is not."""

import logging
import re

# PostgreSQL quotes the failing row (DETAIL), the statement with its values (LINE, CONTEXT) and a caret.
_QUOTED = re.compile(r"^\s*(DETAIL|CONTEXT|HINT|LINE \d+|STATEMENT): |^\s*\^\s*$")


class WithoutRows(logging.Formatter):
    """Leaves out the lines in which a database repeats what stands in its rows."""

    def format(self, record):
        lines = super().format(record).splitlines()
        kept, quoting = [], False
        for line in lines:
            quoting = bool(_QUOTED.match(line)) or (quoting and not _begins_anew(line))
            if not quoting:
                kept.append(line)
        return "\n".join(kept)


def _begins_anew(line):
    """Whether a line belongs to the traceback again, not to a row whose text has several lines."""
    return line.startswith(("Traceback ", "  File ", "The above exception", "During handling"))
