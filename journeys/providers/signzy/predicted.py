"""What kind of document the engine believes each side to be."""

from __future__ import annotations

from collections.abc import Iterator

from journeys.choices import Side
from journeys.providers.bodies import Node
from journeys.providers.reading import FLIPPED, TRI_STATE, Draft, Reading
from journeys.providers.results import Coded, PredictedType
from journeys.providers.signzy.envelope import is_blank, under

SIDES = (("predictedIdTypeFront", Side.FRONT), ("predictedIdTypeBack", Side.BACK))
# The vendor's table writes "fdsislist" for FDSIDList.
ENGINE_LISTS = ("FDSIDList", "fdsislist")
ENGINE_VALUES = (
    ("dFormat", "format"),
    ("dType", "type"),
    ("dStateCode", "state_code"),
    ("dStateName", "state_name"),
    ("count", "count"),
    ("list", "list"),
)


def predicted_types(
    reading: Reading, intelligence: Node | None, *, owner: Draft, step_id: str
) -> Iterator[PredictedType]:
    for key, side in SIDES:
        for node in intelligence.children(key) if intelligence is not None else []:
            if is_blank(node):
                owner.text(node, "predicted_type")
            elif node.is_leaf:
                # One third-party client reads a bare name here.
                draft = reading.draft(node)
                yield PredictedType(
                    step_id=step_id,
                    side=Coded(side, ""),
                    name=draft.text(node, "name"),
                    **draft.traced(),
                )
            elif node.kind == "object":
                yield _predicted(
                    reading.draft(node),
                    node,
                    # The table's other slip: the i of isDeprecated stands before the section.
                    misprint=under(intelligence, f"i{key}"),
                    step_id=step_id,
                    side=side,
                )


def _predicted(
    draft: Draft, node: Node, *, misprint: Node | None, step_id: str, side: Side
) -> PredictedType:
    engine = node.child(*ENGINE_LISTS)
    misplaced = under(under(misprint, *ENGINE_LISTS), "sDeprecated")
    if engine is not None and (engine.is_leaf or engine.kind == "array"):
        draft.particular(engine, "engine_list")
    for key, name in ENGINE_VALUES:
        draft.particular(under(engine, key), name)
    is_deprecated = draft.optional_coded(
        under(engine, "isDeprecated", "sDeprecated") or misplaced, "is_deprecated", TRI_STATE
    )
    return PredictedType(
        step_id=step_id,
        side=Coded(side, ""),
        name=draft.text(node.child("DocumentName"), "name"),
        icao_code=draft.text(under(engine, "ICAOCode"), "icao_code"),
        country_name=draft.text(under(engine, "dCountryName"), "country_name"),
        description=draft.text(under(engine, "dDescription"), "description"),
        year=draft.text(under(engine, "dYear"), "year"),
        has_mrz=draft.optional_coded(under(engine, "dMRZ"), "has_mrz", TRI_STATE),
        # A template out of use is the bad news, so true is FAIL.
        is_deprecated=is_deprecated
        and Coded(FLIPPED.get(is_deprecated.code, is_deprecated.code), is_deprecated.raw),
        probability=draft.measured(node.child("P"), "probability"),
        **draft.traced(),
    )
