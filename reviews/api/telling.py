"""Routes by which the client's system tells something: journeys begun, relationships ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from ninja.responses import Status

from journeys.expecting import FURTHEST_AHEAD, MOST_ROWS, announce, read_announced
from journeys.importing import NotAnId
from journeys.models import Account, IdentityKey, Journey
from kycreview.sealing import lookup_hash
from kycreview.trail.events import Event
from kycreview.trail.record import record
from reviews.api.doors import ERRORS, token_of, with_scope
from reviews.api.moments import moment_of
from reviews.api.problems import Refused
from reviews.api.shapes import ExpectedIn, ExpectedOut, RelationshipEndIn, RelationshipEndOut
from reviews.api.tokens import SYSTEM
from reviews.models import RelationshipEnd, Scope

router = Router(tags=["telling"])
_MOST_JOURNEYS = 1_000
# How far two clocks may be apart before a time counts as lying in the future.
_CLOCKS_APART = timedelta(days=1)


@router.post(
    "/expected",
    response={202: ExpectedOut, **ERRORS},
    auth=with_scope(Scope.EXPECTED),
    url_name="api_expected",
    operation_id="announce_journeys",
)
def expected(request: HttpRequest, body: ExpectedIn) -> Any:
    """Announce journeys that were started; those that are known already are left as they are."""
    account = _account(body.account)
    given = [one.dict(exclude_none=True) for one in body.journeys[:MOST_ROWS]]
    for one in given:
        if "started_at" in one:
            one["started_at"] = moment_of(one["started_at"], at_most=FURTHEST_AHEAD).isoformat()
    try:
        rows = read_announced(given)
    except NotAnId as error:
        raise Refused(422, error.sentence) from None
    return Status(202, ExpectedOut(announced=announce(account, rows, source="api")))


@router.post(
    "/relationships/end",
    response={200: RelationshipEndOut, **ERRORS},
    auth=with_scope(Scope.RELATIONSHIP),
    url_name="api_relationship_end",
    operation_id="end_relationship",
)
def relationship_end(request: HttpRequest, body: RelationshipEndIn) -> Any:
    """Say since when there is no relationship with the applicant of these journeys any more."""
    account = _account(body.account)
    ended_at = moment_of(body.ended_at, at_most=_CLOCKS_APART) if body.ended_at else timezone.now()
    journeys = Journey.objects.filter(account=account)
    if body.by == "journey":
        journeys = journeys.filter(provider_id=body.value.strip())
    else:
        kind = IdentityKey.Kind.REFERENCE
        hashed = lookup_hash(kind, body.value)
        journeys = journeys.filter(identity_keys__kind=kind, identity_keys__value_hash=hashed)
    found = list(journeys.order_by("pk")[:_MOST_JOURNEYS])
    if not found:
        raise Refused(404, "No journey of this account is known by that.")
    token = token_of(request)
    with transaction.atomic():
        RelationshipEnd.objects.bulk_create(
            [RelationshipEnd(journey=one, ended_at=ended_at, token=token) for one in found],
            update_conflicts=True,
            unique_fields=["journey"],
            update_fields=["ended_at", "told_at", "token"],
        )
        record(
            Event.RELATIONSHIP_ENDED,
            system=SYSTEM,
            account=account.lane,
            about=("api_token", token.pk),
            data={
                "journeys": [str(one.pk) for one in found[:50]],
                "count": len(found),
                "ended_at": ended_at.isoformat(),
            },
        )
    return RelationshipEndOut(journeys=len(found), ended_at=ended_at)


def _account(slug: str) -> Account:
    found = Account.objects.filter(slug=slug, is_active=True).first()
    if found is None:
        raise Refused(404, "There is no provider account of this name.")
    return found
