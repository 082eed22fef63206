"""Where an item ends: the paragraph that was run on to the last of a list, and a list within its own text."""

import re

from correspondence.intake.reading.asking import AFTERTHOUGHT, Act, act_of, is_polite, is_question
from correspondence.intake.reading.requests.lists import Item, Stretch
from correspondence.intake.reading.sentences import sentences_of


def start_of(stretch):
    """Where a stretch's stripped text begins in its paragraph's."""
    words = stretch.paragraph.text[stretch.start : stretch.end]
    return stretch.start + len(words) - len(words.lstrip())


def cut(item, *, is_last):
    """What an item says, where, and the words that were run on to it: "Please send your answers by …"."""
    stretches = [s for s in item.stretches if s.text]
    text = " ".join(s.text for s in stretches)
    spans = tuple(span for s in stretches for span in s.spans)
    if not stretches or item.children:
        return text, spans, None
    last = stretches[-1]
    sentences = sentences_of(last.text)
    at = None
    if is_last or len(stretches) > 1:  # the words of an item within a list are its own
        begun = 0 if len(stretches) > 1 else 1
        at = next((n for n, s in enumerate(sentences) if n >= begun and _is_run_on(s.text)), None)
    if is_last and (begins := _run_on_at(item, last.text)):
        return _split(stretches, begins)
    if is_last and (told := _told_after(item, sentences[:at])):
        at = told
    if at is None:
        return text, spans, None
    return _split(stretches, sentences[at].start)


def _split(stretches, at):
    """The words before a place in the last stretch, where they stand, and the rest."""
    last = stretches[-1]
    begin = start_of(last) + at
    kept = [s for s in (*stretches[:-1], Stretch(last.paragraph, last.start, begin)) if s.text]
    rest = Stretch(last.paragraph, begin, last.end)
    return " ".join(s.text for s in kept), tuple(span for s in kept for span in s.spans), rest


def _run_on_at(item, text):
    """Where a new sentence begins after the semicolon that ends a last item as it ends those before it."""
    found = re.search(r";\s+(?=[A-Z][a-z]* )", text)
    if found and item.before and all(other.text.rstrip().endswith(";") for other in item.before):
        return found.end()
    return None


def _is_run_on(text):
    return is_polite(text) and not is_question(text)


def _told_after(item, sentences):
    """Where, in a list's last item, sentences begin that only tell; None where all of it asks.

    Such sentences belong to the item where the items before it have them too.
    """
    asking = [n for n, s in enumerate(sentences) if is_question(s.text)]
    after = asking[-1] + 1 if asking else 1
    while asking and after < len(sentences) and AFTERTHOUGHT.match(sentences[after].text):
        after += 1
    if not asking and any(len(sentences_of(other.text)) > 1 for other in item.before):
        return None
    if not asking and not item.before:
        return None
    if after >= len(sentences) or any(act_of(s.text) > Act.TELLS for s in sentences[after:]):
        return None
    return after


def as_children(item, text, inline):
    """The stem of an item, and the list in its text as items under it."""
    last = item.stretches[0]
    if len(item.stretches) > 1:
        return text, []
    begin = start_of(last)
    children = [
        Item(mark, [Stretch(last.paragraph, begin + start, begin + end)], item.indent, item)
        for mark, start, end in inline
    ]
    stem = re.sub(r"\(?\w{1,4}\)\s*$", "", text[: inline[0][1]]).strip()
    return stem, children
