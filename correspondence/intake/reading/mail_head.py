"""The head that a mail program prints above a mail: From, Sent, To, Cc, Subject. Pure."""

import re
from dataclasses import replace

from correspondence.intake.reading.person_names import is_given

_KINDS = {
    "from": "from",
    "to": "to",
    "cc": "cc",
    "bcc": "",
    "subject": "subject",
    "date": "sent",
    "sent": "sent",
    "sent on": "sent",
    "attachments": "",
    "attachment": "",
    "importance": "",
    "reply-to": "",
    "sensitivity": "",
}
_LABEL = re.compile(rf"^\W?(?P<label>{'|'.join(sorted(_KINDS, key=len, reverse=True))})\s*:(?=\s|$)", re.I)
_AT_TOP = 8  # rows
_MOST = 40
_LONGEST = 6  # rows of one label: a long list of those who get it


def mail_head(rows):
    """What each row of a mail's head is, {place: from, sent, to, cc, subject, or ""}; empty where none is
    printed.

    It is one where "From:" stands near the top and at least two others of it follow.
    """
    labels = {at: _LABEL.match(row.text) for at, row in enumerate(rows[: _AT_TOP + _MOST])}
    labels = {at: found["label"].lower() for at, found in labels.items() if found}
    begin = next((at for at, label in labels.items() if label == "from" and at < _AT_TOP), None)
    if begin is None:
        return {}
    kinds, now, at = dict.fromkeys(range(begin), ""), "", begin  # a banner: "[EXTERNAL EMAIL]"
    while at < min(len(rows), begin + _MOST):
        if at in labels:
            now, since = _KINDS[labels[at]], at
        elif rows[at].gap >= 0.8 or at - since >= _LONGEST or now in ("from", "sent"):
            break
        kinds[at] = now
        at += 1
    told = {labels[place] for place in kinds if place in labels}
    return kinds if len(told & {"to", "cc", "subject", "date", "sent"}) >= 2 else {}


def unlabelled(row):
    """The row without its label and the mail addresses on it; "Last, First" is put right."""
    said = _LABEL.match(row.text)
    row = row.cut(len(said.group().split())) if said else row
    row = replace(row, tokens=tuple(token for token in row.tokens if "@" not in token.text))
    words = [token.text for token in row.tokens]
    if 2 <= len(words) <= 3 and re.fullmatch(r"[^\W\d_][\w’'-]+,", words[0]) and is_given(words[1]):
        last = replace(row.tokens[0], text=words[0].rstrip(","))
        row = replace(row, tokens=(*row.tokens[1:], last))
    return row
