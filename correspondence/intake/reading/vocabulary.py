"""The words by which the parts of a letter are told: titles, bodies, places, honorifics.

Facts of the field: titles are those of officers of the executive branch and of Congress, States as the Postal
Service writes them. Nothing here is a person's or an office's own name.
"""

import re

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California",
    "CO": "Colorado", "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia",
    "FL": "Florida", "GA": "Georgia", "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana",
    "IA": "Iowa", "KS": "Kansas", "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland",
    "MA": "Massachusetts", "MI": "Michigan", "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri",
    "MT": "Montana", "NE": "Nebraska", "NV": "Nevada", "NH": "New Hampshire", "NJ": "New Jersey",
    "NM": "New Mexico", "NY": "New York", "NC": "North Carolina", "ND": "North Dakota", "OH": "Ohio",
    "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania", "RI": "Rhode Island",
    "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas", "UT": "Utah",
    "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming", "PR": "Puerto Rico", "GU": "Guam", "AS": "American Samoa", "VI": "Virgin Islands",
    "MP": "Northern Mariana Islands",
}  # fmt: skip
STATE = "|".join(sorted(STATES.values(), key=len, reverse=True))

_RANKS = (
    r"(?:lieutenant|lt\.?|major|maj\.?|brigadier|brig\.?|adjutant|rear|vice|master|first|second|command)?\s*"
    r"(?:general|gen\.|admiral|adm\.|colonel|col\.|captain|capt\.|commander|cmdr\.|sergeant|sgt\.|"
    r"lieutenant|lt\.)"
)
# Put before a name and no part of it. Longest first.
HONORIFIC = (
    r"(?:\W?t[hbn][eoc]\s+(?:right\s+)?(?:h[o0]n[o0c]r[a-z1]{3,5}|honourable|reverend)|the\s+hon\.?|honorable|hon\.|"
    r"his\s+excellency|her\s+excellency|mr\.?|mrs\.?|ms\.?|miss|mx\.?|dr\.?|prof(?:essor)?\.?|"
    r"rep(?:resentative|\.)|sen(?:ator|\.)|congress(?:man|woman)|delegate|ambassador|amb\.?|judge|chief|"
    rf"governor|gov\.|sheriff|mayor|rev\.?|{_RANKS})"
)
BEGINS_WITH_HONORIFIC = re.compile(rf"^(?:{HONORIFIC}(?:\s+|$))+", re.I)
SURE_HONORIFIC = re.compile(
    r"^(?:\W?t[hbn][eoc]\s+h[o0]n(?:[o0c]r[a-z1]{3,5}|ourable|\.)?|hon\.|honorable|mr\.?|mrs\.?|ms\.?|dr\.?|rep\.|sen\.)\s+(?=\S)",
    re.I,
)

SUFFIX = re.compile(r"^(?:jr|sr|ir|ii|iii|iv|v|iit|ill|iil|lll)\.?,?$", re.I)
DEGREE = re.compile(
    r"^(?:ph\.?\s?d|m\.?d|j\.?d|esq(?:uire)?|ed\.?d|d\.?o|r\.?n|m\.?s\.?w|m\.?p\.?h|m\.?b\.?a|m\.?p\.?a|"
    r"ll\.?m|m\.c|pharm\.?d|d\.?n\.?p|sc\.?d|d\.?phil|m\.?acc|macc|faan|faap|m\.?p\.?p|m\.?p\.?m|m\.?s\.?n|m\.?sc|m\.?ed|facep|fache|cfa|cissp|"
    r"c\.?p\.?a|d\.?d\.?s|d\.?v\.?m|dr\.?p\.?h|f\.?a\.?c\.?[ps]|m\.?a|m\.?s|b\.?s|p\.?e|usn|usa|usaf|usmc|"
    r"uscg|ret)"
    r"\.?[.,)]*$",
    re.I,
)

