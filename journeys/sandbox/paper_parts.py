"""Owns what is put on a blank form: fields, portrait, signature, zone, and forgeries of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

from journeys.sandbox import labels
from journeys.sandbox.canvas import Colour, ellipse, mixed, ribbon
from journeys.sandbox.countries import country_of
from journeys.sandbox.faces import draw_face
from journeys.sandbox.layouts import Box, Field
from journeys.sandbox.lettering import fitted, font, native_width, write, write_native
from journeys.sandbox.patterns import darkened
from journeys.sandbox.people import Person

ALTERATIONS: Final = ("photo_replaced", "expiry_retyped", "pattern_missing")
_LABEL: Final[Colour] = (84, 96, 104)
_LABEL_SIZE: Final = 17
_OTHER_PERSON: Final = 7 * 64
"""A face seed this far away is somebody else of the same sex, age band and heritage."""
_MONTHS: Final = (
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
)


@dataclass(frozen=True)
class Print:
    """How one paper is to be printed: whose face, and what is wrong with it."""

    face_seed: int
    alteration: str | None = None
    mrz_wrong: str | None = None


def printed_date(day: date) -> str:
    return f"{day.day:02} {_MONTHS[day.month - 1]} {day.year}"


def printed_values(person: Person, *, kind: str) -> dict[str, str]:
    """What each field of a paper says, in the letters printed on it."""
    return {
        "type": "P" if kind == "passport" else "I",
        "state": person.nationality,
        "number": person.document_number,
        "surname": person.surname.upper(),
        "given_names": person.given_names.upper(),
        "native_name": person.native_name if person.native_name != person.full_name else "",
        "nationality": person.country_name.upper(),
        "sex": person.sex,
        "birth_date": printed_date(person.birth_date),
        "birth_place": person.birth_place.upper(),
        "issue_date": printed_date(person.issue_date),
        "expiry_date": printed_date(person.expiry_date),
        "authority": f"{person.region.upper()} OFFICE",
        "personal_number": person.personal_number,
        "profession": person.profession.upper(),
        "address": f"{person.street}, {person.city}",
        "categories": "AM  B1  B",
        "signature": " ",
    }


def draw_heading(image: Image.Image, person: Person, *, kind: str, ink: Colour) -> None:
    pen = ImageDraw.Draw(image)
    country = country_of(person.nationality, script=person.script)
    title = person.country_name.upper()
    write(
        pen,
        (72, 92),
        title,
        size=fitted(title, name="sans-bold", size=42, width=560),
        name="sans-bold",
        fill=ink,
    )
    write(pen, (72, 128), labels.english(kind).upper(), size=22, fill=ink)
    right = image.width - 72
    script = person.script
    native_title = country.native_name.upper() if script == "latin" else country.native_name
    write_native(pen, (right, 92), native_title, script=script, size=38, fill=ink, align="right")
    native_kind = labels.second_language(kind, script)
    write_native(pen, (right, 130), native_kind, script=script, size=24, fill=ink, align="right")
    write(pen, (right - 420, 128), "SPECIMEN", size=20, name="sans-bold", fill=(176, 60, 52))


def draw_fields(
    image: Image.Image,
    fields: Sequence[Field],
    person: Person,
    *,
    kind: str,
    alteration: str | None,
) -> None:
    values = printed_values(person, kind=kind)
    for field in fields:
        if not values[field.name]:
            # Whose own script is plain Latin has no second name to print there.
            field = replace(field, name="profession", size=27)
        _draw_label(image, field, person)
        if field.name == "native_name":
            size = field.size
            while native_width(person.native_name, script=person.script, size=size) > field.width:
                size -= 1
            write_native(
                ImageDraw.Draw(image),
                (field.x, field.y + 38),
                person.native_name,
                script=person.script,
                size=size,
            )
        elif field.name == "address":
            pen = ImageDraw.Draw(image)
            write(pen, (field.x, field.y + 32), person.street, size=field.size, name="sans-bold")
            rest = f"{person.postal_code} {person.city}, {person.region}"
            size = fitted(rest, name="sans-bold", size=field.size, width=field.width)
            write(pen, (field.x, field.y + 68), rest, size=size, name="sans-bold")
        elif field.name == "expiry_date" and alteration == "expiry_retyped":
            _retype(image, field, values[field.name])
        elif field.size:
            size = fitted(values[field.name], name="sans-bold", size=field.size, width=field.width)
            write(
                ImageDraw.Draw(image),
                (field.x, field.y + 10 + round(field.size * 0.9)),
                values[field.name],
                size=size,
                name="sans-bold",
            )


def _draw_label(image: Image.Image, field: Field, person: Person) -> None:
    pen = ImageDraw.Draw(image)
    x = float(field.x)
    if field.number:
        write(
            pen,
            (x - 12, field.y),
            field.number,
            size=_LABEL_SIZE,
            name="sans-bold",
            fill=_LABEL,
            anchor="rs",
        )
    x += write(pen, (x, field.y), labels.english(field.name), size=_LABEL_SIZE, fill=_LABEL)
    second = labels.second_language(field.name, person.script)
    if second == labels.english(field.name):
        return
    size = {"latin": _LABEL_SIZE, "chinese": 17, "arabic": 20, "devanagari": 20}[person.script]
    if x + 20 + native_width(second, script=person.script, size=size) > field.x + field.width + 14:
        return
    x += write(pen, (x, field.y), " / ", size=_LABEL_SIZE, fill=_LABEL)
    pale = mixed(_LABEL, (255, 255, 255), 0.0 if person.script == "latin" else 0.16)
    write_native(pen, (x, field.y), second, script=person.script, size=size, fill=pale)


def _retype(image: Image.Image, field: Field, text: str) -> None:
    """The last two digits scraped off and typed again: higher, blacker, another face."""
    pen = ImageDraw.Draw(image)
    kept, retyped = text[:-2], text[-2:]
    x = field.x + write(pen, (field.x, field.y + 34), kept, size=field.size, name="sans-bold")
    box = (int(x) - 1, field.y + 6, int(x) + 42, field.y + 42)
    scraped = image.crop(box).filter(ImageFilter.GaussianBlur(5))
    image.paste(
        Image.blend(scraped, Image.new("RGB", scraped.size, (250, 250, 248)), 0.55), box[:2]
    )
    write(pen, (x + 2, field.y + 30), retyped, size=field.size + 5, name="zone", fill=(0, 0, 0))


def draw_portrait(
    image: Image.Image, box: Box, job: Print, *, lines: Image.Image, ink: Colour
) -> None:
    """The holder's picture, with the form's lines running over it as on genuine paper."""
    size = (box[2] - box[0], box[3] - box[1])
    if job.alteration == "photo_replaced":
        _glue(image, box, face_seed=job.face_seed + _OTHER_PERSON)
        return
    image.paste(draw_face(job.face_seed, size=size), box[:2], _soft_edge(size))
    veil = Image.composite(
        lines.crop(box), Image.new("L", size), Image.linear_gradient("L").resize(size)
    )
    image.paste(
        mixed(ink, (255, 255, 255), 0.25),
        box[:2],
        veil.point([level * 3 // 4 for level in range(256)]),
    )


def _glue(image: Image.Image, box: Box, *, face_seed: int) -> None:
    """Another photograph on top: cut by hand, a little askew, with an edge that throws a shadow."""
    size = (box[2] - box[0] + 10, box[3] - box[1] + 8)
    photo = draw_face(face_seed, variation=3, size=size).convert("RGBA")
    turned = photo.rotate(1.1, resample=Image.Resampling.BICUBIC, expand=True)
    at = (box[0] - 1, box[1] - 6)
    shadow = Image.new("L", (turned.width + 24, turned.height + 24))
    shadow.paste(150, (12, 12), turned.getchannel("A"))
    shadow = shadow.filter(ImageFilter.GaussianBlur(5))
    image.paste((30, 30, 34), (at[0] - 6, at[1] - 6), shadow)
    image.paste(turned, at, turned)


@lru_cache(maxsize=8)
def _soft_edge(size: tuple[int, int]) -> Image.Image:
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).rectangle((2, 2, size[0] - 3, size[1] - 3), fill=255)
    return mask.filter(ImageFilter.GaussianBlur(1.4))


def draw_ghost(image: Image.Image, box: Box, *, face_seed: int) -> None:
    size = (box[2] - box[0], box[3] - box[1])
    ghost = draw_face(face_seed, size=size, style="ghost")
    faint = Image.blend(ghost, Image.new("RGB", size, (255, 255, 255)), 0.42)
    mask = Image.new("L", size)
    ImageDraw.Draw(mask).ellipse(
        (size[0] * 0.02, -size[1] * 0.10, size[0] * 0.98, size[1] * 0.95), fill=255
    )
    faint = Image.composite(
        faint, Image.new("RGB", size, (255, 255, 255)), mask.filter(ImageFilter.GaussianBlur(7))
    )
    darkened(image, faint, box[:2])


def draw_signature(image: Image.Image, box: Box, person: Person) -> None:
    """Written with a pen: slightly rising, with a stroke underneath."""
    width, height = box[2] - box[0], box[3] - box[1]
    first = person.given_names.split()[0]
    text = (f"{first[0]}. {person.surname}", f"{first} {person.surname[0]}.", person.full_name)[
        person.seed % 3
    ]
    size = fitted(text, name="signature", size=int(height * 0.92), width=width * 0.84)
    sheet = Image.new("L", (width * 2, height * 2))
    pen = ImageDraw.Draw(sheet)
    pen.text(
        (width * 0.14, height * 1.42),
        text,
        font=font("signature", size * 2),
        fill=235,
        anchor="ls",
        stroke_width=1,
        stroke_fill=235,
    )
    end = min(width * 0.14 + font("signature", size * 2).getlength(text) + 60, width * 1.94)
    sweep = [(width * 0.24, height * 1.60), (end * 0.55, height * 1.68), (end, height * 1.44)]
    pen.polygon(ribbon(sweep, (1, 5, 4, 1)), fill=225)
    turned = sheet.rotate(2.2 + person.seed % 4 * 0.7, resample=Image.Resampling.BICUBIC)
    image.paste((32, 44, 92), box[:2], turned.reduce(2))


def draw_zone(image: Image.Image, box: Box, lines: Sequence[str]) -> None:
    """The machine-readable zone: every sign in its own cell, as readers expect."""
    veil = Image.new("RGB", (box[2] - box[0], box[3] - box[1]), (250, 249, 245))
    image.paste(Image.blend(image.crop(box), veil, 0.82), box[:2])
    pen = ImageDraw.Draw(image)
    left, right = box[0] + 70, box[2] - 70
    pitch = (right - left) / max(len(line) for line in lines)
    size = int(min(pitch * 1.56, (box[3] - box[1]) / (len(lines) + 0.6) * 0.82))
    step = (box[3] - box[1]) / (len(lines) + 0.7)
    for row, line in enumerate(lines):
        y = box[1] + step * (row + 1) + size * 0.10
        for place, sign in enumerate(line):
            write(
                pen,
                (left + (place + 0.5) * pitch, y),
                sign,
                size=size,
                name="zone",
                fill=(18, 18, 20),
                anchor="ms",
            )


def add_glare(image: Image.Image, *, over: Box) -> Image.Image:
    """A lamp mirrored in the laminate, over the box so that it hides what matters."""
    small = Image.new("L", (image.width // 8, image.height // 8))
    cx, cy = (over[0] + over[2]) / 16, (over[1] + over[3]) / 16
    pen = ImageDraw.Draw(small)
    pen.polygon(ellipse(cx, cy, 25, 13, turn=-24), fill=255)
    pen.polygon(ellipse(cx + 24, cy - 15, 12, 5, turn=-24), fill=230)
    wide = small.filter(ImageFilter.GaussianBlur(9)).point(
        [min(level * 2, 255) for level in range(256)]
    )
    lit = image.copy()
    lit.paste((255, 255, 253), (0, 0), wide.resize(image.size, Image.Resampling.BICUBIC))
    return lit
