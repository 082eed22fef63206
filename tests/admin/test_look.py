"""The admin's look, as far as its HTML and CSS show it: labels, marks, faults, colours, weight."""

import gzip
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

from correspondence.accounts.models import OfficeMembership
from correspondence.templatetags.marks import TONES, as_it_was, day, mark_html, moment, progress_html
from tests.factories import MembershipFactory, UserFactory
from tests.story import Story, at

STATIC = Path(settings.BASE_DIR, "static")
VOID = {"input", "img", "link", "meta", "br", "hr"}


class Page(HTMLParser):
    """The elements of a page, each as (tag, attributes, the classes of all it stands in)."""

    def __init__(self, html):
        super().__init__()
        self.elements, self.open, self.scripts = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        classes = (attrs.get("class") or "").split()
        around = [name for _, names in self.open for name in names]
        self.elements.append((tag, attrs, {*around, *classes}))
        if tag not in VOID:
            self.open.append((tag, classes))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open:
            if self.open.pop()[0] == tag:
                break

    def handle_data(self, data):
        if self.open and self.open[-1][0] == "script" and data.strip():
            self.scripts.append(data.strip()[:60])

    def all(self, *tags):
        return [(attrs, around) for tag, attrs, around in self.elements if tag in tags]

    @property
    def ids(self):
        return [attrs["id"] for _, attrs, _ in self.elements if attrs.get("id")]

    def fields(self):
        """What somebody fills in."""
        return [
            (attrs, around)
            for attrs, around in self.all("input", "select", "textarea")
            if attrs.get("type") not in {"hidden", "submit"}
        ]


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    """A manager's browser, and the letters of the story."""
    client.force_login(story.manager)
    return client


