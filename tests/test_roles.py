"""Each action by each role: who may not is told so by PermissionDenied, and nothing has changed."""

import inspect

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from correspondence.accounts.models import OfficeMembership, User
from correspondence.accounts.roles import Act, may
from correspondence.audit.models import Entry
from correspondence.casework import actions as casework
from correspondence.followups import actions as followups
from correspondence.intake import actions as intake
from correspondence.intake.mail import actions as mail
from correspondence.letters import actions as letters
from correspondence.responses import actions as responses
from tests.acts import ACTS, NOBODYS, NOW, ROLES, World, log_an_acknowledgment, log_an_answer_that_settles
from tests.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db):
    return World()


def may_do(world, action, actor):
    """Whether an action goes through for this actor. Whatever it did is undone."""
    before = Entry.objects.count()
    with transaction.atomic():
        try:
            action(world, by=world.actors[actor], now=NOW)
            allowed = True
        except PermissionDenied:
            assert Entry.objects.count() == before
            allowed = False
        transaction.set_rollback(True)
    return allowed


def test_each_role_may_do_what_the_table_says(world, subtests):
    for name, (action, least) in ACTS.items():
        for actor in [*ROLES, *NOBODYS]:
            with subtests.test(action=name, actor=actor):
                allowed = actor in ROLES and ROLES.index(actor) >= ROLES.index(least)

                assert may_do(world, action, actor) == allowed


def test_every_action_that_is_told_by_whom_is_in_the_table():
    told = {
        name
        for module in (letters, responses, followups, casework, mail, intake)
        for name, action in inspect.getmembers(module, inspect.isfunction)
        if not name.startswith("_") and name not in ("may", "require", "record_act", "record_acts")
        if action.__module__.startswith(module.__name__) and "by" in inspect.signature(action).parameters
    }

    assert told == set(ACTS)


def test_clerks_settle_only_where_the_office_lets_them(world):
    settling = ACTS["settle"][0]
    assert may_do(world, settling, "clerk")
    assert may_do(world, log_an_answer_that_settles, "clerk")

    world.office.clerks_may_settle = False
    world.office.save()

    assert not may_do(world, settling, "clerk")
    assert not may_do(world, log_an_answer_that_settles, "clerk")
    assert may_do(world, log_an_acknowledgment, "clerk")
    assert may_do(world, settling, "counsel")
    assert may_do(world, log_an_answer_that_settles, "counsel")


def test_clerks_withdraw_and_move_what_they_logged(world):
    for action in (
        lambda w, **by: responses.withdraw_response(w.response, why="x", **by),
        lambda w, **by: responses.move_response(w.response, to=w.letter, why="x", **by),
        lambda w, **by: followups.withdraw_contact(w.contact, why="x", **by),
    ):
        assert [may_do(world, action, actor) for actor in ("viewer", "clerk", "counsel", "stranger")] == [
            False,
            True,
            True,
            False,
        ]


def test_somebody_of_two_offices_moves_a_response_only_where_they_may_log(world):
    other = Story(code="SSFR")
    other.office.name = "Committee on Small Matters"
    other.office.save()
    elsewhere = other.sent(to=[world.state])
    OfficeMembership.objects.create(user=world.story.counsel, office=other.office, role="viewer")
    counsel = User.objects.get(pk=world.story.counsel.pk)

    with pytest.raises(PermissionDenied, match="Committee on Small Matters does not let you log responses"):
        responses.move_response(world.by_counsel, to=elsewhere, why="x", by=counsel, now=NOW)


def test_a_member_who_is_switched_off_may_do_nothing(world):
    clerk = world.story.clerk
    clerk.is_active = False
    clerk.save()
    fresh = User.objects.get(pk=clerk.pk)

    assert not any(may(fresh, act, world.office) for act in Act)


def test_each_role_includes_those_before_it(world):
    for act in Act:
        allowed = [may(world.actors[role], act, world.office) for role in ROLES]

        assert allowed == sorted(allowed)
        assert allowed[-1]


def test_who_may_not_is_told_what_in_words(world):
    with pytest.raises(PermissionDenied, match="does not let you delete drafts"):
        letters.delete_draft(world.draft, by=world.story.clerk, now=NOW)

    assert world.draft.requests.count() == 5
