"""The rows that figures are counted from, narrowed to what was asked for: querysets, no answers.

Cases of tests are left out, and so are re-readings, which are a check of the work and no work of
applicants: they have figures of their own.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Case as When_
from django.db.models import (
    CharField,
    DateField,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, TruncDate, TruncMonth, TruncWeek

from journeys.models import Account
from reviews.insight.period import Cut, Period
from reviews.insight.shapes import Asked
from reviews.models import Case, Decision, Round

# Of a case on its way: looked at now, or to be looked at next.
OPEN = (Case.State.OPEN.value, Case.State.CLAIMED.value)
# Of a decision, against the time by which its round was due.
IN_TIME, LATE, UNKNOWN = "in_time", "late", "unknown"


def new_cases(asked: Asked) -> QuerySet[Case]:
    """Opened in the period."""
    found = Case.objects.filter(
        opened_at__gte=asked.period.since, opened_at__lt=asked.period.until, is_test=False
    )
    return found.filter(_scope(asked))


def rounds_again(asked: Asked) -> QuerySet[Round]:
    """Opened in the period on a case that had been closed, or was waiting for its applicant."""
    found = Round.objects.filter(
        opened_at__gte=asked.period.since, opened_at__lt=asked.period.until, case__is_test=False
    ).exclude(why=Round.Why.FIRST)
    return found.exclude(why=Round.Why.REREAD).filter(_scope(asked, "case__"))


def decisions(asked: Asked, *, of: Period | None = None) -> QuerySet[Decision]:
    """Made in the period, and in effect since: readings that another one followed never were."""
    period = of or asked.period
    found = Decision.objects.filter(
        decided_at__gte=period.since,
        decided_at__lt=period.until,
        effective_at__isnull=False,
        round__case__is_test=False,
    ).exclude(round__why=Round.Why.REREAD)
    return found.filter(_scope(asked, "round__case__")).order_by()


def open_cases(asked: Asked) -> QuerySet[Case]:
    """Open as of now, whenever they came."""
    return Case.objects.filter(state__in=OPEN, is_test=False).filter(_scope(asked))


def day_of(column: str, period: Period) -> TruncDate:
    """The day of a moment, as the period's zone has it."""
    return TruncDate(column, tzinfo=period.zone)


def piece_of(column: str, period: Period) -> TruncDate | Cast:
    """The first day of the piece that a moment lies in."""
    if period.cut == Cut.DAY:
        return day_of(column, period)
    cut = TruncWeek if period.cut == Cut.WEEK else TruncMonth
    # Cast, because a statement of our own gets what the database says, not what Django makes of it.
    return Cast(cut(column, tzinfo=period.zone, output_field=DateField()), DateField())


def wait_of_decision() -> ExpressionWrapper[Any]:
    """From the opening of the round to its decision: what an applicant waited for us."""
    return ExpressionWrapper(F("decided_at") - F("round__opened_at"), output_field=DurationField())


def timing_of_decision() -> When_:
    """Whether it came before its round was due; of rounds of old nobody knows."""
    return When_(
        When(round__due_at__isnull=True, then=Value(UNKNOWN)),
        When(decided_at__lte=F("round__due_at"), then=Value(IN_TIME)),
        default=Value(LATE),
        output_field=CharField(),
    )


def age_of_case(asked: Asked) -> ExpressionWrapper[Any]:
    """Since its open round opened."""
    return ExpressionWrapper(Value(asked.now) - F("round_opened_at"), output_field=DurationField())


def _scope(asked: Asked, prefix: str = "") -> Q:
    scope = Q()
    if asked.queue:
        scope &= Q(**{f"{prefix}queue": asked.queue})
    if asked.account:
        # A subquery that is asked once, instead of a join.
        account = Account.objects.filter(slug=asked.account).values("pk")
        scope &= Q(**{f"{prefix}account__in": account})
    return scope
