"""From the letter's form to the actions."""

from django.contrib import messages
from django.utils import timezone

from correspondence.documents.actions import store_document
from correspondence.forms.letters import links_of, typed_rows, with_pasted
from correspondence.letters import actions
from correspondence.letters.models import Letter


def save_letter(request, form, formsets, *, change):
    """Turn the form and its rows into one call of an action, and return the letter as it is then."""
    now, data = timezone.now(), form.cleaned_data
    for formset in formsets:
        formset.save(commit=False)  # tells Django what changed, and writes nothing
    signatories, recipients, requests, documents = formsets
    letter = form.instance
    office = letter.office if change else data["office"]
    # A letter that was sent keeps its date, which is not in the form then.
    dated_on = data.get("dated_on") or letter.dated_on
    rows = typed_rows(signatories, recipients, requests, dated_on=dated_on, office=office)
    links = {"topics": data.get("topics", ()), "follows": data.get("follows", ())}
    files = []
    for one in documents.kept_forms():
        if upload := one.cleaned_data.get("upload"):
            one.instance.document = store_document(office, upload, by=request.user, now=now)
            files.append((one.instance.document, one.cleaned_data["title"]))
    titles = {
        one.instance.pk: one.cleaned_data["title"]
        for one in documents.kept_forms()
        if one.instance.pk and "title" in one.changed_data
    }
    given = {"documents": files, "by": request.user, "now": now} | links
    if change and Letter.objects.filter(pk=letter.pk, sent_on__isnull=False).exists():
        by_id = {name: {row["id"]: links_of(row) for row in its if row["id"]} for name, its in rows.items()}
        saved = actions.link_sent(
            letter,
            assigned_to=data.get("assigned_to"),
            rows=by_id,
            titles=titles,
            version=data.get("version"),
            **given,
        )
    else:
        pasted = form.pasted_requests()
        rows["requests"] = with_pasted(rows["requests"], pasted)
        facts = {name: value for name, value in data.items() if name in actions.LETTER_COLUMNS}
        if change:
            gone = [one.instance.pk for one in documents.deleted_forms if one.instance.pk]
            saved = actions.revise_draft(
                letter,
                facts=facts,
                titles=titles,
                detach=gone,
                version=data.get("version"),
                **rows,
                **given,
            )
        else:
            saved = actions.enter_letter(office, facts=facts, **rows, **given)
        if pasted:
            count = len(pasted)
            made = "1 request was" if count == 1 else f"{count} requests were"
            messages.info(request, f"{made} made from the list.")
    return saved
