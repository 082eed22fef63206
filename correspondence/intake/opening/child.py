"""Opening a file in a process of its own, which may not take more than its limits and is ended if it does.

The child is trusted with nothing: it says JSON lines, which are checked, and its environment holds no secret.
"""

import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
from base64 import b64decode
from contextlib import suppress
from dataclasses import asdict, replace
from pathlib import Path

from correspondence.intake.opening.faults import MESSAGES, CannotOpen, Fault
from correspondence.intake.opening.limits import Limits
from correspondence.intake.opening.wire import opened_from_json, page_from_json
from correspondence.intake.pages import Opened, Page

ROOT = Path(__file__).resolve().parents[3]
MIB = 1024 * 1024
_OUT_OF_MEMORY = {-signal.SIGKILL, -signal.SIGABRT, -signal.SIGTRAP}  # how libraries end that get no more


def bare_environment(folder):
    """All that a child is told of the machine: no settings, no key. It writes into the folder alone."""
    return {
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "TMPDIR": str(folder),
        "PYTHONPATH": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


class Process:
    """The child's process, in a session of its own."""

    def __init__(self, task, folder):
        self.popen = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", "correspondence.intake.opening", "--child", json.dumps(task)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=bare_environment(folder) | {"OMP_THREAD_LIMIT": "1"},
            start_new_session=True,
            close_fds=True,
        )
        self.output = self.popen.stdout.fileno()

    def end(self):
        """Kill whatever is left of it. Its exit status (negative: a signal) and peak memory in bytes."""
        self.popen.stdout.close()
        with suppress(ProcessLookupError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.popen.pid, 0)
        self.popen.returncode = os.waitstatus_to_exitcode(status)
        return self.popen.returncode, usage.ru_maxrss * 1024


def open_file(path, *, name=None, on_page=None, first=1, limits=None, process=Process):
    """Read a file of any kind, page by page. Raises CannotOpen.

    `name` is what its sender calls it. `on_page(page, of)` is told of each page as soon as it was read, `of`
    being how many there are; what it raises ends the work. With `first` reading goes on at that page, where
    an earlier run stopped, and only pages from there are returned. A page that cannot be read is empty, and
    a note says why; where that is so for all, or there is no text at all, the file cannot be opened.
    """
    limits = limits or Limits()
    path, name = Path(path).resolve(), Path(path).name if name is None else name
    _check_size(path, limits)
    opened = Opened("", ())
    pages, notes, faults, of = [], [], [], None
    number = first
    while of is None or number <= of:
        task = {"path": str(path), "name": name, "first": number, "last": number + limits.pages_a_child - 1}
        reading, talk = number, _say(task, limits, process)
        try:
            for said in talk:
                if "of" in said and of is None:
                    of, opened = said["of"], said["opened"]
                elif "reading" in said:
                    reading = said["reading"]
                elif "page" in said:
                    page = said["page"]
                    if page.number != number:
                        raise CannotOpen(Fault.MALFORMED)
                    number += 1
                    pages.append(page)
                    notes += said["notes"]
                    if on_page:
                        on_page(page, of)
        except CannotOpen as fault:
            faults.append(fault)
            if of in (None, 1) or reading != number or len(faults) > limits.lost_pages:
                raise
            page = Page(number)
            number += 1
            pages.append(page)
            notes.append(f"Page {page.number} could not be read. {fault.message}")
            if on_page:
                on_page(page, of)
        finally:
            talk.close()  # ends the child, if it still lives
    if first == 1 and not any(page.lines for page in pages):
        raise faults[0] if faults else CannotOpen(Fault.NO_TEXT)
    return replace(opened, pages=tuple(pages), notes=(*opened.notes, *notes))


def page_image(path, number, *, width=1200, turned=0, straightened=0.0, limits=None, process=Process):
    """A page's picture, a JPEG so many pixels wide, as `Page.turned` and `straightened` put it right.

    The places of the page's words are shares of this picture. Raises CannotOpen, also for a page of text, of
    which there is no picture.
    """
    limits = limits or Limits()
    path = Path(path).resolve()
    _check_size(path, limits)
    draw = {"width": max(50, min(3000, width)), "turned": turned % 4, "straightened": straightened}
    task = {"path": str(path), "name": "", "first": number, "last": number, "draw": draw}
    for said in _say(task, limits, process):
        if "picture" in said:
            return said["picture"]
    raise CannotOpen(Fault.MALFORMED)


def _check_size(path, limits):
    size = path.stat().st_size
    if not size:
        raise CannotOpen(Fault.EMPTY)
    if size > limits.size:
        mib = f"{limits.size / MIB:g} MB"
        raise CannotOpen(Fault.TOO_LARGE, MESSAGES[Fault.TOO_LARGE].replace("50 MB", mib))


def _say(task, limits, process):
    """What a child says about its task until it is done. Raises CannotOpen where it gets nowhere."""
    with tempfile.TemporaryDirectory(prefix="opening-") as folder:
        child = process({**task, "limits": asdict(limits)}, folder)
        is_done, fault = False, None
        try:
            for line in _lines(child.output, limits):
                said = _understood(line, limits)
                if "fault" in said:
                    fault = said["fault"]
                    break
                if "done" in said:
                    is_done = True
                    break
                yield said
        except (KeyError, TypeError, ValueError, AttributeError) as odd:
            fault = CannotOpen(Fault.MALFORMED)
            fault.__cause__ = odd
        except CannotOpen as limit:
            fault = limit
        finally:
            status, peak = child.end()
        if fault:
            raise fault
        if not is_done:
            raise CannotOpen(_why_ended(status, peak, limits))


def _understood(line, limits):
    """What a line says, as values of ours. Raises what the wire raises, where it is not as agreed."""
    said = json.loads(line)
    if "page" in said:
        return {"page": page_from_json(said["page"]), "notes": list(map(str, said["notes"]))}
    if "of" in said:
        of = int(said["of"])
        if not 0 <= of <= limits.pages:
            raise CannotOpen(Fault.TOO_MANY_PAGES)
        return {"of": of, "opened": opened_from_json({**said, "pages": []})}
    if "reading" in said:
        return {"reading": int(said["reading"])}
    if "picture" in said:
        return {"picture": b64decode(said["picture"])}
    if "fault" in said:
        return {"fault": CannotOpen(Fault(said["fault"]), str(said["message"]))}
    return {"done": said["done"]}


def _lines(output, limits):
    """Whole lines from the child until it ends. Raises CannotOpen where it is silent, or says too much."""
    held, said, heard = bytearray(), 0, time.monotonic()
    while True:
        left = heard + limits.silence - time.monotonic()
        if left <= 0 or not select.select([output], [], [], left)[0]:
            raise CannotOpen(Fault.TOO_SLOW)
        if not (data := os.read(output, 1 << 16)):
            return
        said += len(data)
        if said > limits.answer:
            raise CannotOpen(Fault.TOO_MUCH_MEMORY)
        *lines, rest = data.split(b"\n")
        for line in lines:
            held += line
            yield bytes(held)
            held.clear()
            heard = time.monotonic()
        held += rest


def _why_ended(status, peak, limits):
    """Why a child ended before it was done."""
    if status == -signal.SIGXCPU:
        return Fault.TOO_SLOW
    # The kernel counts for a child what its parent held when it began; only what is more is the child's own.
    own = peak if peak > resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 else 0
    if own > 0.8 * limits.memory or status in _OUT_OF_MEMORY:
        return Fault.TOO_MUCH_MEMORY
    return Fault.MALFORMED
