"""Who may do what: the one place. README has the same table."""

from enum import Enum

from django.core.exceptions import PermissionDenied

from correspondence.accounts.models import OfficeMembership

VIEWER, CLERK, COUNSEL, MANAGER = OfficeMembership.Role.values
_RANK = {VIEWER: 1, CLERK: 2, COUNSEL: 3, MANAGER: 4}


class Act(Enum):
    """An act, and the least role that may do it."""

    READ = ("read and export letters", VIEWER)
    ENTER = ("enter letters and edit drafts", CLERK)
    SEND = ("mark letters as sent", CLERK)
    ASSIGN = ("assign letters", CLERK)
    SHARE = ("share views of the list with the office", CLERK)
    LOG = ("log responses and contacts", CLERK)
    CASEWORK = ("read and answer constituents’ messages", CLERK)
    WITHDRAW_OWN = ("withdraw or move what they logged", CLERK)
    SETTLE = ("settle requests", COUNSEL)  # clerks too, where the office lets them
    REOPEN = ("reopen requests", COUNSEL)
    EXTEND = ("set due dates", COUNSEL)
    CORRECT = ("correct or take back what was sent", COUNSEL)
    WITHDRAW_ANY = ("withdraw or move any response or contact", COUNSEL)
    MANAGE = ("keep reminder rules, members and office settings", MANAGER)
    DELETE_DRAFT = ("delete drafts", MANAGER)

    @property
    def words(self):
        return self.value[0]

    @property
    def least_role(self):
        return self.value[1]


def may(user, act, office):
    """Whether the user may do this in the office (an Office). Nobody may do anything in another's."""
    rank = _RANK.get(user.roles.get(office.pk), 0)
    if act is Act.SETTLE and office.clerks_may_settle:
        return rank >= _RANK[CLERK]
    return rank >= _RANK[act.least_role]


def require(user, act, office):
    """Raise PermissionDenied, in words that can be shown, unless the user may do this in the office."""
    if not may(user, act, office):
        raise PermissionDenied(f"Your role in the {office} does not let you {act.words}.")


def offices_where(user, act):
    """The ids of the offices in which the user may do this; the settle setting is not looked at."""
    return [pk for pk, role in user.roles.items() if _RANK[role] >= _RANK[act.least_role]]
