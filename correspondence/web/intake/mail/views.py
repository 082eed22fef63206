"""Mail that came in, for staff who do casework: the list, a mail, its files, and what can be done with it."""

from urllib.parse import urlencode

from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from correspondence.accounts.roles import Act, offices_where
from correspondence.casework.models import Message
from correspondence.core.refusals import Cannot
from correspondence.forms.mail_acts import MAIL_ACTS
from correspondence.intake.mail import queries
from correspondence.intake.mail.actions import take_mail
from correspondence.intake.mail.models import IncomingMail, MailFile
from correspondence.intake.models import IntakeItem
from correspondence.web.acting import Place, show_or_do
from correspondence.web.documents.views import download
from correspondence.web.intake.mail.forms import MailsForm
from correspondence.web.intake.mail.showing import page_of, row, subject_of, told_of

PER_PAGE = 50
LAST_PAGE = 200
VIEWS = {
    "waiting": "To file",
    "filed": "Filed",
    "automatic": "Automatic",
    "aside": "Set aside",
    "all": "All",
}


def _must_do_casework(user):
    if not offices_where(user, Act.CASEWORK):
        raise PermissionDenied("Your role does not let you read mail that came in.")


def _of_view(mails, view):
    match view:
        case "filed":
            return mails.filed()
        case "automatic":
            return mails.automatic()
        case "aside":
            return mails.set_aside()
        case "all":
            return mails
    return mails.to_file()


@require_safe
@never_cache
def mails(request):
    """The list: what is to be filed, oldest first; the rest, latest first."""
    user, given = request.user, request.GET
    _must_do_casework(user)
    view = given.get("view") if given.get("view") in VIEWS else "waiting"
    found = _of_view(IncomingMail.objects.visible_to(user), view)
    order = ("taken_at", "pk") if view == "waiting" else ("-taken_at", "-pk")
    number = int(given.get("page", "1")) if given.get("page", "1").isdecimal() else 1
    number = min(max(number, 1), LAST_PAGE)
    start = (number - 1) * PER_PAGE
    page = list(queries.listed(found).order_by(*order)[start : start + PER_PAGE + 1])
    counts = queries.counts(user)
    troubled = queries.troubled_mailboxes(timezone.now(), offices_where(user, Act.CASEWORK))

    def url(**changes):
        values = {name: value for name, value in ({"view": view} | changes).items() if value is not None}
        return f"{reverse('mails')}?{urlencode(values)}"

    context = {
        "room": "intake",
        "rows": [row(one) for one in page[:PER_PAGE]],
        "first": start + 1,
        "last": start + len(page[:PER_PAGE]),
        "before": url(page=number - 1) if number > 1 else "",
        "after": url(page=number + 1) if len(page) > PER_PAGE and number < LAST_PAGE else "",
        "tabs": [
            {"name": name, "url": url(view=key), "is_here": key == view, "count": counts.get(key)}
            for key, name in VIEWS.items()
        ],
        "view": view,
        "all_url": url(view="all"),
        "has_any": any(counts.values()),
        "troubles": told_of(troubled, offices_where(user, Act.MANAGE)),
    }
    return render(request, "intake/mail/list.html", context)


def _mail_or_404(request, pk):
    return get_object_or_404(queries.mail_page(request.user), pk=pk)


@require_safe
@never_cache
def mail(request, pk):
    """One mail: who wrote what, its files, why it is here, and what can be done with it."""
    its = _mail_or_404(request, pk)
    acts = [act for act in MAIL_ACTS.values() if act.is_open_to(request.user, its, its.office)]
    context = page_of(its) | {
        "room": "intake",
        "office": its.office,
        "acts": [
            {
                "label": act.label,
                "url": reverse("mail-act", args=[its.pk, act.name]),
                "filled": act.name == _likeliest(its),
                "primary": act.name in ("letter", "message"),
            }
            for act in acts
        ],
        "item_url": _tray_address(its.item) if its.item_id else "",
    }
    return render(request, "intake/mail/mail.html", context)


def _likeliest(its):
    """What is most likely to be done with a mail."""
    if its.answers_message_id:
        return "message"
    return "letter"


def _tray_address(item):
    return reverse("intake-item", args=[item.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mail_act(request, pk, name):
    """One act on one mail."""
    its = _mail_or_404(request, pk)
    if name not in MAIL_ACTS:
        raise Http404
    page = reverse("mail", args=[its.pk])
    return show_or_do(
        request,
        its,
        MAIL_ACTS[name],
        Place(
            office=its.office,
            back_url=page,
            trail=[("Intake", reverse("intake")), ("Mail", reverse("mails")), (subject_of(its), page)],
            name=f"{subject_of(its)}, from {its.from_name or its.from_address or 'no sender'}",
            url_of_act=lambda other: reverse("mail-act", args=[its.pk, other]),
            url_of=_page_of,
            room="intake",
        ),
    )


def _page_of(made):
    """Where it goes on: the item of the tray, or the message."""
    if isinstance(made, IntakeItem):
        return _tray_address(made)
    return reverse("message", args=[made.pk]) if isinstance(made, Message) else ""


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def mail_upload(request):
    """Mails as files, taken in the same way as those from the mailbox."""
    user, is_sent = request.user, request.method == "POST"
    _must_do_casework(user)
    form = MailsForm(request.POST if is_sent else None, request.FILES if is_sent else None, user=user)
    if is_sent and form.is_valid() and (done := _taken(request, form)):
        return done
    context = {"room": "intake", "form": form}
    return render(request, "intake/mail/upload.html", context, status=422 if is_sent else 200)


def _taken(request, form):
    """Take what was uploaded, each mail by itself. None where none of it could be."""
    now, office, came = timezone.now(), form.cleaned_data["office"], []
    for upload in form.cleaned_data["files"]:
        try:
            came.append(
                take_mail(
                    upload.read(),
                    office=office,
                    came_by=IncomingMail.CameBy.UPLOAD,
                    by=request.user,
                    now=now,
                )
            )
        except Cannot as refusal:
            form.add_error("files", f"{upload.name}: {refusal.message}")
    if not came:
        return None
    for errors in form.errors.get_json_data().values():
        for error in errors:
            notes.error(request, error["message"])
    fresh = [one for one in came if one.came_now]
    notes.success(request, _said(len(fresh), len(came) - len(fresh)))
    page = reverse("mail", args=[came[0].pk]) if len(came) == 1 else reverse("mails")
    return HttpResponseRedirect(page)


def _said(fresh, known):
    words = ["One mail is taken." if fresh == 1 else f"{fresh} mails are taken."] if fresh else []
    if known:
        words.append("One had come before." if known == 1 else f"{known} had come before.")
    return " ".join(words)


@require_safe
def mail_file(request, pk):
    """A file that came with a mail."""
    rows = MailFile.objects.select_related("document")
    rows = rows.filter(mail__in=IncomingMail.objects.visible_to(request.user).values("pk"))
    return download(get_object_or_404(rows, pk=pk).document)


@require_safe
def mail_original(request, pk):
    """The mail as it came, byte by byte."""
    rows = IncomingMail.objects.visible_to(request.user).filter(document__isnull=False)
    return download(get_object_or_404(rows.select_related("document"), pk=pk).document)
