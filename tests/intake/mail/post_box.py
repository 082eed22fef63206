"""A real IMAP server on the loopback address, with TLS by a certificate of its own authority."""

import argparse
import asyncio
import imaplib
import ssl
import threading
from contextlib import contextmanager

import trustme
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer, IMAPService

from correspondence.core.mailboxes import mailboxes_in

USER, PASSWORD = "letters@example.gov", "correct horse: battery/staple"
WAIT = 20  # seconds


class PostBox:
    """An IMAP server with one user, whose mails are in memory."""

    def __init__(self, folder, scheme="imaps"):
        self.folder, self.scheme = folder, scheme
        self.authority = trustme.CA()
        self.ca = folder / "authority.pem"
        self.authority.cert_pem.write_to_path(str(self.ca))
        self.port = 0
        self._loop = self._stop = None
        self._ready = threading.Event()
        self._thread = None

    def open(self):
        """Serve, on the port that it had before, with all that it held gone."""
        self._ready.clear()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(WAIT)

    def close(self):
        if self._thread and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join(WAIT)

    async def _serve(self):
        parser = argparse.ArgumentParser()
        DictBackend.add_subparser("dict", parser.add_subparsers(dest="backend"))
        IMAPService.add_arguments(parser)
        parser.set_defaults(skip_services=[], passlib_cfg=None, debug=False)
        certificate = self.authority.issue_cert("localhost")
        context, tls = None, []
        if self.scheme == "imaps":  # its own TLS is STARTTLS; this stands in front of it
            context, tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), ["--no-tls"]
            certificate.configure_cert(context)
        elif self.scheme == "imap+tls":
            pem = self.folder / "server.pem"
            certificate.private_key_and_cert_chain_pem.write_to_path(str(pem))
            tls = ["--cert", str(pem), "--key", str(pem)]
        arguments = [*tls, "dict", "--demo-user", USER, "--demo-password", PASSWORD]
        backend, config = await DictBackend.init(parser.parse_args(arguments))
        config.apply_context()
        serve = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
        server = await asyncio.start_server(serve, "127.0.0.1", self.port, ssl=context)
        self.port = server.sockets[0].getsockname()[1]
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        self._ready.set()
        async with server:
            await self._stop.wait()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    def url(self, office="SFRC", **options):
        """What IMAP_URL says for it."""
        given = {"office": office, "ca": str(self.ca), **options}
        password = PASSWORD.replace(" ", "%20").replace(":", "%3A").replace("/", "%2F")
        query = "&".join(f"{name}={value}" for name, value in given.items() if value)
        return f"{self.scheme}://{USER.replace('@', '%40')}:{password}@localhost:{self.port}/INBOX?{query}"

    def address(self, office="SFRC", **options):
        """The same, read as the settings read it."""
        [found] = mailboxes_in(self.url(office, **options), is_loopback=lambda host: False)
        return found

    @contextmanager
    def signed_in(self, folder="INBOX"):
        """Another mail program, at the same mailbox."""
        trusted = ssl.create_default_context(cafile=str(self.ca))
        with imaplib.IMAP4_SSL("localhost", self.port, ssl_context=trusted, timeout=WAIT) as server:
            server.login(USER, PASSWORD)
            server.select(folder)
            yield server

    def put(self, *mails):
        """Deliver mails, in their order."""
        with self.signed_in() as server:
            for mail in mails:
                assert server.append("INBOX", None, None, bytes(mail))[0] == "OK"

    def subjects(self, folder="INBOX"):
        """What lies in a folder, by its subjects, in their order; nothing where there is no such folder."""
        with self.signed_in() as server:
            if server.select(folder)[0] != "OK":
                return []
            found = server.uid("FETCH", "1:*", "(BODY.PEEK[HEADER.FIELDS (SUBJECT)])")[1]
        heads = [one[1].decode() for one in found if isinstance(one, tuple)]
        return [head.partition(":")[2].strip() for head in heads]

    def flags(self):
        """The marks of each mail in INBOX."""
        with self.signed_in() as server:
            found = server.uid("FETCH", "1:*", "(FLAGS)")[1]
        return [set(imaplib.ParseFlags(one)) - {rb"\Recent"} for one in found if one]
