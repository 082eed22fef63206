"""How fast the product is: a generator of large records, and scripts that time it against a bare floor.

`generate.py` fills a database, `run.py` times pages and forms, `reminders.py` times the raising of
reminders. Each says how it is used.
"""

OFFICE = "BENCH"  # the code of the big office
CLERK = "bench-clerk"  # a clerk of it
PASSWORD = "benchmark, not a secret"
