"""A mail server, and other processes that work on the same database."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings as product
from django.db import connection

WAIT = 30  # seconds, after which a test gives up on another process


class PostOffice:
    """A real SMTP server on the loopback address. It keeps the mails it took, in their order."""

    def __init__(self, port):
        self.port = port
        self.mails = []
        self.refuses = {}  # what it says to a recipient instead of taking them
        self.holds = set()  # recipients whose mail it takes, but leaves without an answer until `let_go`
        self.arrived = threading.Event()
        self._go = threading.Event()
        self._server = None

    def plug_in(self):
        self._server = Controller(self, hostname="127.0.0.1", port=self.port)
        self._server.start()

    def unplug(self):
        if self._server:
            self._server.stop()
            self._server = None

    def let_go(self):
        self.holds.clear()
        self._go.set()

    def addresses(self):
        """To whom mails came, sorted."""
        return sorted(address for mail in self.mails for address in mail.reached)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        mail.reached = envelope.rcpt_tos
        self.mails.append(mail)
        if self.holds & set(envelope.rcpt_tos):
            self.arrived.set()
            await asyncio.to_thread(self._go.wait, WAIT)
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def post_office(settings):
    """The mail server that the product is set to use, by Django's own SMTP backend."""
    office = PostOffice(free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
    office.plug_in()
    yield office
    office.let_go()
    office.unplug()


def text_of(mail):
    """The plain text of a mail."""
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    """The HTML of a mail."""
    return mail.get_body(("html",)).get_content()


def _database_url():
    facts = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{facts['NAME']}"
    return "postgres://{USER}:{PASSWORD}@{HOST}:{PORT}/{NAME}".format(**facts)


@pytest.fixture
def another_machine(transactional_db, post_office):
    """Start `manage.py` with arguments, in a process that meets this test's rows and its mail server."""
    started = []

    def start(*arguments):
        environment = os.environ | {
            "DATABASE_URL": _database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{post_office.port}",
            "SITE_URL": product.SITE_URL,
        }
        process = subprocess.Popen(
            [sys.executable, product.BASE_DIR / "manage.py", *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate(timeout=WAIT)
