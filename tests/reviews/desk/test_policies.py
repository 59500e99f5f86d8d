"""A queue's settings: what is refused, how a change reads, and which change weakens a gate."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.desk.policies import Policy, diff, weakens
from reviews.desk.policy_settings import (
    CLEAN,
    LABELS,
    PolicyError,
    Trigger,
    Worker,
)
from reviews.models import Panel, Queue, Rank

STRICT = Policy(
    name="Gulf onboarding",
    is_guided=True,
    second_reader_when=frozenset(Trigger.values),
    mandatory_panels=tuple(Panel.values),
    sample_percent=5,
    passed_percent=2,
    reread_percent=3,
    approve_with_confirmed="never",
)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    percent = st.integers(0, 100)
    blind = draw(st.booleans())
    triggers = frozenset(draw(st.sets(st.sampled_from(Trigger.values))))
    days = draw(st.integers(1, 180))
    ids = draw(st.sets(st.uuids(), max_size=3))
    return Policy(
        name=draw(
            st.text("abcع 1", min_size=1, max_size=80).filter(lambda text: text == text.strip())
        ),
        rank=draw(st.sampled_from(Rank.values)),
        calendar=draw(st.sampled_from(["", "gulf"])),
        late_after_minutes=draw(st.integers(15, 86400)),
        workers=tuple(
            Worker(one, draw(st.none() | st.integers(1, 999))) for one in sorted(map(str, ids))
        ),
        assignment=draw(st.sampled_from(Queue.Assignment.values)),
        is_guided=draw(st.booleans()),
        shows_names=not blind and draw(st.booleans()),
        blind_first=blind,
        mandatory_panels=tuple(sorted(draw(st.sets(st.sampled_from(Panel.values))))),
        is_active=draw(st.booleans()),
        consent_needed=draw(st.booleans()),
        approve_with_confirmed=draw(st.sampled_from(Queue.Confirmed.values)),
        undo_seconds=draw(st.none() | st.integers(0, 60)),
        second_reader_when=triggers,
        sample_percent=draw(st.integers(1, 100)) if Trigger.SAMPLED in triggers else 0,
        passed_percent=draw(percent),
        reread_percent=draw(percent),
        applicant_days=days,
        reminder_days=draw(st.integers(1, days)),
        on_silence=draw(st.sampled_from(Queue.OnSilence.values)),
    )


@settings(max_examples=60, deadline=None)
@given(policy=policies())
def test_a_policy_survives_its_plain_form(policy: Policy) -> None:
    plain = json.loads(json.dumps(policy.to_json()))
    assert Policy.from_json(plain) == policy
    assert Policy.from_json(plain).to_json() == plain


@settings(max_examples=60, deadline=None)
@given(before=policies(), after=policies())
def test_every_setting_that_differs_is_told_and_no_other(before: Policy, after: Policy) -> None:
    told = {change.name for change in diff(before, after)}
    differs = {
        one.name for one in fields(Policy) if getattr(before, one.name) != getattr(after, one.name)
    }
    assert told == differs
    assert diff(before, before) == ()
    assert weakens(before, before) == ()


@settings(max_examples=60, deadline=None)
@given(before=policies(), after=policies())
def test_what_weakens_one_way_is_a_change(before: Policy, after: Policy) -> None:
    if weakens(before, after):
        assert diff(before, after)


def test_every_setting_has_a_cleaner_and_a_label() -> None:
    names = {one.name for one in fields(Policy)}
    assert names == set(CLEAN) == set(LABELS)


def test_what_is_missing_is_as_by_default() -> None:
    assert Policy.from_json({"name": " Main "}) == Policy(name="Main")


@pytest.mark.parametrize(
    "change,name,part",
    [
        ({"name": ""}, "name", "up to 80"),
        ({"name": "a\nb"}, "name", "up to 80"),
        ({"rank": 4}, "rank", "from 0 to 3"),
        ({"rank": True}, "rank", "from 0 to 3"),
        ({"rank": "2"}, "rank", "from 0 to 3"),
        ({"calendar": None}, "calendar", "Choose a calendar"),
        ({"late_after_minutes": 0}, "late_after_minutes", "from 15 to 86400"),
        ({"undo_seconds": 61}, "undo_seconds", "from 0 to 60"),
        ({"blind_first": 1}, "blind_first", "yes or no"),
        ({"blind_first": False, "shows_names": "no"}, "shows_names", "yes or no"),
        ({"shows_names": True}, "shows_names", "shows no names while"),
        ({"mandatory_panels": [1, 9]}, "mandatory_panels", "panels from the list"),
        ({"mandatory_panels": [True]}, "mandatory_panels", "panels from the list"),
        ({"mandatory_panels": 1}, "mandatory_panels", "panels from the list"),
        ({"second_reader_when": ["always"]}, "second_reader_when", "one from the list"),
        ({"second_reader_when": "reject"}, "second_reader_when", "from the list"),
        ({"second_reader_when": [["reject"]]}, "second_reader_when", "one from the list"),
        ({"second_reader_when": ["sampled"]}, "sample_percent", "how large"),
        ({"sample_percent": 101}, "sample_percent", "from 0 to 100"),
        ({"passed_percent": 0.5}, "passed_percent", "from 0 to 100"),
        ({"assignment": "by_name"}, "assignment", "one from the list"),
        ({"on_silence": None}, "on_silence", "one from the list"),
        ({"applicant_days": 2}, "reminder_days", "before the applicant's time"),
        ({"workers": ["a"]}, "workers", "people from the list"),
        ({"workers": [{"person": "a", "name": "x"}]}, "workers", "people from the list"),
        ({"workers": [{"person": "a"}, {"person": "a"}]}, "workers", "twice"),
        ({"workers": [{"person": "a", "at_most": 0}]}, "workers", "from 1 to 999"),
        ({"is_weak": True}, "is_weak", "no such setting"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    change: dict[str, Any], name: str, part: str
) -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.from_json({"name": "Main"} | change)
    assert [setting for setting, _sentence in caught.value.problems] == [name]
    assert part in caught.value.problems[0][1]


@pytest.mark.parametrize("plain", [None, [], "main"])
def test_settings_are_a_table(plain: object) -> None:
    with pytest.raises(PolicyError, match="a table"):
        Policy.from_json(plain)


def test_a_queue_without_a_name_is_refused_like_everything_else_at_once() -> None:
    with pytest.raises(PolicyError) as caught:
        Policy.from_json({"rank": 9})
    assert [name for name, _sentence in caught.value.problems] == ["name", "rank"]


@pytest.mark.parametrize(
    "change,label,before,after",
    [
        ({"rank": 0}, "Priority", "Normal", "Urgent"),
        ({"calendar": "gulf"}, "Working hours", "Around the clock", "gulf"),
        ({"late_after_minutes": 90}, "Late after", "24 hours", "1 hour 30 minutes"),
        ({"late_after_minutes": 59}, "Late after", "24 hours", "59 minutes"),
        ({"blind_first": False}, "Own opinion first", "yes", "no"),
        ({"undo_seconds": 1}, "Time to undo", "As the house has it", "1 second"),
        (
            {"mandatory_panels": ()},
            "Panels that must be opened",
            "Faces, Document, Screening",
            "none",
        ),
        ({"passed_percent": 2}, "Passed journeys to look at", "0 %", "2 %"),
        ({"applicant_days": 30}, "Applicant's time to answer", "7 days", "30 days"),
        ({"on_silence": "close"}, "Where nobody answers", "Back to the queue", "Close the case"),
        (
            {"assignment": "round_robin"},
            "How cases are given out",
            "People take the next case",
            "Given in turn",
        ),
        (
            {"second_reader_when": frozenset({"reject", "disagree"})},
            "Second reader when",
            "Person and machine disagree on the faces",
            "Person and machine disagree on the faces, Every rejection",
        ),
        (
            {"workers": (Worker("1", 5), Worker("2"), Worker("3"))},
            "Worked by",
            "Every reviewer",
            "Samira Nouri (at most 5), Ana Lima, 3",
        ),
    ],
)
def test_a_change_reads_as_label_before_and_after(
    change: dict[str, Any], label: str, before: str, after: str
) -> None:
    was = Policy(name="Main")
    people = {"1": "Samira Nouri", "2": "Ana Lima"}
    (found,) = diff(was, replace(was, **change), people=people)
    assert (found.label, found.before, found.after) == (label, before, after)


@pytest.mark.parametrize(
    "change,sentences",
    [
        ({"blind_first": False}, ["The faces are no longer rated before"]),
        (
            {"mandatory_panels": (1, 2, 3, 4, 5, 6)},
            ["“Device and IP” need not", "“History” need not"],
        ),
        (
            {"second_reader_when": frozenset({"sampled", "disagree", "reject", "override"})},
            ["No second reader any more: Every approval.", "A screening match is this person."],
        ),
        ({"sample_percent": 4}, ["Fewer approvals are read twice: 4 % not 5 %."]),
        (
            {"second_reader_when": frozenset(Trigger.values) - {"sampled"}, "sample_percent": 0},
            ["No second reader any more: Sampled."],
        ),
        ({"passed_percent": 1}, ["Fewer passed journeys are looked at: 1 % not 2 %."]),
        ({"reread_percent": 0}, ["Fewer closed cases are read again: 0 % not 3 %."]),
        ({"shows_names": True}, ["The list shows names."]),
        ({"consent_needed": False}, ["A refused consent no longer"]),
        ({"approve_with_confirmed": "second_reader"}, ["with a confirmed screening match"]),
        ({"is_guided": False}, ["People may pick their cases."]),
    ],
)
def test_what_weakens_four_eyes_or_a_gate_is_said(
    change: dict[str, Any], sentences: list[str]
) -> None:
    found = weakens(STRICT, replace(STRICT, **change))
    assert len(found) == len(sentences)
    for sentence, wanted in zip(found, sentences, strict=True):
        assert wanted in sentence
    assert weakens(replace(STRICT, **change), STRICT) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Other"},
        {"rank": 0},
        {"is_active": False},
        {"calendar": "gulf"},
        {"late_after_minutes": 60},
        {"undo_seconds": 0},
        {"workers": (Worker("1"),)},
        {"assignment": "round_robin"},
        {"applicant_days": 90},
        {"on_silence": "close"},
        {"sample_percent": 50, "passed_percent": 50, "reread_percent": 50},
    ],
)
def test_what_weakens_nothing_needs_no_second_admin(change: dict[str, Any]) -> None:
    assert weakens(STRICT, replace(STRICT, **change)) == ()


def test_a_sample_that_nobody_drew_can_go() -> None:
    idle = replace(STRICT, second_reader_when=frozenset({"disagree"}), sample_percent=50)
    assert weakens(idle, replace(idle, sample_percent=0)) == ()


def test_the_defaults_are_those_of_the_table() -> None:
    queue, policy = Queue(name="Main"), Policy(name="Main").to_json()
    shared = set(policy) - {"calendar", "workers"}
    assert {name: getattr(queue, name) for name in shared} == {
        name: policy[name] for name in shared
    }
