"""An IMAP server for a test, and the mailbox that the product is set to read."""

import pytest

from tests.constituents import Constituents
from tests.intake.mail.post_box import PostBox


@pytest.fixture
def post_box(tmp_path):
    box = PostBox(tmp_path)
    box.open()
    yield box
    box.close()


@pytest.fixture
def mailbox(post_box, settings):
    """The mailbox of SFRC, from which mails are moved to Taken once they are kept."""
    settings.MAILBOXES = (post_box.address(done="Taken", reply_to="letters@example.gov"),)
    return post_box


@pytest.fixture
def story(db):
    return Constituents()
