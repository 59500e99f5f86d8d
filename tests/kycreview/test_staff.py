"""People and roles: one person an e-mail, nobody manages and judges, lost rights are lost."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from kycreview.staff.models import Role, User, refuse_mixed_roles
from kycreview.staff.permissions import FIRST_ROLES, JUDGING, MANAGING, Permission
from kycreview.trail.events import Event
from kycreview.trail.record import record
from tests.databases import Database
from tests.people import PASSWORD, MakePerson, SignedIn


@pytest.mark.both_databases
def test_the_first_roles_are_there_after_the_migrations(database: Database) -> None:
    found = {role.slug: (role.name, role.permissions) for role in Role.objects.all()}
    assert found == {
        slug: (name, [permission.value for permission in permissions])
        for slug, (name, permissions) in FIRST_ROLES.items()
    }


def test_no_first_role_manages_and_judges_at_once() -> None:
    for _, permissions in FIRST_ROLES.values():
        assert not (MANAGING.intersection(permissions) and JUDGING.intersection(permissions))


def test_nobody_holds_managing_and_judging_roles_together(database: Database) -> None:
    role = {role.slug: role for role in Role.objects.all()}
    for judging in ("reviewer", "lead", "auditor"):
        with pytest.raises(ValidationError):
            refuse_mixed_roles([role["admin"], role[judging]])
    refuse_mixed_roles([role["reviewer"], role["lead"], role["auditor"]])
    refuse_mixed_roles([role["admin"]])


@pytest.mark.both_databases
def test_two_spellings_of_an_e_mail_are_one_person(database: Database) -> None:
    User.objects.create_user(" Ada@Example.test ", PASSWORD, name="Ada")
    assert User.objects.get_by_natural_key("ADA@example.TEST").name == "Ada"
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ADA@example.test", name="another")


def test_rights_are_the_union_of_the_roles_and_end_with_deactivation(
    make_person: MakePerson,
) -> None:
    person = make_person("reviewer", "auditor")
    assert person.may(Permission.CASES_REVIEW)
    assert person.may(Permission.TRAIL_VIEW)
    assert not person.may(Permission.CASES_LEAD)
    person.deactivated_at = timezone.now()
    assert not person.may(Permission.CASES_REVIEW)


def test_a_removed_role_counts_for_the_next_request(reviewer: User) -> None:
    assert reviewer.may(Permission.CASES_REVIEW)
    reviewer.roles.clear()
    assert not User.objects.get(pk=reviewer.pk).may(Permission.CASES_REVIEW)


def test_a_person_whom_the_trail_names_cannot_be_deleted(reviewer: User) -> None:
    with transaction.atomic():
        record(Event.SIGNED_IN, by=reviewer)
    with pytest.raises(ProtectedError):
        reviewer.delete()


def test_a_deactivated_person_is_signed_out_at_the_next_request(
    reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    assert "_auth_user_id" in client.session
    User.objects.update(deactivated_at=timezone.now())
    answer = client.get("/")
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]
