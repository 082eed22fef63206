"""The public pages can be read by who left school after grade 8: Flesch-Kincaid over what they say."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from tests.constituents import Constituents, Form, case

pytestmark = pytest.mark.django_db
GRADE = 8
# Each of these ends a sentence: a label and a hint are read one after the other.
ENDS = {"p", "h1", "h2", "li", "label", "legend", "div", "dt", "dd", "button", "a"}
NOT_PROSE = {"option", "select", "datalist", "script", "style", "svg", "textarea"}


class _Words(HTMLParser):
    def __init__(self):
        super().__init__()
        self.text, self._within, self._skipped = "", 0, 0

    def handle_starttag(self, tag, attrs):
        self._within += tag == "main"
        self._skipped += tag in NOT_PROSE

    def handle_endtag(self, tag):
        self._within -= tag == "main"
        self._skipped -= tag in NOT_PROSE
        if tag in ENDS and self._within:
            self.text += ". "

    def handle_data(self, data):
        if self._within and not self._skipped:
            self.text += data


def words_of(page):
    reader = _Words()
    reader.feed(page.text)
    return reader.text


def syllables(word):
    """By groups of vowels, a silent e apart: near enough, and never too low for long words."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(groups - silent, 1)


def grade(text):
    """The Flesch-Kincaid grade: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    sentences = [one for one in re.split(r"[.!?:]+(?:\s|$)", text) if re.search(r"[A-Za-z]", one)]
    words = re.findall(r"[A-Za-z’']+", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def test_the_measure_tells_plain_words_from_hard_ones():
    assert grade("We have your message. We will read it soon.") < 3
    assert (
        grade("Notwithstanding prior authorization, constituents' documentation necessitates verification.")
        > 15
    )


def test_every_page_is_at_grade_eight_or_below(client, subtests):
    story = Constituents()
    form = Form(client)
    pages = {"who": client.get(form.url()), "who, with faults": form.who(email="x", zip_code="")}
    form.who(state="VA")
    pages["about, from elsewhere"] = client.get(form.url("about"))
    form.about()
    pages["message"] = client.get(form.url("message"))
    pages["message, with faults"] = form.message(what_happened="My number is 123-45-6789.", text="")
    form.message()
    pages["permission"] = client.get(form.url("permission"))
    form.permission()
    pages["review"] = client.get(form.url("review"))
    form.wait()
    form.send()
    pages["receipt"] = client.get("/write/receipt/")
    pages["status"] = client.get("/write/status/")
    message = case(story.office, now=timezone.now(), signature="")
    pages["status, found"] = client.post(
        "/write/status/", {"number": message.number, "email": message.constituent.email}
    )

    for name, page in pages.items():
        with subtests.test(name):
            assert grade(words_of(page)) <= GRADE, words_of(page)


def test_the_receipt_by_mail_is_too(client, mailoutbox):
    Constituents()
    form = Form(client)
    form.to_review()

    form.send()

    assert grade(mailoutbox[0].body) <= GRADE
