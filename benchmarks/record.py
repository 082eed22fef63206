"""Letters as the product's own actions would have left them, written in bulk."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace

from benchmarks.bulk import Table, Tracked
from correspondence import models
from correspondence.core.days import day_of
from correspondence.letters.deadlines import first_due
from correspondence.letters.rules import ROWS_AS_WRITTEN, text_as_written, text_hash


@dataclass
class Part:
    """What one agency owes on one request, while its story is told."""

    key: int
    request: int
    agency: int
    due_on: date
    settled_on: date | None = None
    carried_on_by: int | None = None

    @property
    def is_open(self):
        return self.settled_on is None and self.carried_on_by is None


@dataclass
class Draft:
    """A letter before its own row is written: its columns, its text, and whom each request is put to."""

    key: int
    desk: object
    facts: dict
    text: dict
    asked: list
    parts: list[Part] = field(default_factory=list)

    @property
    def sent_on(self):
        return self.facts["sent_on"]


class Record:
    """The tables, and the three steps of a letter: enter, send, keep. `now` is when the record ends."""

    def __init__(self, vocabulary, rng, now):
        self.say, self.rng = vocabulary, rng
        self.now, self.today = now.astimezone(UTC), day_of(now)
        self.letters, self.signatories, self.recipients, self.requests, self.responses, self.answers = map(
            Tracked,
            (
                models.Letter,
                models.Signatory,
                models.Recipient,
                models.FollowUpRequest,
                models.Response,
                models.Answer,
            ),
        )
        self.parts, self.decisions, self.put_to, self.follows, self.repeats = map(
            Table, (models.Part, models.Decision, models.PutTo, models.Follows, models.Repeats)
        )
        self.contacts, self.contact_parts, self.entries, self.topics = map(
            Table, (models.Contact, models.ContactPart, models.Entry, models.Letter.topics.through)
        )
        self.tables = [value for value in vars(self).values() if isinstance(value, Table)]
        self.numbers = Counter()
        self.counts = Counter()

    def at(self, day):
        """An instant in the afternoon of a day, never after the record ends."""
        return min(
            self.now, datetime.combine(day, time(15 + self.rng.randrange(6), self.rng.randrange(60)), UTC)
        )

    def audit(self, act, model, key, draft, *, by, at):
        """Append what an action would have appended."""
        self.entries.add(
            act=act, at=at, by_id=by.pk, by_name=str(by), office_id=draft.desk.office.pk, record=model,
            record_id=key, record_name=draft.facts["reference"],
        )  # fmt: skip

    def enter(self, desk, dated_on, *, requests=None, post=None, repeats=None):
        """A draft of a day, with its rows; or one to `post` that repeats another's first request."""
        rng, say = self.rng, self.say
        clerk, at, key = rng.choice(desk.clerks), self.at(dated_on), self.letters.reserve()
        posts = [post] if post else rng.choices(desk.posts, desk.weights)
        if requests is None and post is None and rng.random() < 0.04:
            posts = list(dict.fromkeys(posts + rng.choices(desk.posts, desk.weights)))
        facts = {
            "id": key,
            "office_id": desk.office.pk,
            "reference": self._reference(desk, dated_on),
            "kind": rng.choices(("oversight", "casework", "qfr", "follow_up"), (80, 10, 5, 5))[0],
            "subject": f"Oversight of {' '.join(say.take(rng.randint(3, 7)))}",
            "letterhead": desk.office.letterhead,
            "dated_on": dated_on,
            "salutation": f"Dear {posts[0].title} {posts[0].person.last_name}:",
            "body": say.paragraphs(300, 600),
            "closing": "Sincerely,",
            "assigned_to_id": rng.choice(desk.clerks).pk if rng.random() < 0.9 else None,
            "entered_at": at,
            "entered_by_id": clerk.pk,
            **self._due_terms(dated_on),
        }
        if facts["kind"] == "qfr":
            facts |= {"hearing_title": say.sentence(4, 8)[:-1], "hearing_on": dated_on - timedelta(days=3)}
        elif facts["kind"] == "casework":
            facts["release_signed_on"] = dated_on - timedelta(days=rng.randint(0, 20))
        facts = self.letters.defaults | facts
        self.letters.remember(key, "+", at=at, by=clerk.pk, **facts)
        self.audit("entered", "letter", key, SimpleNamespace(desk=desk, facts=facts), by=clerk, at=at)
        for topic in rng.sample(desk.topics, rng.choice((0, 1, 1, 2))):
            self.topics.add(letter_id=key, topic_id=topic.pk)

        def rows(table, *given):
            made = []
            for place, values in enumerate(given, start=1):
                values |= {"letter_id": key, "place": place}
                pk = table.enter(at=at, by=clerk.pk, **values)
                made.append(SimpleNamespace(pk=pk, **table.defaults | values))
            return made

        signers = rng.sample(desk.signers, rng.choice((1, 1, 1, 2, 3)))
        copied = [{"role": "cc", "name": "Ranking Member"}] if rng.random() < 0.2 else []
        count = requests or rng.choices((1, 2, 3, 4, 5, 6), (16, 25, 25, 18, 11, 5))[0]
        text = {
            "signatories": rows(
                self.signatories,
                *({"name": one.name, "title": "Member", "person_id": one.pk} for one in signers),
            ),
            "recipients": rows(self.recipients, *map(_recipient, posts), *copied),
            "requests": rows(
                self.requests, *(self._request(place, dated_on) for place in range(1, count + 1))
            ),
        }
        asked = [
            (request, self._put_to(request, [one.agency_id for one in posts])) for request in text["requests"]
        ]
        if repeats:
            self.follows.add(letter_id=key, earlier_id=repeats.key)
            self.repeats.add(request_id=text["requests"][0].pk, earlier_id=repeats.parts[0].request)
        return Draft(key, desk, facts, text, asked)

    def send(self, draft, on):
        """Mark a draft as sent: its hash, and for each request and agency asked a part with a due date."""
        by, at = self.rng.choice(draft.desk.clerks), self.at(on)
        said = text_as_written(
            SimpleNamespace(**draft.facts), *(draft.text[name] for name in ROWS_AS_WRITTEN)
        )
        draft.facts |= {
            "sent_on": on, "sent_by_id": by.pk, "sent_recorded_at": at, "sent_hash": text_hash(said),
            "delivery": "email", "version": 2,
        }  # fmt: skip
        self.letters.remember(draft.key, "~", at=at, by=by.pk, **draft.facts)
        self.audit("marked as sent", "letter", draft.key, draft, by=by, at=at)
        terms = SimpleNamespace(**draft.facts, office=draft.desk.office)
        for request, agencies in draft.asked:
            due = first_due(terms, sent_on=on, own_day=request.due_named_on)
            for agency in agencies:
                part = Part(self.parts.reserve(), request.pk, agency, due.on)
                draft.parts.append(part)
                self.decide(
                    part, "due_set", on, by=by, at=at, ground=due.ground, why=due.why, new_due_on=due.on
                )

    def decide(self, part, what, on, *, by, at=None, **values):
        """Record a decision on a part, and what it makes of it. Return its key."""
        if what == "settled":
            part.settled_on = on
        elif what == "reopened":
            part.settled_on, part.due_on = None, values["new_due_on"]
        else:
            part.due_on = values["new_due_on"]
        return self.decisions.add(
            part_id=part.key, what=what, on=on, recorded_at=at or self.at(on), by_id=by.pk, **values
        )

    def keep(self, draft):
        """Gather the letter's own row and its parts, now that their story is told."""
        due = [part.due_on for part in draft.parts if part.is_open]
        self.letters.add(**draft.facts | {"next_due_on": min(due, default=None)})
        for part in draft.parts:
            self.parts.add(
                id=part.key, request_id=part.request, agency_id=part.agency, due_on=part.due_on,
                settled_on=part.settled_on, carried_on_by_id=part.carried_on_by,
            )  # fmt: skip
        self.counts["letters"] += 1
        self.counts["requests"] += len(draft.asked)
        self.counts["parts"] += len(draft.parts)
        self.counts["open parts"] += len(due)

    def write(self):
        """Write what was gathered."""
        for table in self.tables:
            table.write()

    def _reference(self, desk, dated_on):
        self.numbers[desk.office.pk, dated_on.year] += 1
        return f"{desk.office.code}-{dated_on.year}-{self.numbers[desk.office.pk, dated_on.year]:04}"

    def _due_terms(self, dated_on):
        kind = self.rng.choices(("stated", "letter", "receipt", "none"), (60, 15, 10, 15))[0]
        if kind == "stated":
            day = dated_on + timedelta(days=self.rng.choice((14, 21, 30)))
            words = f"no later than {day:%B} {day.day}, {day.year}"
            return {"due_phrase": words, "due_anchor": "stated", "due_named_on": day}
        if kind == "letter":
            terms = {"due_anchor": "letter", "due_count": 10, "due_unit": "business"}
            return {"due_phrase": "within ten business days", **terms}
        if kind == "receipt":
            terms = {"due_anchor": "receipt", "due_count": 30, "due_unit": "days"}
            return {"due_phrase": "within 30 days of receipt", **terms}
        return {}

    def _request(self, place, dated_on):
        own_day = dated_on + timedelta(days=10) if self.rng.random() < 0.02 else None
        return {
            "number": str(place),
            "lead_in": "Please provide the following:",
            "text": self.say.sentence(15, 60),
            "kind": self.rng.choice(("question", "question", "documents", "action", "briefing")),
            "due_named_on": own_day,
        }

    def _put_to(self, request, agencies):
        if len(agencies) > 1 and self.rng.random() < 0.3:
            agencies = [self.rng.choice(agencies)]
            self.put_to.add(request_id=request.pk, agency_id=agencies[0])
        return agencies


def _recipient(post):
    return {
        "role": "to",
        "name": f"The Honorable {post.person.name}",
        "title": post.title,
        "organization": post.agency.name,
        "address": post.agency.address,
        "person_id": post.person_id,
        "appointment_id": post.pk,
        "agency_id": post.agency_id,
    }
