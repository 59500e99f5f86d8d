"""The bar of a case page: which case this is, and what this person may do with it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.models import Snapshot
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.evidence.readers import why_not_take
from reviews.models import Case, Recusal, Round

_TOLD_NOBODY = (Round.Why.FIRST, Round.Why.REREAD)


@dataclass(frozen=True, kw_only=True)
class CaseHead:
    """The identity bar, and what this person may do here."""

    id: UUID
    code: str
    state: str
    state_label: str
    queue_name: str
    attempt: int
    is_test: bool
    due_at: datetime
    opened_at: datetime
    is_mine: bool
    claimed_by: User | None
    claim_until: datetime | None
    # Whose claim this was until it ended; nobody has taken it since.
    was_mine: bool
    can_claim: bool
    # Somebody else holds it, and this person could be its reader.
    can_ask: bool
    can_release: bool
    # Notes are for whoever reviews, at any time.
    can_note: bool
    is_worked_on: bool
    # Of this person's own claim.
    seconds_left: int
    can_decide: bool
    can_reopen: bool
    read_only_reason: str
    provider_label: str
    account_slug: str
    journey_id: str
    reference: str
    round_id: UUID
    snapshot_id: UUID
    snapshot_number: int
    needs: str = ""
    needs_sanctions: bool = False
    held_until: datetime | None = None
    held_by: User | None = None
    # Given to this person, and to be taken by nobody else.
    assigned_to: User | None = None
    may_lead: bool = False
    may_confirm_sanctions: bool = False
    # Why the case is here once more; empty at a first look, and at a blind one.
    why_again: str = ""


def blind_head(case: Case, last: Round, snapshot: Snapshot, viewer: User) -> CaseHead:
    """The bar while the faces are not rated: no queue, provider, id or number of rounds."""
    head = case_head(case, last, snapshot, viewer)
    return replace(
        head,
        queue_name="",
        provider_label="",
        account_slug="",
        journey_id="",
        attempt=0,
        why_again="",
    )


def case_head(
    case: Case, last: Round, snapshot: Snapshot, viewer: User, *, reference: str = ""
) -> CaseHead:
    """What stands in the bar, and what this person may do."""
    now = timezone.now()
    is_claimed = case.state == Case.State.CLAIMED
    is_over = is_claimed and case.claim_until is not None and case.claim_until < now
    is_mine = is_claimed and not is_over and case.claimed_by_id == viewer.pk
    is_free = is_over or case.state == Case.State.OPEN
    may_review = viewer.may(Permission.CASES_REVIEW)
    is_recused = (
        may_review and not is_mine and Recusal.objects.filter(case=case, person=viewer).exists()
    )
    barred = why_not_take(case, person=viewer) if is_free and may_review and not is_recused else ""
    return CaseHead(
        id=case.pk,
        code=case.code,
        state=case.state,
        state_label=str(case.get_state_display()),
        queue_name=case.queue.name,
        attempt=last.number,
        is_test=case.is_test,
        due_at=case.due_at,
        opened_at=case.opened_at,
        is_mine=is_mine,
        claimed_by=case.claimed_by if is_claimed and not is_over else None,
        claim_until=case.claim_until,
        was_mine=is_over and case.claimed_by_id == viewer.pk,
        can_claim=is_free and may_review and not is_recused and not barred,
        can_ask=is_claimed and not is_over and not is_mine and may_review and not is_recused,
        can_release=is_mine,
        can_note=may_review and not is_recused,
        is_worked_on=case.state in (Case.State.OPEN, Case.State.CLAIMED),
        seconds_left=round((case.claim_until - now).total_seconds())
        if is_mine and case.claim_until
        else 0,
        can_decide=is_mine,
        can_reopen=case.state == Case.State.DECIDED
        and last.closed_at is not None
        and viewer.may(Permission.CASES_LEAD),
        read_only_reason=barred or _why_read_only(case, is_mine, is_free, may_review, is_recused),
        provider_label=last.journey.account.get_provider_display(),
        account_slug=last.journey.account.slug,
        journey_id=last.journey.provider_id,
        reference=reference,
        round_id=last.pk,
        snapshot_id=snapshot.pk,
        snapshot_number=snapshot.number,
        needs=case.needs,
        needs_sanctions=case.needs_sanctions,
        held_until=case.held_until if case.held_until and case.held_until > now else None,
        held_by=case.held_by if case.held_until and case.held_until > now else None,
        assigned_to=case.assigned_to,
        may_lead=viewer.may(Permission.CASES_LEAD),
        may_confirm_sanctions=viewer.may(Permission.SANCTIONS_DECIDE),
        why_again="" if last.why in _TOLD_NOBODY else str(last.get_why_display()),
    )


def _why_read_only(
    case: Case, is_mine: bool, is_free: bool, may_review: bool, is_recused: bool
) -> str:
    if is_mine:
        return ""
    if not may_review:
        return _("You may look, and not decide: your role does not review cases.")
    if is_recused:
        return _("You gave this case back for good because you know the person.")
    if case.state == Case.State.WAITING:
        return _("The applicant was asked to send again; the next round opens by itself.")
    if case.state == Case.State.DECIDED:
        return _("This case is decided.")
    if is_free:
        return _("Claim the case to decide it.")
    return _("%(who)s holds this case.") % {"who": case.claimed_by}
