"""What cannot be in the record of letters, and kept columns that disagree with their facts.

One pass, a thousand letters at a time: the memory it takes does not grow with the record.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F, OuterRef, Subquery

from correspondence.directory.models import Agency, Office
from correspondence.letters.models import (
    Correction,
    Decision,
    Follows,
    FollowUpRequest,
    Letter,
    LetterDocument,
    Part,
    PutTo,
    Recipient,
    ReferenceCounter,
    Repeats,
    Signatory,
)
from correspondence.letters.rules import (
    GIVEN_BY_SENDING,
    LETTER_AS_WRITTEN,
    ROWS_AS_WRITTEN,
    SENT_DAY,
    TAKEN_BACK,
    standing,
    text_as_written,
    text_hash,
    undo,
)

LETTERS_AT_ONCE = 1000
KEYS_AT_ONCE = 500
REFERENCE = re.compile(r"(?P<code>[A-Z][A-Z0-9]{1,11})-(?P<year>\d{4})-(?P<number>\d{4,})")
What = Decision.What


@dataclass(frozen=True)
class Finding:
    """Something that cannot be: the kind of record, its id, its letter's reference, and a sentence."""

    record: str
    id: int
    reference: str
    sentence: str


@dataclass
class Whole:
    """A letter with all that hangs on it, as plain rows. Parts by request, decisions by part."""

    letter: tuple
    signatories: list = field(default_factory=list)
    recipients: list = field(default_factory=list)
    requests: list = field(default_factory=list)
    corrections: list = field(default_factory=list)
    narrowed: dict = field(default_factory=lambda: defaultdict(set))
    parts: dict = field(default_factory=lambda: defaultdict(list))
    decisions: dict = field(default_factory=lambda: defaultdict(list))

    @property
    def to(self):
        return [row for row in self.recipients if row.role == Recipient.Role.TO]

    def first_agency(self, part):
        """The agency that a part was put to, before it was moved."""
        moves = [one for one in self.decisions[part.pk] if one.what == What.MOVED]
        return moves[0].old_agency_id if moves else part.agency_id


def findings() -> Iterator[Finding]:
    """All that cannot be in letters, their parts and decisions, one finding at a time."""
    names = dict(Agency.objects.values_list("pk", "name"))
    codes = dict(Office.objects.exclude(code=None).values_list("code", "pk"))
    highest = defaultdict(int)
    for whole in _whole_letters():
        letter = whole.letter
        for record, key, sentence in _faults_of_reference(letter, codes, highest):
            yield Finding(record, key, letter.reference, sentence)
        for check in (_of_rows, _of_being_sent, _of_parts, _of_decisions, _of_next_due, _of_text):
            for record, key, sentence in check(whole, names):
                yield Finding(record, key, letter.reference, sentence)
    yield from _counters_behind(highest)
    yield from _wrongly_carried_on()
    yield from _of_another_office()


def _whole_letters():
    """Every letter with its rows, in the order of ids, a thousand at a time in a dozen statements."""
    columns = ("pk", "reference", "office_id", "sent_on", "sent_hash", "next_due_on", *LETTER_AS_WRITTEN)
    last = 0
    while True:
        letters = Letter.objects.filter(pk__gt=last).order_by("pk").values_list(*columns, named=True)
        wholes = {letter.pk: Whole(letter) for letter in letters[:LETTERS_AT_ONCE]}
        if not wholes:
            return
        between, last = (min(wholes), max(wholes)), max(wholes)
        _gather(wholes, between)
        yield from wholes.values()


def _gather(wholes, between):
    def rows(model, *columns):
        found = model.objects.filter(letter__id__range=between).order_by("pk")
        return found.values_list("pk", "letter_id", *columns, named=True)

    for row in rows(Signatory, *ROWS_AS_WRITTEN["signatories"]):
        wholes[row.letter_id].signatories.append(row)
    for row in rows(Recipient, *ROWS_AS_WRITTEN["recipients"], "agency_id"):
        wholes[row.letter_id].recipients.append(row)
    of_letter = {}
    for row in rows(FollowUpRequest, *ROWS_AS_WRITTEN["requests"], "parent_id"):
        wholes[row.letter_id].requests.append(row)
        of_letter[row.pk] = row.letter_id
    for row in rows(Correction, "path", "old", "hash_after"):
        wholes[row.letter_id].corrections.append(row)
    for row in _among(PutTo, "request_id", of_letter, "agency_id"):
        wholes[of_letter[row.request_id]].narrowed[row.request_id].add(row.agency_id)
    of_part = {}
    columns = ("pk", "agency_id", "due_on", "settled_on", "carried_on_by_id")
    for row in _among(Part, "request_id", of_letter, *columns):
        wholes[of_letter[row.request_id]].parts[row.request_id].append(row)
        of_part[row.pk] = of_letter[row.request_id]
    columns = ("pk", "what", "ground", "on", "new_due_on", "old_agency_id", "new_agency_id")
    for row in _among(Decision, "part_id", of_part, *columns):
        wholes[of_part[row.part_id]].decisions[row.part_id].append(row)


