"""Messages of constituents, for staff who do casework: the list, a message, what can be done to it."""

from urllib.parse import urlencode

from django.contrib import messages as notes
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from correspondence.accounts.roles import Act, offices_where
from correspondence.accounts.visibility import of_my_offices
from correspondence.casework import actions, queries
from correspondence.casework.models import (
    AnswerTemplate,
    Message,
    MessageDocument,
    MessageReply,
    OutgoingMail,
    PolicyArea,
    PrivacyRelease,
    ReplyDocument,
)
from correspondence.casework.rules import RELEASE_DAYS
from correspondence.core.days import day_of
from correspondence.core.refusals import Cannot
from correspondence.forms.casework_acts import MESSAGE_ACTS, start_warning
from correspondence.web.acting import Place, show_or_do
from correspondence.web.casework.answer_form import AnswerForm, values_of
from correspondence.web.casework.showing import PLAIN, events, files_of, row, standing_marks
from correspondence.web.documents.views import download

PER_PAGE = 50
LAST_PAGE = 200
VIEWS = {
    "waiting": "Waiting",
    "new": "New",
    "mine": "Mine",
    "nobodys": "Nobody’s",
    "answered": "Answered",
    "closed": "Closed",
    "all": "All",
}


def _must_do_casework(user):
    if not offices_where(user, Act.CASEWORK):
        raise PermissionDenied("Your role does not let you read constituents’ messages.")


def _of_view(found, view, user):
    match view:
        case "new":
            return found.new()
        case "mine":
            return found.waiting().filter(assigned_to=user)
        case "nobodys":
            return found.waiting().filter(assigned_to=None)
        case "answered":
            return found.answered()
        case "closed":
            return found.closed()
        case "all":
            return found
    return found.waiting()


@require_safe
@never_cache
def messages(request):
    """The list: what waits, oldest first; the rest, latest first."""
    _must_do_casework(request.user)
    given = request.GET
    mine = Message.objects.visible_to(request.user)
    view = given.get("view") if given.get("view") in VIEWS else "waiting"
    area = given.get("area", "") if given.get("area") in PLAIN else ""
    agency = given.get("agency", "") if given.get("agency", "").isdecimal() else ""
    words = " ".join(given.get("q", "").split())[:100]
    if words and "view" not in given:
        view = "all"
    found = _of_view(mine, view, request.user)
    found = found.filter(area=area) if area else found
    found = found.filter(case__agency=agency) if agency else found
    found = queries.found(found, words) if words else found
    oldest_first = view in ("waiting", "new", "mine", "nobodys")
    order = ("received_at", "pk") if oldest_first else ("-received_at", "-pk")
    number = int(given.get("page", "1")) if given.get("page", "1").isdecimal() else 1
    number = min(max(number, 1), LAST_PAGE)
    start = (number - 1) * PER_PAGE
    page = list(queries.listed(found).order_by(*order)[start : start + PER_PAGE + 1])
    today = day_of(timezone.now())
    rows = [row(one, today=today, with_name=bool(words)) for one in page[:PER_PAGE]]

    waiting = mine.waiting()
    counts = queries.counts(waiting, request.user)
    areas, agencies = queries.waiting_by_area(waiting), queries.waiting_by_agency(waiting)
    kept = {"view": view, "area": area, "agency": agency, "q": words}

    def url(**changes):
        values = {name: value for name, value in (kept | changes).items() if value not in ("", None)}
        return f"{reverse('messages')}?{urlencode(values)}"

    context = {
        "room": "messages",
        "rows": rows,
        "first": start + 1,
        "last": start + len(rows),
        "before": url(page=number - 1) if number > 1 else "",
        "after": url(page=number + 1) if len(page) > PER_PAGE and number < LAST_PAGE else "",
        "tabs": [
            {
                "name": name,
                "url": url(view=key, page=None),
                "is_here": key == view,
                "count": counts.get(key),
            }
            for key, name in VIEWS.items()
        ],
        "areas": [
            {
                "name": PLAIN.get(one, one),
                "count": n,
                "url": url(area=one, view="waiting"),
                "is_here": one == area,
            }
            for one, n in areas
        ],
        "agencies": [
            {"name": name, "count": n, "url": url(agency=pk, view="waiting"), "is_here": str(pk) == agency}
            for pk, name, n in agencies
        ],
        "view": view,
        "words": words,
        "with_names": bool(words),
        "in_force": _in_force(area, agency, words, agencies, url),
        "all_url": f"{reverse('messages')}?view=all",
        "is_filtered": bool(area or agency or words),
        "area": area,
        "agency": agency,
    }
    return render(request, "casework/messages.html", context)


def _in_force(area, agency, words, agencies, url):
    names = {str(pk): name for pk, name, _ in agencies}
    found = []
    if words:
        found.append({"words": f"“{words}”", "without": url(q="")})
    if area:
        found.append({"words": f"about {PLAIN[area]}", "without": url(area="")})
    if agency:
        found.append({"words": f"to {names.get(agency, 'this agency')}", "without": url(agency="")})
    return found


def _message_or_404(request, pk):
    return get_object_or_404(queries.message_page(request.user), pk=pk)


