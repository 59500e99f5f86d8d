"""What holds for a reason, and writing its next version; a retired reason stays for ever.

The writer is called in a transaction; it holds the version that the person saw to the one that is
there, and tells the trail.
"""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import Seat, record
from reviews.desk.policy_settings import PolicyError
from reviews.desk.reason_settings import ReasonSettings, Words, plain_diff
from reviews.desk.versions import changed_meanwhile, proposer
from reviews.models import Reason, ReasonText


def settings_of(reason: Reason) -> ReasonSettings:
    """From the row and its texts. One query, none where the texts are there already."""
    texts = {
        text.language: Words(text.reviewer_text, text.applicant_text) for text in reason.texts.all()
    }
    return ReasonSettings(
        outcome=reason.outcome,
        order=reason.order,
        is_active=reason.is_active,
        needs_note=reason.needs_note,
        provider_text=reason.provider_text,
        texts=tuple(sorted((one, words) for one, words in texts.items() if words != Words())),
    )


def write_reason(
    code: str,
    after: ReasonSettings,
    *,
    based_on: int,
    by: User,
    seat: Seat,
    proposed_by: User | None = None,
) -> int:
    """Make a reason (`based_on` 0) or its next version; the version's number.

    `proposed_by` is set where `by` is the second admin. Raises ChangedMeanwhile, and PolicyError
    where an outcome would be left without a reason.
    """
    number = based_on + 1
    columns = {
        "order": after.order,
        "is_active": after.is_active,
        "needs_note": after.needs_note,
        "provider_text": after.provider_text,
    }
    if based_on:
        reason = Reason.objects.prefetch_related("texts").get(pk=code)
        before = settings_of(reason)
        if before.is_active and not after.is_active:
            refuse_last(reason)
        if not Reason.objects.filter(pk=code, version=based_on).update(version=number, **columns):
            raise changed_meanwhile()
    else:
        before = None
        try:
            with transaction.atomic():
                reason = Reason.objects.create(
                    code=code, outcome=after.outcome, version=number, **columns
                )
        except IntegrityError:
            raise PolicyError([("code", _("A reason has this code already."))]) from None
    _set_texts(reason, after)
    record(
        Event.REASON_CHANGED,
        by=by,
        seat=seat,
        about=("reason", code),
        data={
            "reason": code,
            "version": number,
            "changes": plain_diff(before, after),
            **proposer(proposed_by),
        },
    )
    return number


def hold_outcome(outcome: str) -> list[Reason]:
    """Its reasons, locked in one order: two admins who retire one each come one by one."""
    return list(Reason.objects.select_for_update().filter(outcome=outcome).order_by("pk"))


def refuse_last(reason: Reason) -> None:
    """Rejecting and asking again need a reason. Raises PolicyError."""
    rows = hold_outcome(reason.outcome)
    if not any(row.is_active and row.pk != reason.pk for row in rows):
        raise PolicyError(
            [("is_active", _("It is the last reason in use for this outcome: add another first."))]
        )


def _set_texts(reason: Reason, after: ReasonSettings) -> None:
    kept = dict(after.texts)
    ReasonText.objects.filter(reason=reason).exclude(language__in=kept).delete()
    for language, words in kept.items():
        ReasonText.objects.update_or_create(
            reason=reason,
            language=language,
            defaults={"reviewer_text": words.reviewer, "applicant_text": words.applicant},
        )
