"""Reading the whole database as it stood at one moment."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_moment():
    """Whatever is read inside is as it was at one moment, and nobody who writes meanwhile has to wait.

    Inside a transaction that is open already, it is as that transaction sees it.
    """
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield
    else:  # not atomic(): that would take the writers' lock
        with connection.cursor() as cursor:
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
