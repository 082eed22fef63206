"""Set up what is missing and serve: what bin/run calls."""

import errno
import os
import socket
import sys

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Set up what is missing, then serve until Ctrl-C."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("--empty", action="store_true", help="begin without the demo office")

    def handle(self, *, empty, **options):
        if reason := why_the_address_cannot_be_had(settings.HOST, settings.PORT):
            sys.exit(reason)
        call_command("set_up", empty=empty)
        sys.stdout.flush()
        os.execv(
            sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:correspondence.serving"]
        )


def why_the_address_cannot_be_had(host, port):
    """Why nothing can be served on an address, in words that help; nothing where it can."""
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, proto) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind(address)
    except OSError as fault:
        if fault.errno == errno.EADDRINUSE:
            return f"Port {port} is in use: stop what is using it, or choose another with PORT=…"
        if fault.errno == errno.EACCES:
            return f"Port {port} is for the system's own services: choose one above 1023 with PORT=…"
        return f"HOST {host} is no address of this machine ({fault.strerror})."
    return None
