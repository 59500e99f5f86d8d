"""Short ways to bring a sandbox's journey in, decide it, and let its message go out."""

from __future__ import annotations

from typing import Any

from journeys.importing import fetch_and_save
from journeys.models import Account, Journey, Snapshot
from journeys.sandbox.held import Receipt
from journeys.sandbox.server import Sandbox
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from reviews.models import Case, Decision, OutboxRow
from tests.reviews.house import held_case, in_effect, run_jobs


def bring_in(account: Account, sandbox: Sandbox, *, outcome: str = "") -> Journey:
    """The sandbox's first journey of this provider, or a further one of this outcome."""
    if outcome:
        found = sandbox.add_journey(account.provider, outcome=outcome)
    else:
        found = next(one["id"] for one in sandbox.journeys() if one["provider"] == account.provider)
    return fetched(account, found)


def fetched(account: Account, journey_id: str) -> Journey:
    return fetch_and_save(account, journey_id, how=Snapshot.How.ASKED).journey


def decide_in_effect(journey: Journey, outcome: str, *, by: User, **more: Any) -> Decision:
    return in_effect(held_case(journey, by=by), outcome, by=by, **more)


def send_all() -> Job:
    """Run the one job of the outbox that waits."""
    (job,) = run_jobs("outbox.send")
    return job


def row_of(decision: Decision) -> OutboxRow:
    return OutboxRow.objects.select_related("decision__round__journey__account").get(
        decision=decision
    )


def reviews_at(sandbox: Sandbox, journey: Journey) -> list[Receipt]:
    return [one for one in sandbox.receipts(journey.provider_id) if one.kind == "manual_review"]


def made_links(sandbox: Sandbox) -> list[Receipt]:
    return [one for one in sandbox.receipts() if one.kind == "create_journey"]


def case_state() -> str:
    return Case.objects.get().state
