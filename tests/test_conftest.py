"""The one line in which a run of the suite ends."""

from tests.conftest import closing_line


def test_the_closing_line_counts_each_reason_once():
    line = closing_line(
        [
            "Skipped: no Chromium on this machine",
            "Skipped: about SQLite",
            "Skipped: no Chromium on this machine",
        ],
        on_sqlite=False,
    )

    assert line == "Ran on PostgreSQL. Skipped: 2, no Chromium on this machine; 1, about SQLite."


def test_the_closing_line_says_that_postgresql_was_not_tried():
    line = closing_line([], on_sqlite=True)

    assert line == "Ran on SQLite, not on PostgreSQL (DATABASE_URL names none). Nothing was skipped."
