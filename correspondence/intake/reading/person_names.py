"""A person's name as it is printed: what belongs to it, what recognised type did to it, and where one ends
and
the next begins on a line of several.

Given names are the common ones in the United States (data/given_names.txt), which tell a name from a place
or a title, and two names on one line from one long one. Pure.
"""

import re
from functools import cache
from pathlib import Path

from nameparser import HumanName
from rapidfuzz import fuzz

from correspondence.intake.reading.vocabulary import (
    BEGINS_TITLE,
    BEGINS_WITH_HONORIFIC,
    BODY_WORDS,
    DEGREE,
    HEAD_OF_TITLE,
    STATES,
    SUFFIX,
    SURE_HONORIFIC,
)

MOST_WORDS = 40  # of a line that is taken apart into names
_PARTICLES = frozenset(
    [
        "de",
        "la",
        "las",
        "los",
        "del",
        "der",
        "den",
        "von",
        "van",
        "da",
        "di",
        "du",
        "dos",
        "bin",
        "al",
        "el",
        "le",
        "y",
        "st.",
    ]
)
_NAME_WORD = re.compile(r"^[“\"'‘(]?[^\W\d_][^\W\d_’'.\-–]*(?:[’'.\-–][^\W\d_]+)*[.’'”\")]{0,2}[,.]?$")
_INITIAL = re.compile(r"^[^\W\d_]\.?(?:[^\W\d_]\.)?,?$")
_NICK = re.compile(r"^[“\"'‘(].+[”\"'’)],?$")
_PARTY = re.compile(
    r"\s*[(\[]\s*(?:(?:[RDI]|Rep|Dem|Ind)\s*[-–—.]?\s*[A-Z]{0,2}(?:[-–]\d{1,2})?|"
    r"[A-Z]{2}\s?[-–]\s?(?:\d{1,2}|AL|At[- ][Ll]arge))\s*[)\]]\s*$"
)
_JUNK = re.compile(r"^[\W_]+|[^\w.”\"’')]+$")
_SIGNED = re.compile(r"^(?:/s/|s/|/S/|\(signed\)|signed:?|by:)\s*", re.I)
_TITLE_BEFORE = re.compile(
    r"^(?:(?:acting|deputy|under|assistant|associate|vice|regional|principal|interim|executive)\s+)*"
    r"(?:secretary|administrator|director|"
    r"chair(?:man|woman|person)?|"
    r"commissioner|president|(?:attorney|postmaster|comptroller|inspector|surgeon|solicitor)\s+general|"
    r"archivist|librarian|"
    r"superintendent|ranking\s+member|leader|speaker)\s+",
    re.I,
)
_MIXED = re.compile(r"\b(?:Mc|Mac|De|Des|Du|La|Le|Van|Di|Fitz)(?=[A-Z]{2})")  # small among capitals
_SUFFIXES = {"ir": "Jr.", "jr": "Jr.", "sr": "Sr.", "iit": "III", "ill": "III", "iil": "III", "lll": "III"}


@cache
def given_names():
    """The common given names, in small letters."""
    return frozenset((Path(__file__).parent / "data" / "given_names.txt").read_text(encoding="utf-8").split())


def is_given(word):
    """Whether a word is a common given name."""
    plain = re.sub(r"[^\w’'-]", "", word).lower()
    return plain in given_names() or plain.split("-")[0] in given_names()


def key(name):
    """A name without accents, initials, suffix, punctuation and case: what two spellings of it share."""
    words = [
        _plain(word) for word in name.split() if not SUFFIX.match(word.strip(",")) and not _NICK.match(word)
    ]
    full = [word for word in words if len(word) > 1]
    return " ".join(full or words)


@cache
def _plain(word):
    import unicodedata

    word = unicodedata.normalize("NFKD", word)
    return "".join(one for one in word if one.isalnum()).lower()


def surname(name):
    """The family name, without suffix."""
    parsed = HumanName(without_honorific(name)[:200])
    return parsed.last or (name.split() or [""])[-1].strip(",.")


def without_honorific(text):
    """A name without what is put before it: "The Honorable", "Dr.", a rank, "/s/"."""
    text = _SIGNED.sub("", text.strip())
    while True:
        shorter = BEGINS_WITH_HONORIFIC.sub("", text, count=1).strip()
        if shorter == text or not shorter:
            return text
        text = shorter