# Words with which an official's title begins, or that make a line one.
TITLE_WORDS = [
    "secretary",
    "undersecretary",
    "under",
    "assistant",
    "deputy",
    "acting",
    "associate",
    "principal",
    "director",
    "administrator",
    "commissioner",
    "chairman",
    "chairwoman",
    "chairperson",
    "chair",
    "co-chair",
    "cochair",
    "vice",
    "ranking",
    "president",
    "ceo",
    "chief",
    "inspector",
    "comptroller",
    "general",
    "attorney",
    "solicitor",
    "archivist",
    "librarian",
    "postmaster",
    "surgeon",
    "treasurer",
    "register",
    "registrar",
    "ambassador",
    "ambassador-at-large",
    "representative",
    "trade",
    "counsel",
    "counselor",
    "advisor",
    "adviser",
    "governor",
    "commandant",
    "commander",
    "commanding",
    "superintendent",
    "regional",
    "district",
    "executive",
    "officer",
    "managing",
    "senior",
    "special",
    "interim",
    "performing",
    "head",
    "manager",
    "coordinator",
    "warden",
    "postmaster",
    "architect",
    "clerk",
    "sergeant",
    "parliamentarian",
    "whip",
    "majority",
    "minority",
    "leader",
    "speaker",
    "dean",
    "chancellor",
    "provost",
    "member",
    "senator",
    "delegate",
    "liaison",
    "custodian",
    "owner",
    "founder",
    "partner",
    "co-founder",
    "chief-of-staff",
    "envoy",
    "trustee",
    "auditor",
    "curator",
    "czar",
    "administratrix",
    "congressman",
    "congresswoman",
    "staff",
]
_TITLE_BEGINNING = "|".join(sorted(set(TITLE_WORDS), key=len, reverse=True))
BEGINS_TITLE = re.compile(rf"^(?:the\s+|u\.?s\.?\s+|united states\s+)?(?:{_TITLE_BEGINNING})\b", re.I)
HEAD_OF_TITLE = re.compile(
    r"\b(?:secretary|director|administrator|commissioner|chair(?:man|woman|person)?|president|chief|"
    r"comptroller|"
    r"inspector general|attorney general|solicitor|archivist|librarian|postmaster|surgeon general|treasurer|"
    r"ambassador(?:-at-large)?|counsel|commander|commandant|superintendent|officer|manager|representative|"
    r"leader|"
    r"speaker|governor|member|senator|coordinator|warden|engineers|clerk|advis[eo]r|registrar|register|"
    r"architect|"
    r"whip|envoy|trustee|co-chair|delegate|head|auditor|general|liaison)\b",
    re.I,
)

# Words that make a line the name of a body.
BODY_WORDS = re.compile(
    r"\b(?:department|administration|agency|bureau|commission|service|services|office|board|corps|institute|"
    r"institutes|center|centers|centre|library|authority|corporation|company|incorporated|inc|llc|l\.l\.c|"
    r"corp|"
    r"university|college|council|committee|subcommittee|foundation|bank|survey|archives|institution|senate|"
    r"house of representatives|system|division|directorate|forces?|army|navy|guard|trust|fund|hospital|"
    r"association|"
    r"society|union|laboratory|embassy|mission|command|headquarters|branch|unit|group|partners|holdings|"
    r"court|"
    r"congress|museum|academy|court|district|region|endowment|reserve|exchange|ministry|co|lp|plc|n\.a|"
    r"pentagon|white house|enforcement|treasury|smithsonian|amtrak|caucus|delegation)\b\.?",
    re.I,
)
BEGINS_BODY = re.compile(
    r"\b(?:u\.?\s?s\.?\s+(?=[A-Z])|united states (?=[A-Z])|department of|departments of|office of|"
    r"bureau of|federal|"
    r"national|internal revenue|social security|small business|environmental protection|general services|"
    r"centers? for|food and drug|transportation security|drug enforcement|securities and exchange|"
    r"committee on|subcommittee on|library of congress|defense|economic|export|consumer|nuclear|postal)",
    re.I,
)

MEMBER_TITLE = (
    r"(?:member of congress|members of congress|u\.?\s?s\.?\s+senator|united states senator|"
    r"united states senate|"
    r"u\.?\s?s\.?\s+representative|united states representative|"
    r"u\.?\s?s\.?\s+congress(?:man|woman)|congress(?:man|woman)|senator|representative|delegate)"
)
CHAIR_TITLE = (
    r"(?:(?:acting|vice|deputy)[\s-]+)?(?:co-?\s?)?chair(?:man|woman|person)?(?:\s+emerit(?:us|a))?|"
    r"ranking(?:\s+(?:minority|republican|democratic))?\s+member|vice\s+ranking\s+member|"
    r"ranking\s+(?:republican|democrat)|(?:majority|minority)\s+(?:leader|whip)|speaker of the house|whip|"
    r"dean of the delegation"
)
SIGNERS_TITLE = re.compile(rf"^(?:{MEMBER_TITLE}|{CHAIR_TITLE})\b", re.I)

MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)

SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "but",
        "by",
        "for",
        "from",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "our",
        "that",
        "the",
        "their",
        "these",
        "this",
        "those",
        "to",
        "was",
        "we",
        "were",
        "with",
        "you",
        "your",
        "i",
        "has",
        "have",
        "not",
        "be",
        "are",
        "will",
        "would",
        "which",
        "who",
    ]
)
