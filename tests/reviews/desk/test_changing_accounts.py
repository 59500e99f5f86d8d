"""Whose decision counts at an account is changed with a second admin alone; the rest at once."""

from __future__ import annotations

import json

import pytest

from journeys.models import Account
from kycreview.staff.models import Role, User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from reviews.desk.changing_accounts import save_account
from reviews.desk.confirming import confirm, is_stale, refuse
from reviews.desk.versions import ChangedMeanwhile
from reviews.errors import NotAllowed
from reviews.models import Notice, PendingChange
from tests.people import MakePerson
from tests.reviews.house import count_of, events

pytestmark = pytest.mark.usefixtures("database")
HOUSE, PROVIDER = Account.SystemOfRecord.HOUSE, Account.SystemOfRecord.PROVIDER


@pytest.fixture
def second(admin: User, make_person: MakePerson) -> User:
    return make_person("admin")


def fresh(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def wish(account: Account, place: str, *, by: User, seen: str = "") -> PendingChange | None:
    wanted = fresh(account)
    wanted.system_of_record = place
    return save_account(wanted, {}, seen_record=seen, by=by).waits


@pytest.mark.both_databases
@pytest.mark.parametrize("before,after", [(HOUSE, PROVIDER), (PROVIDER, HOUSE)])
def test_another_system_of_record_waits_for_a_second_admin(
    idwise: Account, admin: User, second: User, before: str, after: str
) -> None:
    Account.objects.filter(pk=idwise.pk).update(system_of_record=before)
    change = wish(idwise, after, by=admin)
    assert change is not None
    assert fresh(idwise).system_of_record == before
    assert [one.person for one in Notice.objects.filter(kind="confirm")] == [second]
    with pytest.raises(NotAllowed, match="Somebody else than who proposed"):
        confirm(change.pk, by=admin)
    confirm(change.pk, by=second)
    assert fresh(idwise).system_of_record == after
    entry = events(Event.ACCOUNT_CHANGED)[-1]
    assert (entry.actor, entry.object_id, entry.account) == (second, str(idwise.pk), idwise.lane)
    assert json.loads(entry.data) == {
        "before": {"system_of_record": before},
        "after": {"system_of_record": after},
        "proposed_by": str(admin.pk),
    }
    assert (count_of(Event.CHANGE_PROPOSED), count_of(Event.CHANGE_CONFIRMED)) == (1, 1)


def test_the_rest_of_the_account_holds_at_once(idwise: Account, admin: User, second: User) -> None:
    wanted = fresh(idwise)
    wanted.system_of_record, wanted.region = PROVIDER, "Elsewhere"
    kept = wanted.secrets()
    assert save_account(wanted, {"api_key": "another"}, by=admin).waits is not None
    now = fresh(idwise)
    assert (now.region, now.system_of_record) == ("Elsewhere", HOUSE)
    assert now.secrets() == kept | {"api_key": "another"}


def test_a_house_with_one_admin_waits_as_for_its_queues(idwise: Account, admin: User) -> None:
    assert wish(idwise, PROVIDER, by=admin) is not None
    assert fresh(idwise).system_of_record == HOUSE


def test_who_left_it_as_it_was_wishes_nothing_though_it_changed(
    idwise: Account, admin: User
) -> None:
    older = fresh(idwise)
    Account.objects.filter(pk=idwise.pk).update(system_of_record=PROVIDER)
    assert save_account(older, {}, seen_record=HOUSE, by=admin).waits is None
    assert fresh(idwise).system_of_record == PROVIDER
    assert not PendingChange.objects.exists()


def test_what_waits_is_out_of_date_once_it_changed(
    idwise: Account, admin: User, second: User
) -> None:
    change = wish(idwise, PROVIDER, by=admin)
    assert change is not None
    Account.objects.filter(pk=idwise.pk).update(system_of_record=PROVIDER)
    assert is_stale(change)
    with pytest.raises(ChangedMeanwhile):
        confirm(change.pk, by=second)
    assert refuse(change.pk, by=second).state == PendingChange.State.REFUSED


def test_it_is_wished_for_once_and_nothing_else_is_saved_with_a_second_wish(
    idwise: Account, admin: User, second: User
) -> None:
    wish(idwise, PROVIDER, by=admin)
    wanted = fresh(idwise)
    wanted.system_of_record, wanted.region = PROVIDER, "Elsewhere"
    with pytest.raises(ChangedMeanwhile, match="waits for a second admin already"):
        save_account(wanted, {}, by=second)
    assert fresh(idwise).region == idwise.region


def test_who_manages_accounts_alone_proposes_and_takes_back_and_confirms_nothing(
    idwise: Account, admin: User, make_person: MakePerson
) -> None:
    role = Role.objects.create(
        slug="plumber", name="Plumber", permissions=[Permission.ACCOUNTS_MANAGE.value]
    )
    plumber = make_person()
    plumber.roles.set([role])
    mine = wish(idwise, PROVIDER, by=plumber)
    assert mine is not None
    assert refuse(mine.pk, by=plumber).state == PendingChange.State.TAKEN_BACK
    theirs = wish(idwise, PROVIDER, by=admin)
    assert theirs is not None
    for settle in (confirm, refuse):
        with pytest.raises(NotAllowed, match="does not manage queues"):
            settle(theirs.pk, by=plumber)


def test_nobody_but_who_manages_accounts_changes_one(idwise: Account, lead: User) -> None:
    with pytest.raises(NotAllowed):
        wish(idwise, PROVIDER, by=lead)
    assert count_of(Event.ACCOUNT_CHANGED) == 0
