"""What ten tasks cost by keyboard and by mouse alone, each done to its end in the database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from journeys.models import Journey, Locator
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.models import Case, Decision, Draft, Panel, PanelView, Queue, Round, Statement
from reviews.verdicts.writing import give_opinion, open_draft
from tests.bench.costs import hand_on
from tests.bench.counting import CountedKeyboard, CountedMouse
from tests.bench.interaction_cost import (
    DECISIONS,
    FACES,
    REJECTION,
    RESUBMISSION,
    TASKS,
    WHOLE,
    WORDS,
)
from tests.browsing import OpenPage
from tests.journeys.vault.files import jpeg
from tests.reviews.house import (
    arrive,
    decided,
    events,
    new_account,
    opened_strictly,
    put_file,
    round_of,
)
from tests.stories.hands import only

_REFERENCE = "REF-01-00000"
_LEAST_OF_A_DECISION = 2
_MOST_OF_A_CLEAN_APPROVAL = 6
# By keyboard, beside what is typed; the rating is one of them where there is one.
_MOST_STROKES = {
    "reject with reason": 4,
    "resubmit two steps": 7,
    "clear three AML matches": 12,
    "compare an authenticity pair": 3,
    "hold": 6,
}


def _nobody_decided(body: dict[str, Any]) -> None:
    """Nothing failed, and the word for it is in no table: a person has to look."""
    body.update(final_decision="Perhaps", system_decision="Perhaps")


def _three_namesakes(body: dict[str, Any]) -> None:
    """Of seven listed people, three that were born in another year."""
    listed = body["aml"]["matches"]
    body["aml"]["matches"] = [listed[1], listed[2], listed[4]]


def _journey(task: str) -> Journey:
    """A journey that the task is about, with every picture in the vault."""
    if task == "compare an authenticity pair":
        found = arrive(new_account("signzy"), outcome="authenticity_failed_pattern")
    elif task == "clear three AML matches":
        found = arrive(new_account("idwise"), outcome="aml_many", change=_three_namesakes)
    elif task == "resubmit two steps":
        found = arrive(new_account("idwise"), outcome="glare")
    else:
        found = arrive(new_account("idwise"), outcome="clean_pass", change=_nobody_decided)
    for number, locator in enumerate(found.locators.filter(state=Locator.State.WAITING)):
        put_file(locator, jpeg(320 + number, 200))
    found.refresh_from_db()
    return found


def _approved(its_round: Round, by: User) -> None:
    decision = Decision.objects.get()
    assert (decision.person, decision.outcome, decision.reason_codes) == (by, "approve", [])
    seen = set(PanelView.objects.filter(person=by).values_list("panel", flat=True))
    assert {Panel.FACES.value, Panel.DOCUMENT.value, Panel.SCREENING.value} <= seen


def _rejected(its_round: Round, by: User) -> None:
    decision = Decision.objects.get()
    assert (decision.person, decision.outcome) == (by, "reject")
    assert decision.reason_codes == [REJECTION]


def _asked_again(its_round: Round, by: User) -> None:
    decision = Decision.objects.get()
    assert (decision.person, decision.outcome) == (by, "resubmit")
    assert decision.reason_codes == [RESUBMISSION]
    assert len(decision.steps) == 2


def _cleared(its_round: Round, by: User) -> None:
    said = Statement.objects.filter(person=by, kind=Statement.Kind.DISPOSITION)
    assert [one.code for one in said] == ["not_this_person"] * 3
    assert said.values("stable_key").distinct().count() == 3


def _compared(its_round: Round, by: User) -> None:
    (said,) = Statement.objects.filter(person=by, kind=Statement.Kind.ELEMENT)
    assert said.code == "doubtful"


def _found(its_round: Round, by: User) -> None:
    (search,) = events(Event.SEARCH_MADE)
    (viewed,) = events(Event.EVIDENCE_VIEWED)
    assert (search.actor, viewed.actor) == (by, by)
    assert viewed.case_id == its_round.case_id


def _undone(its_round: Round, by: User) -> None:
    assert Decision.objects.get().state == Decision.State.WITHDRAWN
    assert its_round.case.claimed_by == by


def _held(its_round: Round, by: User) -> None:
    assert (its_round.case.state, its_round.case.claimed_by) == (Case.State.OPEN, None)
    assert its_round.case.held_until is not None
    assert [entry.actor for entry in events(Event.CASE_HELD)] == [by]


def _noted(its_round: Round, by: User) -> None:
    assert Draft.objects.get().person == by
    _row, values = open_draft(its_round, its_round.journey.key(), by=by)
    assert values["note"] == WORDS


def _history_opened(its_round: Round, by: User) -> None:
    assert PanelView.objects.filter(round=its_round, person=by, panel=Panel.HISTORY).exists()


_REACHED: dict[str, Callable[[Round, User], None]] = {
    "approve clean": _approved,
    "reject with reason": _rejected,
    "resubmit two steps": _asked_again,
    "clear three AML matches": _cleared,
    "compare an authenticity pair": _compared,
    "find a journey by reference": _found,
    "undo": _undone,
    "hold": _held,
    "note": _noted,
    "open history": _history_opened,
}


@pytest.mark.long
@pytest.mark.parametrize("device", ["keyboard", "mouse"])
@pytest.mark.parametrize("name", TASKS)
def test_a_task_is_done_with_one_device_alone_and_counted(
    open_page: OpenPage, reviewer: User, name: str, device: str
) -> None:
    task = TASKS[name]
    Queue.objects.update(undo_seconds=60)
    case = opened_strictly(_journey(name))
    at = "/desk/"
    if name != "find a journey by reference":
        its_round = round_of(claim(case, by=reviewer))
        if task.starts_at == WHOLE or name == "undo":
            give_opinion(its_round, rating=2, by=reviewer)
        if name == "undo":
            decided(its_round, "reject", by=reviewer)
        if task.starts_at in (FACES, WHOLE):
            at = f"/case/{case.pk}/"
    page = open_page(reviewer, width=1440, height=900)
    with only(device, page):
        page.goto(at)
        if task.starts_at in (FACES, WHOLE):
            expect(page.locator("#case-main")).to_have_attribute("data-stage", task.starts_at)
        if device == "keyboard":
            keys = CountedKeyboard(page)
            task.by_keyboard(keys, _REFERENCE)
            cost = keys.cost
        else:
            mouse = CountedMouse(page)
            task.by_mouse(mouse, _REFERENCE)
            cost = mouse.cost
    its_round = round_of(Case.objects.get(pk=case.pk))
    its_round.case = Case.objects.select_related("claimed_by").get(pk=case.pk)
    _REACHED[name](its_round, reviewer)
    hand_on(name, device, cost)
    if name in DECISIONS:
        assert cost.strokes + cost.clicks >= _LEAST_OF_A_DECISION
    assert cost.strokes <= _MOST_STROKES.get(name, cost.strokes)
    if name == "approve clean":
        assert cost.strokes + cost.clicks <= _MOST_OF_A_CLEAN_APPROVAL