def admin_pages(story):
    """Addresses of what a manager sees: lists, forms, acts, history, the question before a deletion."""
    draft, sent = story.draft(), story.sent()
    pages = [reverse("admin:index"), reverse("admin:password_change")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages += [reverse(f"{name}_changelist"), reverse(f"{name}_add")]
    for letter in (draft, sent):
        pages += [
            reverse(f"admin:correspondence_letter_{what}", args=[letter.pk])
            for what in ("change", "history", "delete", "respond")
        ]
    pages.append(reverse("admin:correspondence_letter_act", args=[draft.pk, "send"]))
    pages.append(reverse("admin:correspondence_letter_act", args=[sent.pk, "settle"]))
    return pages


def test_every_field_of_a_row_has_a_label_that_is_seen(desk, story):
    draft = story.draft()

    page = Page(desk.get(reverse("admin:correspondence_letter_change", args=[draft.pk])).text)

    labelled = {attrs.get("for") for attrs, around in page.all("label") if "visually-hidden" not in around}
    rows = [attrs for attrs, around in page.fields() if "inline-row" in around]
    assert len(rows) > 30
    assert [attrs["name"] for attrs in rows if attrs.get("id") not in labelled] == []


def test_every_row_has_a_name_with_its_number(desk, story):
    draft = story.draft()

    html = desk.get(reverse("admin:correspondence_letter_change", args=[draft.pk])).text

    names = re.findall(r'class="row-name"[^>]*>\s*(\w+) <span class="row-number">(\d+)<', html)
    assert ("Signatory", "1") in names
    assert ("Request", "5") in names


def test_no_page_holds_a_script_or_a_style_of_its_own_or_gives_an_id_twice(desk, story):
    pages = admin_pages(story)

    read = {address: Page(desk.get(address, follow=True).text) for address in pages}

    assert len(read) > 30
    for address, page in read.items():
        assert page.scripts == [], address
        assert page.all("style") == [], address
        handlers = [
            name for _, attrs, _ in page.elements for name in attrs if name == "style" or name[:2] == "on"
        ]
        assert handlers == [], address
        assert sorted(page.ids) == sorted(set(page.ids)), address


def test_what_describes_a_field_is_on_the_page(desk, story):
    draft = story.draft()

    page = Page(desk.get(reverse("admin:correspondence_letter_change", args=[draft.pk])).text)

    told = {one for attrs, _ in page.fields() for one in (attrs.get("aria-describedby") or "").split()}
    assert told
    assert told - set(page.ids) == set()


def test_a_fault_leads_to_its_field(desk, story):
    draft = story.draft()
    address = reverse("admin:correspondence_letter_change", args=[draft.pk])
    form = Page(desk.get(address).text)
    typed = {attrs["name"]: attrs.get("value") or "" for attrs, _ in form.all("input") if "name" in attrs}
    typed |= {"subject": "", "dated_on": "2023-11-29", "kind": "oversight"}

    answer = desk.post(address, typed)

    page = Page(answer.text)
    links = [attrs["href"] for attrs, around in page.all("a") if "error-summary" in around]
    assert "Nothing was saved yet" in answer.text
    assert "#id_subject" in links
    assert {link[1:] for link in links} - set(page.ids) == set()
    assert (
        next(attrs for attrs, _ in page.fields() if attrs.get("id") == "id_subject")["aria-invalid"] == "true"
    )


def test_forms_say_that_classified_matter_must_not_be_entered(desk, story):
    draft, sent = story.draft(), story.sent()
    forms = [
        reverse("admin:correspondence_letter_add"),
        reverse("admin:correspondence_letter_change", args=[draft.pk]),
        reverse("admin:correspondence_letter_respond", args=[sent.pk]),
        reverse("admin:correspondence_letter_act", args=[sent.pk, "contact"]),
    ]

    pages = [desk.get(address).text for address in forms]

    for page in pages:
        assert page.count("Classified matter must not be entered here.") == 1


def test_each_cell_of_a_list_says_what_it_is(desk, story):
    story.sent()

    page = Page(desk.get(reverse("admin:correspondence_letter_changelist")).text)

    labels = [
        attrs.get("data-label")
        for attrs, _ in page.all("td", "th")
        if attrs.get("role") in {"cell", "rowheader"}
    ]
    assert labels == [None, "Reference", "Date", "Subject", "To", "Settled", "Next due", "State"]


def test_an_empty_list_offers_to_take_a_filter_away(desk, story):
    story.sent()

    page = desk.get(reverse("admin:correspondence_letter_changelist"), {"q": "cucumber", "state": "settled"})

    assert "No letter matches both" in page.text
    assert '<a href="?state=settled">Without “cucumber”</a>' in page.text
    assert '<a href="?q=cucumber">Without Requests: Settled</a>' in page.text


def test_the_first_page_lists_what_clerks_use_in_the_order_they_use_it(client, story):
    client.force_login(story.clerk)

    page = client.get(reverse("admin:index"))

    groups = {app["name"]: [model["name"] for model in app["models"]] for app in page.context["app_list"]}
    assert list(groups)[:3] == ["Letters and answers", "Messages", "Directory"]
    assert groups["Letters and answers"][:4] == ["Letters", "Responses", "Contacts", "Requests"]
    assert "Users" not in [name for names in groups.values() for name in names]


def test_a_member_enters_the_admin_without_being_staff(client, story):
    client.force_login(story.viewer)

    page = client.get(reverse("admin:index"))

    assert story.viewer.is_staff is False
    assert page.status_code == 200
    assert "Records, Committee on Foreign Relations" in page.text


def test_somebody_without_an_office_is_told_so_and_stays_outside(client, db):
    UserFactory(username="stranger")

    page = client.post(
        reverse("admin:login"), {"username": "stranger", "password": "correct horse battery staple"}
    )

    assert "You are not a member of any office yet" in page.text
    assert "_auth_user_id" not in client.session


def test_a_member_who_has_left_does_not_enter(client, office):
    left = MembershipFactory(office=office, role=OfficeMembership.Role.MANAGER).user
    client.force_login(left)
    left.is_active = False
    left.save()

    page = client.get(reverse("admin:index"))

    assert page.status_code == 302


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_an_error_page_needs_nothing_and_shows_the_way_back(name):
    page = render_to_string(f"{name}.html")

    assert f'<a href="{reverse("today")}">Back to Today</a>' in page


# Marks


def test_each_mark_is_drawn_and_each_drawing_is_a_mark():
    drawn = re.findall(r'<symbol id="([\w-]+)"', (STATIC / "img/marks.svg").read_text())

    assert sorted(drawn) == sorted(TONES)


def test_a_mark_stands_beside_its_words_in_its_tone():
    assert mark_html("late", "<3 days late>") == (
        '<span class="mark tone-late"><svg class="glyph" width="16" height="16" aria-hidden="true">'
        '<use href="/static/img/marks.svg#late"/></svg><span>&lt;3 days late&gt;</span></span>'
    )


def test_a_mark_that_nobody_drew_is_refused():
    with pytest.raises(ValueError, match="There is no mark 'lste'"):
        mark_html("lste", "late")


def test_progress_has_one_segment_a_request_settled_first_and_says_it():
    bar = progress_html(2, 1, 2)

    assert "2 of 5" in bar
    assert re.search(r'class="done" d="([^"]*)"', bar)[1].count("M") == 2
    assert re.search(r'class="over" d="([^"]*)"', bar)[1].count("M") == 1
    assert re.search(r'class="owed" d="([^"]*)"', bar)[1].count("M") == 2
    assert "settled, 1 late" in bar


@pytest.mark.parametrize("counts", [(0, 0, 1), (3, 3, 7), (39, 1, 0), (1, 1, 300)])
def test_progress_stays_within_its_width(counts):
    edges = re.findall(r"M(\d+)(?:\.5)? \.?\dh(\d+)", progress_html(*counts))

    assert edges
    assert max(int(left) + int(width) for left, width in edges) <= 52
    assert min(int(width) for _, width in edges) >= 1


def test_progress_of_nothing_is_a_dash():
    assert progress_html(0, 0, 0) == "–"


def test_days_and_moments_are_eastern_and_written_one_way():
    late_in_london = at(2023, 12, 13, hour=21)

    assert day(late_in_london) == "13 Dec 2023"
    assert day(late_in_london.date()) == "13 Dec 2023"
    assert moment(late_in_london) == "13 Dec 2023, 9:00 p.m."
    assert day(None) == moment(None) == "–"


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("None", "nothing"),
        ("", "nothing"),
        ("Deleted user (pk=None)", "nothing"),
        ("True", "yes"),
        ("2023-11-29", "29 Nov 2023"),
        ("2023-11-29 17:36:22.241256+00:00", "29 Nov 2023, 12:36 p.m."),
        ("Chairman", "Chairman"),
    ],
)
def test_history_says_what_was_in_words(kept, words):
    assert as_it_was(kept) == words


