"""What logging a response would do, in words: what is settled, what stays open, which reminders end."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.safestring import SafeString

from correspondence.followups.models import ReminderRule
from correspondence.followups.queries import owed_about_letters, owed_about_parts
from correspondence.followups.rules import next_step
from correspondence.forms.responses import standing_in_words
from correspondence.letters.actions.decisions import settled_with
from correspondence.letters.models import Part
from correspondence.letters.queries import chain_of
from correspondence.responses.models import Answer, Response
from correspondence.responses.queries import silent_parts, silent_recipients
from correspondence.responses.rules import PROPOSES_TO_SETTLE
from correspondence.templatetags.marks import glyph_html
from correspondence.timeline.entries import short_day
from correspondence.web.responses.names import requests_in_words, within_a_sentence

_SOON = 7  # days ahead in which a due date is marked as near


@dataclass(frozen=True, slots=True)
class Line:
    glyph: SafeString
    words: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    head: str
    lines: list


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen, in groups of lines, and how the letters would stand after it."""

    groups: list
    after: list


def preview_of(reply):
    """The Preview of a Responding. A fixed number of queries, however many rows there are."""
    return _Previewing(reply).preview()


class _Previewing:
    def __init__(self, reply):
        self.reply, self.today = reply, reply.today
        self.parts = [row.part for row in reply.rows]
        said = {one.part.pk: one for one in reply.judgements()}
        self.judged = {pk: one for pk, one in said.items() if one.says_something()}
        self.settled = [part for part in self.parts if _settles(self.judged, part)]
        self.stays = [part for part in self.parts if part.settled_on is None and part not in self.settled]

    def preview(self):
        if self.reply.agency is None:
            return Preview([], [])
        chain = chain_of(self.settled) if self.settled else {}
        with_them = settled_with(self.settled, chain) if chain else []
        older = [part for part in with_them if part not in self.settled and part.settled_on is None]
        groups = [
            Group("Settle", self._settling(older)),
            Group("Leave open", self._leaves_open()),
            Group("Asked, and not granted by this", self._asks()),
            Group("Watch", self._watches()),
            Group("Reminders", self._reminders({part.pk for part in with_them})),
        ]
        if not self.judged and self.reply.form["kind"].value() not in (
            "",
            None,
            Response.Kind.ACKNOWLEDGMENT,
        ):
            words = "No request is answered yet: somebody judges it later"
            groups.insert(0, Group("Not judged", [Line(glyph_html("unjudged"), words)]))
        return Preview([group for group in groups if group.lines], self._after(with_them))

    def _names(self, parts, *, always=False):
        if len(parts) == len(self.parts) > 3:
            return f"All {len(parts)} requests"
        return requests_in_words(parts, several_letters=always or len(self.reply.letters) > 1)

    def _settling(self, older):
        lines = []
        if self.settled:
            words = f"{self._names(self.settled)}, by you, today"
            lines.append(Line(glyph_html("settled"), words, "settled"))
        if older:
            words = f"With them, as the same was asked there: {self._names(older, always=True)}"
            lines.append(Line(glyph_html("settled"), words, "settled"))
        return lines

    def _leaves_open(self):
        alike = defaultdict(list)
        for part in self.stays:
            proposed = _proposes(self.judged, part)
            alike[standing_in_words(part, self.today), _tone(part, self.today), proposed].append(part)
        lines = []
        for (words, tone, proposed), parts in alike.items():
            glyph = glyph_html({"late": "late", "soon": "soon"}.get(tone, "open"))
            note = ": answered, and not ticked as settled" if proposed else ""
            lines.append(Line(glyph, f"{self._names(parts)}, {words}{note}", tone))
        return lines

    def _asks(self):
        alike = defaultdict(list)
        for part in self.parts:
            if (one := self.judged.get(part.pk)) and one.extension_until:
                alike[one.extension_until].append(part)
        return [
            Line(
                glyph_html("extended"),
                f"{self._names(parts)}: until {short_day(day)}. The due date stays until counsel moves it",
            )
            for day, parts in alike.items()
        ]

    def _watches(self):
        promised, elsewhere = defaultdict(list), defaultdict(list)
        for part in self.parts:
            one = self.judged.get(part.pk)
            if one and one.promised_on:
                promised[one.promised_on].append(part)
            if one and one.outcome == Answer.Outcome.ELSEWHERE and one.delivered_where:
                elsewhere[one.delivered_where].append(part)
        return [
            Line(glyph_html("due"), f"{self._names(parts)}: promised by {short_day(day)}")
            for day, parts in promised.items()
        ] + [
            Line(glyph_html("partial"), f"{self._names(parts)}: to be read at {where}")
            for where, parts in elsewhere.items()
        ]

    def _reminders(self, settled):
        """Which of those that are owed end, which go on, and when they come next."""
        by_part = {part.pk: part for part in self.parts}
        rows = (
            owed_about_parts().filter(part__in=list(by_part)).order_by("pk").values_list("part", "rule__name")
        )
        ends, goes_on = defaultdict(list), defaultdict(list)
        for pk, name in rows:
            (ends if pk in settled else goes_on)[name].append(by_part[pk])
        rules = [
            rule
            for rule in ReminderRule.objects.filter(office=self.reply.letter.office_id, is_on=True)
            if rule.about == ReminderRule.About.PART
        ]
        lines = [
            Line(
                glyph_html("reminder"),
                f"End: {name}, {within_a_sentence(self._names(_in_order(parts, self.parts)))}",
            )
            for name, parts in ends.items()
        ]
        lines += self._about_letters()
        told = set()
        for name, parts in goes_on.items():
            told |= {part.pk for part in parts}
            lines.append(Line(glyph_html("reminder"), self._going_on(f"Go on: {name}", parts, rules)))
        ahead = [
            part
            for part in self.stays
            if part.pk not in told and part.due_on and part.carried_on_by_id is None
        ]
        if ahead and _next(ahead, rules, self.today):
            lines.append(Line(glyph_html("reminder"), self._going_on("Ahead", ahead, rules)))
        return lines

    def _going_on(self, begins, parts, rules):
        parts = _in_order(parts, self.parts)
        then = _next(parts, rules, self.today)
        return f"{begins}, {within_a_sentence(self._names(parts))}" + (
            f", next {short_day(then)}" if then else ""
        )

    def _about_letters(self):
        """Those that wait for a sign that the letter came: a response of the last silent agency ends them."""
        keys = [letter.pk for letter in self.reply.letters]
        rows = list(owed_about_letters(among=keys).values_list("letter", "rule__name"))
        if not rows:
            return []
        mine = self.reply.agency
        others = set(
            silent_parts()
            .filter(request__letter__in=keys)
            .exclude(agency=mine)
            .values_list("request__letter", flat=True)
            .union(
                silent_recipients()
                .filter(letter__in=keys)
                .exclude(agency=mine)
                .values_list("letter", flat=True)
            )
        )
        reference = {letter.pk: letter.reference for letter in self.reply.letters}
        several = len(keys) > 1
        return [
            Line(
                glyph_html("reminder"),
                f"{'Go on, for the other agencies' if pk in others else 'End'}: {name}"
                + (f", {reference[pk]}" if several else ", the letter"),
            )
            for pk, name in rows
        ]

    def _after(self, settled):
        """How much of each letter is settled after it."""
        keys = {part.pk for part in settled}
        by_letter = {letter.pk: defaultdict(list) for letter in self.reply.letters}
        rows = Part.objects.filter(request__letter__in=list(by_letter)).order_by()
        for pk, letter, request, settled_on in rows.values_list(
            "pk", "request__letter", "request", "settled_on"
        ):
            by_letter[letter][request].append(settled_on is not None or pk in keys)
        said = []
        for letter in self.reply.letters:
            requests = by_letter[letter.pk].values()
            count = f"{sum(map(all, requests))} of {len(requests)} settled"
            said.append(f"{letter.reference}: {count}" if len(by_letter) > 1 else count)
        return said


def _settles(judged, part):
    return part.pk in judged and judged[part.pk].settles


def _proposes(judged, part):
    return part.pk in judged and judged[part.pk].outcome in PROPOSES_TO_SETTLE


def _tone(part, today):
    if part.due_on is None:
        return ""
    days = (part.due_on - today).days
    return "late" if days < 0 else "soon" if days <= _SOON else ""


def _next(parts, rules, today):
    """The day of the first reminder that comes if nothing is settled or moved."""
    steps = [next_step(rules, part.due_on, today) for part in parts if part.due_on]
    return min((step.scheduled_on for step in steps if step), default=None)


def _in_order(parts, order):
    places = {part.pk: place for place, part in enumerate(order)}
    return sorted(parts, key=lambda part: places[part.pk])
