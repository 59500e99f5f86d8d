"""Owns whole drawn papers and fragments of them, as applicants send them in. All are specimens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from journeys.sandbox import labels, mrz
from journeys.sandbox.bills import draw_utility_bill
from journeys.sandbox.layouts import (
    AREAS,
    CARD_SIZE,
    KINDS,
    PASSPORT_SIZE,
    Box,
    Layout,
    area_box,
    layout_of,
    side_of,
)
from journeys.sandbox.lettering import write, write_native
from journeys.sandbox.paper_parts import (
    ALTERATIONS,
    Print,
    add_glare,
    draw_fields,
    draw_ghost,
    draw_heading,
    draw_portrait,
    draw_signature,
    draw_zone,
    printed_date,
)
from journeys.sandbox.patterns import (
    REDESIGNED,
    blank_form,
    draw_barcode,
    draw_chip_sign,
    draw_contact_chip,
    draw_micro_print,
    fine_lines,
    palette,
    wipe_pattern,
)
from journeys.sandbox.people import Person, make_person

__all__ = [
    "ALTERATIONS", "AREAS", "KINDS", "crop_fragment", "draw_identity_card", "draw_licence",
    "draw_passport", "draw_utility_bill", "portrait_box", "reference_fragment", "side_of",
]  # fmt: skip

_EDITION: Final = 2021
_BLUR: Final = 4.5
_DESK: Final = (74, 72, 70)
_CATEGORIES: Final = ("AM", "A1", "A2", "A", "B1", "B", "C1", "C", "D", "BE")


def draw_passport(
    person: Person,
    *,
    face_seed: int | None = None,
    alteration: str | None = None,
    mrz_wrong: str | None = None,
    glare: bool = False,
    blur: bool = False,
    size: tuple[int, int] = PASSPORT_SIZE,
) -> Image.Image:
    """The data page of a passport; `face_seed` puts somebody else's portrait on it."""
    job = _job(person, face_seed=face_seed, alteration=alteration, mrz_wrong=mrz_wrong)
    image = _front("passport", person, job, year=_EDITION)
    return _captured(image, kind="passport", area="expiry", glare=glare, blur=blur, size=size)


def draw_identity_card(
    person: Person,
    *,
    side: str,
    face_seed: int | None = None,
    alteration: str | None = None,
    mrz_wrong: str | None = None,
    glare: bool = False,
    blur: bool = False,
    size: tuple[int, int] = CARD_SIZE,
) -> Image.Image:
    """One side of an identity card; its machine-readable zone is on the back."""
    job = _job(person, face_seed=face_seed, alteration=alteration, mrz_wrong=mrz_wrong)
    image = _side("identity_card", side, person, job, year=_EDITION)
    area = "expiry" if side == "front" else "mrz"
    return _captured(image, kind="identity_card", area=area, glare=glare, blur=blur, size=size)


def draw_licence(
    person: Person,
    *,
    side: str,
    face_seed: int | None = None,
    alteration: str | None = None,
    mrz_wrong: str | None = None,
    glare: bool = False,
    blur: bool = False,
    size: tuple[int, int] = CARD_SIZE,
) -> Image.Image:
    """One side of a driving licence; the back has the categories and a zone of one line."""
    job = _job(person, face_seed=face_seed, alteration=alteration, mrz_wrong=mrz_wrong)
    image = _side("licence", side, person, job, year=_EDITION)
    area = "expiry" if side == "front" else "mrz"
    return _captured(image, kind="licence", area=area, glare=glare, blur=blur, size=size)


def portrait_box(kind: str) -> Box:
    return area_box(kind, area="portrait")


def crop_fragment(image: Image.Image, area: str, kind: str) -> Image.Image:
    """The part of a paper that a check is about; `image` shows the side that has it (`side_of`)."""
    box, full = area_box(kind, area=area), layout_of(kind).size
    across, down = image.width / full[0], image.height / full[1]
    left, top, right, bottom = box
    return image.crop(
        (round(left * across), round(top * down), round(right * across), round(bottom * down))
    )


@lru_cache(maxsize=64)
def _reference(kind: str, area: str, year: int, script: str) -> Image.Image:
    holder = replace(
        make_person(4021, script=script, age=38),
        nationality="UTO", country_name="Utopia", document_number="SPEC12345",
        personal_number="00000000000", issue_date=date(year, 8, 10),
        expiry_date=date(year + 10, 8, 9),
    )  # fmt: skip
    job = Print(face_seed=holder.face_seed)
    return crop_fragment(_side(kind, side_of(kind, area=area), holder, job, year=year), area, kind)


def reference_fragment(
    kind: str, area: str, *, year: int = _EDITION, script: str = "latin"
) -> Image.Image:
    """The same part of the type's specimen: another holder, genuine printing of that edition."""
    return _reference(kind, area, year, script).copy()


