"""A change and its trail entry are one: where the entry fails, nothing of the change is left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.apps import apps
from django.utils import timezone

from journeys.models import Account
from kycreview.sealing import seal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.desk import claims, conflicts, pulling
from reviews.models import ApplicantLink, Case, Decision, OutboxRow, Round
from reviews.outbox import links, rows, sending_again
from reviews.verdicts import deciding, effects, noting, reopening, writing
from tests.reviews.house import (
    arrive,
    arrive_again,
    decided,
    held_case,
    in_effect,
    opened,
    round_of,
    store_pictures,
    wanted,
)


class Broke(Exception):
    """The trail could not be written."""


def record_and_break(*args: Any, **kwargs: Any) -> NoReturn:
    """The latest moment: the entry is written, the transaction not yet over."""
    record(*args, **kwargs)
    raise Broke


def everything() -> dict[str, list[tuple[Any, ...]]]:
    """All rows of the house that a verb could change."""
    return {
        model._meta.label: sorted(
            model._default_manager.values_list(), key=lambda row: [str(cell) for cell in row]
        )
        for label in ("reviews", "jobs", "trail")
        for model in apps.get_app_config(label).get_models()
    }


@pytest.fixture
def nothing_left(
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[object, Callable[[], object]], None]:
    """`nothing_left(module, verb)`: break the module's entries, run, and compare all rows."""

    def check(module: object, verb: Callable[[], object]) -> None:
        before = everything()
        with monkeypatch.context() as patched:
            patched.setattr(module, "record", record_and_break)
            with pytest.raises(Broke):
                verb()
        assert everything() == before
        verb()
        assert everything() != before, "the verb does something when the trail can be written"

    return check


NothingLeft = Callable[[object, Callable[[], object]], None]
pytestmark = pytest.mark.both_databases


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def test_of_a_pull(idwise: Account, nothing_left: NothingLeft) -> None:
    arrive(idwise, outcome="glare")
    nothing_left(pulling, pulling.pull)


def test_of_a_claim(idwise: Account, reviewer: User, nothing_left: NothingLeft) -> None:
    case = opened(arrive(idwise, outcome="glare"))
    nothing_left(claims, lambda: claims.claim(Case.objects.get(pk=case.pk), by=reviewer))


@pytest.mark.parametrize("verb", [claims.release, claims.recuse])
def test_of_giving_back(
    held: Round, reviewer: User, nothing_left: NothingLeft, verb: Callable[..., None]
) -> None:
    nothing_left(claims, lambda: verb(Case.objects.get(), by=reviewer))


@pytest.mark.parametrize("outcome", ["approve", "reject", "resubmit"])
def test_of_a_decision(
    held: Round, reviewer: User, nothing_left: NothingLeft, outcome: str
) -> None:
    what = wanted(held, outcome, note="A word.")
    nothing_left(deciding, lambda: deciding.decide(held, what, by=reviewer))


def test_of_an_undo(held: Round, reviewer: User, nothing_left: NothingLeft) -> None:
    decision = decided(held, "reject", by=reviewer)
    nothing_left(effects, lambda: effects.withdraw(decision, by=reviewer))


@pytest.mark.parametrize("outcome", ["reject", "resubmit"])
def test_of_taking_effect(
    held: Round, reviewer: User, nothing_left: NothingLeft, outcome: str
) -> None:
    decision = decided(held, outcome, by=reviewer)
    Decision.objects.update(takes_effect_at=timezone.now() - timedelta(seconds=1))
    nothing_left(effects, lambda: effects.take_effect(decision.pk))


def test_of_superseding(held: Round, reviewer: User, lead: User, nothing_left: NothingLeft) -> None:
    in_effect(held, "reject", by=reviewer)
    reopening.reopen(Case.objects.get(), why="Again.", by=lead)
    again = round_of(claims.claim(Case.objects.get(), by=reviewer))
    decision = decided(again, "approve", by=reviewer)
    Decision.objects.filter(pk=decision.pk).update(takes_effect_at=timezone.now())
    nothing_left(effects, lambda: effects.take_effect(decision.pk))


def test_of_reopening(held: Round, reviewer: User, lead: User, nothing_left: NothingLeft) -> None:
    in_effect(held, "reject", by=reviewer)
    nothing_left(reopening, lambda: reopening.reopen(Case.objects.get(), why="Again.", by=lead))


def test_of_an_opinion(held: Round, reviewer: User, nothing_left: NothingLeft) -> None:
    nothing_left(writing, lambda: writing.give_opinion(held, rating=1, by=reviewer))


def test_of_a_note(held: Round, reviewer: User, nothing_left: NothingLeft) -> None:
    nothing_left(noting, lambda: noting.add_note(held, "A word.", by=reviewer))


def test_of_the_next_round(idwise: Account, reviewer: User, nothing_left: NothingLeft) -> None:
    journey = arrive(idwise, outcome="glare")
    store_pictures(journey)
    in_effect(held_case(journey, by=reviewer), "approve", by=reviewer)
    arrive_again(journey, lambda body: body["selfie"].update(is_live=False))
    # That the provider's answer was looked at stays, whatever becomes of the round.
    conflicts.meet_provider(Round.objects.get())
    nothing_left(pulling, pulling.pull)


def test_of_sending_again(held: Round, reviewer: User, nothing_left: NothingLeft) -> None:
    in_effect(held, "reject", by=reviewer)
    OutboxRow.objects.update(state=OutboxRow.State.FAILED)
    nothing_left(
        sending_again,
        lambda: sending_again.again(
            OutboxRow.objects.select_related("decision__round__journey__account").get(),
            by=reviewer,
        ),
    )


def test_of_the_end_of_a_message(held: Round, reviewer: User, nothing_left: NothingLeft) -> None:
    decision = in_effect(held, "reject", by=reviewer)
    nothing_left(
        rows,
        lambda: rows.end_told(
            decision.outbox,
            decision.outbox.State.SENT,
            event=Event.OUTBOX_SENT,
            data={"status": 200},
        ),
    )


def test_of_showing_a_link(signzy: Account, reviewer: User, nothing_left: NothingLeft) -> None:
    its_round = held_case(arrive(signzy, outcome="not_live"), by=reviewer)
    in_effect(its_round, "resubmit", by=reviewer)
    link = ApplicantLink(
        round=its_round, provider_id="N", expires_at=timezone.now() + timedelta(hours=1)
    )
    key = its_round.journey.key()
    link.sealed_url = seal(key, b"https://example.test/j", context=f"link:{link.id}")
    link.save()
    nothing_left(links, lambda: links.shown_link(link, by=reviewer))
