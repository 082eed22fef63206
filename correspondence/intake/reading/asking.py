"""What a sentence of a letter does: asks for something, asks for an answer only, urges, is polite, or tells.

Each pattern is one turn of phrase; none looks further than a sentence, or its first 1,200 characters.
"""

import re
from enum import IntEnum

from correspondence.intake.reading.courtesies import POLITE, asks_nothing


class Act(IntEnum):
    """What a sentence does, from least to most definite."""

    TELLS = 0
    ANSWER = 1  # asks that the letter, or its questions, be answered; gives no request of its own
    URGES = 2  # a request only where the letter asks for nothing more definite
    TOPIC = 3  # says what the letter is about by way of asking; likewise
    ASKS = 4


LONGEST = 1200

_WE = (
    r"(?<!what )(?<!which )(?<!that )(?<!as )(?<!questions )(?<!when )(?<!because )"
    r"\b(?:I|we|(?:the|this|our|both|your) (?:sub)?committees?(?: on [A-Z][\w’' ,&-]{0,80}?)?|the caucus"
    r"|the delegation"
    r"|the undersigned(?: \w+)?|my colleagues and I|our offices?|my office)"
)
_SOFTLY = (
    r"(?:,? (?:also|therefore|further|furthermore|respectfully|hereby|now|again|formally|specifically"
    r"|accordingly"
    r"|thus|additionally|kindly|once more|once again|jointly|today|do|must|strongly|hope and|in addition|,))*"
)
_ANSWER = r"(?:answers?|responses?|reply|replies)"
_HOW = (
    r"(?:(?:a|an|the|your|any|all|these|those|such|full|complete|prompt|timely|written|detailed|substantive"
    r"|thorough|initial|formal|early|swift|quick|immediate|direct|first|own|and|or|joint|official),? ){0,6}"
)
_TAIL = (
    r"(?=\s*(?:$|[.,;:)(]|to (?:this|these|those|our|my|the|each|all|us|both|me)\b|by\b|no later|not later"
    r"|on or|"
    r"within|before|addressing|in\b|as soon|at your|from\b|along|and\b"
    r"|electronically|via\b|"
    r"concerning\b|regarding\b"
    r"|(?:requested|described|sought|asked for|called for) (?:above|here|in this letter)"
    r"|is\b|are\b|should\b|must\b|may\b|be\b))"
)