def _among(model, key, keys, *columns):
    """Rows by a foreign key, decisions in the order they count. By index: no table is read as a whole."""
    keys, rows = list(keys), model.objects.values_list(key, *columns, named=True)
    for start in range(0, len(keys), KEYS_AT_ONCE):
        found = rows.filter(**{f"{key}__in": keys[start : start + KEYS_AT_ONCE]})
        yield from found.order_by("on", "pk") if model is Decision else found.order_by("pk")


def _label(request):
    return f"Request {request.number or request.place}"


def _faults_of_reference(letter, codes, highest):
    found = REFERENCE.fullmatch(letter.reference)
    if not found:
        yield "letter", letter.pk, "Its reference is not a code, a year and a number."
        return
    code, year, number = found.group("code"), int(found.group("year")), int(found.group("number"))
    if codes.get(code, letter.office_id) != letter.office_id:
        yield "letter", letter.pk, f"Its reference begins with {code}, the code of another office."
    highest[letter.office_id, year] = max(highest[letter.office_id, year], number)


def _of_rows(whole, names):
    places = {request.pk: request.place for request in whole.requests}
    for request in whole.requests:
        if request.parent_id is None:
            continue
        if request.parent_id not in places:
            yield "request", request.pk, f"{_label(request)} is a sub-item of another letter's request."
        elif places[request.parent_id] >= request.place:
            yield "request", request.pk, f"{_label(request)} is a sub-item of a request that stands below it."


def _of_being_sent(whole, names):
    letter = whole.letter
    if letter.sent_on is None:
        return
    if not whole.signatories:
        yield "letter", letter.pk, "It is sent, and nobody signed it."
    if not whole.to:
        yield "letter", letter.pk, "It is sent, and has no recipient on a To line."
    for row in whole.to:
        if row.agency_id is None:
            who = row.name or row.title or row.organization
            yield "recipient", row.pk, f"It is sent to {who}, of no agency."
    agencies = {row.agency_id for row in whole.to}
    for request in whole.requests:
        for agency in whole.narrowed[request.pk] - agencies:
            yield (
                "request",
                request.pk,
                f"{_label(request)} is put to {names[agency]}, which is on no To line.",
            )


def _of_parts(whole, names):
    agencies = {row.agency_id for row in whole.to} - {None}
    for request in whole.requests:
        parts = whole.parts[request.pk]
        if whole.letter.sent_on is None:
            for part in parts:
                state = "settled" if part.settled_on else "open"
                yield "part", part.pk, f"{_label(request)} is {state}, and the letter is a draft."
            continue
        asked = whole.narrowed[request.pk] or agencies
        owing = {whole.first_agency(part) for part in parts} | {part.agency_id for part in parts}
        for agency in asked - owing:
            yield (
                "request",
                request.pk,
                f"{_label(request)} is put to {names[agency]}, which owes no part of it.",
            )
        for part in parts:
            if (first := whole.first_agency(part)) not in asked:
                yield "part", part.pk, f"{_label(request)} is owed by {names[first]}, which was never asked."


def _of_decisions(whole, names):
    earliest = _first_sent_on(whole)
    for request in whole.requests:
        for part in whole.parts[request.pk]:
            decisions = whole.decisions[part.pk]
            if not decisions or min(decisions, key=lambda one: one.pk).what != What.DUE_SET:
                yield "part", part.pk, f"{_label(request)} has no first due date among its decisions."
            for one in decisions:
                given = one.what == What.DUE_SET and one.ground in GIVEN_BY_SENDING
                if earliest and one.on < (earliest if given else whole.letter.sent_on):
                    yield (
                        "decision",
                        one.pk,
                        f"{_label(request)} was decided about before the letter was sent.",
                    )
            kept, facts = (part.due_on, part.settled_on, part.agency_id), standing(decisions)
            stated = (facts.due_on, facts.settled_on, facts.agency_id or part.agency_id)
            for name, is_kept, is_so in zip(("due", "settled", "owed by"), kept, stated, strict=True):
                if is_kept != is_so:
                    if name == "owed by":
                        is_kept, is_so = names[is_kept], names[is_so]
                    yield (
                        "part",
                        part.pk,
                        f"{_label(request)} is kept as {name} {is_kept or 'never'}; "
                        f"its decisions say {is_so or 'never'}.",
                    )


def _first_sent_on(whole):
    """The earliest day that the letter was ever said to be sent on: that day may have been corrected."""
    if whole.letter.sent_on is None:
        return None
    days = [date.fromisoformat(one.old) for one in _since_sent(whole) if one.path == SENT_DAY]
    return min([whole.letter.sent_on, *days])


def _since_sent(whole):
    """The corrections of what was sent last: those since a sending was taken back."""
    back = [n for n, one in enumerate(whole.corrections) if one.path == TAKEN_BACK]
    return whole.corrections[back[-1] + 1 if back else 0 :]


