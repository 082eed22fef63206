"""Lines of a file for a spreadsheet, one at a time, so that a long one can be streamed."""

import csv

MARK = "\ufeff"  # tells a spreadsheet that the file is UTF-8


class _Through:
    """What csv writes to: a line is handed on."""

    @staticmethod
    def write(line):
        return line


_WRITER = csv.writer(_Through)


def csv_line(values):
    """One line; none of its cells is taken for a formula."""
    return _WRITER.writerow([safe_cell(value) for value in values])


def safe_cell(value):
    """A cell that no spreadsheet takes for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text
