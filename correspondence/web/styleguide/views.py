"""Each component in each state, made by the templates and tags that the pages use."""

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.shortcuts import render
from django.views.decorators.http import require_safe

from correspondence.accounts.rules import keys_for
from correspondence.web.styleguide import samples
from correspondence.web.styleguide.forms import SpecimenForm

ROWS = {"0": "No row", "1": "One row", "25": "25 rows", "200": "200 rows"}
FORMS = {"": "As it opens", "faults": "With faults"}
MESSAGES = [
    Message(constants.SUCCESS, "the letter is on the record as sent."),
    Message(constants.WARNING, "it falls due on a Saturday."),
    Message(constants.ERROR, "the file could not be read."),
    Message(constants.INFO, "two reminders end."),
]


@require_safe
def styleguide(request):
    """For everybody in an office: how many rows, and whether the form has faults, are in the address."""
    count = request.GET.get("rows") if request.GET.get("rows") in ROWS else "25"
    faulty = "faults" if request.GET.get("form") == "faults" else ""
    form = SpecimenForm({} if faulty else None, user=request.user)
    shown = {
        "samples": samples,
        "timeline": samples.timeline(),
        "rows": samples.letters(int(count)),
        "row_tabs": _tabs(ROWS, count, lambda one: f"?rows={one}#lists"),
        "form_tabs": _tabs(FORMS, faulty, lambda one: f"?form={one}#forms" if one else "?#forms"),
        "form": form,
        "specimen_messages": MESSAGES,
        "keys": keys_for(request.user.keys_off),
    }
    return render(request, "styleguide/guide.html", shown)


def _tabs(choices, current, url):
    return [{"words": words, "url": url(one), "is_current": one == current} for one, words in choices.items()]
