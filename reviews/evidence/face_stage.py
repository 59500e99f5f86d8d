"""The faces alone: what the first panel shows, blind or not. Reads media rows, judges nothing.

No check, score, name, date or document type is read for the blind page: what was never loaded
cannot leak. Reviewers compare crops, because the frame of a document moves them towards "same".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from django.urls import reverse
from django.utils.translation import gettext as _

from journeys.choices import MediaKind
from journeys.models import Locator, MediaUse, Snapshot
from reviews.comparing.own_words import pixels
from reviews.evidence.shapes import Picture, Tree
from reviews.evidence.tree import picture_of

# The only kinds of media that may be served while somebody has not rated the faces yet.
FACE_KINDS = frozenset(
    {
        MediaKind.PORTRAIT.value,
        MediaKind.GHOST_PORTRAIT.value,
        MediaKind.SELFIE.value,
        MediaKind.SELFIE_CROP.value,
        MediaKind.EXTERNAL_FACE.value,
        MediaKind.PROFILE.value,
    }
)
# Where no portrait came, a window of one of these, the best first, and of nothing else.
FRONT_KINDS = (MediaKind.DOC_FRONT_CROP.value, MediaKind.DOC_FRONT.value, MediaKind.PDF_FRONT.value)
_LIVE_FACES = (MediaKind.SELFIE_CROP.value, MediaKind.SELFIE.value)
_OTHER_FACES = (MediaKind.EXTERNAL_FACE.value, MediaKind.PROFILE.value)
_BROADEST, _TALLEST, _LEAST = 500, 700, 80
_FRACTION = re.compile(r"0(?:\.[0-9]{1,3})?|1(?:\.0{1,3})?")
# Pixels between the eyes below which people compare badly, and hardly better than by guessing.
_SMALL_EYES, _UNUSABLE_EYES = 20, 10
_SMALL_SIDE = 100


@dataclass(frozen=True)
class WindowBox:
    """A part of a picture, in thousandths of its width and height."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def bounded(cls, left: int, top: int, width: int, height: int) -> Self:
        """No wider than half, no taller than 0.7, on a grid of hundredths, within the picture."""
        width = min(max(_snapped(width), _LEAST), _BROADEST)
        height = min(max(_snapped(height), _LEAST), _TALLEST)
        return cls(
            min(max(_snapped(left), 0), 1000 - width),
            min(max(_snapped(top), 0), 1000 - height),
            width,
            height,
        )

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self | None:
        """The box that x, y, w and h say, brought within bounds; None for what is no box."""
        texts = [values.get(name) or "" for name in ("x", "y", "w", "h")]
        if not all(_FRACTION.fullmatch(text) for text in texts):
            return None
        return cls.bounded(*(round(float(text) * 1000) for text in texts))

    @property
    def fractions(self) -> tuple[float, float, float, float]:
        return (self.left / 1000, self.top / 1000, self.width / 1000, self.height / 1000)

    @property
    def texts(self) -> dict[str, str]:
        """As the address and the form write it: x, y, w and h with three decimals."""
        return {n: f"{v:.3f}" for n, v in zip("xywh", self.fractions, strict=True)}


# Where the portrait stands. The words are looked for in the type of the document as it was sent.
DEFAULT_WINDOWS: tuple[tuple[str, WindowBox], ...] = (
    ("passport", WindowBox(20, 200, 310, 540)),
    ("visa", WindowBox(20, 200, 310, 540)),
    ("licen", WindowBox(20, 220, 310, 560)),
    ("residen", WindowBox(20, 220, 310, 540)),
    ("id", WindowBox(30, 210, 300, 500)),
)
_LANDSCAPE = WindowBox(30, 210, 300, 540)
# An upright front is a page photographed whole: the data page is its lower half.
_UPRIGHT = WindowBox(20, 500, 360, 340)


@dataclass(frozen=True)
class Legibility:
    """How much there is to see. `level` is empty, `small` or `unusable`."""

    text: str
    level: str = ""
    warning: str = ""


@dataclass(frozen=True, kw_only=True)
class StripItem:
    """A further picture; `side` is the side it swaps into: document or capture."""

    picture: Picture
    side: str
    legibility: Legibility


@dataclass(frozen=True, kw_only=True)
class FaceStage:
    """The pair and what else shows a face. `front` is set only where no portrait came.

    `eyes` holds pixels between the eyes by picture id, where a provider gives them. `window` is
    the part of the front to show first; `is_window_used` says that somebody chose it.
    `waiting_since`: when the first face that has not come was asked for; known while blind alone.
    """

    portrait: Picture | None = None
    selfie: Picture | None = None
    others: tuple[Picture, ...] = ()
    front: Picture | None = None
    eyes: Mapping[str, int] = field(default_factory=dict)
    window: WindowBox | None = None
    is_window_used: bool = False
    waiting_since: datetime | None = None

    @property
    def is_waiting(self) -> bool:
        """Two faces, of which one is still on its way: there is nothing to rate yet."""
        document = self.portrait or self.front
        states = {one.state if one is not None else "failed" for one in (document, self.selfie)}
        return "waiting" in states and "failed" not in states

    @property
    def has_pair(self) -> bool:
        """Two faces; a front side with its window counts as the document's face."""
        return (self.portrait is not None or self.front is not None) and self.selfie is not None

    @property
    def is_without_crop(self) -> bool:
        """Whether an opinion on this pair is marked "not blind: no portrait crop"."""
        return self.portrait is None and self.front is not None

    def pictures(self) -> tuple[Picture, ...]:
        """Every picture that the panel shows, or shows a window of."""
        found = (self.portrait, self.selfie, self.front, *self.others)
        return tuple(one for one in found if one is not None)

    @property
    def window_url(self) -> str:
        if self.front is None or self.window is None:
            return ""
        query = "&".join(f"{name}={text}" for name, text in self.window.texts.items())
        return f"{self.window_base}?{query}"

    @property
    def window_base(self) -> str:
        return reverse("media", args=[self.front.id, "window"]) if self.front else ""

    @property
    def pair(self) -> tuple[StripItem | None, StripItem | None]:
        """Portrait and capture with their legibility."""
        return (self._item(self.portrait, "document"), self._item(self.selfie, "capture"))

    @property
    def strip(self) -> tuple[StripItem, ...]:
        """The further pictures; empty where there are none to swap."""
        items = (self._item(one, _side_of(one)) for one in self.others)
        return tuple(one for one in items if one is not None)

    def _item(self, picture: Picture | None, side: str) -> StripItem | None:
        if picture is None:
            return None
        eyes = self.eyes.get(picture.id)
        return StripItem(picture=picture, side=side, legibility=legibility(picture, eyes))


