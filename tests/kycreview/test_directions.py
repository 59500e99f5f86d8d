"""The arrows between the rooms point one way: every import of the product is read and judged."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import chain
from typing import NamedTuple

from tests.databases import ROOT

GROUND = {"kycreview.staff", "kycreview.trail", "kycreview.jobs", "kycreview.sealing"}
# Left may import right, never the other way; those in one set do not see each other.
ORDER = {
    "journeys": [
        {"apps"}, {"urls", "management"}, {"growing"}, {"tasks", "sandbox"},
        {"callbacks", "expecting", "showing"}, {"importing", "accounts"}, {"vault"}, {"searching"},
        {"connections", "calls"}, {"models"}, {"providers"}, {"choices"},
    ],
    "reviews": [
        {"apps"}, {"urls", "management"}, {"growing"}, {"views"}, {"api"}, {"tasks"},
        {"forms", "templatetags"},
        {"insight", "pack", "retention"}, {"hooks"}, {"outbox"}, {"verdicts"},
        {"desk"}, {"evidence"},
        {"comparing"},
        {"models"}, {"errors", "permissions", "ratings"},
    ],
}  # fmt: skip
SEEN_BY_REVIEWS = {"models", "choices", "providers", "vault", "importing", "searching"}
# What a page for admins changes, and what it takes to call a provider.
SEEN_BY_REVIEWS |= {"accounts", "connections"}
# Made-up journeys, that made-up cases are about.
SEEN_BY_REVIEWS |= {"growing"}
# What the client's own system announces, by whichever door.
SEEN_BY_REVIEWS |= {"expecting"}
# How calls to providers went.
SEEN_BY_REVIEWS |= {"calls"}
PACKAGES = ("kycreview", "journeys", "reviews")
# (file, imported module): why an import may stand inside a function or under a condition.
LATE_IMPORTS = {
    ("manage.py", "django.core.management"): "Django's own way: the settings come first",
    ("kycreview/settings.py", "kycreview.mail"): "only where EMAIL_URL is set",
    ("reviews/apps.py", "reviews.hooks"): "what hears the trail needs models, which come later",
    ("journeys/vault/decoder_child.py", "ctypes"): "a child starts for every picture: kept light",
}


class Import(NamedTuple):
    """One imported name, as `package.module.name`, and whether it stands at the top level."""

    name: str
    is_top: bool


def product_files() -> Iterator[str]:
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix()
    yield "manage.py"


FILES = list(product_files())


@cache
def imports(file: str) -> tuple[Import, ...]:
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    blocks = [
        node.body
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    top = set(chain(tree.body, *blocks))
    found: list[Import] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [Import(name.name, node in top) for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: an import says the whole name"
            # `from journeys import models` imports journeys.models.
            found += [Import(f"{node.module}.{name.name}", node in top) for name in node.names]
    return tuple(found)


def house_imports(file: str) -> list[list[str]]:
    """The imports of the house's own modules, as lists of their parts."""
    names = [found.name.split(".") for found in imports(file)]
    return [parts for parts in names if parts[0] in PACKAGES and len(parts) > 1]


def room_and_place(file: str) -> tuple[str, str]:
    """`journeys/models/check.py` is of journeys, at models."""
    parts = file.removesuffix(".py").split("/")
    return parts[0], parts[1] if len(parts) > 1 else ""


def rank(room: str, place: str) -> int:
    found = [index for index, places in enumerate(ORDER[room]) if place in places]
    assert found, f"{room}.{place} has no place in ORDER: give it one"
    return found[0]


def test_inside_a_room_imports_point_to_the_right() -> None:
    wrong = []
    for file in FILES:
        room, place = room_and_place(file)
        if room not in ORDER or place == "__init__":
            continue
        for parts in house_imports(file):
            if parts[0] == room and parts[1] != place and rank(room, parts[1]) <= rank(room, place):
                wrong.append(f"{file} must not import {'.'.join(parts)}")
    assert wrong == []


def test_between_the_rooms_imports_point_one_way() -> None:
    wrong = []
    for file in FILES:
        room, place = room_and_place(file)
        for parts in house_imports(file):
            if not may_import(room, place, parts):
                wrong.append(f"{file} must not import {'.'.join(parts)}")
    assert wrong == []


def may_import(room: str, place: str, parts: list[str]) -> bool:
    if f"{room}.{place}" in GROUND:
        return parts[0] == "kycreview"
    if room in ORDER and parts[0] == "kycreview":
        return ".".join(parts[:2]) in GROUND
    if room == "journeys":
        return parts[0] == "journeys"
    if room == "reviews" and parts[0] == "journeys":
        return parts[1] in SEEN_BY_REVIEWS
    return True


def test_providers_know_no_orm_no_settings_and_no_celery() -> None:
    wrong = []
    for file in FILES:
        if not file.startswith("journeys/providers/"):
            continue
        for name, _ in imports(file):
            allowed = name.startswith(
                ("journeys.providers", "journeys.choices", "django.utils.translation")
            )
            if name.startswith(("django", "celery", *PACKAGES)) and not allowed:
                wrong.append(f"{file} must not import {name}")
    assert wrong == []


def test_no_import_hides_inside_a_function() -> None:
    late = {(file, found.name) for file in FILES for found in imports(file) if not found.is_top}
    told = {
        (file, name)
        for file, name in late
        if any(file == path and name.startswith(module) for path, module in LATE_IMPORTS)
    }
    assert late - told == set(), "an import inside a function needs its reason in LATE_IMPORTS"


def test_every_reason_for_a_late_import_is_still_needed() -> None:
    for path, module in LATE_IMPORTS:
        late = [found.name for found in imports(path) if not found.is_top]
        assert any(name.startswith(module) for name in late), f"{path} no longer needs its reason"
