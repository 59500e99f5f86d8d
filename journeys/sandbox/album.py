"""Collects the pictures of one journey under the locators that its body names. Draws nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from journeys.sandbox.gallery import GALLERY
from journeys.sandbox.pictures import Picture
from journeys.sandbox.plan import Plan, tagged

FIRST_FILE_NUMBER = 979_000_000


class Album:
    """Locator to picture, in the order in which the body was written."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.pictures: dict[str, Picture] = {}

    def add(self, label: str, picture: Picture, *, step: str) -> str:
        """The locator for `picture`; `label` tells the places of one step's attempt apart."""
        attempt = self.plan.played(step).attempt
        locator = self._locator(f"media:{step}:{attempt}:{label}", file=picture.file)
        self.pictures[locator] = picture
        return locator

    def media(self, body: bytes, *, folder: Path | None) -> Mapping[str, Callable[[], bytes]]:
        """What each locator leads to; those that the finished body does not name are left out."""
        return {
            locator: partial(GALLERY.bytes_of, picture, look=self.plan.look, folder=folder)
            for locator, picture in self.pictures.items()
            if locator.encode() in body
        }

    def _locator(self, label: str, *, file: str) -> str:
        plan = self.plan
        if plan.provider == "idwise":
            return tagged(plan.digest(label), index=plan.index)
        number = FIRST_FILE_NUMBER + plan.number(label, below=900_000)
        digits = tagged(plan.digest(label, size=32), index=plan.index)
        extension = "jpeg" if file == "jpg" else file
        return f"{plan.base_url}/api/files/{number}/download/{digits}.{extension}"
