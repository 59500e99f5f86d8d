"""Links for applicants who do a journey again at a provider that needs a new one for it.

A link is a secret that lives a day: sealed, shown on request to who asked for it, recorded.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.calls import counted
from journeys.connections import connection_of
from journeys.models import Applicant, Snapshot
from journeys.providers import get_provider
from journeys.providers.base import NewJourney, NewLink
from journeys.providers.errors import ProviderRejected
from kycreview.sealing import seal, unseal
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.errors import NotAllowed, TooLate
from reviews.models import ApplicantLink, Decision, OutboxRow, Round
from reviews.outbox.rows import SYSTEM, begin_attempt, end
from reviews.outbox.sending_again import again

# The provider answered that it was done, and yet there is no link that anybody could use.
_LINK_LOST = frozenset({"unreadable", "no_link", "too_big", "wrong_encoding"})


def ask_for_new_journey(row: OutboxRow, *, was_tried: bool) -> None:
    """One attempt. Raises the provider's errors."""
    journey = row.decision.round.journey
    key, config = journey.key(), connection_of(journey.account)
    if was_tried:
        # An answer may have been lost: its link was shown to nobody, and is listed as an orphan.
        _list_orphan(row)
    snapshot = row.decision.snapshot
    summary = snapshot.summary(key)
    wanted = NewJourney(
        flow_id=summary.flow_id,
        user_id=_applicant_id(snapshot, key),
        reference=summary.reference,
        language=summary.language.code if summary.language else "",
    )
    if not begin_attempt(row):
        return
    try:
        with counted(journey.account):
            link = get_provider(journey.account.provider).request_resubmission(config, wanted)
    except ProviderRejected as error:
        if error.code in _LINK_LOST:
            _list_orphan(row)
        raise
    _keep_link(row, link, key)


def shown_link(link: ApplicantLink, *, by: User, seat: Seat = NOWHERE) -> str:
    """The applicant's link in clear: an event. Raises TooLate once it is no longer valid."""
    its_round = _round_of(link, by=by)
    now = timezone.now()
    with transaction.atomic():
        valid = ApplicantLink.objects.filter(
            pk=link.pk,
            state=ApplicantLink.State.CURRENT,
            expires_at__gt=now,
            sealed_url__isnull=False,
        )
        if link.sealed_url is None or not valid.update(shown_at=now):
            raise TooLate(_("This link is no longer valid. Renew it to get another one."))
        record(
            Event.LINK_SHOWN,
            by=by,
            seat=seat,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("link", link.id),
        )
    return unseal(its_round.journey.key(), link.sealed_url, context=f"link:{link.id}").decode()


def renew_link(link: ApplicantLink, *, by: User, seat: Seat = NOWHERE) -> None:
    """Ask for another link: the row goes out once more. Raises TooLate while one is on its way."""
    _round_of(link, by=by)
    row = (
        OutboxRow.objects.filter(
            decision__round=link.round_id,
            kind=OutboxRow.Kind.NEW_JOURNEY,
            decision__state=Decision.State.EFFECTIVE,
        )
        .select_related("decision__round__journey__account")
        .first()
    )
    if row is None:
        raise TooLate(_("There is no resubmission in effect to renew the link of."))
    again(row, by=by, seat=seat)


def _round_of(link: ApplicantLink, *, by: User) -> Round:
    """The link's round, for whoever holds the case or decided it. Raises NotAllowed."""
    its_round = Round.objects.select_related("journey__account", "case").get(pk=link.round_id)
    decided = Decision.objects.filter(round=its_round, person=by).exclude(
        state=Decision.State.WITHDRAWN
    )
    if its_round.case.claimed_by_id != by.pk and not decided.exists():
        raise NotAllowed(_("Only the person who asked for the resubmission has its link."))
    return its_round


def _keep_link(row: OutboxRow, link: NewLink, key: bytes) -> None:
    its_round = row.decision.round
    new = ApplicantLink(
        round=its_round,
        provider_id=link.provider_id,
        expires_at=timezone.now() + timedelta(seconds=link.seconds_valid),
    )
    new.sealed_url = seal(key, link.url.encode("utf-8"), context=f"link:{new.id}")
    with transaction.atomic():
        ApplicantLink.objects.filter(round=its_round, state=ApplicantLink.State.CURRENT).update(
            state=ApplicantLink.State.REPLACED
        )
        new.save(force_insert=True)
        end(row, OutboxRow.State.SENT)
        record(
            Event.LINK_CREATED,
            system=SYSTEM,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("link", new.id),
            data={"journey": link.provider_id, "expires_at": new.expires_at.isoformat()},
        )


def _list_orphan(row: OutboxRow) -> None:
    """Once for each answer that was lost."""
    its_round = row.decision.round
    with transaction.atomic():
        OutboxRow.objects.filter(pk=row.pk, state=OutboxRow.State.SENDING).update(
            state=OutboxRow.State.WAITING
        )
        orphan = ApplicantLink.objects.create(
            round=its_round, state=ApplicantLink.State.ORPHAN, expires_at=timezone.now()
        )
        record(
            Event.LINK_ORPHANED,
            system=SYSTEM,
            account=its_round.journey.account.lane,
            case_id=its_round.case_id,
            round_id=its_round.pk,
            about=("link", orphan.id),
        )


def _applicant_id(snapshot: Snapshot, key: bytes) -> str:
    row = Applicant.objects.filter(snapshot=snapshot).first()
    return row.part(key, snapshot).applicant_id if row is not None else ""
