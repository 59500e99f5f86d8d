"""A house with journeys in it: what providers answered, saved as the importer does, and cases.

Bodies come from the sandbox's own maker; nothing here talks to a network.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone
from pytest_django import Settings

from journeys.accounts import create_account
from journeys.importing import evidence_digest, save_answer, settle
from journeys.models import Account, Blob, Journey, Locator, MediaUse, Snapshot
from journeys.sandbox.journey import play
from journeys.sandbox.plan import Plan
from journeys.vault.storing import keep
from kycreview.jobs import queue, running
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry
from reviews.desk.claims import claim
from reviews.desk.pulling import pull
from reviews.evidence.blind import is_waiting
from reviews.evidence.face_stage import FACE_KINDS, FRONT_KINDS
from reviews.models import Attachment, Case, Decision, Outcome, Queue, Round
from reviews.verdicts.attaching import attach
from reviews.verdicts.deciding import decide
from reviews.verdicts.effects import take_effect
from reviews.verdicts.judging import Wanted

# Nothing listens there.
NOBODY = "127.0.0.1:9"
Change = Callable[[dict[str, Any]], None]
REASON_OF = {
    "approve": "approve-check-false-alarm",
    "reject": "reject-doc-altered",
    "resubmit": "resubmit-glare",
}


def may_reach(settings: Settings, host: str) -> None:
    """Let accounts speak to this `host:port` on loopback."""
    settings.SETTINGS = settings.SETTINGS.model_copy(update={"PROVIDER_PRIVATE_HOSTS": [host]})


def new_account(provider: str, *, base_url: str = f"http://{NOBODY}", **columns: Any) -> Account:
    """An account at a provider; without a base URL nothing listens where it points."""
    slug = columns.pop("slug", provider)
    account = Account(provider=provider, slug=slug, base_url=base_url, **columns)
    create_account(
        account,
        {"api_key": "sandbox-key", "api_secret": "sandbox-secret", "auth_token": "sandbox-token"},
    )
    return account


def body_of(provider: str, *, outcome: str, index: int = 0, **plan: Any) -> dict[str, Any]:
    """What the sandbox would answer, as a tree that a test can change."""
    made: dict[str, Any] = json.loads(play(_plan(provider, outcome, index, **plan)).body)
    return made


def arrive(
    account: Account,
    *,
    outcome: str,
    index: int = 0,
    change: Change | None = None,
    how: Snapshot.How = Snapshot.How.CALLBACK,
    provider_id: str = "",
    **plan: Any,
) -> Journey:
    """Save an answer of this outcome; `change` may alter its tree before."""
    body = body_of(account.provider, outcome=outcome, index=index, **plan)
    if change is not None:
        change(body)
    journey_id = body.get("journey_id") or body.get("journeyId") or body.get("journeyID")
    provider_id = provider_id or str(journey_id)
    raw = json.dumps(body).encode()
    return save_answer(account, provider_id, raw, how=how).journey


def arrive_again(journey: Journey, change: Change) -> Journey:
    """Save the newest answer once more, changed."""
    newest = journey.snapshots.order_by("-number")[0]
    body = json.loads(newest.body(journey.key()))
    change(body)
    raw = json.dumps(body).encode()
    return save_answer(journey.account, journey.provider_id, raw, how=Snapshot.How.CALLBACK).journey


def store_pictures(
    journey: Journey,
    *,
    content: Callable[[Locator], str] | None = None,
    only: Collection[object] | None = None,
) -> None:
    """Say that all pictures came; equal `content` is equal bytes. The vault's files are missing."""
    for locator in journey.locators.filter(state=Locator.State.WAITING):
        if only is not None and locator.pk not in only:
            continue
        text = content(locator) if content else str(locator.pk)
        blob, _made = Blob.objects.get_or_create(
            journey=journey,
            sha256=f"{text:0>64}"[-64:].replace("-", "0"),
            defaults={"size": 9, "media_type": "image/jpeg", "width": 40, "height": 30},
        )
        locator.blob, locator.state = blob, Locator.State.STORED
        locator.save()
    settle(journey.pk)


def put_file(locator: Locator, content: bytes) -> Blob:
    """Keep a real file in the vault under this locator, as if it had been fetched."""
    with tempfile.TemporaryFile() as arrived:
        arrived.write(content)
        kept = keep(arrived, journey=locator.journey)
    assert kept.unusable is None
    blob, _made = Blob.objects.get_or_create(
        journey=locator.journey,
        sha256=kept.sha256,
        defaults={
            "id": kept.media_id,
            "size": kept.size,
            "media_type": kept.media_type,
            "width": kept.width,
            "height": kept.height,
            "pages": kept.pages,
        },
    )
    locator.blob, locator.state = blob, Locator.State.STORED
    locator.save()
    settle(locator.journey_id)
    return blob


def attached(
    its_round: Round, content: bytes, *, by: User, name: str = "letter.jpg", **more: Any
) -> Attachment:
    """A file beside the round, through the vault."""
    with tempfile.TemporaryFile() as arrived:
        arrived.write(content)
        return attach(its_round, arrived, name=name, by=by, **more)


