"""Every screen of the product with the demonstration in it: at a desk in light, on a telephone in dark."""

import pytest
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin

from correspondence.accounts.models import User
from correspondence.demo.loading import load
from correspondence.letters.models import FollowUpRequest, Letter
from correspondence.responses.models import Response
from tests.browser.looking import DESK, PHONE, Complaints, faults

pytestmark = pytest.mark.browser


@pytest.fixture
def manager(transactional_db, tmp_path):
    """The demonstration's manager, who sees the most."""
    load(now=timezone.now(), password="as good as any other", mail_folder=tmp_path / "mail")
    return User.objects.get(username="manager")


def test_every_screen_is_sound(page, live_server, sign_in, manager):
    found, complaints = {}, Complaints(page)

    def look(addresses, status=200):
        for address in addresses:
            page.set_viewport_size(DESK)
            page.emulate_media(color_scheme="light")
            answer = page.goto(live_server.url + address)
            assert answer.status == status, (address, answer.status)
            at_the_desk = faults(page)
            page.set_viewport_size(PHONE)
            page.emulate_media(color_scheme="dark")
            heard = complaints.since_last_asked(but=[page.url] if status != 200 else [])
            found[address] = [*at_the_desk, *faults(page), *heard]

    look([reverse("admin:login")])
    sign_in(manager)
    look(screens(manager))
    sent = Letter.objects.sent().first()
    look([reverse("admin:correspondence_letter_act", args=[sent.pk, "send"])], status=403)
    look(["/admin/nothing/here/", "/nothing/here/"], status=404)

    assert {address: its for address, its in found.items() if its} == {}


def screens(user):
    """The addresses of all screens that somebody may open, each kind once."""
    request = RequestFactory().get("/")
    request.user = user
    for name in ("index", "password_change", "password_change_done"):
        yield reverse(f"admin:{name}")
    for name in ("preferences", "keys"):
        yield reverse(name)
    yield reverse("admin:app_list", args=["correspondence"])
    for model, its in admin.site._registry.items():
        if its.has_view_permission(request):
            yield from records(request, model, its)
    letters, answered = "admin:correspondence_letter", Response.objects.standing().first()
    draft, sent = Letter.objects.drafts().first(), answered.letter
    yield reverse(f"{letters}_changelist") + "?q=cucumber&state=settled"
    yield reverse(f"{letters}_changelist") + "?state=overdue&o=7"
    yield reverse(f"{letters}_change", args=[draft.pk])
    yield reverse(f"{letters}_change", args=[sent.pk])
    yield reverse(f"{letters}_respond", args=[sent.pk])
    for name in ("send", "assign"):
        yield reverse(f"{letters}_bulk", args=[name]) + f"?ids={draft.pk},{sent.pk}"
    yield reverse("admin:correspondence_response_judge", args=[answered.pk])
    yield reverse("letter-timeline", args=[draft.pk])
    yield reverse("letter-timeline", args=[Letter.objects.order_by("dated_on").first().pk])
    yield reverse("request-timeline", args=[FollowUpRequest.objects.filter(letter=sent).first().pk])


def records(request, model, its):
    """The list of a table, its form for a new row, and what can be seen of and done to its rows."""
    name, rows = f"admin:correspondence_{model._meta.model_name}", list(its.get_queryset(request))
    row = rows[0]
    yield reverse(f"{name}_changelist")
    if its.has_add_permission(request):
        yield reverse(f"{name}_add")
    yield reverse(f"{name}_change", args=[row.pk])
    yield reverse(f"{name}_history", args=[row.pk])
    if isinstance(its, SimpleHistoryAdmin):
        yield reverse(f"{name}_simple_history", args=[row.pk, row.history.first().pk])
    deletable = [one for one in rows if its.has_delete_permission(request, one)]
    if deletable:
        yield reverse(f"{name}_delete", args=[deletable[0].pk])
    for act in getattr(its, "acts", {}).values():
        open_to = [one for one in rows if act.is_open_to(request.user, one, its.office_of(one))]
        assert open_to, f"no {model._meta.verbose_name} of the demonstration waits for this: {act.label}"
        yield reverse(f"{name}_act", args=[open_to[0].pk, act.name])
