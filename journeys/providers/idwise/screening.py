"""`aml`, `screening_checks` and `device_intelligence`: what lists, registers and the device say.

Reads only; what the parts mean together is for `verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from journeys.choices import MediaKind, Outcome
from journeys.providers.bodies import Node, clean, plain_key
from journeys.providers.idwise.faces import FaceParts, read_face_match
from journeys.providers.idwise.gathering import (
    every,
    keyed,
    names_a_picture,
    picture,
    take_if_nothing,
)
from journeys.providers.idwise.matches import read_match
from journeys.providers.idwise.tables import APPLICABILITIES
from journeys.providers.reading import Draft, Reading
from journeys.providers.results import (
    AmlMatch,
    AmlScreening,
    Coded,
    DeviceReport,
    DeviceSignal,
    FaceComparison,
    Named,
    RegistryAnswer,
)

_MATCH_KEYS = frozenset({"resourceid", "datasets", "score"})
_SIGNAL_KEYS = frozenset({"key", "result"})
# The models of the registers are not published; these members would say how a check ended.
_STATED = ("result", "outcome", "status", "is_matched", "is_valid", "is_verified")


@dataclass
class ScreeningParts:
    """What lists, registers and the device become, collected while they are read."""

    screenings: list[AmlScreening] = field(default_factory=list)
    matches: list[AmlMatch] = field(default_factory=list)
    answers: list[RegistryAnswer] = field(default_factory=list)
    reports: list[DeviceReport] = field(default_factory=list)
    signals: list[DeviceSignal] = field(default_factory=list)
    faces: FaceParts = field(default_factory=FaceParts)


def read_aml(reading: Reading, section: Node, *, into: ScreeningParts) -> None:
    """Read one `aml` section that is not empty, the members of the AML API included."""
    draft = reading.draft(section)
    for matches in every(section, "matches"):
        if take_if_nothing(draft, matches, "matches"):
            continue
        is_model = any(plain_key(key) in _MATCH_KEYS for key, _ in matches.members)
        models = [matches] if is_model else [model for _, model in keyed(matches)]
        into.matches += [read_match(reading, model) for model in models]
    for name in ("ongoing_monitoring_enabled", "last_ongoing_monitoring_update"):
        draft.particular(section.child(name), name)
    into.screenings.append(
        AmlScreening(
            applicability=draft.coded(
                section.child("applicability"), "applicability", APPLICABILITIES
            ),
            searched_at=draft.moment(section.child("search_datetime"), "searched_at"),
            **draft.traced(),
        )
    )


def read_screening_checks(reading: Reading, section: Node, *, into: ScreeningParts) -> None:
    """Read one `screening_checks` section that is not empty.

    A face check has a published model; whatever else a check holds is kept by name and value.
    """
    for check_id, node in keyed(section):
        draft = reading.draft(node)
        compared: list[FaceComparison] = []
        for results in every(node, "face_match_results", "face_match_result"):
            if take_if_nothing(draft, results, "face_match_results"):
                continue
            models = [results] if results.child("is_matched") else [m for _, m in keyed(results)]
            for model in models or [results]:
                compared.append(
                    read_face_match(
                        reading, model, subject=check_id, step_id=check_id, into=into.faces
                    )
                )
        _read_check_pictures(reading, node, owner=draft, check_id=check_id, into=into)
        stated = node if node.is_leaf else node.child(*_STATED)
        is_silent = stated is None or not stated.is_leaf
        outcome = _of_faces(compared) if is_silent else draft.outcome(stated)
        answered = _named_leaves(draft, node)
        traced = draft.traced()
        if traced["leaves"] or not compared:
            into.answers.append(
                RegistryAnswer(key=check_id, outcome=outcome, answered=answered, **traced)
            )


def read_device(reading: Reading, section: Node, *, into: ScreeningParts) -> None:
    """Read one `device_intelligence` section that is not empty."""
    draft = reading.draft(section)
    for signals in every(section, "device_signals"):
        if take_if_nothing(draft, signals, "device_signals"):
            continue
        is_model = any(plain_key(key) in _SIGNAL_KEYS for key, _ in signals.members)
        models = [signals] if is_model else [model for _, model in keyed(signals)]
        into.signals += [_read_signal(reading, model) for model in models]
    into.reports.append(
        DeviceReport(outcome=draft.outcome(section.child("signals_outcome")), **draft.traced())
    )


def _read_signal(reading: Reading, node: Node) -> DeviceSignal:
    """`result` is a boolean in the text and "Passed" in the example; true is a pass."""
    draft = reading.draft(node)
    return DeviceSignal(
        key=draft.text(node.child("key"), "key"),
        name=draft.text(node.child("name"), "name"),
        outcome=draft.outcome(node.child("result")),
        description=draft.text(node.child("description"), "description"),
        **draft.traced(),
    )


def _read_check_pictures(
    reading: Reading, node: Node, *, owner: Draft, check_id: str, into: ScreeningParts
) -> None:
    for key, member in node.members:
        if not member.is_leaf or not names_a_picture(key):
            continue
        use = picture(
            reading,
            member,
            owner=owner,
            attribute="image",
            # Older bodies: the register's photograph.
            kind=MediaKind.EXTERNAL_FACE if plain_key(key) == "imagepath" else MediaKind.OTHER,
            step_id=check_id,
            label=clean(key),
        )
        if use:
            into.faces.media.append(use)


def _named_leaves(draft: Draft, node: Node) -> tuple[Named, ...]:
    """Every leaf that is still free, named by its way down from the check."""
    named: list[Named] = []
    for leaf in draft.free_leaves(node):
        way = leaf.pointer[len(node.pointer) + 1 :].replace("/", ".")
        named.append(Named(way, draft.text(leaf, "answered")))
    return tuple(named)


def _of_faces(compared: list[FaceComparison]) -> Coded:
    """A face check that states no result of its own ended as its comparisons did."""
    codes = {comparison.outcome.code for comparison in compared}
    if not codes:
        return Coded(Outcome.UNKNOWN.value, "")
    for code in (Outcome.FAIL, Outcome.UNKNOWN, Outcome.UNCERTAIN, Outcome.NOT_DONE):
        if code.value in codes:
            return Coded(code.value, "")
    return Coded(Outcome.PASS.value, "")