def face_stage(
    snapshot: Snapshot,
    key: bytes,
    *,
    document_type: str = "",
    used: WindowBox | None = None,
) -> FaceStage:
    """The faces of a snapshot, in one query. `used` is the window that this person chose."""
    kinds = [*FACE_KINDS, *FRONT_KINDS]
    rows = list(
        MediaUse.objects.filter(snapshot=snapshot, kind__in=kinds).select_related("locator__blob")
    )
    pictures = [picture_of(row, row.part(key, snapshot)) for row in rows]
    stage = _staged(pictures, document_type=document_type, used=used)
    if not stage.is_waiting:
        return stage
    pair = {one.id for one in (stage.portrait, stage.front, stage.selfie) if one is not None}
    asked = [
        row.locator.created_at
        for row in rows
        if str(row.public_id) in pair and row.locator.state == Locator.State.WAITING
    ]
    return replace(stage, waiting_since=min(asked))


def stage_of(tree: Tree, *, used: WindowBox | None = None) -> FaceStage:
    """The same out of a tree: before and after the rating, the panel shows the same pair."""
    step = tree.steps[0] if tree.steps else None
    pictures = [*tree.portraits, *tree.selfies, *tree.other_faces]
    fronts = [one for step in tree.steps for one in (*step.crops, *step.sides)]
    pictures += [one for one in fronts if one.kind in FRONT_KINDS]
    document_type = step.part.document_type if step is not None else ""
    return _staged(pictures, document_type=document_type, used=used)


def default_window(front: Picture, document_type: str = "") -> WindowBox:
    """Where the portrait most likely stands."""
    if front.height > front.width > 0:
        return _UPRIGHT
    said = document_type.casefold()
    return next((box for word, box in DEFAULT_WINDOWS if word in said), _LANDSCAPE)


def legibility(picture: Picture, eyes: int | None = None) -> Legibility:
    """The pixels between the eyes, or else the size of the crop, and what they are good for."""
    if eyes is not None:
        text = _("Eyes %(count)s px") % {"count": eyes}
        if eyes <= _UNUSABLE_EYES:
            warning = _(
                "10 px or fewer between the eyes: nobody can compare this face. "
                "“Can't tell” is the only fair answer."
            )
            return Legibility(text, "unusable", warning)
        if eyes <= _SMALL_EYES:
            warning = _("20 px or fewer between the eyes: too small to judge reliably.")
            return Legibility(text, "small", warning)
        return Legibility(text)
    if not picture.width or not picture.height:
        return Legibility("")
    text = pixels(picture.width, picture.height)
    if min(picture.width, picture.height) < _SMALL_SIDE:
        warning = _("Under 100 px on its short side: the face may be too small to judge.")
        return Legibility(text, "small", warning)
    return Legibility(text)


def _staged(pictures: list[Picture], *, document_type: str, used: WindowBox | None) -> FaceStage:
    portraits = _of(pictures, MediaKind.PORTRAIT.value)
    selfies = _of(pictures, *_LIVE_FACES)
    fronts = _of(pictures, *FRONT_KINDS)
    portrait = next(iter(_usable(portraits)), None)
    front = None if portrait else next(iter(_usable(fronts)), None)
    if portrait is None and front is None:
        portrait = next(iter(portraits), None)
    selfie = next(iter(_usable(selfies)), None) or next(iter(selfies), None)
    faces = [*portraits, *selfies, *_of(pictures, MediaKind.GHOST_PORTRAIT.value, *_OTHER_FACES)]
    shown = [one for one in (portrait, selfie) if one is not None]
    known = {one.sha256 or one.id for one in shown}
    others: dict[str, Picture] = {}
    for one in faces:
        if (one.sha256 or one.id) not in known:
            others.setdefault(one.sha256 or one.id, one)
    return FaceStage(
        portrait=portrait,
        selfie=selfie,
        others=tuple(others.values()),
        front=front,
        window=(used or default_window(front, document_type)) if front else None,
        is_window_used=front is not None and used is not None,
    )


def _of(pictures: Iterable[Picture], *kinds: str) -> list[Picture]:
    """In the order of the kinds."""
    found = list(pictures)
    return [one for kind in kinds for one in found if one.kind == kind]


def _usable(pictures: Iterable[Picture]) -> list[Picture]:
    """What is there before what is on its way; what failed shows no face."""
    found = [one for one in pictures if one.state != "failed"]
    return sorted(found, key=lambda one: not one.is_ready)


def _side_of(picture: Picture) -> str:
    """References take the document's place; further captures that of the live one."""
    return "capture" if picture.kind in _LIVE_FACES else "document"


def _snapped(thousandths: int) -> int:
    return round(thousandths / 10) * 10
