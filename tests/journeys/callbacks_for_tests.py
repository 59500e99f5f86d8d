"""Callbacks as the providers post them, and what became of them."""

from __future__ import annotations

from typing import Any

from journeys.models import Account, Callback
from kycreview.jobs.models import Job
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from tests.journeys.accounts_for_tests import CALLBACK_SECRET, Answered, posted


def address(account: Account) -> str:
    return f"/callbacks/{account.secrets()['callback_path']}/"


def post(account: Account, body: Any, **headers: str) -> Answered:
    """Post as the provider would; the secret is right unless a header says otherwise."""
    return posted(address(account), body, headers=headers or {"Authorization": CALLBACK_SECRET})


def event(
    provider_id: str = "j-1", *, event_id: str = "", kind: str = "Finished Journey", **more: Any
) -> dict[str, Any]:
    """A callback of IDWise."""
    body = {"journeyId": provider_id, **more}
    return {"event": kind, "body": body | ({"eventId": event_id} if event_id else {})}


def jobs() -> list[str]:
    return [job.subject["provider_id"] for job in Job.objects.all()]


def nothing_happened() -> bool:
    is_told = TrailEntry.objects.filter(event=Event.CALLBACK_RECEIVED).exists()
    return not (Callback.objects.exists() or Job.objects.exists() or is_told)


def padded(size: int) -> bytes:
    head = b'{"journeyId":"1","pad":"'
    return head + b"x" * (size - len(head) - 2) + b'"}'
