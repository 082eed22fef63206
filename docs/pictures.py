"""Take the pictures that README shows: `.venv/bin/python docs/pictures.py`, then commit docs/pictures/.

Serves the demonstration out of a folder that is thrown away, and looks at it as its clerk. Needs
requirements-dev.txt and Chromium. Days are those of the day on which it is run.
"""

import contextlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.request import urlopen

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "pictures"
REFERENCE = "SFRC-2023-0001"  # the letter of 29 November 2023
LARGEST = 250_000  # bytes: README is read over slow lines too
DESK = {"width": 1280, "height": 760}


@contextlib.contextmanager
def serving(password):
    """Serve the demonstration on a free port of this machine; yield its address."""
    with socket.socket() as free, TemporaryDirectory(prefix="pictures-") as folder:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        given = {"MODE": "laptop", "VAR": folder, "PORT": str(port), "DEMO_PASSWORD": password, "TICK": "off"}
        blank = dict.fromkeys(("HOST", "DATABASE_URL", "SITE_URL", "ALLOWED_HOSTS", "EMAIL_URL"), "")
        server = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=os.environ | blank | given,
            start_new_session=True,
        )
        try:
            address = f"http://127.0.0.1:{port}"
            _wait_for(address, server)
            yield address
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def _wait_for(address, server):
    """Return once the server answers: the first start loads the demonstration."""
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        if server.poll() is not None:
            sys.exit("The server ended before it answered.")
        with contextlib.suppress(OSError), urlopen(f"{address}/healthz", timeout=5):
            return
        time.sleep(0.2)
    sys.exit("The server does not answer.")


def take(page, address, password):
    """Sign in, and take each picture."""
    page.goto(f"{address}/admin/login/?next=/")
    page.get_by_label("Username").fill("clerk")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Overdue").wait_for()
    keep(page, "today")

    page.goto(f"{address}/find/?q={REFERENCE}")  # goes straight to the letter
    page.get_by_role("heading", name="Ledger").wait_for()
    keep(page, "letter")

    page.goto(f"{page.url.split('?')[0].rstrip('/')}/timeline/")
    page.get_by_role("heading", name="Events").wait_for()
    keep(page, "timeline")

    page.goto(f"{address}/intake/")  # the list keeps itself up to date until the scan has been read
    page.get_by_role("link", name=re.compile("Confirm Reply of the Department")).click(timeout=120_000)
    page.get_by_role("heading", name="What it says to each request").wait_for()
    keep(page, "intake")


def keep(page, name):
    """One picture of what the window shows."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    file = PICTURES / f"{name}.png"
    page.screenshot(path=file, animations="disabled", caret="hide")
    size = file.stat().st_size
    print(f"{file.relative_to(ROOT)}: {size / 1000:.0f} kB")
    if size > LARGEST:
        sys.exit(f"That is more than {LARGEST / 1000:.0f} kB: let the window be smaller.")


def main():
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is needed: sudo apt-get install -y chromium")
    PICTURES.mkdir(exist_ok=True)
    password = secrets.token_urlsafe(12)
    with serving(password) as address, sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        with playwright.chromium.launch(executable_path=chromium, args=flags) as browser:
            page = browser.new_page(viewport=DESK, color_scheme="light")
            take(page, address, password)


if __name__ == "__main__":
    main()