@require_safe
@never_cache
def message(request, pk):
    """One message: its words, its case, what happened to it, who wrote it, and what can be done."""
    its = _message_or_404(request, pk)
    today = day_of(timezone.now())
    good = any(
        one.withdrawn_on is None and one.signed_on <= today <= one.good_until for one in its.releases.all()
    )
    others = list(queries.other_messages(its))
    context = {
        "room": "messages",
        "office": its.office,
        "message": its,
        "case": getattr(its, "case", None),
        "about": PLAIN.get(its.area, its.area),
        "loc_area": PolicyArea(its.area).value,
        "marks": standing_marks(its, has_good_release=good),
        "acts": _offered(request, its),
        "events": events(its),
        "files": files_of(its),
        "others": [one for one in others if one.constituent_id == its.constituent_id],
        "maybe": [one for one in others if one.constituent_id != its.constituent_id],
        "same_words": queries.same_words(its),
        "releases": list(its.releases.all()),
        "good_days": RELEASE_DAYS,
    }
    return render(request, "casework/message.html", context)


_SELDOM = ("case", "release", "withdraw-release", "contact", "unlink", "link")


def _offered(request, its):
    """What may be done to it now: answering first, then each act."""
    found = []
    if its.closed_at is None:
        found.append(
            {
                "label": "Answer by e-mail",
                "url": reverse("message-answer", args=[its.pk]),
                "filled": True,
            }
        )
    return found + [
        {
            "label": act.label,
            "url": reverse("message-act", args=[its.pk, act.name]),
            "primary": act.name in ("assign", "letter"),
            "more": act.name in _SELDOM,
        }
        for act in MESSAGE_ACTS.values()
        if act.is_open_to(request.user, its, its.office)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def message_act(request, pk, name):
    """One act on one message."""
    its = _message_or_404(request, pk)
    if name not in MESSAGE_ACTS:
        raise Http404
    page = reverse("message", args=[its.pk])
    warning = start_warning(its, day_of(timezone.now())) if name == "letter" else ""
    return show_or_do(
        request,
        its,
        MESSAGE_ACTS[name],
        Place(
            office=its.office,
            back_url=page,
            trail=[("Messages", reverse("messages")), (its.number, page)],
            name=its.number,
            url_of_act=lambda other: reverse("message-act", args=[its.pk, other]),
            url_of=_page_of,
            preview=warning,
            room="messages",
        ),
    )


def _page_of(letter):
    """Where the draft that was started is gone over."""
    return reverse("letter-edit", args=[letter.pk])


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def answer(request, pk):
    """Write an answer from a template, see it as it will be mailed, send it."""
    its = _message_or_404(request, pk)
    if its.closed_at:
        notes.warning(request, f"{its} is closed: reopen it to answer.")
        return redirect("message", pk=its.pk)
    templates = list(AnswerTemplate.objects.filter(office=its.office_id, is_on=True))
    if request.method == "POST":
        form = AnswerForm(request.POST)
        if form.is_valid():
            if "send" in request.POST:
                if sent := _send(request, its, form):
                    return sent
            else:
                return _show_answer(request, its, form, templates, preview=True)
        return _show_answer(request, its, form, templates, status=422)
    return _show_answer(request, its, _begun(request, its, templates), templates)


def _begun(request, its, templates):
    """The form as it is opened: empty, from a template, or as a mail was written that was refused."""
    again = request.GET.get("again", "")
    if again.isdecimal():
        mail = get_object_or_404(its.mails.filter(kind=OutgoingMail.Kind.ANSWER), pk=again)
        return AnswerForm.fresh(subject=mail.subject, body=mail.body)
    chosen = next((one for one in templates if str(one.pk) == request.GET.get("template")), None)
    return AnswerForm.fresh(template=chosen, values=values_of(its), number=its.number)


def _show_answer(request, its, form, templates, *, preview=False, status=200):
    context = {
        "room": "messages",
        "office": its.office,
        "message": its,
        "case": getattr(its, "case", None),
        "form": form,
        "templates": templates,
        "chosen": request.GET.get("template", ""),
        "preview": form.cleaned_data if preview else None,
    }
    return render(request, "casework/answer.html", context, status=status)


def _send(request, its, form):
    now = timezone.now()
    try:
        mail = actions.write_answer(its, **form.cleaned_data, by=request.user, now=now)
    except Cannot as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return None
    if mail.came_now and not actions.deliver(mail, now=now):
        notes.error(
            request,
            f"The answer is kept, but it was not delivered. {mail.refusal} "
            "Correct the address, or write it again.",
        )
    else:
        notes.success(request, f"The answer to {its} is on its way.")
    return redirect("message", pk=its.pk)


@require_safe
def message_file(request, pk):
    """A file that came with a message."""
    rows = MessageDocument.objects.select_related("document")
    rows = rows.filter(message__in=Message.objects.visible_to(request.user).values("pk"))
    return download(get_object_or_404(of_my_offices(rows, request.user, "message__office"), pk=pk).document)


@require_safe
def release_file(request, pk):
    """The scan of a release that came on paper."""
    rows = PrivacyRelease.objects.visible_to(request.user).filter(document__isnull=False)
    return download(get_object_or_404(rows.select_related("document"), pk=pk).document)


@require_safe
def reply_file(request, pk):
    """A file that came with what a constituent wrote back."""
    replies = MessageReply.objects.visible_to(request.user).standing()
    rows = ReplyDocument.objects.select_related("document").filter(reply__in=replies.values("pk"))
    return download(get_object_or_404(rows, pk=pk).document)


@require_safe
def reply_original(request, pk):
    """What a constituent wrote back, as the mail came."""
    rows = MessageReply.objects.visible_to(request.user).standing()
    return download(get_object_or_404(rows.select_related("document"), pk=pk).document)
