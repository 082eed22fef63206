"""What the child does: opens one file, and says its pages as JSON lines."""

import io
import json
import os
import sys
from base64 import b64encode

from correspondence.intake.opening.faults import MESSAGES, CannotOpen, Fault
from correspondence.intake.opening.limits import Limits, keep_to
from correspondence.intake.opening.wire import page_as_json

POLITE = 10  # other work on the machine comes first


def work(task, output=None):
    """Do the task that `child` gave, within its limits; what it comes to is said, whatever happens."""
    output = output or os.fdopen(os.dup(sys.stdout.fileno()), "wb")

    def say(**said):
        output.write(json.dumps(said).encode() + b"\n")
        output.flush()

    os.nice(POLITE)
    limits = Limits(**task["limits"])
    keep_to(limits)
    try:
        _open(task, limits, say)
    except CannotOpen as fault:
        say(fault=fault.fault, message=fault.message)
    except MemoryError:
        say(fault=Fault.TOO_MUCH_MEMORY, message=MESSAGES[Fault.TOO_MUCH_MEMORY])
    except Exception as fault:  # noqa: BLE001 - whatever a library makes of a hostile file
        if isinstance(fault, BrokenPipeError):
            return
        say(fault=Fault.MALFORMED, message=MESSAGES[Fault.MALFORMED])


def _open(task, limits, say):
    from correspondence.intake.opening.kinds import contents_of

    contents = contents_of(task["path"], task["name"], most_pages=limits.pages)
    if draw := task.get("draw"):
        say(picture=_drawn(contents, task["first"], draw))
    else:
        say(
            of=contents.count,
            media_type=contents.media_type,
            headers=contents.headers,
            attachments=list(contents.attachments),
            notes=list(contents.notes),
        )
        for number in range(task["first"], min(task["last"], contents.count) + 1):
            say(reading=number)
            page, notes = contents.read(number)
            say(page=page_as_json(page), notes=notes)
    say(done=True)


def _drawn(contents, number, draw):
    if not 1 <= number <= contents.count:
        raise CannotOpen(Fault.MALFORMED, "There is no such page.")
    picture = contents.draw(number, draw["width"], draw["turned"], draw["straightened"])
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=82)
    return b64encode(held.getvalue()).decode()
