"""What roles may be: every permission is explained, and power over cases is guarded."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kycreview.staff.models import Role
from kycreview.staff.permissions import FIRST_ROLES, JUDGING, MANAGING, Permission
from kycreview.staff.roles import (
    CONFIRMING,
    EXPLAINED,
    GUARDED,
    RoleSettings,
    can_confirm,
    check_role,
    in_order,
    weakens,
)
from tests.databases import Database

READER = RoleSettings("Reader", ("cases.review", "evidence.view"))


def test_every_permission_is_explained_in_a_sentence() -> None:
    assert set(EXPLAINED) == set(Permission)
    assert all(str(words).endswith(".") for words in EXPLAINED.values())


def test_who_could_be_the_second_admin_is_guarded() -> None:
    assert set(GUARDED) > CONFIRMING
    assert CONFIRMING <= MANAGING


@pytest.mark.parametrize("permission", list(Permission))
def test_giving_more_power_weakens_and_taking_it_never_does(permission: Permission) -> None:
    more = RoleSettings("Reader", in_order([*READER.permissions, permission.value]))
    is_guarded = permission in GUARDED
    assert len(weakens(READER, more)) == int(is_guarded)
    assert weakens(more, READER) == ()
    assert len(weakens(None, RoleSettings("New", (permission.value,)))) == int(is_guarded)
    assert all("“Reader”" in sentence for sentence in weakens(READER, more))


def test_codes_come_in_one_order_and_unknown_ones_are_left_out() -> None:
    assert in_order(["trail.view", "no.such", "cases.review"]) == ("cases.review", "trail.view")


@pytest.mark.parametrize("judging", sorted(JUDGING))
@pytest.mark.parametrize("managing", sorted(MANAGING))
def test_no_role_judges_and_manages(database: Database, judging: str, managing: str) -> None:
    with pytest.raises(ValidationError, match="either manages the system or sees evidence"):
        check_role("own", RoleSettings("Own", in_order([judging, managing])))


@pytest.mark.parametrize("name", ["", "x" * 81, "tab\there", "auditor"])
def test_a_name_that_is_none_or_taken_is_refused(database: Database, name: str) -> None:
    with pytest.raises(ValidationError):
        check_role("own", RoleSettings(name, ("trail.view",)))
    check_role("auditor", RoleSettings("Auditor", ("trail.view",)))


def test_admins_can_confirm_and_nobody_else_of_the_first_roles(database: Database) -> None:
    found = {slug for slug in FIRST_ROLES if can_confirm([Role.objects.get(pk=slug)])}
    assert found == {"admin"}
