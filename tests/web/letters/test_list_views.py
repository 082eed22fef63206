"""Views of the list that people save: for themselves, or for everybody in the office."""

import pytest

from correspondence.accounts.models import User
from correspondence.audit.models import Entry
from correspondence.core.refusals import Cannot
from correspondence.letters import actions as letters
from correspondence.letters.models import SavedFilter
from tests.story import Story, at

pytestmark = pytest.mark.django_db
VIEWS = "/letters/views/"


@pytest.fixture
def story(db):
    return Story()


@pytest.fixture
def desk(client, story):
    client.force_login(story.clerk)
    return client


def saved(story, by="clerk", name="State, overdue", query="agency=1&state=overdue", is_shared=False):
    owner = User.objects.get(pk=getattr(story, by).pk)
    return letters.save_filter(
        story.office, name=name, query=query, is_shared=is_shared, by=owner, now=at(2024, 1, 2)
    )


def test_the_view_on_the_screen_is_saved_by_a_name_and_stands_above_the_list(desk, story):
    offered = desk.get("/letters/?state=overdue&agency=State&after=2023-01-01.5")

    page = desk.post(
        VIEWS, {"list": "state=overdue&agency=State&after=2023-01-01.5", "name": " What State  owes "},
        follow=True,
    )  # fmt: skip

    assert "Save this view" in offered.text
    kept = SavedFilter.objects.get()
    assert (kept.name, kept.owner, kept.is_shared) == ("What State owes", story.clerk, False)
    assert kept.query == "agency=State&state=overdue"  # never a place in it
    assert page.redirect_chain == [(f"/letters/?{kept.query}", 302)]
    assert 'aria-current="page">What State owes</a>' in page.text
    assert "Save this view" not in page.text
    assert Entry.objects.filter(act="view saved", by_id=story.clerk.pk).exists()


def test_ones_own_views_and_the_offices_are_shown_and_nobody_elses(desk, story):
    saved(story, name="Mine")
    saved(story, by="counsel", name="The office's", is_shared=True)
    saved(story, by="counsel", name="Counsel's alone")
    other = Story("HSGO")
    saved(other, by="manager", name="Another office's", is_shared=True)

    page = desk.get("/letters/")

    assert ">Mine</a>" in page.text
    assert ">The office&#x27;s</a>" in page.text
    assert "alone" not in page.text
    assert "Another office" not in page.text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "Taken"}, "You have a view of this name already."),
        ({"name": "x" * 61}, "at most 60 characters"),
    ],
)
def test_a_name_that_will_not_do_is_told_and_kept(desk, story, typed, words):
    saved(story, name="Taken")

    page = desk.post(VIEWS, {"list": "state=open"} | typed)

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{typed["name"]}"' in page.text or not typed["name"]
    assert SavedFilter.objects.count() == 1


def test_the_owner_renames_shares_and_deletes_a_view(desk, story):
    view = saved(story)

    desk.post(f"{VIEWS}{view.pk}/", {"name": "Late at State", "is_shared": "on"})
    view.refresh_from_db()
    renamed = (view.name, view.is_shared)
    page = desk.post(f"{VIEWS}{view.pk}/", {"delete": "1"}, follow=True)

    assert renamed == ("Late at State", True)
    assert not SavedFilter.objects.exists()
    assert "is deleted. No letter was touched." in page.text
    assert Entry.objects.filter(act__startswith="view").count() == 3


def test_the_list_offers_to_change_the_view_it_shows_to_those_who_may(client, story):
    view = saved(story, by="counsel", query="state=open&assigned=me&kind=qfr", is_shared=True)
    offered = {}

    for role in ("clerk", "counsel", "manager"):
        client.force_login(getattr(story, role))
        story.draft(kind="qfr")
        page = client.get("/letters/?kind=qfr&assigned=me&state=open")
        offered[role] = f'href="{VIEWS}{view.pk}/"' in page.text

    assert offered == {"clerk": False, "counsel": True, "manager": True}


def test_who_may_not_change_a_shared_view_is_told_who_may(desk, story):
    view = saved(story, by="counsel", is_shared=True)

    page = desk.get(f"{VIEWS}{view.pk}/")
    tried = desk.post(f"{VIEWS}{view.pk}/", {"delete": "1"})

    assert "or a manager may change it" in page.text
    assert tried.status_code == 403
    assert SavedFilter.objects.filter(pk=view.pk).exists()


@pytest.mark.parametrize("is_shared", [True, False])
def test_another_offices_view_does_not_exist_nor_somebody_elses_own(desk, story, is_shared):
    theirs = saved(Story("HSGO"), by="counsel", is_shared=is_shared)
    private = saved(story, by="counsel")

    pages = [desk.get(f"{VIEWS}{view.pk}/") for view in (theirs, private)]

    assert [page.status_code for page in pages] == [404, 404]


def test_a_viewer_saves_views_but_does_not_share_them(client, story):
    client.force_login(story.viewer)

    page = client.get(f"{VIEWS}?list=state%3Dopen")
    client.post(VIEWS, {"list": "state=open", "name": "Open", "is_shared": "on"})

    assert "is_shared" not in page.text
    assert not SavedFilter.objects.get().is_shared


@pytest.mark.parametrize("query", ["%", "o=none&state=zzz", "q=%00", "agency=(&topic=x", "&&=&", "x" * 900])
def test_a_stored_view_that_cannot_be_read_never_breaks_the_page(desk, story, query):
    SavedFilter.objects.create(office=story.office, owner=story.clerk, name="Odd", query=query)

    pages = [desk.get("/letters/"), desk.get(f"/letters/?{query}", follow=True)]

    assert [page.status_code for page in pages] == [200, 200]
    assert "Odd" in pages[0].text


def test_forty_views_are_enough_for_one_person(story):
    for n in range(40):
        saved(story, name=f"View {n}")

    with pytest.raises(Cannot, match="Delete one first"):
        saved(story, name="One more")
