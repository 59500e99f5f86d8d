"""Saved views: whose they are, what they keep, and who shares them."""

from __future__ import annotations

import pytest

from kycreview.staff.models import User
from reviews.desk.saved_views import change_view, delete_view, save_view, views_for
from reviews.errors import Incomplete, NotAllowed
from reviews.models import Queue, SavedView
from tests.databases import Database
from tests.reviews.desk.listed import new_queue

QUERY = {"why": ["screening", "nonsense"], "sort": ["age"], "after": ["x~y"], "name": ["Zoe"]}


@pytest.fixture
def queue(database: Database) -> Queue:
    return new_queue("gulf")


def keep(queue: Queue | None, by: User, name: str = "Mine", is_shared: bool = False) -> SavedView:
    return save_view(name, QUERY, queue=queue, is_shared=is_shared, by=by)


@pytest.mark.both_databases
def test_a_view_keeps_filters_and_order_and_nothing_else(queue: Queue, reviewer: User) -> None:
    view = keep(queue, reviewer, "  Screening,   oldest ")
    view.refresh_from_db()
    assert view.query == {"why": ["screening"], "sort": ["age"]}
    assert view.name == "Screening, oldest"


def test_own_views_come_first_and_others_own_views_are_not_seen(
    queue: Queue, reviewer: User, second_reviewer: User, lead: User
) -> None:
    keep(queue, lead, "All", is_shared=True)
    keep(queue, reviewer, "Mine")
    keep(queue, second_reviewer, "Theirs")
    keep(None, reviewer, "Everywhere")
    assert [view.name for view in views_for(reviewer, queue)] == ["Mine", "All"]
    assert [view.name for view in views_for(reviewer, None)] == ["Everywhere"]


@pytest.mark.parametrize("is_in_queue", [True, False])
def test_saving_under_a_name_again_replaces_the_view(
    queue: Queue, reviewer: User, is_in_queue: bool
) -> None:
    place = queue if is_in_queue else None
    first = keep(place, reviewer)
    second = save_view("Mine", {"due": ["late"]}, queue=place, is_shared=False, by=reviewer)
    assert (first.pk, SavedView.objects.count()) == (second.pk, 1)
    assert SavedView.objects.get().query == {"due": ["late"], "sort": ["turn"]}


def test_only_leads_share(queue: Queue, reviewer: User, lead: User) -> None:
    with pytest.raises(NotAllowed):
        keep(queue, reviewer, is_shared=True)
    view = keep(queue, reviewer)
    with pytest.raises(NotAllowed):
        change_view(view.pk, "Mine", is_shared=True, by=reviewer)
    with pytest.raises(NotAllowed):
        change_view(view.pk, "Mine", is_shared=False, by=lead)
    shared = keep(queue, lead, "All", is_shared=True)
    with pytest.raises(NotAllowed):
        delete_view(shared.pk, by=reviewer)
    change_view(shared.pk, "Everybody's", is_shared=True, by=lead)
    assert SavedView.objects.get(pk=shared.pk).name == "Everybody's"
    delete_view(shared.pk, by=lead)
    assert list(SavedView.objects.all()) == [view]


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_a_view_needs_a_name_that_fits(queue: Queue, reviewer: User, name: str) -> None:
    with pytest.raises(Incomplete):
        keep(queue, reviewer, name)


def test_two_own_views_of_a_list_never_share_a_name(queue: Queue, reviewer: User) -> None:
    keep(queue, reviewer, "One")
    two = keep(queue, reviewer, "Two")
    with pytest.raises(Incomplete):
        change_view(two.pk, "One", is_shared=False, by=reviewer)


def test_twenty_views_of_a_list_are_enough(queue: Queue, reviewer: User) -> None:
    for number in range(20):
        keep(queue, reviewer, str(number))
    with pytest.raises(Incomplete):
        keep(queue, reviewer, "one more")
    keep(queue, reviewer, "7")
    assert SavedView.objects.count() == 20