def use_of(journey: Journey, kind: str) -> MediaUse:
    """The first use of this kind in the newest evidence."""
    journey.refresh_from_db()
    return MediaUse.objects.select_related("locator__journey").filter(
        snapshot=journey.current_snapshot_id, kind=kind
    )[0]


def kind_and_side(locator: Locator) -> str:
    """Content for `store_pictures`: the same place shows the same, whatever it is called."""
    use = MediaUse.objects.filter(locator=locator).order_by("pk")[0]
    part = use.part(locator.journey.key(), use.snapshot)
    return f"{use.kind}:{use.side}:{part.label}:{part.step_id}"


def opened(journey: Journey) -> Case:
    """The journey's case, after a pull, in a queue that asks for nothing before a decision."""
    Queue.objects.update(blind_first=False, mandatory_panels=[])
    return _pulled(journey)


def opened_strictly(journey: Journey) -> Case:
    """The same under the default policy: faces first, panels to be opened. The faces are here."""
    if is_waiting(journey):
        kinds = [*FACE_KINDS, *FRONT_KINDS]
        faces = MediaUse.objects.filter(locator__journey=journey, kind__in=kinds)
        store_pictures(journey, only=set(faces.values_list("locator", flat=True)))
    return _pulled(journey)


def _pulled(journey: Journey) -> Case:
    pull()
    return Case.objects.select_related("queue", "claimed_by").get(case_journeys__journey=journey)


def round_of(case: Case) -> Round:
    """The newest round."""
    return case.rounds.select_related("journey__account").order_by("-number")[0]


def more_cases(like: Case, count: int) -> list[Case]:
    """Further open cases about the same journey: many are needed, their evidence is not."""
    first = round_of(like)
    cases = [Case(queue=like.queue, due_at=like.due_at) for _ in range(count)]
    Case.objects.bulk_create(cases)
    Round.objects.bulk_create(
        Round(case=case, number=1, journey=first.journey, opened_on=first.opened_on)
        for case in cases
    )
    return cases


def held_case(journey: Journey, *, by: User) -> Round:
    """The open round of the journey's case, claimed."""
    return round_of(claim(opened(journey), by=by))


def wanted(
    its_round: Round,
    outcome: str,
    *,
    reasons: Iterable[str] | None = None,
    steps: Iterable[str] = (),
    note: str = "",
    second_reader: bool = False,
) -> Wanted:
    """A decision on what is there now; a reason of its outcome unless others are given."""
    journey = Journey.objects.select_related("current_snapshot").get(pk=its_round.journey_id)
    assert journey.current_snapshot is not None
    return Wanted(
        outcome=outcome,
        reasons=[REASON_OF[outcome]] if reasons is None else list(reasons),
        steps=list(steps) or (list(first_step(its_round)) if outcome == "resubmit" else []),
        note=note,
        seen_digest=evidence_digest(journey.current_snapshot),
        seen_snapshot=journey.current_snapshot.pk,
        second_reader=second_reader,
    )


def first_step(its_round: Round) -> list[str]:
    return ["0"] if its_round.journey.account.provider == "idwise" else ["document"]


def decided(its_round: Round, outcome: str, *, by: User, **more: Any) -> Decision:
    """A decision whose undo window is still open."""
    return decide(its_round, wanted(its_round, outcome, **more), by=by)


def in_effect(its_round: Round, outcome: str, *, by: User, **more: Any) -> Decision:
    """A decision whose undo window is over."""
    decision = decided(its_round, outcome, by=by, **more)
    assert let_pass(decision)
    decision.refresh_from_db()
    return decision


def let_pass(decision: Decision) -> bool:
    """The undo window is over; what the job does then."""
    Decision.objects.filter(pk=decision.pk).update(
        takes_effect_at=timezone.now() - timedelta(seconds=1)
    )
    return take_effect(decision.pk)


def run_jobs(kind: str) -> list[Job]:
    """Run the waiting jobs of one kind once each, as if their time had come."""
    keys = list(
        Job.objects.filter(kind=kind, state=Job.State.WAITING).values_list("key", flat=True)
    )
    Job.objects.filter(key__in=keys).update(next_attempt_at=timezone.now() - timedelta(seconds=1))
    for key in keys:
        job = queue.lease_next(keys=[key])
        if job is not None:
            running.run(job)
    return list(Job.objects.filter(key__in=keys))


def events(*wanted_events: Event, **filters: Any) -> list[TrailEntry]:
    """Entries of the trail in order, of these events where any are given."""
    found = TrailEntry.objects.filter(**filters).order_by("seq")
    if wanted_events:
        found = found.filter(event__in=[event.value for event in wanted_events])
    return list(found)


def count_of(event: Event) -> int:
    return TrailEntry.objects.filter(event=event.value).count()


def _plan(provider: str, outcome: str, index: int, **more: Any) -> Plan:
    plan = Plan(
        provider=provider,
        seed=1,
        index=index,
        outcome=outcome,
        today=date(2026, 11, 1),
        base_url="http://127.0.0.1:9301/signzy",
        look="small",
    )
    return replace(plan, **more)


OUTCOMES = tuple(Outcome.values)
