"""Requests named together: Requests 1–3 and 5."""

from itertools import groupby

from correspondence.timeline.entries import in_words


def requests_in_words(parts, *, several_letters=False):
    """The requests of these parts in words, letter by letter, and Member by Member where Members asked."""
    said = []
    key = lambda part: (  # noqa: E731
        part.request.letter.reference if several_letters else "",
        part.request.asker,
    )
    for (letter, asker), its in groupby(parts, key=key):
        labels = list(dict.fromkeys(part.request.label for part in its))
        words = f"{'request' if len(labels) == 1 else 'requests'} {in_words(_runs(labels))}"
        said.append(": ".join(filter(None, [letter, asker, words])))
    words = "; ".join(said)
    return words[:1].upper() + words[1:]


def within_a_sentence(words):
    """requests 1–3; the name of a Member or a letter keeps its capital."""
    return words[:1].lower() + words[1:] if words.startswith(("Request", "All ")) else words


def _runs(labels):
    """1, 2, 3, 4, 7 as 1–4 and 7."""
    runs = []
    for label in labels:
        number = int(label) if label.isdecimal() else None
        if runs and number is not None and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number if number is not None else label])
    for run in runs:
        if len(run) > 2:
            yield f"{run[0]}–{run[-1]}"
        else:
            yield from map(str, run)
