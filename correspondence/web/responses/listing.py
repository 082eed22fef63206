"""The list of responses: what came in, newest first, one screen after another."""

from correspondence.core.keyset import Order
from correspondence.reports.counts import unjudged_responses
from correspondence.responses.models import Response
from correspondence.templatetags.marks import mark_html
from correspondence.timeline.entries import short_day
from correspondence.web.addresses import address
from correspondence.web.responses.showing import standing_of, title_of

PAGE = 25
ORDER = Order(("-received_on", "-id"))


def responses_context(request):
    """One screen of responses: not judged yet, or all. Three statements at most, however many rows."""
    waiting = request.GET.get("state") == "unjudged"
    rows = unjudged_responses(request.user) if waiting else Response.objects.visible_to(request.user)
    rows = rows.select_related("letter", "agency").defer("letter__body", "letter__letterhead")
    key = _number(request.GET.get("after"))
    before = Response.objects.visible_to(request.user).filter(pk=key).first() if key else None
    if before:
        rows = rows.filter(ORDER.beyond((before.received_on, before.pk)))
    found = list(rows.prefetch_related("answers").order_by(*ORDER.ordering())[: PAGE + 1])
    shown = found[:PAGE]
    state = "state=unjudged&" if waiting else ""
    return {
        "room": "letters",
        "waiting": waiting,
        "rows": [_row(one) for one in shown],
        "older": f"?{state}after={shown[-1].pk}" if len(found) > PAGE else "",
        "newest": f"?{state}".rstrip("&?") or "?" if before else "",
    }


def _number(text):
    return int(text) if text and text.isdecimal() and len(text) < 19 else None


def _row(response):
    mark, words, tone = standing_of(response, response.answers.all())
    return {
        "url": address("response", response.pk),
        "received": short_day(response.received_on),
        "name": title_of(response),
        "letter": response.letter.name,
        "letter_url": address("letter", response.letter_id),
        "signer": ", ".join(filter(None, [response.signer_name, response.signer_title])),
        "state": mark_html(mark, words, tone),
    }