# Colours and weight


def tokens(scheme):
    """The colours of tokens.css, light or dark."""
    css = (STATIC / "css/tokens.css").read_text()
    light, dark = css.split("@media (prefers-color-scheme: dark)")
    colours = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light))
    if scheme == "dark":
        colours |= dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", dark.split("@media")[0]))
    return colours


def contrast(one, other):
    """WCAG 2's contrast of two colours."""

    def luminance(colour):
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]

    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "paper", "marked"])
@pytest.mark.parametrize("text", ["ink", "ink-2", "accent", "late", "soon", "settled"])
def test_text_stands_out_from_its_ground(scheme, ground, text):
    colours = tokens(scheme)

    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_buttons_and_the_edges_of_fields_stand_out(scheme):
    colours = tokens(scheme)

    assert contrast(colours["on-accent"], colours["accent"]) >= 4.5
    assert contrast(colours["on-accent"], colours["accent-2"]) >= 4.5
    assert contrast(colours["edge"], colours["page"]) >= 3
    assert contrast(colours["edge"], colours["paper"]) >= 3


def test_faces_and_styles_of_a_first_visit_weigh_less_than_150_kilobytes():
    styles = [
        "css/tokens.css",
        "css/base.css",
        "css/forms.css",
        "css/admin.css",
        "admin/css/widgets.css",
        "admin/css/autocomplete.css",
    ]
    faces = list((STATIC / "fonts").glob("*.woff2"))

    weight = sum(face.stat().st_size for face in faces)
    weight += sum(len(gzip.compress(Path(finders.find(name)).read_bytes())) for name in styles)

    assert len(faces) == 2
    assert weight < 150_000