def _job(
    person: Person, *, face_seed: int | None, alteration: str | None, mrz_wrong: str | None
) -> Print:
    if alteration is not None and alteration not in ALTERATIONS:
        raise ValueError(
            f"no alteration is called {alteration!r}; known are {', '.join(ALTERATIONS)}"
        )
    return Print(person.face_seed if face_seed is None else face_seed, alteration, mrz_wrong)


def _side(kind: str, side: str, person: Person, job: Print, *, year: int) -> Image.Image:
    if layout_of(kind, side=side) is layout_of(kind):
        return _front(kind, person, job, year=year)
    return (
        _identity_back(person, job, year=year)
        if kind == "identity_card"
        else _licence_back(person, job, year=year)
    )


def _form(kind: str, layout: Layout, *, year: int) -> Image.Image:
    edition = _EDITION if year >= REDESIGNED else REDESIGNED - 1
    return blank_form(kind, layout.size, edition, layout.seal).copy()


def _front(kind: str, person: Person, job: Print, *, year: int) -> Image.Image:
    layout, inks = layout_of(kind), palette(kind, year=year)
    image = _form(kind, layout, year=year)
    boxes = layout.boxes
    if job.alteration == "pattern_missing":
        wipe_pattern(image, boxes["pattern"], kind=kind, year=year)
    draw_heading(image, person, kind=kind, ink=inks.title)
    draw_fields(image, layout.fields, person, kind=kind, alteration=job.alteration)
    lines = fine_lines(kind, layout.size, _EDITION if year >= REDESIGNED else REDESIGNED - 1)
    draw_portrait(image, boxes["portrait"], job, lines=lines, ink=inks.second)
    draw_ghost(image, boxes["ghost"], face_seed=job.face_seed)
    draw_signature(image, boxes["signature"], person)
    if kind == "passport":
        draw_chip_sign(image, _inset(boxes["chip"], 30, 22), ink=inks.title)
        draw_zone(image, boxes["mrz"], mrz.td3(person, wrong=job.mrz_wrong))
        draw_micro_print(image, (72, 864), width=1356, ink=inks.title)
        return image
    draw_contact_chip(image, _inset(boxes["chip"], 26, 26))
    draw_micro_print(image, (72, 926), width=1356, ink=inks.title)
    return image


def _inset(box: Box, across: int, down: int) -> Box:
    return box[0] + across, box[1] + down, box[2] - across, box[3] - down


def _identity_back(person: Person, job: Print, *, year: int) -> Image.Image:
    layout, inks = layout_of("identity_card", side="back"), palette("identity_card", year=year)
    image = _form("identity_card", layout, year=year)
    draw_fields(image, layout.fields, person, kind="identity_card", alteration=None)
    draw_barcode(image, (84, 420, 944, 560), text=person.document_number, rows=6)
    draw_micro_print(image, (72, 616), width=1356, ink=inks.title)
    draw_zone(image, layout.boxes["mrz"], mrz.td1(person, wrong=job.mrz_wrong))
    return image


def _licence_back(person: Person, job: Print, *, year: int) -> Image.Image:
    layout, inks = layout_of("licence", side="back"), palette("licence", year=year)
    image = _form("licence", layout, year=year)
    pen = ImageDraw.Draw(image)
    write(pen, (84, 84), labels.english("categories"), size=20, name="sans-bold", fill=inks.title)
    native = labels.second_language("categories", person.script)
    write_native(
        pen, (840, 84), native, script=person.script, size=22, fill=inks.title, align="right"
    )
    held = {"AM", "B1", "B"}
    for row, category in enumerate(_CATEGORIES):
        top = 104 + row * 62
        pen.rectangle((84, top, 840, top + 62), outline=inks.first, width=2)
        write(pen, (110, top + 42), category, size=28, name="sans-bold")
        for x, day in ((250, person.issue_date), (560, person.expiry_date)):
            pen.line((x - 26, top, x - 26, top + 62), fill=inks.first, width=2)
            write(pen, (x, top + 41), printed_date(day) if category in held else "— — —", size=24)
    draw_fields(image, layout.fields, person, kind="licence", alteration=None)
    draw_micro_print(image, (72, 792), width=1356, ink=inks.title)
    draw_zone(image, layout.boxes["mrz"], (mrz.licence_line(person, wrong=job.mrz_wrong),))
    return image


@lru_cache(maxsize=2)
def _card_shape(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", (size[0] * 2, size[1] * 2))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, mask.width - 1, mask.height - 1), 104, fill=255)
    return mask.reduce(2)


def _captured(
    image: Image.Image, *, kind: str, area: str, glare: bool, blur: bool, size: tuple[int, int]
) -> Image.Image:
    """The paper as a camera caught it, in the size asked for."""
    if kind != "passport":
        image = Image.composite(image, Image.new("RGB", image.size, _DESK), _card_shape(image.size))
    if blur:
        image = image.filter(ImageFilter.GaussianBlur(_BLUR))
    if glare:
        image = add_glare(image, over=area_box(kind, area=area))
    return image if image.size == size else image.resize(size, Image.Resampling.LANCZOS)
