"""Which lists weigh most: the order of matches, and which ones need a right to be confirmed."""

from __future__ import annotations

from journeys.choices import Dataset
from journeys.providers import results as r
from reviews.evidence.shapes import Tree

# A list that is not known may be one of sanctions: unknown is never the harmless kind.
_GRAVE = (Dataset.SANCTIONS, Dataset.PEP, Dataset.PEP_LINKED, Dataset.UNKNOWN)
_ORDER = (Dataset.SANCTIONS, Dataset.UNKNOWN, Dataset.PEP, Dataset.PEP_LINKED)


def anchored_matches(tree: Tree) -> list[tuple[str, r.AmlMatch]]:
    """The matches in the order of panel 5, the heaviest lists first, with their ids on it."""
    ordered = sorted(tree.matches, key=weight)
    return [(f"match-{number}", match) for number, match in enumerate(ordered, start=1)]


def is_grave(match: r.AmlMatch) -> bool:
    """Sanctions or political exposure, or a match whose list nobody named."""
    return bool(_lists(match) & set(_GRAVE))


def is_sanctioned(match: r.AmlMatch) -> bool:
    """On a list of sanctions, or on one that nobody named and that may be one."""
    return bool(_lists(match) & {Dataset.SANCTIONS, Dataset.UNKNOWN})


def weight(match: r.AmlMatch) -> int:
    """Sanctions, unknown lists, political exposure, the others, adverse media alone at the end."""
    found = _lists(match)
    for place, dataset in enumerate(_ORDER):
        if dataset in found:
            return place
    return len(_ORDER) + (found == {Dataset.ADVERSE_MEDIA})


def _lists(match: r.AmlMatch) -> set[Dataset]:
    found = {
        Dataset(one.code) if one.code in Dataset.values else Dataset.UNKNOWN
        for one in match.datasets
    }
    return found or {Dataset.UNKNOWN}
