"""An act on one record: its words, the form it asks for, and the action it calls, whichever door it is at."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms

from correspondence.accounts.roles import Act, may
from correspondence.core.days import day_of
from correspondence.forms.inputs import AreaInput

WHY = {"widget": AreaInput(attrs={"rows": 3})}


@dataclass(frozen=True)
class Done:
    """What was done: the words for it, the record it made (to go on with), and the act that undoes it.

    `undo` is the name of an act of the same record, and what its form would send.
    """

    said: str
    made: object = None
    undo: tuple[str, dict] | None = None


def done(result):
    """What `RecordAct.perform` returned, as a Done."""
    return result if isinstance(result, Done) else Done(result)


@dataclass(frozen=True)
class RecordAct:
    """One act: its name in the address, its words, who may do it, when it applies, and what it does.

    `perform(record, data, by, now)` calls an action and returns what to say, or a `Done` where there is
    more to it than words. `applies(record)` is asked before the act is offered; the action asks again.
    `question` is asked before what cannot be undone.
    """

    name: str
    label: str
    form: type[forms.Form]
    act: Act
    perform: Callable
    applies: Callable = lambda record: True
    intro: str = ""
    button: str = ""
    may: Callable | None = None
    question: str = ""

    def is_open_to(self, user, record, office):
        """Whether this user may do it to this record, as it stands."""
        return self.is_allowed(user, record, office) and self.applies(record)

    def is_allowed(self, user, record, office):
        """Whether this user's role lets them do it to this record."""
        return self.may(record, user) if self.may else may(user, self.act, office)


class ActForm(forms.Form):
    """A form that knows its record, who fills it in, and when."""

    def __init__(self, *args, record, user, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.record, self.user, self.now = record, user, now
        self.today = day_of(now)
        self.prepare()

    def prepare(self):
        """Fill in what depends on the record."""


class ReasonForm(ActForm):
    why = forms.CharField(label="Why", **WHY)
