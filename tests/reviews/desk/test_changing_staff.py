"""Roles and people, changed by admins: who stays admin, and what a second admin agrees to."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError

from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.staff.roles import RoleSettings
from kycreview.trail.events import Event
from reviews.desk.changing_staff import close_or_open, drop_role, save_person, save_role
from reviews.desk.confirming import confirm, is_stale, refuse
from reviews.desk.versions import ChangedMeanwhile
from reviews.errors import NotAllowed
from reviews.models import Notice, PendingChange
from tests.people import MakePerson
from tests.reviews.house import count_of, events
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("database")
NIGHT = RoleSettings("Night shift", ("cases.review", "evidence.view"))


@pytest.fixture
def second(admin: User, make_person: MakePerson) -> User:
    return make_person("admin")


def role(slug: str) -> Role:
    return Role.objects.get(pk=slug)


def with_more(slug: str, *more: Permission) -> RoleSettings:
    held = RoleSettings.of(role(slug))
    return RoleSettings.from_json(
        {"name": held.name, "permissions": [*held.permissions, *(one.value for one in more)]}
    )


def give(person: User, *slugs: str, by: User, password: bool = False) -> PendingChange | None:
    roles = [role(slug) for slug in slugs]
    saved = save_person(person, roles, changes={}, is_password_set=password, by=by)
    return saved.waits


@pytest.mark.both_databases
def test_a_role_of_the_house_is_made_and_counts_at_once(admin: User, reviewer: User) -> None:
    saved = save_role("", NIGHT, seen=None, by=admin)
    assert (saved.subject, saved.waits) == ("night-shift", None)
    give(reviewer, "night-shift", by=admin)
    person = User.objects.get(pk=reviewer.pk)
    assert person.may(Permission.CASES_REVIEW)
    assert person.role_names() == "night-shift"
    (entry,) = events(Event.ROLE_CHANGED)
    assert json.loads(entry.data) == {
        "role": "night-shift",
        "name": [None, "Night shift"],
        "added": ["cases.review", "evidence.view"],
        "removed": [],
    }


def test_a_role_that_judges_and_manages_is_refused(admin: User) -> None:
    mixed = RoleSettings("Both", ("cases.review", "queues.manage"))
    with pytest.raises(ValidationError, match="either manages the system or sees evidence"):
        save_role("", mixed, seen=None, by=admin)
    assert count_of(Event.ROLE_CHANGED) == 0


def test_nor_may_two_roles_of_one_person_come_to_it(admin: User, reviewer: User) -> None:
    figures = RoleSettings("Figures", ("figures.view",))
    save_role("", figures, seen=None, by=admin)
    give(reviewer, "reviewer", "figures", by=admin)
    managing = RoleSettings("Figures", ("imports.manage", "figures.view"))
    with pytest.raises(ValidationError, match="holds another role as well"):
        save_role("figures", managing, seen=figures, by=admin)


@pytest.mark.both_databases
def test_more_power_over_cases_waits_for_a_second_admin(
    admin: User, second: User, reviewer: User
) -> None:
    wanted = with_more("reviewer", Permission.SANCTIONS_DECIDE)
    seen = RoleSettings.of(role("reviewer"))
    saved = save_role("reviewer", wanted, seen=seen, by=admin)
    assert saved.waits is not None
    assert len(saved.weakens) == 1
    assert not reviewer.may(Permission.SANCTIONS_DECIDE)
    assert [one.person for one in Notice.objects.filter(kind="confirm")] == [second]
    with pytest.raises(NotAllowed):
        confirm(saved.waits.pk, by=admin)
    confirm(saved.waits.pk, by=second)
    assert User.objects.get(pk=reviewer.pk).may(Permission.SANCTIONS_DECIDE)
    (entry,) = events(Event.ROLE_CHANGED)
    told = json.loads(entry.data)
    assert (told["added"], told["proposed_by"]) == (["sanctions.decide"], str(admin.pk))


def test_taking_a_permission_away_holds_at_once(admin: User, lead: User) -> None:
    seen = RoleSettings.of(role("lead"))
    less = RoleSettings(seen.name, seen.permissions[:-1])
    assert save_role("lead", less, seen=seen, by=admin).waits is None
    assert User.objects.get(pk=lead.pk).permission_codes() == set(less.permissions)


def test_a_page_that_is_older_than_the_role_does_not_save(admin: User, second: User) -> None:
    seen = RoleSettings.of(role("auditor"))
    save_role("auditor", RoleSettings(seen.name, ("trail.view",)), seen=seen, by=second)
    with pytest.raises(ChangedMeanwhile):
        save_role("auditor", RoleSettings(seen.name, ("figures.view",)), seen=seen, by=admin)
    assert role("auditor").permissions == ["trail.view"]


def test_what_waits_is_out_of_date_once_the_role_changed(admin: User, second: User) -> None:
    seen = RoleSettings.of(role("reviewer"))
    wanted = with_more("reviewer", Permission.CASES_LEAD)
    change = save_role("reviewer", wanted, seen=seen, by=admin).waits
    assert change is not None
    renamed = RoleSettings("Reader", seen.permissions)
    save_role("reviewer", renamed, seen=seen, by=second)
    assert is_stale(change)
    with pytest.raises(ChangedMeanwhile):
        confirm(change.pk, by=second)


def test_the_role_of_the_last_admin_keeps_managing_staff(admin: User) -> None:
    seen = RoleSettings.of(role("admin"))
    less = RoleSettings(seen.name, ("queues.manage",))
    with pytest.raises(ValidationError, match="Nobody would be left"):
        save_role("admin", less, seen=seen, by=admin)
    assert RoleSettings.of(role("admin")) == seen


def test_the_last_admin_keeps_the_role(admin: User) -> None:
    with pytest.raises(ValidationError, match="Nobody would be left"):
        give(admin, "reviewer", by=admin)
    assert User.objects.get(pk=admin.pk).role_names() == "admin"


@pytest.mark.both_databases
def test_two_admins_who_close_each_other_at_once_leave_one(admin: User, second: User) -> None:
    pairs = [(admin, second), (second, admin)]

    def close(number: int) -> bool:
        by, other = pairs[number]
        try:
            close_or_open(User.objects.get(pk=other.pk), by=User.objects.get(pk=by.pk))
        except (ValidationError, NotAllowed):
            return False
        return True

    assert sum(at_once(2, close)) == 1
    assert User.objects.filter(deactivated_at=None).count() == 1


@pytest.mark.both_databases
def test_who_could_be_the_second_admin_becomes_it_with_a_second_admin(
    admin: User, second: User, reviewer: User
) -> None:
    change = give(reviewer, "admin", by=admin)
    assert change is not None
    assert User.objects.get(pk=reviewer.pk).role_names() == "reviewer"
    with pytest.raises(NotAllowed):
        confirm(change.pk, by=admin)
    confirm(change.pk, by=second)
    assert User.objects.get(pk=reviewer.pk).role_names() == "admin"
    entry = events(Event.STAFF_CHANGED)[-1]
    assert json.loads(entry.data) == {
        "roles_before": "reviewer",
        "roles_after": "admin",
        "proposed_by": str(admin.pk),
    }


def test_a_change_of_roles_meanwhile_makes_it_out_of_date(
    admin: User, second: User, reviewer: User
) -> None:
    change = give(reviewer, "admin", by=admin)
    assert change is not None
    give(reviewer, "lead", by=second)
    with pytest.raises(ChangedMeanwhile):
        confirm(change.pk, by=second)
    assert refuse(change.pk, by=second).state == "refused"


def test_a_house_with_one_admin_gets_its_second(admin: User, reviewer: User) -> None:
    assert give(reviewer, "admin", by=admin) is None
    assert User.objects.get(pk=reviewer.pk).role_names() == "admin"


def test_nobody_sets_the_password_of_another_admin(
    admin: User, second: User, reviewer: User
) -> None:
    with pytest.raises(ValidationError, match="two admins in one hand"):
        give(second, "admin", by=admin, password=True)
    give(reviewer, "reviewer", by=admin, password=True)
    give(admin, "admin", by=admin, password=True)


def test_a_role_that_nobody_holds_goes_and_one_that_is_held_stays(
    admin: User, reviewer: User
) -> None:
    save_role("", NIGHT, seen=None, by=admin)
    give(reviewer, "night-shift", by=admin)
    with pytest.raises(ValidationError, match="Somebody holds this role"):
        drop_role("night-shift", by=admin)
    give(reviewer, "reviewer", by=admin)
    drop_role("night-shift", by=admin)
    assert not Role.objects.filter(pk="night-shift").exists()
    with pytest.raises(ValidationError, match="Every house starts with this role"):
        drop_role("auditor", by=admin)


def test_nobody_but_who_manages_staff_changes_or_confirms(admin: User, lead: User) -> None:
    with pytest.raises(NotAllowed):
        save_role("", NIGHT, seen=None, by=lead)
    with pytest.raises(NotAllowed):
        give(lead, "admin", by=lead)
    with pytest.raises(NotAllowed):
        close_or_open(admin, by=lead)
    with pytest.raises(NotAllowed):
        drop_role("auditor", by=lead)
    seen = RoleSettings.of(role("reviewer"))
    wanted = with_more("reviewer", Permission.CASES_LEAD)
    change = save_role("reviewer", wanted, seen=seen, by=admin).waits
    assert change is not None
    with pytest.raises(NotAllowed):
        confirm(change.pk, by=lead)
