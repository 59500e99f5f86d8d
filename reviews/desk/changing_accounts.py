"""Changes of provider accounts, by admins.

Whose decision counts in the end is changed with a second admin alone; the rest holds at once.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from journeys.accounts import change_account
from journeys.models import Account
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.record import NOWHERE, Seat
from reviews.desk.changing import Saved, wait_for_second
from reviews.errors import NotAllowed
from reviews.models import PendingChange


def save_account(
    account: Account,
    given: Mapping[str, str],
    *,
    seen_record: str = "",
    by: User,
    seat: Seat = NOWHERE,
) -> Saved:
    """Save what the form has set. A wish for another system of record waits for a second admin.

    `seen_record` is what the page showed: who did not touch it wishes nothing, though it changed
    meanwhile. Raises ChangedMeanwhile where such a wish waits already, NotAllowed.
    """
    if not by.may(Permission.ACCOUNTS_MANAGE):
        raise NotAllowed(_("Your role does not manage accounts; an admin's does."))
    wanted = account.system_of_record
    with transaction.atomic():
        change_account(account, given, by=by, seat=seat)
        held = account.system_of_record
        if wanted in (held, seen_record):
            return Saved(str(account.pk), 0)
        return wait_for_second(
            PendingChange.Kind.ACCOUNT,
            str(account.pk),
            values={"before": held, "after": wanted},
            based_on=0,
            weak=(record_words(account, wanted),),
            by=by,
            seat=seat,
        )


def record_words(account: Account, wanted: str) -> str:
    """What another system of record means for who decides."""
    if wanted == Account.SystemOfRecord.PROVIDER:
        words = _(
            "What is decided here about “%(account)s” is told to nobody any more. A decision in "
            "the provider's own console closes the case, without any gate or second reader."
        )
    else:
        words = _(
            "What is decided here about “%(account)s” is told to the provider. A decision in the "
            "provider's own console does not count by itself any more."
        )
    return words % {"account": account}
