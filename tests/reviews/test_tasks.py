"""What beat and jobs call: thin, and yet the only way in for both."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from journeys.models import Account
from kycreview.jobs.models import Job
from kycreview.staff.models import User
from reviews.models import Case, Decision
from reviews.tasks import pull_cases
from tests.reviews.house import arrive, decided, held_case, in_effect, run_jobs


@pytest.mark.both_databases
def test_the_beat_opens_cases_and_asks_after_applicants(idwise: Account, reviewer: User) -> None:
    in_effect(held_case(arrive(idwise, outcome="glare"), by=reviewer), "resubmit", by=reviewer)
    Case.objects.update(asked_at=timezone.now() - timedelta(days=30))
    arrive(idwise, outcome="expired", index=1)
    pull_cases()
    assert Case.objects.count() == 2
    assert Job.objects.filter(kind="journey.fetch").count() == 1


@pytest.mark.both_databases
def test_a_job_brings_a_decision_into_effect_when_its_time_has_come(
    idwise: Account, reviewer: User
) -> None:
    decision = decided(
        held_case(arrive(idwise, outcome="glare"), by=reviewer), "reject", by=reviewer
    )
    (job,) = run_jobs("decision.take_effect")
    assert job.state == Job.State.WAITING, "the window is still open"
    Decision.objects.update(takes_effect_at=timezone.now() - timedelta(seconds=1))
    (job,) = run_jobs("decision.take_effect")
    assert job.state == Job.State.DONE
    decision.refresh_from_db()
    assert decision.state == Decision.State.EFFECTIVE
