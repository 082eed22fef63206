"""Log a response, on a page of its own: files, facts, then a row for each open part of the agency."""

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from correspondence.accounts.roles import Act, may
from correspondence.admin.responses.forms import AnswerRows, ResponseForm
from correspondence.core.refusals import Cannot
from correspondence.directory.models import Agency
from correspondence.documents.actions import CannotStore, store_document
from correspondence.documents.models import Document
from correspondence.letters.models import Letter, Recipient
from correspondence.responses import actions
from correspondence.responses.models import Response
from correspondence.responses.queries import agencies_that_may_answer, awaiting_acknowledgment, parts_to_judge

_FACTS = (
    "agency",
    "kind",
    "channel",
    "received_on",
    "dated_on",
    "control_number",
    "signer_name",
    "signer_title",
)


def respond(model_admin, request, letter):
    """Show the form (GET), show it for another agency or with more letters (POST `_rows`), or log (POST)."""
    if not may(request.user, Act.LOG, letter.office):
        raise PermissionDenied("Your role does not let you log responses.")
    back = reverse("admin:correspondence_letter_change", args=[letter.pk])
    if letter.sent_on is None:
        messages.info(request, f"{letter} is a draft: mark it as sent first.")
        return HttpResponseRedirect(back)

    now, posted = timezone.now(), request.POST if request.method == "POST" else None
    agencies = list(Agency.objects.filter(pk__in=agencies_that_may_answer(letter)).order_by("name"))
    chosen = (posted or request.GET).get("agency", "")
    agency = next((one for one in agencies if str(one.pk) == chosen), agencies[0] if agencies else None)
    also = _also(request, letter, posted)
    rows = AnswerRows(
        parts_to_judge([letter, *also], agency, settled_too="all" in request.GET), posted, request.user
    )
    form = ResponseForm(
        posted,
        request.FILES or None,
        letter=letter,
        user=request.user,
        agencies=agencies,
        agency=agency,
        now=now,
        initial=_initial(letter, agency) if posted is None else None,
    )
    kept = _kept_files(posted, letter.office)
    shown = ",".join(str(one.part.pk) for one in rows)
    if posted is not None:
        if "_rows" in posted:
            _show_without_faults(form, rows)
        elif posted.get("shown", shown) != shown:
            _show_without_faults(form, rows)
            messages.info(
                request, "The rows below have changed with the agency and the letters: look them over."
            )
        elif _is_logged(request, form, rows, letter, also, kept, now):
            return HttpResponseRedirect(back)
        kept = _keep_files(request, form, letter.office, kept, now)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Log a response",
        "opts": model_admin.opts,
        "original": letter,
        "intro": f"{letter.subject}. Dated {letter.dated_on:%-d %B %Y}.",
        "form": form,
        "rows": rows,
        "rows_title": "What it says to each request",
        "rows_intro": "Leave a row as it is where the response says nothing about it.",
        "shown": shown,
        "kept": kept,
        "kept_token": signing.dumps([document.pk for document in kept]),
        "several_agencies": len(agencies) > 1,
        "shows_settled": "all" in request.GET,
        "button": "Log the response",
        "back_url": back,
        "media": model_admin.media + form.media,
    }
    status = 422 if form.is_bound and (form.errors or rows.total_error_count()) else 200
    return TemplateResponse(request, "admin/correspondence/letter/respond.html", context, status=status)


def _is_logged(request, form, rows, letter, also, kept, now):
    """Log what was posted; False where something is wrong with it, which is shown beside the field then."""
    sound = form.is_valid() & rows.is_valid()
    if not sound:
        return False
    data = form.cleaned_data
    try:
        documents = [
            (store_document(letter.office, upload, by=request.user, now=now), "") for upload in data["files"]
        ]
        facts = {name: data[name] for name in _FACTS} | {
            "judgements": rows.judgements(),
            "documents": list(dict.fromkeys([*((one, "") for one in kept), *documents])),
            "by": request.user,
            "now": now,
        }
        if also:
            actions.log_reply([letter, *also], **facts)
        else:
            actions.log_response(letter, **facts)
    except actions.CannotLog as refusal:
        rows.show_faults(form, refusal.faults)
        return False
    except CannotStore as refusal:
        form.add_error("files", refusal.message)
        return False
    except Cannot as refusal:
        form.add_error(None, refusal.message)
        return False
    settled = sum(1 for one in rows.judgements() if one.settles)
    where = f" on {len(also) + 1} letters" if also else ""
    what = "1 request is settled" if settled == 1 else f"{settled or 'No'} requests are settled"
    messages.success(request, f"The response is logged{where}. {what} by it.")
    return True


def _also(request, letter, posted):
    keys = [key for key in (posted.getlist("also") if posted else []) if key.isdecimal()]
    if not keys:
        return []
    return list(
        Letter.objects.visible_to(request.user)
        .sent()
        .filter(pk__in=keys)
        .exclude(pk=letter.pk)
        .order_by("pk")
    )


def _initial(letter, agency):
    """An acknowledgment where nothing has come back yet; the control number that is known."""
    row = letter.recipients.filter(agency=agency, role=Recipient.Role.TO).first()
    first = agency is not None and agency.pk in awaiting_acknowledgment(letter)
    return {
        "kind": Response.Kind.ACKNOWLEDGMENT if first else "",
        "control_number": row.control_number if row else "",
    }


def _show_without_faults(form, rows):
    """What was typed, before anybody said that it is finished."""
    for one in (form, *rows):
        one._errors = {}


def _kept_files(posted, office):
    """Files that came with an earlier try at this form."""
    try:
        keys = signing.loads(posted["kept"]) if posted and posted.get("kept") else []
    except signing.BadSignature:
        keys = []
    return list(Document.objects.filter(pk__in=keys, office=office).order_by("pk"))


def _keep_files(request, form, office, kept, now):
    """Keep the files of a try that did not succeed, as no browser sends them twice."""
    for upload in request.FILES.getlist("files"):
        try:
            document = store_document(office, upload, by=request.user, now=now)
        except CannotStore as refusal:
            form.add_error("files", refusal.message)
        else:
            kept = [*kept, document] if document not in kept else kept
    return kept
