"""Where the sentences of a paragraph begin and end."""

import re
from typing import NamedTuple

_END = re.compile(r"[.?!:][”’\"')\]]{0,3}(?:\s+|$)")
_QUOTATION = re.compile(r"“[^”]{0,3000}”")
_QUOTATION_IN_STRAIGHT = re.compile(r"\"[^\"]{0,3000}\"|“[^”]{0,3000}”")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "hon",
        "rep",
        "reps",
        "sen",
        "sens",
        "gov",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "cmdr",
        "adm",
        "amb",
        "prof",
        "rev",
        "st",
        "jr",
        "sr",
        "esq",
        "messrs",
        "no",
        "nos",
        "sec",
        "secs",
        "art",
        "ch",
        "pub",
        "cong",
        "stat",
        "fed",
        "reg",
        "cir",
        "app",
        "inc",
        "corp",
        "co",
        "ltd",
        "bros",
        "dept",
        "dep",
        "asst",
        "assoc",
        "approx",
        "est",
        "fig",
        "vol",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
        "vs",
        "v",
        "e.g",
        "i.e",
        "cf",
        "et",
        "al",
        "u.s",
        "u.s.c",
        "c.f.r",
        "d.c",
        "n.w",
        "s.w",
        "n.e",
        "s.e",
        "a.m",
        "p.m",
        "ph.d",
        "m.d",
        "u.n",
        "cont",
        "div",
        "adj",
        "sgt",
        "pt",
        "p",
        "pp",
        "id",
        "supp",
        "ex",
    ]
)
# After these, what looks like an abbreviation may all the same end a sentence.
_MAY_END = frozenset(
    [
        "u.s",
        "d.c",
        "a.m",
        "p.m",
        "inc",
        "corp",
        "co",
        "ltd",
        "jr",
        "sr",
        "ph.d",
        "m.d",
        "al",
        "n.w",
        "s.w",
        "n.e",
        "s.e",
    ]
)
_NEW_SENTENCE = frozenset(
    [
        "the",
        "this",
        "that",
        "these",
        "those",
        "we",
        "i",
        "our",
        "please",
        "in",
        "it",
        "if",
        "when",
        "what",
        "how",
        "why",
        "who",
        "which",
        "where",
        "will",
        "does",
        "do",
        "is",
        "are",
        "has",
        "have",
        "on",
        "for",
        "to",
        "as",
        "under",
        "after",
        "before",
        "since",
        "while",
        "although",
        "accordingly",
        "finally",
        "further",
        "furthermore",
        "moreover",
        "however",
        "therefore",
        "specifically",
        "additionally",
        "also",
        "thank",
    ]
)


class Sentence(NamedTuple):
    """Words of a paragraph, from `start` to before `end`."""

    text: str
    start: int
    end: int


def sentences_of(text):
    """The sentences of a paragraph in order. A colon ends one only at the paragraph's end."""
    sentences, start = [], 0
    for found in _END.finditer(text):
        if found.end() < len(text) and not _ends(text, found):
            continue
        stop = len(text[start : found.end()].rstrip()) + start
        if stop > start:
            sentences.append(Sentence(text[start:stop], start, stop))
        start = found.end()
    if text[start:].strip():
        stop = len(text.rstrip())
        sentences.append(Sentence(text[start:stop], start, stop))
    return sentences


def quoted_in(text):
    """The places of a paragraph that are quoted, as (start, end).

    All of it is where it opens with a quotation that goes on in the next.
    """
    if text.startswith("“") and "”" not in text:
        return [(0, len(text))]
    if "”" not in text and '"' not in text:
        return []
    straight = text.count('"') and not text.count('"') % 2
    pattern = _QUOTATION_IN_STRAIGHT if straight else _QUOTATION
    return [found.span() for found in pattern.finditer(text)]


def _ends(text, found):
    following = text[found.end() : found.end() + 24].lstrip("“\"'‘([")
    stop = text[found.start()]
    if stop == ":" or not following or not (following[0].isupper() or following[0].isdigit()):
        return False
    if stop != ".":
        return True
    before = text[max(0, found.start() - 24) : found.start()].split()
    word = before[-1].lower().lstrip("(“\"'‘[") if before else ""
    after = re.match(r"[A-Za-z’']+", following)
    begins = bool(after) and after.group().lower() in _NEW_SENTENCE
    if len(word) == 1 and word.isalpha():
        return word == "i" or begins  # an initial
    if word in _ABBREVIATIONS or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        return begins and (word in _MAY_END or "." in word)
    return True
