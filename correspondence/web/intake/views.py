"""Intake: the tray, what is brought into it, one item of it, and what is done about that."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from correspondence.accounts.roles import Act, may, offices_where
from correspondence.accounts.visibility import of_my_offices
from correspondence.documents.models import Document
from correspondence.forms.intake_acts import INTAKE_ACTS
from correspondence.intake.actions import receive_files
from correspondence.intake.models import IntakeBatch, IntakeFile, IntakeItem
from correspondence.intake.queries import pictured, progress_of, with_progress
from correspondence.intake.tasks import read_at_once
from correspondence.web import undoing
from correspondence.web.acting import Place, show_or_do
from correspondence.web.addresses import address
from correspondence.web.documents.views import download
from correspondence.web.intake.forms import IntakeForm
from correspondence.web.intake.tray import (
    became_of,
    confirm_words,
    is_being_read,
    is_to_confirm,
    standing_of,
    tray_context,
)

_PAGES = {"letter": "letter", "response": "response", "item": "intake-item"}  # of what a file is known by
THUMBS = 24  # pages shown on an item's page; the confirm page has all of them


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request):
    """What came in. A POST takes in more of it: files, pasted words, or once more what is there already."""
    if request.method != "POST":
        return _tray(request, IntakeForm(user=request.user))
    if not offices_where(request.user, Act.ENTER):
        raise PermissionDenied("Your role does not let you take letters in.")
    if again := request.POST.get("again"):
        return _take_again(request, again)
    form = IntakeForm(request.POST, request.FILES, user=request.user)
    if not form.is_valid():
        return _tray(request, form, status=422)
    how = IntakeBatch.How.PASTED if form.is_pasted else IntakeBatch.How.UPLOADED
    received = _receive(
        request,
        form.office_chosen,
        form.uploads(),
        how=how,
        taken_for=form.cleaned_data["taken_for"],
        as_one=form.cleaned_data["as_one"],
    )
    if received.refused or received.known:
        return _tray(request, form, received=received, status=422)
    return HttpResponseRedirect(_after(received))


def _receive(request, office, uploads, **given):
    """Take files in, read those that are small at once, and say so."""
    now = timezone.now()
    received = receive_files(office, uploads, **given, by=request.user, now=now)
    read_at_once(received.items, now=now)
    if received.items:
        number = len(received.items)
        words = received.items[0].name if number == 1 else f"{number} files"
        messages.success(request, f"Taken in: {words}.")
    return received


def _after(received):
    """One file is shown by itself, so that its progress is seen; several stand in the tray."""
    if len(received.items) == 1:
        return address("intake-item", received.items[0].pk)
    return reverse("intake")


def _take_again(request, key):
    """Take in a file that the office has already, as its own item."""
    mine = Document.objects.filter(office__in=offices_where(request.user, Act.ENTER)).select_related("office")
    document = get_object_or_404(mine, pk=key if key.isdecimal() and len(key) < 19 else 0)
    with document.file.open("rb") as stored:
        received = _receive(
            request, document.office, [File(stored, document.name)], how=IntakeBatch.How.UPLOADED, again=True
        )
    return HttpResponseRedirect(_after(received))


def _place(known):
    return {"name": known.name, "url": address(_PAGES[known.what], known.row.pk)}


def not_taken(received):
    """What was refused, and what the office has already, with the way to it."""
    return {
        "refused": received.refused,
        "known": [
            (
                name,
                document,
                [{"name": one.name, "url": address(_PAGES[one.what], one.row.pk)} for one in places],
            )
            for name, document, places in received.known
        ],
    }


def _tray(request, form, *, received=None, status=200):
    context = tray_context(request) | {
        "form": form,
        "received": received and not_taken(received),
        "may_enter": bool(offices_where(request.user, Act.ENTER)),
        "told": undoing.told(request),
    }
    return render(request, "intake/tray.html", context, status=status)


@require_safe
def intake_item(request, pk):
    """One item: how far it has been read, its files and pages, what became of it."""
    item = get_object_or_404(_items(request), pk=pk)
    may_enter = may(request.user, Act.ENTER, item.office)
    files = list(item.files.all())
    numbers = pictured(item, files)
    context = {
        "room": "intake",
        "item": item,
        "files": files,
        "progress": progress_of(item),
        "is_being_read": is_being_read(item),
        "mark": standing_of(item),
        "became": became_of(item),
        "confirm_url": address("intake-confirm", item.pk) if may_enter and is_to_confirm(item) else "",
        "confirm_words": confirm_words(item),
        "pages": [
            {"number": number, "url": reverse("intake-page", args=[item.pk, number])}
            for number in numbers[:THUMBS]
        ],
        "more_pages": max(len(numbers) - THUMBS, 0),
        "acts": [
            {"label": act.label, "url": reverse("intake-act", args=[item.pk, name])}
            for name, act in INTAKE_ACTS.items()
            if may_enter and act.applies(item)
        ],
        "told": undoing.told(request),
    }
    return render(request, "intake/item.html", context)


def _items(request):
    items = IntakeItem.objects.visible_to(request.user).select_related(
        "office", "batch__received_by", "reading", "letter", "response__letter", "done_by", "set_aside_by"
    )
    return with_progress(items).prefetch_related("files__document")


@require_http_methods(["GET", "HEAD", "POST"])
def intake_act(request, pk, name):
    """One act on one item."""
    item = get_object_or_404(
        IntakeItem.objects.visible_to(request.user).select_related("office", "reading"), pk=pk
    )
    if name not in INTAKE_ACTS:
        raise Http404
    page = reverse("intake-item", args=[pk])
    place = Place(
        office=item.office,
        back_url=page,
        trail=[("Intake", reverse("intake")), (item.name, page)],
        name=item.name,
        url_of_act=lambda other: reverse("intake-act", args=[pk, other]),
        room="intake",
    )
    return show_or_do(request, item, INTAKE_ACTS[name], place)


@require_safe
def intake_file(request, pk):
    """A file as it came, to members of the item's office."""
    mine = of_my_offices(IntakeFile.objects.select_related("document"), request.user, "item__office")
    return download(get_object_or_404(mine, pk=pk).document)
