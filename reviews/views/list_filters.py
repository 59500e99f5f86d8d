"""Filters of a list as its page draws them: options with counts, chips, addresses without them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from reviews.comparing.own_words import listed
from reviews.desk.list_counts import Counts, Option
from reviews.desk.list_filters import FACETS, NOT_WHILE_BLIND, WHY_CODES, Attempt, Due, Holder
from reviews.desk.lists import Sort
from reviews.desk.routing.country_names import country_name
from reviews.desk.routing.facts import SEVERITY_LABELS
from reviews.desk.routing.kinds import document_word
from reviews.desk.routing.why import codes, labels

Chosen = Mapping[str, tuple[str, ...]]
# Short and asked for often: open. The others are folded, with what is chosen in their heading.
_OPEN = ("due", "why", "doc", "claim")


@dataclass(frozen=True)
class OptionShown:
    value: str
    label: str
    # None where nothing was counted.
    count: int | None
    is_chosen: bool


@dataclass(frozen=True)
class FacetShown:
    name: str
    label: str
    options: list[OptionShown]
    # What is chosen, in words; empty for any.
    chosen: str
    is_folded: bool


@dataclass(frozen=True)
class FilterChip:
    """One filter that is on, and the address without it."""

    label: str
    words: str
    url: str


def facets_shown(counts: Counts, chosen: Chosen, *, is_blind: bool) -> list[FacetShown]:
    """A filter that has nothing to choose from is absent."""
    found = []
    for name, label in FACETS.items():
        if is_blind and name in NOT_WHILE_BLIND:
            continue
        options = _options(name, counts, chosen.get(name, ()))
        if options:
            picked = [one.label for one in options if one.is_chosen]
            found.append(FacetShown(name, str(label), options, listed(picked), name not in _OPEN))
    return found


def filter_chips(chosen: Chosen, sort: Sort, counts: Counts, path: str) -> list[FilterChip]:
    return [
        FilterChip(
            str(FACETS[name]),
            listed(_word(name, value, counts) for value in values),
            path + address({other: chosen[other] for other in chosen if other != name}, sort),
        )
        for name, values in chosen.items()
    ]


def address(chosen: Chosen, sort: Sort, **more: str) -> str:
    """The query of an address, empty where all is as it is without one."""
    pairs = [(name, value) for name, values in chosen.items() for value in values]
    if sort != Sort.TURN:
        pairs.append(("sort", sort.value))
    pairs += [(name, value) for name, value in more.items() if value]
    return f"?{urlencode(pairs)}" if pairs else ""


def _options(name: str, counts: Counts, chosen: Iterable[str]) -> list[OptionShown]:
    wanted = tuple(chosen)
    counted = {one.value: one for one in counts.options.get(name, ())}
    values = _order(name, counted, is_all=counts.is_capped)
    values += [value for value in wanted if value not in values]
    words = [_label(name, value, counted.get(value)) for value in values]
    return [
        OptionShown(
            value,
            # Two words of providers for one kind of document: told apart by their own.
            value if words.count(word) > 1 else word,
            None if counts.is_capped else counted[value].count if value in counted else 0,
            value in wanted,
        )
        for value, word in zip(values, words, strict=True)
    ]


def _order(name: str, counted: Mapping[str, Option], *, is_all: bool) -> list[str]:
    """Closed lists in their own order; of the long ones only what is there."""
    closed: dict[str, list[str]] = {
        "due": list(Due.values),
        "claim": list(Holder.values),
        "attempt": list(Attempt.values),
        "severity": [str(grade) for grade in sorted(SEVERITY_LABELS, reverse=True)],
        "why": list(codes(sum(WHY_CODES.values()))),
    }
    if name in ("due", "claim"):
        return closed[name]
    if name in closed:
        return [value for value in closed[name] if is_all or value in counted]
    return list(counted)


def _word(name: str, value: str, counts: Counts) -> str:
    known = {one.value: one for one in counts.options.get(name, ())}
    return _label(name, value, known.get(value))


def _label(name: str, value: str, counted: Option | None) -> str:
    match name:
        case "due":
            return str(Due(value).label)
        case "claim":
            return str(Holder(value).label)
        case "attempt":
            return str(Attempt(value).label)
        case "severity":
            return str(SEVERITY_LABELS[int(value)])
        case "why":
            return labels(WHY_CODES[value])[0]
        case "country":
            return country_name(value)
        case "doc":
            return document_word(value)
    return (counted.label if counted is not None else "") or value
