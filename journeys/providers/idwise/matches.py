"""One AML match: strings in IDWise's text, lists in its examples, more members in its AML API.

Reads only. `score` is a rank among the matches of one search, never a threshold.
"""

from __future__ import annotations

from collections.abc import Iterable

from journeys.providers.bodies import Node, plain_key
from journeys.providers.idwise.gathering import every
from journeys.providers.idwise.tables import DATASETS
from journeys.providers.reading import Draft, Reading, read_day
from journeys.providers.results import Alias, AmlMatch, Coded

_ALIAS_NAMES = ("firstName", "middleName", "lastName")
_ADDRESS_LINES = (
    "addressType",
    "line1",
    "line2",
    "postcode",
    "city",
    "county",
    "countryIsoCode",
)
# AML API, result and history: how the match was judged before, and what the lists say in full.
_PARTICULARS = (
    "is_whitelisted",
    "match_status",
    "aml_record_version",
    "ongoing_monitor_update_type",
    "match_id",
    "details",
)


def read_match(reading: Reading, node: Node) -> AmlMatch:
    """Read one match; a bare word is the name of the person found."""
    draft = reading.draft(node)
    for name in _PARTICULARS:
        draft.particular(node.child(name), name)
    return AmlMatch(
        name=draft.text(node if node.is_leaf else node.child("name"), "name"),
        aliases=tuple(_aliases(draft, every(node, "aliases"))),
        birth_dates=tuple(
            read_day(text)
            for text in draft.texts(node.child("datesOfBirth"), "birth_dates", split=",")
        ),
        countries=draft.texts(node.child("countries"), "countries", split=","),
        datasets=tuple(
            Coded(DATASETS.get(plain_key(text), "unknown"), text)
            for text in draft.texts(node.child("datasets"), "datasets", split=",")
        ),
        notes=draft.texts(node.child("notes"), "notes"),
        addresses=tuple(_addresses(draft, every(node, "addresses"))),
        sex=draft.text(node.child("sex"), "sex"),
        score=draft.measured(node.child("score"), "score"),
        resource_id=draft.text(node.child("resourceId"), "resource_id"),
        **draft.traced(),
    )


def _aliases(draft: Draft, sections: Iterable[Node]) -> Iterable[Alias]:
    """{firstName, middleName, lastName, type}; a bare name is allowed, other members are kept."""
    for section in sections:
        for item in section.items or [section]:
            if item.is_leaf:
                name = draft.text(item, "aliases")
                if name not in ("", "[]", "{}"):
                    yield Alias(name, "")
                continue
            kind = draft.text(item.child("type"), "aliases")
            named = [draft.keep(item.child(name), "aliases") for name in _ALIAS_NAMES]
            # Members that are not documented still belong to the name.
            named += [draft.text(leaf, "aliases") for leaf in draft.free_leaves(item)]
            yield Alias(" ".join(part for part in named if part), kind)


def _addresses(draft: Draft, sections: Iterable[Node]) -> Iterable[str]:
    """{addressType, line1, …, countryIsoCode} as one line; a bare line is allowed."""
    for section in sections:
        for item in section.items or [section]:
            parts = [draft.keep(item.child(name), "addresses") for name in _ADDRESS_LINES]
            parts += [draft.text(leaf, "addresses") for leaf in draft.free_leaves(item)]
            line = ", ".join(part for part in parts if part not in ("", "[]", "{}"))
            if line:
                yield line
