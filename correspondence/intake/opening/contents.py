"""What a file holds, whichever kind it is of: so many pages, each of which can be read and drawn."""

from correspondence.intake.opening.faults import CannotOpen, Fault


class Contents:
    """An opened file. Subclasses read and draw one page at a time and keep nothing of it."""

    media_type = ""
    count = 0  # pages
    headers = {}
    attachments = ()
    notes = ()

    def read(self, number):
        """The page, counted from 1, and notes about it. Raises CannotOpen where this page cannot be read."""
        raise NotImplementedError

    def draw(self, number, width, turned, straightened):
        """A Pillow picture of the page, so many pixels wide once it was turned and straightened."""
        raise CannotOpen(Fault.UNSUPPORTED, "This page is text: there is no picture of it.")

    def close(self):
        """Let go of the file."""


class Texts(Contents):
    """Pages of text that were read all at once."""

    def __init__(self, media_type, pages, *, notes=()):
        self.media_type = media_type
        self.pages = pages
        self.count = len(pages)
        self.notes = notes

    def read(self, number):
        return self.pages[number - 1], []
