"""Text with the statistics of text: words from a Zipf vocabulary, in sentences and paragraphs."""

import random
from itertools import accumulate

_COMMON = """
the of and to in that for is on with as by at from this be are or which has have it not its their any all
was were will each between under such other whether
"""
_ONSETS = "b br c ch cl d dr f fl g gr h j l m n p pl pr qu r s sh st t th tr v w"
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ou")
_CODAS = ("", "", "", "n", "r", "s", "l", "m", "ct", "nd", "rt", "st")


class Vocabulary:
    """Distinct words, the r-th used 1/r as often as the first. The same seed says the same things."""

    def __init__(self, rng, size=30_000):
        words = dict.fromkeys(_COMMON.split())
        onsets = _ONSETS.split()
        while len(words) < size:
            syllables = (
                rng.choice(onsets) + rng.choice(_VOWELS) + rng.choice(_CODAS)
                for _ in range(rng.choice((1, 2, 2, 3, 3, 4)))
            )
            words["".join(syllables)] = None
        self.words = list(words)
        self._weights = list(accumulate(1 / rank for rank in range(1, size + 1)))
        self._rng = rng

    def take(self, count):
        """That many words, drawn independently."""
        return self._rng.choices(self.words, cum_weights=self._weights, k=count)

    def rare(self):
        """One word from the rarer half."""
        return self.words[self._rng.randrange(len(self.words) // 2, len(self.words))]

    def sentence(self, least, most):
        """One sentence of between `least` and `most` words."""
        return _sentence(self.take(self._rng.randint(least, most)))

    def paragraphs(self, least, most):
        """Paragraphs of about 90 words, between `least` and `most` words in all."""
        words = self.take(self._rng.randint(least, most))
        sentences = [_sentence(words[start : start + 18]) for start in range(0, len(words), 18)]
        return "\n\n".join(" ".join(sentences[start : start + 5]) for start in range(0, len(sentences), 5))


def _sentence(words):
    text = " ".join(words)
    return f"{text[0].upper()}{text[1:]}."


def vocabulary(seed):
    """The vocabulary of a seed, with a generator of its own."""
    return Vocabulary(random.Random(f"words {seed}"))
