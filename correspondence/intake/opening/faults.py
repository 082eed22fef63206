"""Why a file could not be opened, each in words that the person who sent it can act on."""

from enum import StrEnum

from correspondence.core.refusals import Cannot


class Fault(StrEnum):
    """What is the matter with a file."""

    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    TRUNCATED = "truncated"
    MALFORMED = "malformed"
    TOO_LARGE = "too large"
    TOO_MANY_PAGES = "too many pages"
    ZIP_BOMB = "zip bomb"
    IMAGE_BOMB = "image bomb"
    UNSUPPORTED = "unsupported"
    TOO_SLOW = "too slow"
    TOO_MUCH_MEMORY = "too much memory"
    NO_TEXT = "no text"
    NO_LETTER = "no letter"


MESSAGES = {
    Fault.EMPTY: "The file is empty. Save or scan it again, and send it once more.",
    Fault.ENCRYPTED: "The file is protected with a password. Save it without one, or print and scan it.",
    Fault.TRUNCATED: "The file breaks off before its end. Send it again: it did not come whole.",
    Fault.MALFORMED: "The file is damaged and cannot be read. Open it where it was made, and save it anew.",
    Fault.TOO_LARGE: "The file is larger than 50 MB. Scan it at 200 dpi in grey, or send it in parts.",
    Fault.TOO_MANY_PAGES: "The file has more than 200 pages. Send the letter without its enclosures.",
    Fault.ZIP_BOMB: "The file unpacks to far more than it seems to hold. It was not opened, for safety.",
    Fault.IMAGE_BOMB: "A picture in the file is too large to be opened safely. Scan it at 200 dpi.",
    Fault.UNSUPPORTED: (
        "This kind of file cannot be read. "
        "PDF, JPEG, PNG, TIFF, Word (.docx), mail (.eml) and plain text can."
    ),
    Fault.TOO_SLOW: "Reading the file took too long and was stopped. Print it to a new PDF, or scan it.",
    Fault.TOO_MUCH_MEMORY: "Reading the file took too much memory and was stopped. Print it to a new PDF.",
    Fault.NO_TEXT: "No text was found: every page is blank, or too faint to read. Scan it again, darker.",
    Fault.NO_LETTER: "The mail has neither text nor a file that could be the letter.",
}


class CannotOpen(Cannot):
    """A file could not be opened. `fault` says why; `message` says it to a person."""

    def __init__(self, fault, message=""):
        super().__init__(message or MESSAGES[fault])
        self.fault = Fault(fault)