def _of_next_due(whole, names):
    due = [
        part.due_on
        for parts in whole.parts.values()
        for part in parts
        if part.due_on and part.settled_on is None and part.carried_on_by_id is None
    ]
    kept, stated = whole.letter.next_due_on, min(due, default=None)
    if kept != stated:
        yield (
            "letter",
            whole.letter.pk,
            f"It is kept as next due {kept or 'never'}; its parts say {stated or 'never'}.",
        )


def _of_text(whole, names):
    letter, corrections = whole.letter, _since_sent(whole)
    if letter.sent_on is None:
        if corrections:
            yield "letter", letter.pk, "It is a draft, and was corrected as if it were sent."
        return
    text = text_as_written(letter, whole.signatories, whole.recipients, whole.requests)
    now, kept = text_hash(text), corrections[-1].hash_after if corrections else letter.sent_hash
    if now != kept:
        after = "its last correction" if corrections else "it was sent"
        yield "letter", letter.pk, f"Its text is not what it was after {after}."
    elif (
        corrections
        and text_hash(undo(text, [(one.path, one.old) for one in corrections])) != letter.sent_hash
    ):
        yield "letter", letter.pk, "Undoing its corrections does not give back the text that was sent."


def _counters_behind(highest):
    counters = {(one.office_id, one.year): one for one in ReferenceCounter.objects.select_related("office")}
    for (office, year), number in highest.items():
        counter = counters.get((office, year))
        if counter is None:
            sentence = f"No counter of {year} stands behind the office's numbers, up to {number}."
            yield Finding("office", office, "", sentence)
        elif counter.last < number:
            sentence = (
                f"The counter of {counter.office.code} for {year} is at {counter.last}, behind {number}."
            )
            yield Finding("reference counter", counter.pk, "", sentence)


def _wrongly_carried_on():
    """Parts carried on by what cannot carry them on. The later asking may have been moved since."""
    first_move = Decision.objects.filter(part=OuterRef("carried_on_by"), what=What.MOVED).order_by("on", "pk")
    carried = (
        Part.objects.filter(carried_on_by__isnull=False)
        .annotate(first=Subquery(first_move.values("old_agency")[:1]))
        .order_by("pk")
        .values_list(
            "pk",
            "agency_id",
            "settled_on",
            "first",
            F("carried_on_by"),
            "carried_on_by__agency_id",
            "carried_on_by__settled_on",
            "request__letter_id",
            "request__letter__reference",
            "request__letter__dated_on",
            "request__letter__office_id",
            "carried_on_by__request__letter_id",
            "carried_on_by__request__letter__reference",
            "carried_on_by__request__letter__dated_on",
            "carried_on_by__request__letter__office_id",
        )
    )
    later_of = {}
    for row in carried.iterator(chunk_size=2000):
        part, agency, settled, first, later, its_agency, its_settled, *letters = row
        here, reference, dated, office, there, its_reference, its_dated, its_office = letters
        later_of[part] = (later, reference)

        def finding(sentence, part=part, reference=reference):
            return Finding("part", part, reference, sentence)

        if agency != (first or its_agency):
            yield finding(f"It is carried on in {its_reference} by what another agency owes.")
        if office != its_office:
            yield finding(f"It is carried on by {its_reference}, a letter of another office.")
        elif here == there or dated > its_dated:
            yield finding(f"It is carried on by {its_reference}, which is not a later letter.")
        if its_settled and not settled:
            yield finding(f"It is open, and its later asking in {its_reference} is settled.")
    for part in _in_circles({part: later for part, (later, _) in later_of.items()}):
        yield Finding("part", part, later_of[part][1], "It is carried on in a circle.")


def _in_circles(later):
    """The keys from which following `later` comes back to the key itself."""
    seen, circles = set(), []
    for start in later:
        path, key = {}, start
        while key in later and key not in seen and key not in path:
            path[key] = None
            key = later[key]
        if key in path:
            steps = list(path)
            circles += steps[steps.index(key) :]
        seen |= set(path)
    return circles


def _of_another_office():
    office, of_letter, of_request = F("letter__office"), "letter__reference", "request__letter__reference"
    topics, files = Letter.topics.through.objects, LetterDocument.objects
    askings = Repeats.objects
    for record, rows, reference, sentence in (
        (
            "letter",
            Follows.objects.exclude(earlier__office=office),
            of_letter,
            "It follows a letter of another office.",
        ),
        ("letter", topics.exclude(topic__office=office), of_letter, "It has a topic of another office."),
        ("letter", files.exclude(document__office=office), of_letter, "It has a file of another office."),
        (
            "request",
            askings.exclude(earlier__letter__office=F("request__letter__office")),
            of_request,
            "It repeats a request of another office.",
        ),
        (
            "request",
            askings.filter(earlier__letter=F("request__letter")),
            of_request,
            "It repeats a request of its own letter.",
        ),
    ):
        for pk, name in rows.order_by("pk").values_list(f"{record}_id", reference).iterator(chunk_size=2000):
            yield Finding(record, pk, name, sentence)
