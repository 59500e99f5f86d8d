"""What a search keeps of its results: how many, what filters would leave, the cases of a page."""

from __future__ import annotations

import json
from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys.models import Account, Journey, NameUse
from journeys.searching import finding
from journeys.searching.asked import Asked
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk import results, searches
from reviews.desk.claims import claim
from reviews.desk.results import result_page
from reviews.desk.search_states import State, state_counts, states_of
from reviews.models import Case, CaseJourney, Queue
from tests.journeys.searching.people_for_tests import known
from tests.reviews.house import arrive, events, in_effect, opened, round_of

pytestmark = pytest.mark.both_databases


def with_case(journey: Journey, state: Case.State = Case.State.OPEN) -> Case:
    case = Case.objects.create(
        queue=Queue.objects.get(kind=Queue.Kind.DEFAULT),
        account=journey.account,
        due_at=journey.first_seen_at,
        state=state,
    )
    CaseJourney.objects.create(case=case, journey=journey)
    return case


def test_states_are_counted_as_they_are_said(idwise: Account, reviewer: User) -> None:
    cases = [opened(arrive(idwise, outcome="glare", index=index)) for index in range(3)]
    for case, outcome in zip(cases, ("approve", "reject"), strict=False):
        in_effect(round_of(claim(case, by=reviewer)), outcome, by=reviewer)
    known(idwise, "Khalid Saleh")
    for state in (Case.State.WAITING, Case.State.OPEN, Case.State.DECIDED):
        with_case(known(idwise, "Khalid Saleh"), state)
    ids = list(Journey.objects.values_list("pk", flat=True))
    said = Counter(state.value for state in states_of(ids).values())
    with CaptureQueriesContext(connection) as captured:
        assert state_counts(ids) == said
    assert len(captured) == 1
    # Without a decision a closed case says no more than an open one.
    expected = {State.APPROVED: 1, State.REJECTED: 1, State.OPEN: 3, State.WAITING: 1}
    assert said == {state.value: count for state, count in expected.items()} | {"none": 1}
    assert state_counts([]) == {}


@pytest.mark.parametrize("counted", [1, 4, 2_000])
def test_the_cases_of_the_first_page_are_recorded_however_many_there_are(
    idwise: Account, auditor: User, monkeypatch: pytest.MonkeyPatch, counted: int
) -> None:
    for module in (finding, searches):
        monkeypatch.setattr(module, "PAGE", 2)
    monkeypatch.setattr(finding, "MOST_COUNTED", counted)
    cases = [with_case(known(idwise, "Khalid Saleh")) for _number in range(4)]
    found = searches.opened(searches.begin(Asked("saleh khalid"), by=auditor))
    (entry,) = events(Event.SEARCH_MADE)
    data = json.loads(entry.data)
    assert data["cases"] == sorted(str(case.pk) for case in cases[-2:])
    assert (found.count, found.is_more) == (min(4, counted), counted < 4)
    assert data["count"] == found.count
    assert found.facets.get("state") == (None if found.is_more else {"open": 4})
    shown = [row.case_code for row in result_page(found, viewer=auditor).rows]
    assert shown[:2] == [cases[3].code, cases[2].code]


def test_filters_are_counted_of_as_many_as_somebody_reads(
    idwise: Account, auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(searches, "MOST_SORTED", 2)
    for sizes in ({"none": 1}, {"none": 2}, None):
        known(idwise, "Khalid Saleh")
        found = searches.opened(searches.begin(Asked("khalid"), by=auditor))
        assert found.facets.get("state") == sizes
    assert (found.count, found.is_more) == (3, False)


def test_the_first_page_shows_who_came_in_since(
    idwise: Account, auditor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (finding, searches, results):
        monkeypatch.setattr(module, "PAGE", 2)
    journeys = [known(idwise, "Khalid Saleh") for _number in range(2)]
    assert searches.opened(searches.begin(Asked("saleh khalid"), by=auditor)).since is None
    journeys.append(known(idwise, "Khalid Saleh"))
    found = searches.opened(searches.begin(Asked("saleh khalid"), by=auditor))
    assert found.since == journeys[0].first_seen_at
    journeys.append(known(idwise, "Khalid Saleh"))
    page = result_page(found, viewer=auditor)
    assert [row.journey_label for row in page.rows] == [
        journeys[3].provider_id,
        journeys[2].provider_id,
    ]
    assert page.after == journeys[2].pk
    rest = result_page(found, viewer=auditor, after=page.after)
    assert [row.journey_label for row in rest.rows] == [one.provider_id for one in journeys[1::-1]]
    NameUse.objects.filter(journey__in=[one.pk for one in journeys[2:]]).delete()
    left = result_page(found, viewer=auditor)
    assert [row.journey_label for row in left.rows] == [one.provider_id for one in journeys[1::-1]]
