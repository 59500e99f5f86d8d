"""Routes that read: cases and decisions, without anything about a person unless a scope says so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest
from ninja import Router

from journeys.models import Journey
from kycreview.sealing import Broken, KeyGone
from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.api.cursors import page_of
from reviews.api.doors import ERRORS, token_of, with_scope
from reviews.api.shapes import (
    CaseOut,
    CasesOut,
    CaseState,
    CaseWithDecisionsOut,
    Cursor,
    DecisionOut,
    DecisionsOut,
    DecisionState,
    JourneyOut,
    Limit,
    ProviderId,
    Slug,
)
from reviews.api.tokens import SYSTEM, note_use
from reviews.models import ApiToken, Case, CaseJourney, Decision, Scope

router = Router(tags=["reading"])
_MOST_NAMED = 50
_HEAVY = ("sealed_bytes", "sealed_unmapped")


@router.get(
    "/cases",
    response={200: CasesOut, **ERRORS},
    auth=with_scope(Scope.CASES, "state", "queue", "account", "journey", "limit", "cursor"),
    url_name="api_cases",
    operation_id="list_cases",
)
def cases(
    request: HttpRequest,
    state: CaseState | None = None,
    queue: Slug | None = None,
    account: Slug | None = None,
    journey: ProviderId | None = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Any:
    """Cases, newest first. `journey` is the provider's id."""
    wanted = _with_journeys(Case.objects.all(), token_of(request))
    if state:
        wanted = wanted.filter(state=state)
    if queue:
        wanted = wanted.filter(queue=queue)
    if account:
        wanted = wanted.filter(case_journeys__journey__account__slug=account)
    if journey:
        wanted = wanted.filter(case_journeys__journey__provider_id=journey)
    if account or journey:
        # A case has several journeys: a join alone would list it once for each.
        wanted = _with_journeys(
            Case.objects.filter(pk__in=wanted.order_by().values("pk")), token_of(request)
        )
    found, following = page_of(wanted, by="opened_at", cursor=cursor, limit=limit)
    told = [_case(one, token_of(request)) for one in found]
    _note(request, [one.pk for one in found])
    return CasesOut(items=told, next=following)


@router.get(
    "/cases/{case_id}",
    response={200: CaseWithDecisionsOut, **ERRORS},
    auth=with_scope(Scope.CASES),
    url_name="api_case",
    operation_id="read_case",
)
def case(request: HttpRequest, case_id: UUID) -> Any:
    """One case; its decisions too where the token may read them."""
    token = token_of(request)
    found = _with_journeys(Case.objects.filter(pk=case_id), token).first()
    if found is None:
        raise Http404
    decisions: list[DecisionOut] = []
    if Scope.DECISIONS in token.scopes:
        made = _decisions(token).filter(round__case=found).order_by("-decided_at", "-id")
        decisions = [_decision(one, token) for one in made[:200]]
    _note(request, [found.pk])
    return CaseWithDecisionsOut(**_case(found, token).dict(), decisions=decisions)


@router.get(
    "/decisions",
    response={200: DecisionsOut, **ERRORS},
    auth=with_scope(Scope.DECISIONS, "state", "limit", "cursor"),
    url_name="api_decisions",
    operation_id="list_decisions",
)
def decisions(
    request: HttpRequest,
    state: DecisionState | None = None,
    limit: Limit = 50,
    cursor: Cursor | None = None,
) -> Any:
    """Decisions, newest first. A reading that another reader follows is none."""
    token = token_of(request)
    wanted = _decisions(token)
    if state:
        wanted = wanted.filter(state=state)
    found, following = page_of(wanted, by="decided_at", cursor=cursor, limit=limit)
    told = [_decision(one, token) for one in found]
    _note(request, [one.round.case_id for one in found])
    return DecisionsOut(items=told, next=following)


def _with_journeys(rows: QuerySet[Case], token: ApiToken) -> QuerySet[Case]:
    links = CaseJourney.objects.select_related("journey__account").order_by("pk")
    if Scope.PERSONAL in token.scopes:
        links = links.select_related("journey__current_snapshot").defer(
            *(f"journey__current_snapshot__{name}" for name in _HEAVY)
        )
    return rows.prefetch_related(Prefetch("case_journeys", queryset=links))


def _decisions(token: ApiToken) -> QuerySet[Decision]:
    # A message belongs to every decision, and to no reading that another reader follows.
    rows = Decision.objects.filter(outbox__isnull=False).select_related(
        "round__case", "round__journey__account", "policy"
    )
    if Scope.PERSONAL in token.scopes:
        rows = rows.select_related("round__journey__current_snapshot").defer(
            *(f"round__journey__current_snapshot__{name}" for name in _HEAVY)
        )
    return rows


def _case(found: Case, token: ApiToken) -> CaseOut:
    return CaseOut(
        id=found.pk,
        code=found.code,
        queue=found.queue_id,
        state=found.state,
        is_test=found.is_test,
        rounds=found.round_count,
        opened_at=found.opened_at,
        due_at=found.due_at,
        closed_at=found.closed_at,
        journeys=[_journey(link.journey, token) for link in found.case_journeys.all()],
    )


def _decision(found: Decision, token: ApiToken) -> DecisionOut:
    its_round = found.round
    return DecisionOut(
        id=found.pk,
        case_id=its_round.case_id,
        case_code=its_round.case.code,
        round=its_round.number,
        queue=its_round.case.queue_id,
        journey=_journey(its_round.journey, token),
        outcome=found.outcome,
        state=found.state,
        reasons=found.reason_codes,
        steps=found.steps,
        decided_at=found.decided_at,
        takes_effect_at=found.takes_effect_at,
        effective_at=found.effective_at,
        policy_version=found.policy.number if found.policy is not None else None,
    )


def _journey(journey: Journey, token: ApiToken) -> JourneyOut:
    return JourneyOut(
        id=journey.pk,
        account=journey.account.slug,
        provider=journey.account.provider,
        provider_id=journey.provider_id,
        reference=_reference(journey) if Scope.PERSONAL in token.scopes else None,
    )


def _reference(journey: Journey) -> str | None:
    """None where nothing was said, or the journey's key is gone."""
    if journey.current_snapshot is None:
        return None
    try:
        said = journey.current_snapshot.summary(journey.key()).reference
    except (KeyGone, Broken):
        return None
    # A provider may send halves of characters, which no answer of ours can carry.
    return said.encode("utf-8", "replace").decode() or None


def _note(request: HttpRequest, case_ids: list[UUID]) -> None:
    """Personal data that was handed out is an entry; other reading is counted by the hour."""
    token = token_of(request)
    if Scope.PERSONAL not in token.scopes or not case_ids:
        note_use(token)
        return
    with transaction.atomic():
        record(
            Event.API_READ,
            system=SYSTEM,
            case_id=case_ids[0] if len(set(case_ids)) == 1 else None,
            about=("api_token", token.pk),
            data={
                "personal": True,
                "count": len(case_ids),
                "cases": [str(one) for one in dict.fromkeys(case_ids)][:_MOST_NAMED],
            },
        )
