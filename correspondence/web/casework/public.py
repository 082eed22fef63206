"""The public pages: choose an office, write in a few steps, a receipt, and what became of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from correspondence.casework import actions, queries
from correspondence.casework.models import Constituent, Message, MessageDesk
from correspondence.casework.models.desk import State
from correspondence.casework.rules import LARGEST_POST
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.web.casework.forms import (
    AboutForm,
    HelpForm,
    OpinionForm,
    PermissionForm,
    StatusForm,
    WhoForm,
)
from correspondence.web.casework.guards import LEAST_SECONDS, begun_at, begun_now, body_within, may_go_on
from correspondence.web.casework.telling import review_sections, status_of
from correspondence.web.casework.writing import STEPS, Writing

SMALL = 256 * 1024  # bytes of a form without files


@login_not_required
@require_safe
def write(request):
    """To whom? Where one office takes messages, its form at once."""
    desks = list(queries.OPEN_DESKS.order_by("office__name"))
    if len(desks) == 1:
        return redirect("write-form", code=desks[0].office.code)
    return render(request, "write/choose.html", {"desks": desks})


def _desk_or_404(code):
    desk = queries.OPEN_DESKS.filter(office__code=code).first()
    if desk is None:
        raise Http404
    return desk


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@body_within(LARGEST_POST)
def step(request, code, step="who"):
    """One step of the form: shown, kept, and on to the next. What is typed is never lost."""
    desk = _desk_or_404(code)
    writing = Writing(request, desk)
    if step not in STEPS:
        raise Http404
    if step not in writing.steps or writing.steps.index(step) > writing.steps.index(writing.missing):
        return redirect("write-step", code=code, step=writing.missing)
    if request.method != "POST":
        return _show(request, writing, step, _form(writing, step))
    if "clear" in request.POST:
        actions.drop_held(writing.file_keys)
        writing.clear()
        return redirect("write-form", code=code)
    return _take(request, writing, step)


def _form(writing, step, data=None, files=None):
    initial = writing.shown(step)
    if step == "who":
        initial = {"state": writing.desk.state, **initial, "began": begun_now()}
        if data is not None:
            data = data.copy()
            data["began"] = data.get("began") or begun_now()
        return WhoForm(data, initial=initial)
    if step == "about":
        return AboutForm(data, initial=initial)
    if step == "message":
        return (HelpForm if writing.wants_help else OpinionForm)(data, files, initial=initial)
    who = writing.values("who")
    return PermissionForm(
        data, initial=initial, first_name=who.get("first_name", ""), last_name=who.get("last_name", "")
    )


def _show(request, writing, step, form, status=200):
    steps = writing.steps
    place = steps.index(step)
    context = {
        "desk": writing.desk,
        "step": step,
        "form": form,
        "place": place + 1,
        "of": len(steps) if writing.values("about") else None,
        "before": steps[place - 1] if place else None,
        "then": request.GET.get("then") or request.POST.get("then", ""),
        "has_anything": writing.has_anything,
        "elsewhere": _elsewhere(writing) if step in ("about", "review") else "",
    }
    if step == "message":
        context |= {
            "files": writing.files,
            "agencies": queries.agencies_suggested() if writing.wants_help else [],
        }
    if step == "permission":
        context |= {"release": writing.release_text, "today": day_of(timezone.now())}
    page = render(request, f"write/{step}.html", context, status=status)
    page.headers["Cache-Control"] = "private, no-cache"
    return page


def _elsewhere(writing):
    """The state of somebody who lives where the office does not serve; empty where it does."""
    theirs = writing.values("who").get("state", "")
    if not writing.desk.state or not theirs or theirs == writing.desk.state:
        return ""
    return State(theirs).label


def _take(request, writing, step):
    form = _form(writing, step, request.POST, request.FILES)
    is_sound = form.is_valid()
    if step == "message":
        if (key := request.POST.get("remove")) and writing.take_out(key):
            actions.drop_held([key])
        _hold(request, writing, form)
        is_sound = form.is_valid()
    code = writing.desk.office.code
    if "back" in request.POST:
        writing.leave(step, form.typed())
        return redirect("write-step", code=code, step=writing.steps[writing.steps.index(step) - 1])
    if "remove" in request.POST:
        writing.leave(step, form.typed())
        if "files" not in form.errors:
            return redirect(reverse("write-step", args=[code, step]) + "#files")
    if not is_sound:
        return _show(request, writing, step, form, status=422)
    values = dict(form.cleaned_data)
    values.pop("files", None)
    if step == "who":
        values.pop("website")
        writing.begin(begun_at(values.pop("began")))
    if step == "permission":
        values["text"] = writing.release_text
        values["signature"] = values["signature"] if values["signs"] == "yes" else ""
    writing.keep(step, values)
    here = writing.steps.index(step)
    following = writing.steps[min(here + 1, len(writing.steps) - 1)]
    if request.POST.get("then") == "review" or writing.steps.index(writing.missing) <= here:
        following = writing.missing
    return redirect("write-step", code=code, step=following)


def _hold(request, writing, form):
    """Keep the files that came, each unless something is wrong with it; faults go to the field."""
    for upload in request.FILES.getlist("files"):
        if not may_go_on(request, "hold"):
            form.add_error("files", _("Too many files came at once. Please wait ten minutes."))
            break
        try:
            held = actions.hold_file(
                writing.desk.office, upload, beside=len(writing.file_keys), now=timezone.now()
            )
        except actions.CannotHold as refusal:
            form.add_error("files", refusal.message)
        else:
            writing.add_file(held)
    writing.save()


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@body_within(SMALL)
@never_cache
def review(request, code):
    """All that was typed, with Change on each line; a POST sends it."""
    desk = _desk_or_404(code)
    writing = Writing(request, desk)
    if request.method == "POST" and (sent := _sent_already(request, desk)):
        return sent
    if writing.missing != "review":
        return redirect("write-step", code=code, step=writing.missing)
    if request.method == "POST":
        return _send(request, writing)
    return _show_review(request, writing)


def _show_review(request, writing, fault="", status=200):
    context = {
        "desk": writing.desk,
        "place": len(writing.steps),
        "of": len(writing.steps),
        "sections": review_sections(writing),
        "permission": writing.values("permission") if writing.wants_help else None,
        "token": writing.token,
        "today": day_of(timezone.now()),
        "elsewhere": _elsewhere(writing),
        "fault": fault,
        "before": writing.steps[-2],
    }
    return render(request, "write/review.html", context, status=status)


def _sent_already(request, desk):
    """A second click on Send: on to the receipt of the first, where it is this visitor's."""
    receipts = request.session.get("sent") or {}
    if receipts.get("token") and receipts["token"] == request.POST.get("token"):
        return redirect("write-receipt")
    return None


