"""Who may read a closed case again learns on no list and no result what was said of it before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account
from journeys.searching.asked import Asked
from kycreview.staff.models import User
from reviews.desk.rereading import open_rereads
from reviews.desk.search_states import State, states_of
from reviews.desk.searches import begin
from reviews.evidence.blind import cases_read_apart
from reviews.models import Case, Decision, Queue
from tests.people import MakePerson, SignedIn
from tests.reviews.house import arrive, held_case, in_effect, round_of
from tests.reviews.views.pages import page_of

pytestmark = pytest.mark.both_databases
OUTCOMES = ("Rejected", "Reject", "rejected", "Approved", "Resubmission", "doc-altered")


@pytest.fixture
def reread(idwise: Account, reviewer: User) -> Case:
    """Yesterday's rejection, which is read again."""
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    in_effect(its_round, "reject", by=reviewer)
    Queue.objects.update(reread_percent=10, blind_first=False)
    Decision.objects.update(decided_at=timezone.now() - timedelta(days=1))
    today = timezone.now().astimezone(UTC).date()
    tonight = datetime(today.year, today.month, today.day, 23, 59, tzinfo=UTC)
    assert open_rereads(tonight - timedelta(days=1)) + open_rereads(tonight) == 1
    return Case.objects.get()


def results(viewer: User, case: Case, signed_in: SignedIn, **filters: str) -> str:
    reference = round_of(case).journey.provider_id
    where = reverse("search_results", args=[begin(Asked(reference), by=viewer).pk])
    client = signed_in(viewer)
    answer = client.post(where, filters, follow=True) if filters else client.get(where)
    return page_of(answer).text


def test_results_of_a_search_say_open(
    reread: Case, second_reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    journey = round_of(reread).journey_id
    assert states_of([journey]) == {journey: State.OPEN}
    for viewer in (second_reviewer, lead):
        text = results(viewer, reread, signed_in)
        assert reread.code in text
        assert "Rejected" not in text.replace("Rejected 0", "")
        assert "Open" in text


def test_no_filter_of_a_search_finds_it_by_its_outcome(
    reread: Case, second_reviewer: User, signed_in: SignedIn
) -> None:
    assert reread.code in results(second_reviewer, reread, signed_in, state="open")
    assert reread.code not in results(second_reviewer, reread, signed_in, state="reject")


@pytest.mark.parametrize(
    "where", ["/desk/", "/queue/", "/queue/main/", "/nobody/", "/outbox/?show=all"]
)
def test_no_list_tells_the_outcome(
    reread: Case, make_person: MakePerson, signed_in: SignedIn, where: str
) -> None:
    answer = signed_in(make_person("lead")).get(where)
    assert answer.status_code == 200
    rows = page_of(answer).text
    assert "Reject" not in rows.replace("Refused", "")
    assert "Decision to the provider" not in rows


def test_the_whole_trail_keeps_its_details(
    reread: Case, lead: User, auditor: User, signed_in: SignedIn
) -> None:
    where = reverse("trail")
    assert "reject-doc-altered" not in signed_in(lead).get(where).content.decode()
    told = signed_in(auditor).get(where).content.decode()
    assert "reject" in told


def test_whoever_cannot_read_it_is_told(
    reread: Case, reviewer: User, auditor: User, second_reviewer: User, lead: User
) -> None:
    assert cases_read_apart([reread.pk], viewer=second_reviewer) == {reread.pk}
    assert cases_read_apart([reread.pk], viewer=lead) == {reread.pk}
    assert cases_read_apart([reread.pk], viewer=reviewer) == set(), "they decided it"
    assert cases_read_apart([reread.pk], viewer=auditor) == set()
