"""A closed admin's account is open again with a second admin alone; what they saw has to hold."""

from __future__ import annotations

import json

import pytest
from django.utils import timezone

from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from reviews.desk.changing_staff import close_or_open, save_person
from reviews.desk.confirming import confirm, is_stale, refuse
from reviews.desk.versions import ChangedMeanwhile
from reviews.errors import AlreadyDecided, NotAllowed
from reviews.models import Notice, PendingChange
from tests.people import MakePerson
from tests.reviews.house import count_of, events
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def second(admin: User, make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def gone(make_person: MakePerson) -> User:
    """An admin whose account was closed."""
    person = make_person("admin")
    User.objects.filter(pk=person.pk).update(deactivated_at=timezone.now())
    return fresh(person)


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def reopen(person: User, *, by: User) -> PendingChange:
    change = close_or_open(fresh(person), by=by).waits
    assert change is not None
    return change


@pytest.mark.both_databases
def test_a_closed_admin_comes_back_with_a_second_admin(
    admin: User, second: User, gone: User
) -> None:
    change = reopen(gone, by=admin)
    assert not fresh(gone).is_active
    assert [one.person for one in Notice.objects.filter(kind="confirm")] == [second]
    with pytest.raises(NotAllowed, match="Somebody else than who proposed"):
        confirm(change.pk, by=admin)
    confirm(change.pk, by=second)
    assert fresh(gone).is_active
    (entry,) = events(Event.STAFF_CHANGED)
    assert (entry.actor, entry.object_id) == (second, str(gone.pk))
    assert json.loads(entry.data) == {"is_active": True, "proposed_by": str(admin.pk)}
    assert (count_of(Event.CHANGE_PROPOSED), count_of(Event.CHANGE_CONFIRMED)) == (1, 1)


def test_who_reviews_comes_back_at_once(admin: User, second: User, reviewer: User) -> None:
    assert close_or_open(fresh(reviewer), by=admin).waits is None
    assert close_or_open(fresh(reviewer), by=second).waits is None
    assert fresh(reviewer).is_active


def test_a_house_with_one_admin_gets_its_second_back(admin: User, gone: User) -> None:
    assert close_or_open(fresh(gone), by=admin).waits is None
    assert fresh(gone).is_active


def test_who_only_shapes_queues_is_a_second_voice_too(
    admin: User, second: User, make_person: MakePerson
) -> None:
    shaping = Role.objects.create(
        slug="shaping", name="Shaping", permissions=[Permission.QUEUES_MANAGE.value]
    )
    person = make_person()
    person.roles.set([shaping])
    close_or_open(fresh(person), by=second)
    reopen(person, by=admin)
    assert not fresh(person).is_active


def test_it_is_asked_for_once(admin: User, second: User, gone: User) -> None:
    reopen(gone, by=admin)
    with pytest.raises(ChangedMeanwhile, match="waits for a second admin already"):
        close_or_open(fresh(gone), by=second)
    assert PendingChange.objects.count() == 1


def test_other_roles_meanwhile_make_it_out_of_date(admin: User, second: User, gone: User) -> None:
    change = reopen(gone, by=admin)
    save_person(
        fresh(gone), [Role.objects.get(pk="auditor")], changes={}, is_password_set=False, by=second
    )
    assert is_stale(change)
    with pytest.raises(ChangedMeanwhile):
        confirm(change.pk, by=second)
    assert not fresh(gone).is_active


def test_another_closing_meanwhile_makes_it_out_of_date(
    admin: User, second: User, gone: User
) -> None:
    change = reopen(gone, by=admin)
    User.objects.filter(pk=gone.pk).update(deactivated_at=timezone.now())
    assert is_stale(change)
    with pytest.raises(ChangedMeanwhile):
        confirm(change.pk, by=second)
    assert not fresh(gone).is_active


def test_who_proposed_it_takes_it_back(admin: User, second: User, gone: User) -> None:
    change = reopen(gone, by=admin)
    assert refuse(change.pk, by=admin).state == PendingChange.State.TAKEN_BACK
    with pytest.raises(AlreadyDecided):
        confirm(change.pk, by=second)
    assert not fresh(gone).is_active


def test_a_page_that_is_older_than_the_account_changes_nothing(admin: User, reviewer: User) -> None:
    seen_open = fresh(reviewer)
    close_or_open(fresh(reviewer), by=admin)
    with pytest.raises(ChangedMeanwhile):
        close_or_open(seen_open, by=admin)
    seen_closed = fresh(reviewer)
    close_or_open(fresh(reviewer), by=admin)
    with pytest.raises(ChangedMeanwhile):
        close_or_open(seen_closed, by=admin)
    assert count_of(Event.STAFF_DEACTIVATED) == count_of(Event.STAFF_CHANGED) == 1


def test_a_form_that_was_read_before_opens_no_account_that_was_closed_since(
    admin: User, reviewer: User
) -> None:
    older = fresh(reviewer)
    close_or_open(fresh(reviewer), by=admin)
    older.name = "Another Name"
    save_person(older, list(older.roles.all()), changes={}, is_password_set=False, by=admin)
    assert (fresh(reviewer).name, fresh(reviewer).is_active) == ("Another Name", False)


@pytest.mark.both_databases
def test_two_who_confirm_at_once_open_it_once(
    admin: User, second: User, gone: User, make_person: MakePerson
) -> None:
    people = [second, make_person("admin")]
    change = reopen(gone, by=admin)

    def agree(number: int) -> bool:
        try:
            confirm(change.pk, by=fresh(people[number]))
        except (AlreadyDecided, ChangedMeanwhile):
            return False
        return True

    assert sum(at_once(2, agree)) == 1
    assert count_of(Event.STAFF_CHANGED) == 1