def _send(request, writing):
    now = timezone.now()
    if now.timestamp() - writing.begun < LEAST_SECONDS:
        fault = _("That was very quick. Please read it once more, then press Send again.")
        return _show_review(request, writing, fault, status=422)
    if not may_go_on(request, "send"):
        fault = _(
            "Many messages came from this internet connection. Nothing is lost. "
            "Please wait ten minutes, then press Send again."
        )
        return _show_review(request, writing, fault, status=429)
    try:
        message = actions.receive_message(writing.desk.office, **_what_was_written(writing), now=now)
    except Cannot as refusal:
        return _show_review(request, writing, refusal.message, status=422)
    if message.came_now:
        for mail in message.mails.select_related("message__office__message_desk"):
            actions.deliver(mail, now=now)
    request.session["sent"] = {"pk": message.pk, "token": str(writing.token)}
    writing.clear()
    return redirect("write-receipt")


def _what_was_written(writing):
    who, about, said = (dict(writing.values(step)) for step in ("who", "about", "message"))
    who["prefix"] = who.pop("prefix_", "")
    allowed = {field.name for field in Constituent._meta.fields}
    case = None
    if writing.wants_help:
        case = {name: said[name] for name in ("agency_named", "case_number", "what_happened")}
    return {
        "constituent": {name: value for name, value in who.items() if name in allowed},
        "area": about["area"],
        "stance": about["stance"],
        "text": said["text"],
        "case": case,
        "signature": writing.values("permission").get("signature", "") if writing.wants_help else "",
        "held": writing.file_keys,
        "token": writing.token,
    }


@login_not_required
@never_cache
@require_safe
def receipt(request):
    """The number of the message that this visitor sent last, and what comes next."""
    sent = request.session.get("sent") or {}
    message = Message.objects.filter(pk=sent.get("pk")).select_related("office", "constituent").first()
    if message is None:
        return redirect("write")
    desk = MessageDesk.objects.select_related("office").get(office=message.office)
    mailed = message.mails.filter(kind="receipt", sent_at__isnull=False).exists()
    return render(request, "write/receipt.html", {"desk": desk, "message": message, "was_mailed": mailed})


@login_not_required
@require_POST
def forget(request):
    """Forget the receipt, so that the next at a shared computer does not see it."""
    request.session.pop("sent", None)
    return redirect("write")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@body_within(SMALL)
def status(request):
    """What became of a message, for who knows its number and the e-mail address it came from."""
    form = StatusForm(request.POST or None)
    context, code = {"form": form}, 200
    if request.method == "POST":
        code = 422
        if form.is_valid():
            if not may_go_on(request, "look_up"):
                form.add_error(None, _("Too many tries came from this connection. Please wait ten minutes."))
                code = 429
            elif found := queries.for_status(**form.cleaned_data):
                context["found"], code = status_of(found, today=day_of(timezone.now())), 200
                context["message"] = found
            else:
                form.add_error(
                    None,
                    _(
                        "We found no message with this number and this e-mail address. "
                        "Check both for typing errors."
                    ),
                )
    desks = list(queries.OPEN_DESKS.order_by("office__name")[:2])
    context["desk"] = desks[0] if len(desks) == 1 else None
    return render(request, "write/status.html", context, status=code)
