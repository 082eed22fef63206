"""Sentences that ask for nothing though they say "please": courtesies, and how an answer is to be given."""

import re

__all__ = ["POLITE", "asks_nothing"]

POLITE = re.compile(
    r"\bplease,? (?:\w+ly )?(?:also )?(?:"
    r"contact|call (?:me|us|my|our|the (?:sub)?committee|him|her|at|(?-i:[A-Z])|[(\d])|telephone|phone"
    r"|reach|feel free|do not hesitate|don[’']t hesitate|not hesitate|note\b|see\b(?! (?:that|to it)\b)"
    r"|be (?:advised|assured|aware|mindful|reminded)|accept|find\b(?! out)|know that|refer (?:to|back)"
    r"|keep in mind|understand"
    r"|remember"
    r"|have (?:your|a member of your|someone on your) (?:staff|office|team) (?:contact|call|reach)"
    r"|have (?:your|someone)(?: \w+){0,4} (?:contact|call|reach)(?: out to)? (?:me|us|my|our|mine|ours)\b"
    r"|direct (?:any|all|your|questions|the)|address (?:any|all|your|the) (?:re|ans|corr|questions)"
    r"|let (?:me|us|my \w+|our \w+|him|her|them) know (?:if|of any|should|at\b|when you"
    r"|by\b(?![^.]{0,80}\b(?:whether|how|what|why|when|who|which)\b))"
    r"|join (?:me|us) in|give my|convey my|consider this letter|copy\b|acknowledge"
    r"|confirm (?:your )?receipt(?! of (?:her|his|their)\b)"
    r"|do not (?:read|send|include|destroy)|ensure (?:that )?(?:your|the|all|each|any) (?:resp|repl|ans"
    r"|doc|prod)"
    r"|(?:re)?number (?:each|your)|restate|repeat (?:the|each|every)|reproduce (?:the|each|every)|mark\b"
    r"|label\b"
    r"|coordinate (?:with|your)|work with (?:my|our|committee) staff|include (?:the|this|your"
    r"|our) (?:\w+ )?number"
    r"|(?:send|fax|mail|e-?mail|return|forward|direct) (?:it|them|this|(?:all )?correspondence)\b"
    r"|review the (?:attached|enclosed) (?:instructions|definitions))"
    r"|^(?:and |again,? |once again,? |finally,? |in closing,? )?(?:(?:I|we) )?(?:\w+ )?thank you\b"
    r"|^(?:and |again,? |once again,? )?(?:I|we) (?:\w+ ){0,2}(?:thank|look forward|stand ready|remain"
    r"|await)\b"
    r"|\b(?:would|will|shall|do) (?:greatly |very much |also )?appreciate (?:your|any|the) (?:\w+ ){0,3}"
    r"(?:attention|time|cooperation|understanding|service|help with this)\b"
    r"|\bconsider(?:ation of)? (?:this|our|my) (?:\w+ )?(?:request|letter|views|concerns)\b"
    r"|\bask for your (?:\w+ ){0,2}(?:attention|cooperation|patience|understanding)\b"
    r"|\b(?:attention|assistance|cooperation|help|consideration)\b[^.]{0,60}\b(?:is|are|would be|will be) "
    r"(?:greatly |much |very much |deeply )?appreciated\b"
    r"|\b(?:like|want|wish) to (?:\w+ )?(?:thank|express|commend|congratulate|acknowledge|note"
    r"|recognize|extend|begin"
    r"|emphasize|stress|draw|bring|point|offer|share|remind|underscore|highlight|close|conclude)\b"
    r"|\bplease (?:pass on|extend|share|convey|accept|give|send) (?:my|our)\b"
    r"|\b(?:ask|asks|request|requests) (?:unanimous consent|that you (?:treat|keep)\b[^.]{0,60}"
    r" (?:confidential|private))\b"
    r"|\b(?:may|can|should) be (?:reached|directed|addressed)\b|\bmay (?:call|reach|contact)\b"
    r"|\bask (?:that )?(?:you|your \w+)(?: to)?(?: please)? (?:contact|call|reach out|direct (?:any|your"
    r"|all))\b",
    re.IGNORECASE,
)
# What an inquiry may bring to light is the matter itself, no fault of the answer: "Should you find that …".
_COMES_TO_LIGHT = (
    r"(?![^,?]{0,120}\b(?:documents?|records?|materials?|information|(?:respon|answ|request|produc|privileg|classif"
    r"|redact)\w*)\b)"
    r"[^,?]{0,80}\b(?:evidence (?:of|that)|(?:finds?|discovers?|uncovers?|learns?|reveals?|comes to light)"
    r"(?! (?:that )?(?:you|it|they) (?:are|is|can)))\b"
)
_IF_NOT = re.compile(
    rf"^(?:if|to the extent|in the event|where|should|insofar)\b(?!{_COMES_TO_LIGHT})[^?]{{0,200}}\b"
    r"(?:classif\w+|withh\w+|redact\w+|privileged?|unable|cannot|not (?:be )?(?:able|possible)|incomplete"
    r"|questions?|concerns|wish to (?:discuss|talk)|like to (?:discuss|talk)|further information|not yet)\b",
    re.IGNORECASE,
)
_FORM_OF_ANSWER = re.compile(
    r"\bplease\b[^.?]{0,120}\b(?:separate cover|classified (?:annex|portion|information)"
    r"|in electronic (?:form|format)"
    r"|usual course of business|single-sided|sequential\w*|searchable|bates|unclassified (?:form|version)"
    r"|same order|in the order|classified addendum|production sets"
    r"|all unclassified (?:\w+ )?(?:material|materials|information|documents|portions)"
    r" (?:directly|separately|within|to (?:the|this|our|my)))\b"
    r"|^(?:when|while|in) (?:producing|submitting|delivering|transmitting)\b[^.?]{0,120}, please\b"
    r"|^(?:when|while|in) (?:answering|responding|replying|preparing)\b[^.?]{0,120}, please (?:also )?"
    r"(?:follow|use|restate|repeat|number|format|limit|send|direct|do not|comply|adhere)\b"
    r"|\b(?:form|format|order|style) of (?:your|the|each|all) (?:\w+ )?(?:responses?|answers?|reply|replies"
    r"|production)\b[^.?]{0,80}\b(?:should|must|shall|is|will)\b",
    re.IGNORECASE,
)


def asks_nothing(words):
    """Whether a sentence is a courtesy, provides for an answer that falls short, or says how to answer."""
    return bool(POLITE.search(words) or _IF_NOT.search(words) or _FORM_OF_ANSWER.search(words))
