"""The directory's admin as somebody at a desk meets it: rows, addresses, forms, choices."""

import json
from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

LONG_AGO = date(2021, 1, 26)
FAR_OFF = date(2999, 1, 3)
MODELS = ("person", "office", "agency", "seat")


def url(model, page, *args):
    return reverse(f"admin:correspondence_{model}_{page}", args=args)


def form_of(client, address):
    """What a browser would send back from a form left as it is."""
    admin_form = client.get(address).context["adminform"].form
    formsets = [inline.formset for inline in client.get(address).context["inline_admin_formsets"]]
    data = {}
    for form in [
        admin_form,
        *(form for formset in formsets for form in formset),
        *(f.management_form for f in formsets),
    ]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value.isoformat() if isinstance(value, date) else value
    return data


def choices(client, term, model, field):
    query = {"term": term, "app_label": "correspondence", "model_name": model, "field_name": field}
    page = client.get(reverse("admin:autocomplete"), query)
    return [choice["text"] for choice in json.loads(page.content)["results"]]


def queries_of(client, address, **query):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, query).status_code == 200
    return len(captured)
