"""Panel 8: lanes, repeated looks in one line, keys in words, answers that count no more."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from kycreview.trail.events import Event
from reviews.evidence.history import LANES, lane_of
from reviews.evidence.history_panel import gathered, history_panel
from reviews.evidence.history_words import DIGESTS, key_word, value_word
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import HistoryLine, Identity
from tests.reviews.evidence.bare_trees import bare_tree, rule

NOON = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
NOTHING = SaidBook()


def line(event: Event, *, minutes: float = 0, who: str = "Lina Osei", **data: str) -> HistoryLine:
    return HistoryLine(
        seq=100 - int(minutes),
        at=NOON - timedelta(minutes=minutes),
        event=event.value,
        event_label=str(event.label),
        who=who,
        lane=lane_of(event.value),
        data=tuple(data.items()),
        role="reviewer",
    )


def look(minutes: float, *, who: str = "Lina Osei", kind: str = "doc_front") -> HistoryLine:
    return line(Event.PICTURE_VIEWED, minutes=minutes, who=who, kind=kind, size="view")


def test_repeated_looks_of_one_person_are_one_line_with_a_count() -> None:
    (one,) = gathered([look(0), look(1, kind="selfie"), look(2)])
    assert one.count == 3
    assert dict(one.seen) == {"Document front": 2, "Selfie": 1}
    assert one.at - one.since == timedelta(minutes=2)


def test_looks_of_two_people_stay_apart() -> None:
    found = gathered([look(0), look(1, who="Rahel Tesfaye"), look(2)])
    assert [(one.who, one.count) for one in found] == [("Lina Osei", 2), ("Rahel Tesfaye", 1)]


def test_a_look_after_half_an_hour_or_after_an_act_is_another_visit() -> None:
    assert len(gathered([look(0), look(31)])) == 2
    assert len(gathered([look(0), line(Event.CASE_CLAIMED, minutes=1), look(2)])) == 3


@pytest.mark.parametrize("lane", LANES)
def test_a_lane_shows_its_own_lines_alone_and_counts_all(lane: str) -> None:
    lines = [
        line(Event.CASE_CLAIMED),
        line(Event.JOURNEY_READ, minutes=5),
        line(Event.EVIDENCE_VIEWED, minutes=9),
    ]
    panel = history_panel(lines, bare_tree(), NOTHING, lane=lane)
    assert [one.code for one in panel.shown_lanes] == [lane]
    shown = [
        one for day in panel.days for minute in day.minutes for _, c in minute.cells for one in c
    ]
    assert [one.lane for one in shown] == [lane]
    assert [one.count for one in panel.lanes] == [3, 1, 1, 1]


def test_a_lane_that_does_not_exist_shows_all() -> None:
    panel = history_panel([line(Event.CASE_CLAIMED)], bare_tree(), NOTHING, lane="<x>")
    assert panel.lane == ""
    assert len(panel.shown_lanes) == 3


def test_the_page_stays_short_and_says_how_much_more_there_is() -> None:
    lines = [line(Event.CASE_CLAIMED, minutes=n) for n in range(75)]
    panel = history_panel(lines, bare_tree(), NOTHING)
    assert panel.more == 15


def test_fingerprints_are_left_out_and_keys_are_words() -> None:
    (one,) = gathered(
        [line(Event.JOURNEY_READ, graph_digest="9e41", unmapped="0", verdict="review")]
    )
    assert one.facts == (("Unmapped values", "0"), ("Provider's verdict", "Needs review"))


def test_a_key_of_tomorrow_reads_as_words() -> None:
    assert key_word("some_new_key") == "Some new key"
    assert value_word("some_new_key", '{"count": 2}') == "Count 2"
    assert value_word("some_new_key", "{broken") == "{broken"
    assert "graph_digest" in DIGESTS


def test_what_was_said_of_other_content_is_listed_as_given_on_earlier_evidence() -> None:
    tree = bare_tree(rules=(rule("under_age", "fail"), rule("geolocation", "fail")))
    now, other = (tree.identity_of(one.part) for one in tree.rules)
    book = SaidBook(
        [
            (Identity(now.stable_key, "content of yesterday"), _said("explained")),
            (other, _said("explained")),
        ]
    )
    (answer,) = history_panel([], tree, book).earlier_answers
    assert (answer.about, answer.answer) == ("under_age", "Explained")


def _said(code: str) -> Said:
    return Said(
        id=uuid.uuid4(),
        kind="override",
        code=code,
        who="Lina Osei",
        at=NOON,
        round_number=1,
        is_mine=True,
    )


def test_reasons_are_shown_in_words() -> None:
    lines = [line(Event.DECISION_PROPOSED, outcome="reject", reasons="reject-a, reject-b")]
    (one,) = gathered(lines, {"reject-a": "Altered"})
    assert one.facts == (("Outcome", "Reject"), ("Reasons", "Altered, reject-b"))


def test_a_page_without_a_case_has_the_journey_and_no_timeline() -> None:
    tree = bare_tree()
    shown = SimpleNamespace(history=history_panel([look(0)], tree, NOTHING))
    page = render_to_string("reviews/case/_history.html", {"tree": tree, "panels": shown})
    assert 'id="journey"' in page
    assert 'id="unmapped"' in page
    assert 'id="timeline"' not in page
