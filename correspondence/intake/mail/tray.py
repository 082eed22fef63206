"""From a mail to the tray, where a letter or reply is read and confirmed."""

from contextlib import ExitStack

from django.core.files import File

from correspondence.intake.actions import receive_files
from correspondence.intake.mail.rules import letters_among
from correspondence.intake.models import IntakeBatch, IntakeItem


def put_into_tray(mail, *, by, now):
    """Put what may be the reply into the tray: the files of the mail that can be read, as one; else the mail.

    What the office has already is not put there again. Returns what became of it, as `receive_files` does.
    """
    files = list(mail.files.select_related("document"))
    chosen = letters_among([(one.name, one.document) for one in files])
    chosen = chosen or [(mail.document.name, mail.document)]
    with ExitStack() as opened:
        uploads = [File(opened.enter_context(one.file.open("rb")), name) for name, one in chosen]
        return receive_files(
            mail.office,
            uploads,
            how=IntakeBatch.How.MAIL,
            taken_for=IntakeItem.TakenFor.RESPONSE,
            as_one=True,
            by=by,
            now=now,
        )
