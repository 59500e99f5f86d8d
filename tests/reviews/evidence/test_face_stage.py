"""The faces alone: which pictures stand where, what is said about them, and what is never read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from journeys.choices import MediaKind
from journeys.models import Journey, MediaUse, Snapshot
from reviews.evidence.face_stage import (
    FACE_KINDS,
    FRONT_KINDS,
    FaceStage,
    WindowBox,
    default_window,
    face_stage,
    legibility,
    stage_of,
)
from reviews.evidence.shapes import Picture
from reviews.evidence.tree import build_tree
from tests.databases import Database
from tests.journeys.vault.files import jpeg
from tests.reviews.house import arrive, new_account, put_file, use_of


def newest(journey: Journey) -> Snapshot:
    journey.refresh_from_db()
    assert journey.current_snapshot is not None
    return journey.current_snapshot


def stage(journey: Journey) -> FaceStage:
    return face_stage(newest(journey), journey.key())


def without(journey: Journey, *kinds: str) -> Journey:
    MediaUse.objects.filter(snapshot=newest(journey), kind__in=kinds).delete()
    return journey


@pytest.fixture(params=["idwise", "signzy"])
def journey(request: pytest.FixtureRequest, database: Database) -> Journey:
    return arrive(new_account(request.param), outcome="clean_pass")


def picture(kind: str = "portrait", *, width: int = 400, height: int = 500) -> Picture:
    return Picture(id="p", kind=kind, label="", side="", state="ready", width=width, height=height)


def test_portrait_and_capture_make_the_pair(journey: Journey) -> None:
    found = stage(journey)
    assert found.portrait is not None
    assert found.portrait.kind == MediaKind.PORTRAIT
    assert found.selfie is not None
    assert found.selfie.kind in (MediaKind.SELFIE, MediaKind.SELFIE_CROP)
    assert found.has_pair
    assert found.front is None
    assert not found.is_without_crop


def test_nothing_but_faces_is_on_the_stage(journey: Journey) -> None:
    assert {one.kind for one in stage(journey).pictures()} <= FACE_KINDS


def test_the_stage_is_one_query_of_media_rows(journey: Journey) -> None:
    snapshot, key = newest(journey), journey.key()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        face_stage(snapshot, key)
    assert len(asked) == 1
    assert "journeys_mediause" in asked[0]["sql"]


def test_the_revealed_page_has_the_same_stage(journey: Journey) -> None:
    revealed = stage_of(build_tree(newest(journey), journey.key()))
    assert revealed == replace(stage(journey), waiting_since=None)


def test_without_a_portrait_the_front_lies_under_a_cover(journey: Journey) -> None:
    put_file(use_of(journey, MediaKind.DOC_FRONT).locator, jpeg(300, 200))
    found = stage(without(journey, MediaKind.PORTRAIT))
    assert found.portrait is None
    assert found.front is not None
    assert found.front.kind in FRONT_KINDS
    assert found.has_pair
    assert found.is_without_crop
    assert found.window is not None
    assert found.window_url.startswith(f"/media/{found.front.id}/window/?x=0.")


def test_a_window_that_was_chosen_comes_back(journey: Journey) -> None:
    without(journey, MediaKind.PORTRAIT)
    used = WindowBox.bounded(100, 100, 200, 300)
    found = face_stage(newest(journey), journey.key(), used=used)
    assert found.window == used
    assert found.is_window_used


def test_without_front_and_portrait_there_is_no_pair(journey: Journey) -> None:
    found = stage(without(journey, MediaKind.PORTRAIT, *FRONT_KINDS))
    assert not found.has_pair
    assert found.window_url == ""


def test_a_ghost_portrait_swaps_into_the_document_and_a_selfie_into_the_capture() -> None:
    others = (picture("ghost_portrait"), picture("selfie"), picture("external_face"))
    sides = [item.side for item in FaceStage(others=others).strip]
    assert sides == ["document", "capture", "document"]


@pytest.mark.parametrize(
    "eyes,level", [(92, ""), (21, ""), (20, "small"), (11, "small"), (10, "unusable")]
)
def test_few_pixels_between_the_eyes_are_warned_of(eyes: int, level: str) -> None:
    said = legibility(picture(), eyes)
    assert said.text == f"Eyes {eyes} px"
    assert said.level == level
    assert bool(said.warning) == bool(level)


@pytest.mark.parametrize("width,height,level", [(100, 500, ""), (99, 500, "small"), (0, 0, "")])
def test_without_the_eyes_the_size_of_the_crop_is_said(width: int, height: int, level: str) -> None:
    said = legibility(picture(width=width, height=height))
    assert said.level == level
    assert (str(width) in said.text) == bool(width)


@pytest.mark.parametrize(
    "query,box",
    [
        ({"x": "0.020", "y": "0.3", "w": "0.25", "h": "0.5"}, (20, 300, 250, 500)),
        ({"x": "0", "y": "0", "w": "1", "h": "1.000"}, (0, 0, 500, 700)),
        ({"x": "0.9", "y": "0.9", "w": "0.5", "h": "0.5"}, (500, 500, 500, 500)),
        ({"x": "0.123", "y": "0.126", "w": "0.001", "h": "0.2"}, (120, 130, 80, 200)),
    ],
)
def test_a_window_is_brought_within_its_bounds(
    query: dict[str, str], box: tuple[int, int, int, int]
) -> None:
    assert WindowBox.read(query) == WindowBox(*box)


@pytest.mark.parametrize("bad", ["", "-0.1", "1.5", "0.1234", "nan", "1e-1", "٠", "0,5"])
def test_what_is_no_fraction_is_no_window(bad: str) -> None:
    assert WindowBox.read({"x": bad, "y": "0", "w": "0.3", "h": "0.3"}) is None
    assert WindowBox.read({"y": "0", "w": "0.3", "h": "0.3"}) is None


def test_every_default_window_is_within_the_bounds() -> None:
    for said in ("Passport", "Driving Licence", "Residence permit", "National ID", "", "Visa"):
        for front in (picture(width=1500, height=950), picture(width=900, height=1600)):
            box = default_window(front, said)
            assert WindowBox.bounded(box.left, box.top, box.width, box.height) == box