def cleaned(text):
    """The name as the person is called: honorifics, ranks, degrees, party and dirt off; Jr. and III kept.

    Faults that recognised type has everywhere are put right: a digit among letters, "Ir." for "Jr.".
    """
    text = _PARTY.sub("", without_honorific(text[:200]))
    text = re.sub(r"\s*,?\s*M\.?C\.?$", "", text)
    words = text.split()
    capitals = len(text) > 4 and _MIXED.sub("", text).isupper()
    kept = []
    for at, word in enumerate(words):
        bare = word.strip(",;:")
        ends = bool(kept) and words[at - 1].endswith(",")
        if at > 1 and DEGREE.match(bare) and (ends or ("." in bare and not _INITIAL.match(bare))):
            continue
        middle = _INITIAL.match(word) and at + 1 < len(words)  # "William V. Roth"
        if at and SUFFIX.match(bare) and not middle:
            bare = bare.rstrip(".").lower()
            word = _SUFFIXES.get(bare, bare.upper())
            if word in ("Jr.", "Sr.") and kept and not kept[-1].endswith(","):
                kept[-1] = kept[-1].rstrip(".,") + ("," if words[at - 1].endswith(",") else "")
            elif kept and word not in ("Jr.", "Sr."):
                kept[-1] = kept[-1].rstrip(",")
            kept.append(word)
            continue
        if not re.search(r"\w", word):
            continue
        if at and re.fullmatch(r"[^\W\d_],", word) and at + 1 < len(words):
            word = word[0] + "."  # an initial's stop, read as a comma
        word = _letters_for_digits(word)
        kept.append(word.capitalize() if word.islower() and is_given(word) else word)
    name = re.sub(r"[\s,;:]+$", "", " ".join(kept))
    name = _JUNK.sub("", name) if not _NICK.match(name.split(" ")[0] if name else "") else name
    return _capitals_lowered(name) if capitals else name


def _letters_for_digits(word):
    if re.search(r"[^\W\d_]{2}", word):
        word = re.sub(r"[l|1I]<", "k", word)
        word = re.sub(r"(?<=[^\W\d_])[]|](?=[^\W\d_]|$)", "l", word)
    if not re.search(r"[^\W\d_]", word) and word not in ("0.", "1."):
        return word
    if not re.search(r"\d", word):
        return word
    upper = word.upper() == word
    return word.replace("0", "O").replace("1", "I" if upper else "l").replace("5", "S" if upper else "s")


def _capitals_lowered(name):
    parsed = HumanName(name)
    parsed.capitalize(force=True)
    words = []
    for word, lowered in zip(name.split(), str(parsed).split(), strict=False):
        same = lowered.lower() == word.lower() and not _MIXED.match(word) and lowered != "van"
        words.append(lowered if same else _title(word))
    if len(words) != len(name.split()):
        words = [_title(word) for word in name.split()]
    return " ".join(
        word if not SUFFIX.match(word) else (_SUFFIXES.get(word.lower().strip("."), word.upper()))
        for word in words
    )


def _title(word):
    if _INITIAL.match(word):
        return word
    mixed = _MIXED.match(word)
    if mixed:
        return mixed.group() + word[mixed.end() :].capitalize()
    word = re.sub(r"[^\W\d_]+", lambda part: part.group().capitalize(), word)
    return re.sub(r"\bMc([a-z])", lambda found: "Mc" + found.group(1).upper(), word)


# What recognised type makes of letters, and what they are.
_MISREAD = (
    ("rn", "m"), ("cl", "d"), ("vv", "w"), ("li", "h"), ("ii", "n"), ("tl", "d"), ("l", "i"), ("i", "l"),
    ("c", "e"), ("e", "c"), ("o", "d"), ("a", "d"), ("n", "h"), ("h", "n"), ("h", "b"), ("b", "h"),
    ("l", "t"), ("t", "l"), ("f", "t"), ("q", "g"), ("u", "n"), ("v", "y"), ("0", "o"), ("1", "l"),
)  # fmt: skip


def given_mended(name):
    """The name with a given name that recognised type has spoiled put right: "Adarn" is "Adam".

    Only a word that is no common given name is touched, and only where reading one letter, or two that look
    like one, rightly makes a single common given name of it. The last name is left as it is.
    """
    words = name.split()
    last = max((at for at, word in enumerate(words) if not SUFFIX.match(word.strip(","))), default=0)
    for at, word in enumerate(words[:last]):
        if len(word) < 4 or not word.isalpha() or is_given(word):
            continue
        found = {fixed for fixed in _readings(word.lower()) if fixed in given_names()}
        if len(found) == 1:
            fixed = found.pop()
            words[at] = fixed.upper() if word.isupper() else fixed.capitalize()
    return " ".join(words)


def _readings(word):
    for wrong, right in _MISREAD:
        if len(word) < 5 and {wrong, right} == {"i", "l"}:
            continue  # "Elia" is a name
        at = word.find(wrong)
        while at >= 0:
            yield word[:at] + right + word[at + len(wrong) :]
            at = word.find(wrong, at + 1)


