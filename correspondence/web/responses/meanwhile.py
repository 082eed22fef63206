"""What others did while somebody filled in a form about a response, in sentences."""

from collections import defaultdict

from correspondence.timeline.entries import short_day


def in_sentences(meanwhile):
    """What was logged and decided, [(words, id of the response or None)]."""
    if meanwhile is None:
        return []
    return [
        (f"{one}, logged on {one.letter.reference} by {one.logged_by}", one.pk) for one in meanwhile.responses
    ] + [
        (f"{one.part.request}, {one.part.request.letter.reference}: {_decided(one)}", None)
        for one in meanwhile.decisions
    ]


def by_part(meanwhile):
    """The decisions of others in words, by the id of their part."""
    told = defaultdict(list)
    for one in meanwhile.decisions if meanwhile else ():
        told[one.part_id].append(f"Meanwhile: {_decided(one)}.")
    return told


def judged_by_others(answers):
    """The answers that others judged meanwhile in words, by the id of their part."""
    told = {}
    for one in answers:
        outcome = one.get_outcome_display().lower() or "no outcome"
        quote = f" “{one.quote}”" if one.quote else ""
        told[one.part_id] = [f"Judged meanwhile by {one.judged_by}: {outcome}.{quote}"]
    return told


def _decided(decision):
    what = decision.get_what_display().lower()
    ground = f" ({decision.get_ground_display().lower()})" if decision.ground else ""
    due = f", due {short_day(decision.new_due_on)}" if decision.new_due_on else ""
    return f"{what}{ground}{due} by {decision.by} on {short_day(decision.on)}"
