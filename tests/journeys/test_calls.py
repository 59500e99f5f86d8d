"""Calls are counted by outcome and duration where they are made, and hold nothing of a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from journeys import calls
from journeys.callbacks import keep
from journeys.calls import (
    NO_CALLS,
    STEPS_MS,
    Calls,
    calls_since,
    counted,
    forget_old,
    heard_from,
    percentile_step,
)
from journeys.models import Account, CallSlice
from journeys.providers.errors import (
    AddressRefused,
    CredentialsRefused,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
)
from tests.journeys.accounts_for_tests import worked
from tests.journeys.house_for_tests import House

LONGER = len(STEPS_MS)
HOUR = timedelta(hours=1)


def steps(**counts: int) -> tuple[int, ...]:
    """`steps(ms_200=3)`: three calls that took up to 200 ms."""
    names = [*(f"ms_{ms}" for ms in STEPS_MS), "longer"]
    assert set(counts) <= set(names)
    return tuple(counts.get(name, 0) for name in names)


def of(account: Account) -> Calls:
    return calls_since(timezone.now() - HOUR).get(account.pk, NO_CALLS)


@pytest.mark.parametrize(
    "kept,expected",
    [
        (steps(), None),
        (steps(ms_100=1), 100),
        (steps(ms_100=95, ms_5000=5), 100),
        (steps(ms_100=94, ms_5000=6), 5000),
        (steps(ms_100=19, ms_200=1), 100),
        (steps(ms_100=18, ms_200=2), 200),
        (steps(ms_60000=1), 60_000),
        (steps(ms_100=95, longer=5), 100),
        (steps(ms_100=94, longer=6), None),
    ],
)
def test_the_time_of_95_in_100_is_the_first_step_that_holds_them(
    kept: tuple[int, ...], expected: int | None
) -> None:
    assert percentile_step(kept) == expected


def test_beyond_the_last_step_is_told_from_no_call_at_all() -> None:
    outcomes = {**NO_CALLS.outcomes, "failed": 6}
    assert Calls(outcomes=outcomes, steps=steps(longer=6)).is_beyond_steps
    assert not NO_CALLS.is_beyond_steps
    assert NO_CALLS.share is None


@pytest.mark.both_databases
@pytest.mark.parametrize(
    "error,outcome",
    [
        (None, "answered"),
        (ProviderUnavailable("x", code="not_ready"), "not_ready"),
        (ProviderUnavailable("x", code="busy"), "busy"),
        (ProviderUnavailable("x", code="timed_out"), "timed_out"),
        (ProviderUnavailable("x", code="connect_timed_out"), "timed_out"),
        (ProviderUnavailable("x", code="provider_failed"), "failed"),
        (ProviderUnavailable("x", code="connection_broken"), "failed"),
        (ProviderRejected("x", code="http_404"), "refused"),
        (AddressRefused("x"), "refused"),
        (CredentialsRefused("x"), "credentials"),
    ],
)
def test_each_ending_of_a_call_is_counted_as_what_it_is(
    idwise: Account, error: ProviderError | None, outcome: str
) -> None:
    for _ in range(2):
        if error is None:
            with counted(idwise):
                pass
        else:
            with pytest.raises(type(error)), counted(idwise):
                raise error
    assert of(idwise).outcomes == {**NO_CALLS.outcomes, outcome: 2}
    assert sum(of(idwise).steps) == 2
    is_good = outcome in ("answered", "not_ready")
    assert of(idwise).share == (1.0 if is_good else 0.0)
    assert (heard_from()[idwise.pk].answer_at is not None) == is_good


@pytest.mark.both_databases
def test_how_long_it_took_goes_into_its_step(
    idwise: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    for took in (0.05, 0.11, 4.5, 59.0, 61.0):
        monkeypatch.setattr(calls, "clock", iter((1000.0, 1000.0 + took)).__next__)
        with counted(idwise):
            pass
    assert of(idwise).steps == steps(ms_100=1, ms_200=1, ms_5000=1, ms_60000=1, longer=1)


@pytest.mark.both_databases
def test_accounts_and_slices_are_kept_apart_and_added_up(idwise: Account, signzy: Account) -> None:
    now = timezone.now()
    for minutes, number in ((1, 3), (30, 4), (90, 100)):
        begins_at = now - timedelta(minutes=minutes)
        CallSlice.objects.create(account=idwise, begins_at=begins_at, answered=number)
    CallSlice.objects.create(account=signzy, begins_at=now, failed=1)
    assert of(idwise).total == 7
    assert calls_since(now - timedelta(days=1))[idwise.pk].total == 107
    assert of(signzy).outcomes["failed"] == 1


def test_what_our_own_side_broke_is_no_call_of_the_provider(idwise: Account) -> None:
    with pytest.raises(OSError, match="full"), counted(idwise):
        raise OSError("the disk is full")
    assert not CallSlice.objects.exists()


@pytest.mark.both_databases
def test_no_provider_is_called_inside_a_transaction(idwise: Account) -> None:
    with (
        transaction.atomic(),
        pytest.raises(RuntimeError, match="never called inside a transaction"),
        counted(idwise),
    ):
        raise AssertionError("it was called")


def test_a_count_that_cannot_be_written_leaves_the_call_as_it_went(
    idwise: Account, caplog: pytest.LogCaptureFixture
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journeys_callslice RENAME TO elsewhere")
    reached = []
    with counted(idwise):
        reached.append(True)
    assert reached == [True]
    assert "a call of idwise was not counted" in caplog.text


@pytest.mark.both_databases
def test_calls_are_forgotten_after_eight_days(idwise: Account) -> None:
    now = timezone.now()
    for days in (7, 9):
        CallSlice.objects.create(account=idwise, begins_at=now - timedelta(days=days), answered=1)
    assert forget_old() == 1
    assert CallSlice.objects.get().begins_at > now - timedelta(days=8)


@pytest.mark.both_databases
def test_the_last_callback_is_the_newest_of_this_account(idwise: Account, signzy: Account) -> None:
    keep(idwise, b'{"one": 1}')
    newest = keep(idwise, b'{"two": 2}')
    found = heard_from()
    assert found[idwise.pk].callback_at == newest.received_at
    assert found[signzy.pk].callback_at is None


@pytest.mark.both_databases
@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_fetching_a_journey_and_its_pictures_is_counted(house: House, provider: str) -> None:
    house.fetch(provider)
    worked()
    found = of(house.accounts[provider])
    assert found.outcomes["answered"] == found.total > 1
    row = CallSlice.objects.filter(account=house.accounts[provider]).first()
    assert row is not None
    # Numbers, times and the account: there is no column that anything else could stand in.
    kinds = {field.get_internal_type() for field in CallSlice._meta.fields}
    assert kinds == {"BigAutoField", "ForeignKey", "DateTimeField", "PositiveIntegerField"}