def is_person(text):
    """Whether a line reads as a person's name: two to six words of a name, no title, body, State or
    address."""
    honored = bool(BEGINS_WITH_HONORIFIC.match(text))
    name = cleaned(text)
    words = name.split()
    if not 2 <= len(words) <= 6:
        return (
            honored
            and len(words) == 1
            and words[0][:1].isupper()
            and len(words[0]) > 2
            and not HEAD_OF_TITLE.search(words[0])
            and not BODY_WORDS.search(words[0])
        )
    if not all(_NAME_WORD.match(word) or word.lower() in _PARTICLES for word in words):
        return False
    if words[0].lower() in ("the", "a", "our"):
        return False
    if not words[0][:1].isupper() and not _NICK.match(words[0]):
        return False
    if name in STATES.values() or re.sub(r"[^\w ]", "", name).title() in STATES.values():
        return False
    full = [word for word in words if len(word.strip(".,")) > 1]
    if any(
        not word[:1].isupper() for word in full if word.lower() not in _PARTICLES and not _NICK.match(word)
    ):
        return False
    if not SURE_HONORIFIC.match(text) and not is_given(words[0]):
        if BEGINS_TITLE.match(name) or HEAD_OF_TITLE.search(words[-1]):
            return False
    if BODY_WORDS.search(name) and not (
        is_given(words[0]) and not re.search(r"\b(?:of|for|and|the)\b", name)
    ):
        return honored and len(words) <= 3 and not re.search(r"\b(?:of|for|on)\b", name)
    if re.search(r"\b(?:of|for|the|and|on|in|to)\b", name):
        return False
    vowels = sum(bool(re.search(r"[aeiouyAEIOUYáéíóúñ]", word)) for word in full)
    return vowels >= max(len(full) - 1, 1)


def title_before_name(words):
    """How many words of a title stand before a name: "Secretary Antony Blinken", "Acting Director Jane
    Roe"."""
    found = _TITLE_BEFORE.match(" ".join(words))
    count = len(found.group().split()) if found else 0
    if not count or count >= len(words) or not is_given(words[count]):
        return 0
    return count if is_person(" ".join(words[count:])) else 0


def same_person(one, other):
    """Whether two spellings one under the other, a signature and the name typed below it, are one
    person's."""
    mine, theirs = key(one).split(), key(other).split()
    if not mine or not theirs:
        return False
    last = fuzz.ratio(mine[-1], theirs[-1])
    if last < 60:
        return fuzz.ratio(" ".join(mine), " ".join(theirs)) > 72
    first = fuzz.ratio(mine[0], theirs[0])
    if is_given(mine[0]) and is_given(theirs[0]) and first < 70 and mine[0][0] != theirs[0][0]:
        return False
    return last >= 70 or first >= 60


def split_names(words, count=None, known=frozenset()):
    """Cut the words of a line into the names that stand on it: places at which each begins.

    With `count`, into that many; without, into as many as read best, one unless each begins with a given
    name. `known` are keys of names that are met in the directory.
    """
    words = list(words)[:MOST_WORDS]
    total = len(words)
    best = {(0, 0): (0.0, ())}
    for end in range(1, total + 1):
        for parts in range(1, (count or total // 2 or 1) + 1):
            choices = []
            for begin in range(max(0, end - 7), end):
                before = best.get((begin, parts - 1))
                if before:
                    cost = _cost(words[begin:end], known) + 12.0 * _is_degree_after(words, begin)
                    choices.append((before[0] + cost, (*before[1], begin)))
            if choices:
                best[(end, parts)] = min(choices)
    if count:
        found = best.get((total, count))
        return found[1] if found and found[0] < 6 * count else None
    whole = best.get((total, 1), (99, (0,)))
    options = [(whole[0] + 0.2, (0,))]
    for parts in range(2, total // 2 + 1):
        found = best.get((total, parts))
        if found and all(is_given(words[at]) or _INITIAL.match(words[at]) for at in found[1]):
            options.append((found[0], found[1]))
    return min(options)[1]


def _is_degree_after(words, at):
    """Whether a word is the degree of the name before it: "Jr., M.D.", not "J.D." where a name begins."""
    return at > 0 and words[at - 1].endswith(",") and bool(DEGREE.match(words[at].strip(",")))


def _cost(words, known):
    words = [word for word in words if re.search(r"\w", word)]
    core = [word for word in words if not SUFFIX.match(word.strip(",")) and not DEGREE.match(word.strip(","))]
    if not core:
        return 12.0
    if SUFFIX.match(words[0].strip(",")) and len(words) > 1:
        return 12.0
    if known and key(" ".join(words)) in known:
        return -2.0
    cost = {1: 5.0, 2: 0.0, 3: 0.3, 4: 0.8, 5: 2.0}.get(len(core), 4.0)
    for word in core[1:-1]:
        if _INITIAL.match(word) or _NICK.match(word):
            cost -= 0.35
        elif is_given(word):
            cost += 0.15
    if not is_given(core[0]):
        middle = len(core) > 2 and (_INITIAL.match(core[1]) or _NICK.match(core[1]))
        cost += (0.3 if len(core) > 2 else 0.9) if _INITIAL.match(core[0]) else 0.4 if middle else 1.0
    if SUFFIX.match(words[0].strip(",")) or _NICK.match(words[0]):
        cost += 10
    if (
        (_INITIAL.match(core[-1]) and len(core) < 4)
        or core[-1].lower() in _PARTICLES
        or _NICK.match(core[-1])
    ):
        cost += 6
    if len(core) > 1 and is_given(core[-1]):
        cost += 0.25
    if any(word.endswith(",") for word in words[:-1]) and not SUFFIX.match(words[-1].strip(",")):
        cost += 1.5
    return cost
