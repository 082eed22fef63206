"""A browser as plain as can be: cookies, forms, and how long each answer took. Standard library only."""

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode


@dataclass(frozen=True)
class Page:
    """An answer, and the seconds from asking to its last byte."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes
    seconds: float

    @property
    def text(self):
        return self.body.decode()


@dataclass
class Field:
    """A form's field as it would be sent if nobody touched it; `choices` where it is a list.

    Of several choices in one list, the last is kept: nothing that is measured needs more.
    """

    name: str
    value: str = ""
    choices: list[str] = field(default_factory=list)
    is_checkbox: bool = False
    is_sent: bool = True


class Browser:
    """Talks to one host. Each request has a connection of its own."""

    def __init__(self, host, port):
        self._address = (host, port)
        self._cookies = {}

    def ask(self, method, path, form=None, headers=None):
        """One request, its redirect not followed. `form` is a list of pairs."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())} | (
            headers or {}
        )
        body = None
        if form is not None:
            body = urlencode(form).encode()
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        connection = http.client.HTTPConnection(*self._address, timeout=120)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - began
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";")[0].partition("=")
            self._cookies[name.strip()] = value
        return Page(answer.status, answer.headers, content, seconds)

    def sign_in(self, path, username, password):
        """Fill in the sign-in form. Raises RuntimeError where it is refused."""
        form = form_with(self.ask("GET", path).text, "password")
        filled = [
            (one.name, {"username": username, "password": password}.get(one.name, one.value)) for one in form
        ]
        page = self.ask("POST", path, filled)
        if page.status != 302:
            raise RuntimeError(f"Signing in at {path} gave {page.status}.")


def form_with(text, word):
    """The fields of the form in a page that has a field whose name contains a word."""
    forms = _Forms()
    forms.feed(text)
    for fields in forms.found:
        if any(word in one.name for one in fields):
            return fields
    raise LookupError(f"No form on the page has a field like {word!r}.")


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []
        self._select = self._textarea = None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "form":
            self.found.append([])
        elif tag == "option" and self._select is not None:
            value = given.get("value") or ""
            self._select.choices.append(value)
            if "selected" in given or (self._select.is_sent and len(self._select.choices) == 1):
                self._select.value, self._select.is_sent = value, True
        elif not self.found or not given.get("name") or "disabled" in given:
            return
        elif tag == "input":
            kind = given.get("type", "text")
            if kind in ("submit", "button", "image", "file"):
                return
            is_checkbox = kind in ("checkbox", "radio")
            self.found[-1].append(
                Field(
                    given["name"],
                    given.get("value") or ("on" if is_checkbox else ""),
                    is_checkbox=is_checkbox,
                    is_sent=not is_checkbox or "checked" in given,
                )
            )
        elif tag in ("select", "textarea"):
            one = Field(given["name"], is_sent="multiple" not in given)
            self.found[-1].append(one)
            if tag == "select":
                self._select = one
            else:
                self._textarea = one

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None
        elif tag == "textarea" and self._textarea is not None:
            self._textarea.value = self._textarea.value.removeprefix("\n")  # which is no part of it
            self._textarea = None

    def handle_data(self, data):
        if self._textarea is not None:
            self._textarea.value += data
