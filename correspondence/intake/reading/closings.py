"""The complimentary close: which lines of a letter are it, and nothing else."""

import re

from rapidfuzz import fuzz

__all__ = ["closing_of", "is_closing"]

_CLOSES = (
    "sincerely", "sincerely yours", "yours sincerely", "respectfully", "respectfully submitted",
    "respectfully yours", "very truly yours", "yours truly", "yours very truly", "very respectfully",
    "most sincerely", "most respectfully", "cordially", "cordially yours", "faithfully",
    "yours faithfully", "regards", "best regards", "warm regards", "kind regards", "warmest regards",
    "with warm regards", "with best regards", "with kind regards", "best wishes", "with best wishes",
    "with warmest regards", "best", "warmly", "with respect", "with great respect",
    "with appreciation", "with gratitude", "gratefully", "in service", "in solidarity",
    "in friendship", "sincere regards", "with high regard", "with every good wish",
    "with all best wishes", "very sincerely", "very sincerely yours", "with deep respect",
    "respectfully and sincerely", "all the best", "yours", "yours respectfully", "semper fidelis",
)  # fmt: skip
_THANKS = re.compile(r"^(?:thank you|many thanks|thanks|with thanks|thank you in advance)\s*[,.]$", re.I)
_LONGEST = 45  # characters of a line
_LEADS = re.compile(r"^(?:and )?(?:(?:i|we) (?:am|are|remain)|believe (?:me|us)(?: to be)?) ")
# "With warm personal regards", "with my very best wishes": of these words only, with regards or wishes last.
_WITH_REGARDS = re.compile(
    r"(?:and )?(?:with )?(?:(?:all|my|our|very|every|good|best|kind|kindest|warm|warmest|personal|sincere"
    r"|high|highest|deep|deepest|great|greatest|renewed|continued) )+(?:personal )?"
    r"(?:regards?|wish(?:es)?|respect|esteem|appreciation|gratitude)"
)


def closing_of(texts, start):
    """Where the close begins and where what follows it does; both the end where a letter has none.

    A bare "Thank you," is one only as a last resort. A close may go over two lines: "With best wishes, / I am
    sincerely,".
    """
    closes = [at for at in range(start, len(texts)) if is_closing(texts[at])]
    if not closes:
        return len(texts), len(texts)
    begin = next((at for at in closes if not _THANKS.match(texts[at])), closes[0])
    end = begin + 1
    if end in closes and texts[begin].rstrip().endswith(","):
        end += 1
    return begin, end


def is_closing(text):
    """Whether a line is a complimentary close and nothing else."""
    if len(text) > _LONGEST:
        return False
    plain = re.sub(r"[^a-z ]+", " ", text.lower()).strip()
    plain = _LEADS.sub("", plain)
    if not plain:
        return False
    if plain in _CLOSES or _THANKS.match(text) or _WITH_REGARDS.fullmatch(plain):
        return True
    return len(plain) >= 8 and any(
        fuzz.ratio(plain, closing) >= 86 for closing in _CLOSES if len(closing) >= 8
    )
