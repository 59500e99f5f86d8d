"""Record what a person said about one piece of evidence: added, never changed.

What is said has to be about something that the newest evidence holds, as it holds it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kycreview.sealing import seal_json
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.desk.claims import holds
from reviews.errors import EvidenceChanged, Incomplete, NotYours, RateFirst
from reviews.evidence.blind import is_blind
from reviews.evidence.shapes import Identity
from reviews.models import Round, Statement


def say(
    its_round: Round,
    identity: Identity,
    *,
    kind: str,
    code: str,
    known: Mapping[Identity, Collection[str]],
    values: Mapping[str, Any] | None = None,
    precedent_key: str = "",
    by: User,
    seat: Seat = NOWHERE,
) -> Statement:
    """Add a statement. `known`: what the newest evidence holds, and the codes that fit each.

    `values` are about the applicant: they are sealed, the trail holds a commitment of each. Raises
    NotYours, RateFirst, EvidenceChanged (not of the newest evidence), Incomplete.
    """
    if identity not in known:
        raise EvidenceChanged(
            _("This piece of evidence changed while you looked. Look at it again."), []
        )
    if code not in known[identity]:
        raise Incomplete(_("Choose one of the answers."), field="code")
    statement = Statement(
        round=its_round,
        person=by,
        kind=kind,
        stable_key=identity.stable_key,
        content_hash=identity.content_hash,
        code=code,
        precedent_key=precedent_key,
    )
    key = its_round.journey.key()
    if values:
        statement.sealed_values = seal_json(key, dict(values), context=f"statement:{statement.id}")
    with transaction.atomic():
        if not holds(its_round, person=by):
            raise NotYours(_("You do not hold this case. Claim it first."))
        if is_blind(its_round, viewer=by):
            raise RateFirst(_("Rate the faces first."))
        statement.save(force_insert=True)
        record(
            Event.STATEMENT_MADE,
            by=by,
            seat=seat,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("statement", statement.id),
            data={
                "kind": kind,
                "code": code,
                "stable_key": identity.stable_key,
                "content_hash": identity.content_hash,
            },
            private={
                name: value if isinstance(value, str) else repr(value)
                for name, value in (values or {}).items()
                if value
            },
            key_id=its_round.journey.key_id,
        )
    return statement