_ASKS_AN_ANSWER = re.compile(
    r"\bplease,? (?:\w+ly )?(?:also )?(?:respond|reply|answer)\b(?! (?:whether|how|why|what))"
    r"|\bplease,? (?:\w+ly )?(?:also )?(?:provide|send|submit|deliver|transmit|return|forward|give|furnish"
    r"|share"
    r"|direct|address|make|have|let (?:us|me) have|e-?mail) (?:(?:me|us|to|the (?:sub)?committees?"
    r"|our offices?|my office"
    rf"|with) ){{0,3}}{_HOW}{_ANSWER}{_TAIL}"
    rf"|{_WE}{_SOFTLY} (?:asks?|requests?|am asking|are asking|am requesting|are requesting|expects?"
    r"|would (?:\w+ )?appreciate it if|would be (?:\w+ )?(?:grateful|obliged) if|write to (?:ask|request)"
    r"|insists?) (?:that )?(?:you|your \w+|the \w+)(?: to)?"
    r"(?: (?:please|would|could|will|promptly|fully))* (?:respond|reply|answer)\b"
    rf"|{_WE}{_SOFTLY} (?:asks?|requests?|am asking|are asking|am requesting|are requesting"
    rf"|expects?) (?:that )?"
    r"(?:you|your \w+|the \w+)(?: and your \w+)?(?: to)? (?:please )?(?:provide|send|submit|furnish|give"
    r"|deliver)"
    r"(?: (?:me|us|to|the (?:sub)?committees?|our offices?|my office|with)){0,3} "
    rf"{_HOW}{_ANSWER}{_TAIL}"
    rf"|{_WE}{_SOFTLY} (?:asks?|requests?|seeks?|expects?|await|would (?:\w+ )?(?:appreciate|welcome|like)"
    r"|would (?:\w+ )?be (?:\w+ )?(?:grateful|glad|obliged|pleased)|should (?:like|be (?:glad|grateful))"
    r"|am requesting|are requesting|write to request|need)"
    rf"(?: (?:for|to have|to receive|to see|receiving|having))?(?:, [^,]{{3,60}},)? {_HOW}{_ANSWER}{_TAIL}"
    r"|\bif you (?:would|could|can|will) (?:\w+ )?(?:do so|respond|reply|answer)\b"
    rf"|{_WE}{_SOFTLY} expects? (?:you|your \w+|the \w+(?: \w+)?) to (?:\w+ly )?(?:comply|cooperate"
    rf"|do better)\b"
    rf"|{_WE}{_SOFTLY} (?:would|should|will) (?:\w+ )?(?:appreciate|welcome|like to|be (?:\w+ )?"
    r"(?:glad|grateful|pleased) to) (?:hearing|hear)(?: back)? from you"
    r"(?! (?:what|how|why|when|which|who|whether|about))"
    r"|\bit would (?:\w+ )?(?:help|be (?:\w+ )?(?:helpful|useful|good)|mean)\b[^.?]{0,40} to "
    r"(?:hear|have word) (?:back )?from you(?! (?:what|how|why|when|which|who|whether|about))"
    r"|(?<!before )(?<!after )(?<!until )(?<!once )(?<!when )"
    r"\b(?:your|a|the|these|all|any|written|full) (?:(?!before|after|until|once|when)\w+ ){0,3}"
    rf"{_ANSWER}"
    r"(?: to [\w ]{3,60})? (?:is|are|should|must|may|shall|will|would|can)\b",
    re.IGNORECASE,
)
_REPEATS = re.compile(
    rf"{_WE}{_SOFTLY} (?:must )?(?:repeat|renew|reiterate|restate|reissue)s?\b[^.]{{0,40}}\b(?:request"
    rf"|question|ask)",
    re.IGNORECASE,
)
_OWN_OBJECT = re.compile(
    r"\b(?:request|question)s?\b[^.:,]{0,60}? (?:for (?!the following)|that (?:you|the)\b"
    r"|to (?:see|be|have|receive|meet)\b)",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"\b(?:write|writing)(?: to you)?(?: today)?(?: in order)?(?: \w+ly)? to (?:\w+ly )?"
    r"(?:(?:request|seek|obtain|ask for) (?:\w+ ){0,4}?(?:information|documents?|answers?|clarity"
    r"|clarification|details"
    r"|explanation|assistance|help|records|response|updates?)\b|inquire|ask (?:about|regarding"
    r"|concerning|into"
    r"|after|for)"
    r"|learn|understand|find out|follow up|better understand)"
    r"|\b(?:should|must|shall)(?:,[^,]{2,40},)? (?:immediately |promptly )?(?:provide|produce|submit|brief"
    r"|inform|tell|send)"
    r" (?:to )?(?:us|me|the (?:sub)?committees?|our|my|congress)\b"
    r"|\b(?:request|appreciate|ask) (?:for )?your (?:\w+,? ){0,5}consideration\b"
    r"|\bbe given (?:\w+,? ){0,4}consideration\b"
    r"|\bany (?:information|details|documents|records|update)\b[^.]{0,80} (?:is|are|would be"
    r"|will be) (?:\w+ )?"
    r"(?:appreciated|welcome|helpful)\b"
    r"|\b(?:ask|asking|request|requesting|like|need|seek|seeking|appreciate|welcome) (?:for )?your "
    r"(?:\w+ ){0,2}(?:help|assistance|attention|guidance|answers?|views|thoughts) (?:with|on|to|in|about"
    r"|regarding) "
    r"(?:the following |these |those |some |several |a few |a number of |two |three |four |five |six |seven )"
    r"(?:\w+ )?(?:matters|things|points|questions|requests|items|issues|subjects|topics|concerns)[.:]?$",
    re.IGNORECASE,
)
_THING = (
    r"(?:\w+ ){0,2}(?:accounting|answers?|assurance|briefing|cop(?:y|ies)|data|dates?|description|details"
    r"|documents|explanation|facts|figures|information|interview|list|meeting|names?|number|plans?|records"
    r"|reasons?|reports?|response|schedule|status|timeline|update)\b"
)
_WANTS = (
    r"(?:asks?|am asking|are asking|is asking)(?: of you)? (?:that|you|for|whether|if|how|what|why|when"
    r"|which|who|where"
    r"|the|your|to (?:see|be|have|receive|meet)|each|both"
    r"|(?!(?:these|those|questions|ourselves|much|nothing|little|no|them)\b)\w+)\b"
    r"|(?:requests?|am requesting|are requesting|is requesting|seeks?|am seeking|are seeking"
    r"|demands?)(?! for)\b"
    r"|invites?\b|(?:hereby )?directs? (?:you|that|the)\b"
    r"|expects? (?:you|that|to|the \w+ to|the \w+ \w+ to)\b"
    r"|insists? (?:that|on)|requires? (?:that|the following|a|an|all|copies|you to|the \w+ to)\b"
    r"|(?:would|should) (?:\w+ )?(?:like|appreciate|welcome|value)\b|(?:would|should) be (?:\w+ )?"
    r"(?:grateful|obliged|glad|pleased|thankful|interested|appreciative) (?:if|for|to (?:have|know|learn"
    r"|receive|see)|in)"
    r"|(?:wish|wishes|want|wants) (?:to (?:know|have|see|receive|understand|learn|hear)|you to|your)\b"
    r"|needs? (?:to (?:know|see|have|understand)|you to|your|copies|answers|information|documents)\b"
    rf"|(?:wish|wishes|want|wants|needs?) (?:a|an|the) {_THING}"
    r"|(?:write|writes|am writing|are writing)(?: to you)?(?: today)?(?: \w+ly)? to (?:\w+ly )?(?:ask"
    r"|request|invite"
    r"|seek|demand|direct)"
    r"|call (?:on|upon) you to (?:provide|produce|send|answer|tell|explain|brief)"
    r"|(?:asks?|requests?)(?: (?:again|also|further|in particular))?:$"
)
_ASKS = re.compile(
    rf"{_WE}{_SOFTLY} (?:{_WANTS})"
    r"|(?<!\bto )\b(?:please|kindly),? (?:(?:also|further|therefore|immediately|promptly|specifically"
    r"|\w+ly),? )*[a-z]{2,}"
    r"|\b(?:ask|request|urge|like|want|need)(?:ing)? (?:that )?you(?:r \w+)? to please\b"
    r"|\byou (?:should|must|shall|are to) (?:also |therefore )?(?:provide|produce|submit|send|answer|brief"
    r"|deliver|preserve)\b"
    r"|\bthis letter (?:also )?(?:serves as|is|constitutes) (?:a|our|my) (?:formal )?request (?:to|that"
    r"|for)\b"
    r"|\bwould (?:also |respectfully )?(?:ask|request) that you\b"
    r"|\byou are (?:hereby |also |further )?(?:asked|requested|invited|directed)\b"
    r"|\bit is (?:\w+ )?(?:requested|asked) that\b"
    r"|\bit would (?:\w+ )?(?:help|assist)(?: (?!to\b|if\b)\w+){0,5} (?:to (?:know|have|see|learn|receive"
    r"|hear)|if you)\b"
    r"|^let (?:me|us|my \w+|our \w+) know (?:whether|how|what|why|when|who|which|where)\b"
    r"|\b(?:update|report|briefing|meeting|explanation|clarification|copy|copies|list|accounting)\b"
    r"[^.]{0,100} would be (?:\w+ )?(?:appreciated|welcome|helpful|useful)\b"
    r"|\b(?:it would (?:also )?be|would (?:also )?be|would find it) (?:\w+ )?(?:helpful|useful)(?: to| if"
    r"| for)",
    re.IGNORECASE,
)
_AND_ASKS = re.compile(
    rf",? and (?:that |also )*{_WE}{_SOFTLY} (?:asks?|requests?|would (?:like|appreciate|welcome)"
    rf"|invites?) (?!(?:that )?you (?:respond|reply|answer))",
    re.IGNORECASE,
)
_URGES = re.compile(
    rf"{_WE}{_SOFTLY} (?:(?:\w+ly|would|write to|am writing to|are writing to|join \w+ \w+ in|continue to"
    rf"|must) ){{0,3}}"
    r"(?:urges?|urging|encourages?|encouraging|implores?|exhorts?|beseech|recommends?|suggests?"
    r"|calls? (?:on|upon)"
    r"|press(?:es)?|appeals? to|advises?|strongly supports?)\b"
    r"|\b(?:I|we) (?:\w+ )?(?:hope|trust) (?:that )?(?:you|the \w+"
    r"|your \w+) (?:\w+ )?will (?:\w+ly )?(?:give|consider"
    r"|reconsider|review|act|approve|support|grant|take|work|reverse|restore|extend|reject|halt|rescind"
    r"|withdraw|look|investigate|ensure|correct|find|help|agree|join)\b",
    re.IGNORECASE,
)
_VERBS = (
    r"provide|describe|explain|identify|produce|send|tell|confirm|indicate|submit|furnish|give|clarify"
    r"|specify|supply|summari[sz]e|deliver|disclose|set out|set forth|attach|compare|define|discuss"
    r"|itemi[sz]e|enumerate|certify|make available|elaborate|preserve|retain"
)
_VERBS_OR_THINGS = r"list|state|detail|report|outline|brief|name|show|address|estimate|share|arrange"
_CONNECTED = (
    r"(?:(?:also|then|and|specifically|finally|further|furthermore|in addition|additionally|accordingly"
    r"|first|second"
    r"|third|fourth|fifth|sixth|last|lastly|next|if so|if not|therefore|in particular|in your (?:answer"
    r"|response|reply)"
    r"|of (?:those|these|them)|(?:to|for) (?:that|this) (?:end|purpose)|before then|at a minimum),? "
    r"|do (?=tell|send)|(?:for (?:each|any)|by|with respect to) [^,]{3,80}, (?:\d{4}, )?){0,4}"
)
_OBJECT = (
    r"(?:us|me|the|a|an|all|any|each|every|whether|how|what|why|when|which|who|whom|where|your|our|my|this"
    r"|these|that|those|copies|documents|records|both|in|if|one|two|by|for|its|his|her|their|current|data"
    r"|information|\d+)\b"
)
_IMPERATIVE = re.compile(
    rf"^{_CONNECTED}(?:(?:{_VERBS}),? (?:{_OBJECT}|(?:to |for |with |in detail |on |upon |specifically,? "
    rf"|separately,? )?[a-z]+\b)"
    rf"|(?:{_VERBS_OR_THINGS}),? (?:to |for |with |in detail |on |upon |specifically,? "
    rf"|separately,? )?{_OBJECT}"
    r"|make (?:the|your|any|all|these|those|him|her)\b[^.?]{0,80} available\b)",
    re.IGNORECASE,
)
_MUSES = re.compile(
    r"\bhow (?:many more|much longer|can (?:we|anyone|the american)|could (?:this|anyone))|\bis it any wonder"
    r"|\bhow can (?:this|that|it|such)\b|\bis this (?:how|what|the way)\b|\bdo we (?:really )?want\b"
    r"|\bwhat (?:are|were|is) [\w ]{2,30} to (?:do|think|say)\b|\bwhy should (?:we|taxpayers"
    r"|the american)|\bwho (?:could|would) have|\bwhat (?:could|more)\b",
    re.IGNORECASE,
)
_IN_ORDER = re.compile(
    r"^(?:and )?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|next|last|finally)(?:ly)?"
    r"(?: and last(?:ly)?| of all)?,\s+",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(
    rf"^{_CONNECTED}(?:(?:for|in|to|of|on|at|by|under|from|with|after|before|during|since|until|through"
    rf"|about|against|among|between|within|into) )?(?:how|what|which|who|whom|whose|when"
    rf"|where|why"
    r"|whether|if)\b",
    re.IGNORECASE,
)
_STROKE = re.compile(
    r"(?<!\S)[|](?= [a-z])|(?<!\S)l(?= (?:am|was|ask|write|would|have|request|urge|look|thank|also)\b)"
)
_QUOTED = re.compile(r"“[^”]{0,600}”|\"[^\"]{0,600}\"")
_LEADS_UP = re.compile(
    r"\b(?:would|should) like to (?:know|understand|learn|hear|see)\b|\b(?:want|wish|need)s? to (?:know"
    r"|understand|learn)\b"
    r"|\bseek(?:s|ing)? (?:to |(?:\w+ ){0,3}(?:information|answers|clarity|explanation))",
    re.IGNORECASE,
)
_FOLLOWS_ON = re.compile(
    r"^(?:accordingly|specifically|to that end|therefore|to this end|in particular|thus|to help|so that"
    r"|for that reason|for this reason|to (?:better )?understand|(?:in order )?to (?:assist|aid|inform))\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r":\s*$|\bthe following\b(?! (?:day|week|month|year|morning))|\bas follows\b"
    r"|\b(?:questions|requests|items|points|matters|documents|information|listed|set out|set forth|asked"
    r"|posed"
    r"|enumerated|outlined)(?: \w+)? below\b|\b(?:attached|enclosed) (?:\w+ ){0,3}(?:questions|requests"
    r"|list|schedule)\b"
    r"|\b(?:listed|set (?:out|forth)|enumerated|described|contained|asked|posed) (?:in|on) (?:the |an "
    r"|our )?(?:attach|enclos|append|schedule)"
    r"|\bquestions? (?:that (?:follow|are attached)|attached|enclosed)\b",
    re.IGNORECASE,
)
AFTERTHOUGHT = re.compile(
    r"(?:if (?:so|not|yes|no|none)\b[\w, ]{0,24}|why(?: or why)?(?: not)?|please explain(?: why"
    r"| in detail)?|please be (?:as )?specific|(?:please answer )?(?:yes,? or no|true or false))[.?]$",
    re.IGNORECASE,
)  # what goes on with the question before it


def act_of(sentence):
    """What a sentence of the letter's prose does, as an `Act`; what it quotes does not count."""
    words = _without_quotes(sentence)
    if asks_nothing(words):
        return Act.TELLS
    if _REPEATS.search(words):
        return Act.ASKS if _OWN_OBJECT.search(words) else Act.ANSWER
    if answer := _ASKS_AN_ANSWER.search(words):
        return Act.ASKS if _AND_ASKS.search(words, answer.end()) else Act.ANSWER
    if _TOPIC.search(words):
        return Act.TOPIC
    if _ASKS.search(words):
        return Act.ASKS
    if _URGES.search(words):
        return Act.URGES
    if _IMPERATIVE.search(words):
        return Act.ASKS
    return Act.TELLS


def is_question(sentence):
    """Whether it is a question that wants an answer."""
    words = _without_quotes(sentence).rstrip(" ”\"'’)]")
    return words.endswith("?") and not _MUSES.search(words)


def is_polite(sentence):
    """Whether it thanks, says whom to call, or how and when to answer, as what follows a list does."""
    words = _without_quotes(sentence)
    return bool(
        POLITE.search(words)
        or re.match(
            r"(?:if|should) (?:you|your)\b[^?]{0,120}\b(?:questions?|staff may)\b", words, re.IGNORECASE
        )
        or (_ASKS_AN_ANSWER.search(words) and not _LEAD_IN.search(words))
    )


def is_lead_in(sentence):
    """Whether it points at what follows: it ends in a colon, or speaks of "the following"."""
    return bool(_LEAD_IN.search(_without_quotes(sentence)))


def leads_up(sentence, following):
    """Whether it says in general what the next sentence asks in particular."""
    return bool(_LEADS_UP.search(sentence[:LONGEST]) and _FOLLOWS_ON.search(following[:LONGEST]))


def in_order(sentence):
    """The sentence without "First," or "Fourth and last,", and whether it had such a word."""
    words = _IN_ORDER.sub("", sentence)
    return words, words != sentence


def asks_itself(text, sentences):
    """Whether an item asks without its lead-in: a question, a command, "please", whether, how, what …"""
    return bool(_ASKS_WHAT.search(text[:LONGEST])) or any(
        is_question(s.text) or act_of(s.text) >= Act.TOPIC for s in sentences
    )


def begins_asking(text):
    """Whether a paragraph begins as an item does that lost its mark: a command, "please", or a question."""
    words = text[:LONGEST]
    commands = _IMPERATIVE.search(words) or re.match(r"please\b", words, re.IGNORECASE)
    return bool(commands or _ASKS_WHAT.search(words)) or words.rstrip().endswith("?")


def repeats_requests(sentence):
    """Whether it makes again what was asked before: "we now repeat these requests"."""
    return bool(_REPEATS.search(_without_quotes(sentence)))


def _without_quotes(sentence):
    words = with_i(sentence[:LONGEST])
    return _QUOTED.sub(lambda found: "_" * len(found.group()), words).strip()


def with_i(text):
    """The text with "I" where a scanner saw a stroke."""
    return _STROKE.sub("I", text)
