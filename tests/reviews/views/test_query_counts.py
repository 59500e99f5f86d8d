"""Pages ask the database equally often, however much there is to show: the numbers are exact."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from journeys.models import ROW_OF_SLOT, Account, Journey, MediaUse
from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.models import Case
from reviews.verdicts.reopening import reopen
from reviews.verdicts.writing import give_opinion
from tests.people import SignedIn
from tests.reviews.house import (
    Change,
    arrive,
    in_effect,
    more_cases,
    opened,
    opened_strictly,
    round_of,
    store_pictures,
)

CASE_PAGE = 50
# Matches are looked up among the answers to earlier ones.
PRECEDENTS = 1
# Under a queue that wants the faces rated first: whether this person has.
RATED = 1
BLIND_PAGE = 20
# The first look at a panel: whether it is, once more within the transaction, row and entry.
# The whole page knows of itself whether it is; the faces alone ask every time.
FIRST_LOOK = 11
JOURNEY_PAGE = 31
DESK = 16


def many_times(body: dict[str, Any]) -> None:
    """IDWise: ten times the documents, checks, fields, rules, matches and pictures."""
    steps = body["documents"]
    for number in range(1, 11):
        step = copy.deepcopy(steps["0"])
        for name, path in step["images"].items():
            step["images"][name] = path and f"{path[:-3]}{number:03}"
        for face in step["face_match_result"]["images"]:
            face["image_path"] = f"{face['image_path'][:-3]}{number:03}"
        steps[str(number)] = step
    first = next(iter(body["rule_results"].values()))
    for number in range(190):
        body["rule_results"][f"rule_of_the_house_{number}"] = copy.deepcopy(first)
    for match in list(body["aml"]["matches"]):
        for number in range(9):
            body["aml"]["matches"].append({**match, "resourceId": f"res-{number}-{id(match)}"})


def many_elements(body: dict[str, Any]) -> None:
    """Signzy: ten times the authenticity elements, fields and pictures."""
    intelligence = body["documentIntelligence"]
    for side in intelligence["authenticityCheck"].values():
        for elements in side.values():
            for number in range(9):
                for element in list(elements[:3]):
                    more = copy.deepcopy(element)
                    for name in ("image", "etalonImage"):
                        if more[name]:
                            more[name] = more[name].replace("/api/files/9", f"/api/files/{number}8")
                    elements.append(more)
    for number in range(300):
        intelligence["extractedFields"][f"Field {number}"] = f"value {number}"


GROWTHS: dict[str, tuple[str, Change]] = {
    "idwise": ("aml_many", many_times),
    "signzy": ("face_mismatch", many_elements),
}


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    made = signed_in(reviewer)
    made.get(reverse("profile"))  # its session is known from here on
    return made


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def rows_of(journey: Journey) -> int:
    journey.refresh_from_db()
    return sum(
        row_type.objects.filter(snapshot=journey.current_snapshot_id).count()  # type: ignore[attr-defined]  # abstract base's manager
        for row_type in ROW_OF_SLOT.values()
    )


def small_and_large(account: Account) -> tuple[Journey, Journey]:
    """Two journeys of one outcome with all pictures, one with many times the rows."""
    outcome, grow = GROWTHS[account.provider]
    small = arrive(account, outcome=outcome)
    large = arrive(account, outcome=outcome, index=1, change=grow)
    for journey in (small, large):
        store_pictures(journey)
    assert rows_of(large) > 4 * rows_of(small)
    assert MediaUse.objects.filter(snapshot__journey=large).count() > (
        3 * MediaUse.objects.filter(snapshot__journey=small).count()
    )
    return small, large


def twice(client: Client, case: Case) -> tuple[int, int]:
    """The queries of the first look and of the next."""
    url = reverse("case", args=[case.pk])
    return queries(client, url), queries(client, url)


@pytest.mark.both_databases
@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_a_case_page_asks_equally_often_however_large_the_graph_is(
    request: pytest.FixtureRequest, client: Client, reviewer: User, provider: str
) -> None:
    account: Account = request.getfixturevalue(provider)
    small, large = small_and_large(account)
    found = {}
    for journey in (small, large):
        case = claim(opened(journey), by=reviewer)
        found[journey] = twice(client, case)
    page = CASE_PAGE - (PRECEDENTS if provider == "signzy" else 0)
    assert found == dict.fromkeys((small, large), (page + FIRST_LOOK, page))


@pytest.mark.both_databases
@pytest.mark.parametrize("provider", ["idwise", "signzy"])
def test_so_do_the_faces_alone_and_the_whole_after_the_rating(
    request: pytest.FixtureRequest, client: Client, reviewer: User, provider: str
) -> None:
    account: Account = request.getfixturevalue(provider)
    small, large = small_and_large(account)
    blind, rated = {}, {}
    for journey in (small, large):
        case = claim(opened_strictly(journey), by=reviewer)
        blind[journey] = twice(client, case)
        give_opinion(round_of(case), rating=1, by=reviewer)
        rated[journey] = twice(client, case)
    page = CASE_PAGE + RATED - (PRECEDENTS if provider == "signzy" else 0)
    assert blind == dict.fromkeys((small, large), (BLIND_PAGE + FIRST_LOOK - 1, BLIND_PAGE))
    assert rated == dict.fromkeys((small, large), (page, page))


def test_earlier_rounds_notes_and_opinions_cost_nothing_more(
    idwise: Account, client: Client, reviewer: User, lead: User
) -> None:
    journey = arrive(idwise, outcome="aml_many")
    store_pictures(journey)
    case = claim(opened(journey), by=reviewer)
    url = reverse("case", args=[case.pk])
    _first, before = twice(client, case)
    for number in range(3):
        its_round = round_of(Case.objects.get())
        for _ in range(4):
            give_opinion(its_round, rating=1, by=reviewer)
        in_effect(its_round, "reject", by=reviewer, note=f"Note {number}")
        reopen(Case.objects.get(), why="Again.", by=lead)
        claim(Case.objects.get(), by=reviewer)
    queries(client, url)  # the first look in this round
    assert (before, queries(client, url)) == (CASE_PAGE, CASE_PAGE)


def test_a_journey_page_asks_equally_often(idwise: Account, client: Client) -> None:
    small = arrive(idwise, outcome="clean_pass")
    large = arrive(idwise, outcome="clean_pass", index=1, change=_many_fields)
    found = [queries(client, reverse("journey", args=[one.pk])) for one in (small, large)]
    assert found == [JOURNEY_PAGE, JOURNEY_PAGE]


@pytest.mark.both_databases
def test_the_desk_asks_equally_often_for_one_case_and_for_fifty(
    idwise: Account, client: Client, reviewer: User
) -> None:
    first = opened(arrive(idwise, outcome="glare"))

    def one_of_each() -> None:
        """An open, a claimed, a waiting and a decided case."""
        _open, held, waiting, done = more_cases(first, 4)
        claim(held, by=reviewer)
        in_effect(round_of(claim(waiting, by=reviewer)), "resubmit", by=reviewer)
        in_effect(round_of(claim(done, by=reviewer)), "reject", by=reviewer)

    one_of_each()
    before = queries(client, reverse("desk"))
    for _ in range(8):
        one_of_each()
    more_cases(first, 50)
    assert Case.objects.filter(state=Case.State.OPEN).count() > 50
    assert (before, queries(client, reverse("desk"))) == (DESK, DESK)


def _many_fields(body: dict[str, Any]) -> None:
    fields = body["documents"]["0"]["extracted_fields"]
    for number in range(200):
        fields[f"Field {number}"] = {"value": "x", "type": "string", "source": "VIZ"}
