"""Time pages of the desk while nothing is read, and again while a scan is read behind them.

    python benchmarks/intake_load.py [--database-url sqlite] [--pages 200] [--rounds 40]

A throw-away database holds a thousand letters; the product's own gunicorn serves it with two workers; a clerk
asks for each page in turn. Then a scan of so many pages is taken in, the worker is begun as bin/run begins
it, and each page is asked for in turn again, for as long as pages are being read and at least so many rounds.
Printed for each page: median and 95th percentile before and meanwhile, and the ratio of the two medians,
which is to be 2 at most; and how many pages of the scan were read, and how fast. Other work on the machine
spoils both figures: its load is printed too. Ends with 0 whatever the figures.
"""

import argparse
import io
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from benchmarks import CLERK, PASSWORD
from benchmarks.browser import Browser
from benchmarks.databases import filled
from benchmarks.figures import percentile
from benchmarks.server import ROOT, environment, manage, serving

ASKED = ("/", "/letters/", "/letters/1/", "/letters/new/", "/responses/", "/intake/")
GOAL = 2.0
LETTERS = 1000
TAKE_IN = """
import django; django.setup()
import sys
from django.core.files import File
from django.utils import timezone
from correspondence.accounts.models import OfficeMembership
from correspondence.intake.actions import receive_files
seat = OfficeMembership.objects.get(user__username=sys.argv[2])
with open(sys.argv[1], "rb") as scan:
    received = receive_files(
        seat.office, [File(scan, "scan.pdf")], how="uploaded", by=seat.user, now=timezone.now()
    )
print(received.items[0].pk if received.items else sys.exit(received.refused))
"""
HOW_FAR = """
import django; django.setup()
import sys
from correspondence.intake.models import IntakeItem, IntakePage, IntakeReading
print(IntakePage.objects.filter(file__item=sys.argv[1]).count(),
      int(IntakeItem.objects.being_read().filter(pk=sys.argv[1]).exists()),
      IntakeReading.objects.get(item=sys.argv[1]).failure)
"""


def scan(pages):
    """A PDF of pages as a scanner sees them at 200 dpi: words a little askew, with grain, no text layer."""
    words = ["Accountability", "committee", "response", "oversight", "request", "embassy", "records"]
    chance, font = random.Random(5), ImageFont.load_default(33)
    drawn = []
    for number in range(min(pages, 8)):  # then they come again: it is the reading that takes the time
        page = Image.new("L", (1700, 2200), 238)
        draw = ImageDraw.Draw(page)
        draw.text((200, 120), f"Page {number + 1}", fill=25, font=font)
        for line in range(38):
            text = " ".join(chance.choice(words) for _ in range(9))
            draw.text((200, 200 + 48 * line), text, fill=25, font=font)
        grain = Image.effect_noise(page.size, 24)
        page = Image.blend(page.rotate(0.6, fillcolor=238).filter(ImageFilter.GaussianBlur(0.6)), grain, 0.08)
        drawn.append(page)
    out = io.BytesIO()
    order = [drawn[number % len(drawn)] for number in range(pages)]
    order[0].save(out, "PDF", save_all=True, append_images=order[1:], resolution=200, quality=20)
    return out.getvalue()


def asked(browser, rounds, goes_on=lambda: False):
    """The seconds of each page, asked for in turn, so many rounds and for as long as it goes on."""
    seconds = {path: [] for path in ASKED}
    done = 0
    while done < rounds or goes_on():
        for path, found in seconds.items():
            page = browser.ask("GET", path)
            if page.status != 200:
                raise RuntimeError(f"{path} gave {page.status}.")
            found.append(page.seconds)
        done += 1
        time.sleep(0.2)  # somebody reads
    return seconds


class Scan:
    """What is read behind the pages, and the worker that reads it."""

    def __init__(self, folder, variables, pages):
        self.variables = variables | {"DJANGO_SETTINGS_MODULE": "correspondence.settings"}
        file = folder / "scan.pdf"
        file.write_bytes(scan(pages))
        self.size = file.stat().st_size
        self.item = self._say(TAKE_IN, str(file), CLERK).strip()
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "correspondence.background", str(os.getpid())],
            cwd=ROOT,
            env=self.variables,
        )
        self.began, self.looked, self.state = time.monotonic(), 0, (0, True, "")

    def is_being_read(self):
        """Whether it is; looked up every ten seconds, as looking costs something itself."""
        if time.monotonic() - self.looked > 10:
            read, goes_on, *failure = self._say(HOW_FAR, self.item).split(maxsplit=2)
            self.state, self.looked = (int(read), goes_on == "1", "".join(failure)), time.monotonic()
        return self.state[1]

    def end(self):
        """Stop the worker; the pages that were read, and in how many seconds."""
        self.looked = 0
        self.is_being_read()
        passed = time.monotonic() - self.began
        self.worker.send_signal(signal.SIGTERM)
        self.worker.wait(30)
        return self.state, passed

    def _say(self, code, *arguments):
        command = [sys.executable, "-c", code, *arguments]
        return subprocess.run(
            command, cwd=ROOT, env=self.variables, check=True, text=True, stdout=subprocess.PIPE
        ).stdout


def run(database_url, pages, rounds):
    """Measure once, and print what was found."""
    with filled(database_url, LETTERS, is_kept=False, say=print) as (url, var):
        variables = environment(url, var)
        manage(["collectstatic", "--noinput", "-v0"], variables)
        print(f"Load of the machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.")
        with serving(url, var) as (port, _):
            browser = Browser("127.0.0.1", port)
            browser.sign_in("/admin/login/", CLERK, PASSWORD)
            asked(browser, 3)  # unmeasured
            before = asked(browser, rounds)
            read = Scan(Path(var), variables, pages)
            meanwhile = asked(browser, rounds, read.is_being_read)
            (number, goes_on, failure), passed = read.end()
    for path in ASKED:
        was, is_now = before[path], meanwhile[path]
        ratio = median(is_now) / median(was)
        verdict = "met" if ratio <= GOAL else "**missed**"
        print(
            f"{path}: median {median(was) * 1000:.0f} ms, p95 {percentile(was, 95) * 1000:.0f} ms; meanwhile "
            f"{median(is_now) * 1000:.0f} and {percentile(is_now, 95) * 1000:.0f} ms of {len(is_now)}; "
            f"{ratio:.2f} × (goal ≤ {GOAL:g}: {verdict})."
        )
    ended = failure or ("it was still being read when the rounds were over" if goes_on else "read to its end")
    print(
        f"Scan of {pages} pages, {read.size / 1e6:.1f} MB: {number} read in {passed:.0f} s, "
        f"{passed / max(number, 1):.1f} s each; {ended}."
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--database-url", default="sqlite")
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=40)
    given = parser.parse_args()
    run(given.database_url, given.pages, given.rounds)


if __name__ == "__main__":
    main()
