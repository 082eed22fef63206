"""Replies of agencies, for tests: real PDFs, read as any file is, to letters that were sent a while ago."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from correspondence.core.days import day_of
from correspondence.intake import reader
from correspondence.intake.actions import receive_files
from correspondence.intake.models import IntakeItem
from tests.web.intake.papers import pdf

HEAD = """{agency}
{street}
Washington, D.C. 20520

{dated}

The Honorable Benjamin L. Cardin
Chairman
Committee on Foreign Relations
United States Senate
Washington, DC 20510

Dear Mr. Chairman:

"""
TAIL = """
Sincerely,

{signer}
{title}
{agency}
"""

ACKNOWLEDGES = """Thank you for your letter of {asked_on}, {reference}, which the Department has
received. It has been given control number H-20231201-017 and assigned to the
bureau concerned.
"""
INTERIM = """This is an interim response to your letter of {asked_on} ({reference}).

The Department is still gathering the information that you ask for. We will
respond in full by {promised}.
"""
PARTLY = """I write in response to your letter of {asked_on}, {reference}, regarding
accountability for atrocities in Nagorno-Karabakh. This is a partial response.

1. The Department funds two teams that substantiate and collect evidence of
war crimes and other atrocities, and shares what they find with prosecutors.

4. The Department has told Azerbaijan at every level that aggression against
its neighbors is unacceptable, most recently on October 5.

We will address the remaining questions separately.
"""
REFUSES = """I write in response to your letter of {asked_on}, {reference}.

The Department is unable to provide the material that you ask for, as it
concerns deliberations within the executive branch.
"""
REFERS = """Thank you for your letter of {asked_on}, {reference}.

The matters that you raise fall within the jurisdiction of the Department of
the Treasury. We have therefore referred your letter to the Department of the
Treasury, which will respond directly to you.
"""


def words_of(body, letter, *, days=10, promised=None, agency="United States Department of State", **given):
    """The words of a reply to a letter, dated so many days after it."""
    on = letter.dated_on + timedelta(days=days)
    said = {
        "agency": agency,
        "street": "2201 C Street NW",
        "dated": f"{on:%B} {on.day}, {on.year}",
        "asked_on": f"{letter.dated_on:%B} {letter.dated_on.day}, {letter.dated_on.year}",
        "reference": letter.reference,
        "promised": f"{promised:%B} {promised.day}, {promised.year}" if promised else "",
        "signer": "Naz Durakoglu",
        "title": "Assistant Secretary",
    } | given
    return (HEAD + body + TAIL).format(**said)


def came_in(office, by, *files, read=True, **given):
    """The items of files that came in together: (name, bytes) pairs, each read to its end."""
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    given = {"how": "uploaded", "by": by, "now": timezone.now()} | given
    items = receive_files(office, uploads, **given).items
    for item in items if read else ():
        assert reader.read(item.pk, seconds=60, clock=reader.Clock(timezone.now()))
    return [IntakeItem.objects.get(pk=item.pk) for item in items]


def the_reply(story, letter, body=PARTLY, *, name="reply.pdf", taken_for="", **given):
    """One item: a reply to this letter, that came in today."""
    [item] = came_in(
        story.office, story.clerk, (name, pdf(words_of(body, letter, **given))), taken_for=taken_for
    )
    return item


def today():
    return day_of(timezone.now())
