"""Signzy's answers about one journey, and what the house made of them."""

from __future__ import annotations

from typing import Any

from journeys.importing import settle
from journeys.models import ROW_OF_SLOT, Blob, Journey, Locator, MediaUse
from journeys.providers import signzy as signzy_module
from journeys.providers.bodies import parse_object
from kycreview.trail.models import TrailEntry
from tests.journeys.accounts_for_tests import body_of, changed


def full(*, outcome: str = "clean_pass") -> bytes:
    return body_of("signzy", outcome)


def touched(body: bytes, number: int = 1) -> bytes:
    """Other bytes, the same evidence."""
    return changed(body, lambda said: said.update(updatedAt=f"2027-01-{number:02}T00:00:00Z"))


def other(number: int) -> bytes:
    """New evidence, another each time."""
    return changed(full(), lambda said: said.update(message=f"Journey Completed {number}"))


def pictures_came(journey: Journey) -> None:
    """Every picture that is waited for is stored: one place, one content."""
    for locator in Locator.objects.filter(journey=journey, state=Locator.State.WAITING):
        place = MediaUse.objects.filter(locator=locator).order_by("ordinal")[0].ordinal
        blob, _ = Blob.objects.get_or_create(
            journey=journey,
            sha256=f"{place:064}",
            defaults={"size": 1, "media_type": "image/png"},
        )
        Locator.objects.filter(pk=locator.pk).update(state=Locator.State.STORED, blob=blob)
    settle(journey.id)


def numbers(journey: Journey) -> list[int]:
    return list(journey.snapshots.order_by("number").values_list("number", flat=True))


def events_of(journey: Journey) -> list[str]:
    found = TrailEntry.objects.filter(object_kind="journey", object_id=str(journey.id))
    return list(found.order_by("seq").values_list("event", flat=True))


def current(journey: Journey) -> int | None:
    journey.refresh_from_db()
    return journey.current_snapshot.number if journey.current_snapshot else None


def row_count() -> int:
    return sum(row_type.objects.count() for row_type in ROW_OF_SLOT.values())  # type: ignore[attr-defined]  # abstract base's manager


def renewed(body: bytes) -> bytes:
    return body.replace(b"/download/0000", b"/download/ffff")


def parts_of(body: bytes) -> list[Any]:
    return list(signzy_module.normalise(parse_object(body)).parts())


def media_of(body: bytes) -> tuple[Any, ...]:
    return signzy_module.normalise(parse_object(body)).media
