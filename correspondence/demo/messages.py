"""Messages of constituents in the demonstration: each received, sorted and answered by the actions.

Their mails are kept as mailed, and go nowhere: nobody of these names has an address.
"""

from datetime import datetime, time
from itertools import count
from uuid import NAMESPACE_URL, uuid5

from django.core.mail import get_connection

from correspondence.casework import actions
from correspondence.casework.models import AnswerTemplate, Message, MessageDesk
from correspondence.casework.rules import filled_in
from correspondence.core.days import EASTERN
from correspondence.demo.data import read
from correspondence.demo.stories import LABEL, paragraphs

_CAME_AT, _DONE_AT = time(9, 30), time(17)


def load_messages(record):
    """Open the office's desk, and tell each message with what became of it, in the order of their days."""
    facts, office = read("messages.yaml"), record.desk.office
    MessageDesk.objects.create(office=office, **facts["desk"])
    templates = {one["name"]: _template(office, one) for one in facts["answers"]}
    nowhere = get_connection("django.core.mail.backends.dummy.EmailBackend")
    steps, order = [], count()
    for place, told in enumerate(facts["messages"]):
        steps.append((_at(record, told["day"], _CAME_AT), next(order), place, None))
        steps += [
            (_at(record, step["day"], _DONE_AT), next(order), place, step) for step in told.get("then", ())
        ]
    came = {}
    for now, _, place, step in sorted(steps, key=lambda one: one[:2]):
        if step is None:
            came[place] = _receive(record, facts["messages"][place], place, now, nowhere)
        else:
            _do(record, came[place], step, templates, now, nowhere)
    return len(came)


def _template(office, told):
    return AnswerTemplate.objects.create(office=office, **told | {"body": paragraphs(told["body"])})


def _at(record, day, when):
    return datetime.combine(record.day(day), when, EASTERN)


def _receive(record, told, place, now, nowhere):
    case = None
    if told.get("agency"):
        case = {
            "agency_named": told["agency"],
            "case_number": told.get("case_number", ""),
            "what_happened": f"{told['happened']}\n\n[{LABEL}]",
        }
    who = told["who"]
    message = actions.receive_message(
        record.desk.office,
        constituent=who,
        area=told["area"],
        stance=Message.Stance.HELP if case else Message.Stance.OPINION,
        text=told["text"] if case else f"{told['text']}\n\n[{LABEL}]",
        case=case,
        signature=f"{who['first_name']} {who['last_name']}" if told.get("signs") else "",
        token=uuid5(NAMESPACE_URL, f"demonstration-message-{place}"),
        now=now,
    )
    for mail in message.mails.all():
        actions.deliver(mail, now=now, connection=nowhere)
    return message


def _do(record, message, step, templates, now, nowhere):
    by = record.desk.people[step.get("by", "clerk")]
    match step["act"]:
        case "assign":
            actions.assign_messages([message], to=record.desk.people[step["to"]], by=by, now=now)
        case "link":
            actions.link_message(message, record.letters[step["letter"]], by=by, now=now)
        case "close":
            actions.close_message(message, how=step["how"], by=by, now=now)
        case "answer":
            _answer(message, templates[step["template"]], by, now, nowhere)


def _answer(message, template, by, now, nowhere):
    case = getattr(message, "case", None)
    values = {
        "name": message.constituent.name,
        "number": message.number,
        "received": f"{message.received_at:%-d %B %Y}",
        "office": message.office.name,
        "agency": case.agency_words if case else "",
    }
    mail = actions.write_answer(
        message,
        subject=filled_in(template.subject, values),
        body=filled_in(template.body, values),
        token=uuid5(NAMESPACE_URL, f"demonstration-answer-{message.pk}-{now:%Y%m%d}"),
        by=by,
        now=now,
    )
    actions.deliver(mail, now=now, connection=nowhere)
