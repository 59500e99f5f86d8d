"""Owns drawn utility bills, the proof of address; knows nothing of identity papers."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from PIL import Image, ImageDraw

from journeys.sandbox.canvas import Colour, closed, mixed
from journeys.sandbox.lettering import write, write_native
from journeys.sandbox.patterns import draw_barcode
from journeys.sandbox.people import Person

_SIZE: Final = (1240, 1754)
_LEFT, _RIGHT = 96, 1144
_GREY: Final[Colour] = (96, 104, 112)
_RULE: Final[Colour] = (206, 212, 218)
_BRANDS: Final[tuple[tuple[str, str, Colour], ...]] = (
    ("Meridian Water", "Water and sewerage", (22, 104, 140)),
    ("Halcyon Power", "Electricity supply", (176, 92, 24)),
    ("Lantern Gas & Light", "Gas supply", (54, 112, 78)),
)


def draw_utility_bill(person: Person, *, issued: date) -> Image.Image:
    """A bill of an invented supplier to the person's address, one A4 page."""
    stream = Random(f"{person.seed}:{issued.isoformat()}:bill")
    brand, trade, colour = stream.choice(_BRANDS)
    used = [stream.randrange(60, 190) for _ in range(12)]
    amount = used[-1] * 0.31 + 14.5
    image = Image.new("RGB", _SIZE, (253, 253, 251))
    pen = ImageDraw.Draw(image)
    _draw_brand(image, brand, trade, colour)
    _draw_addressee(pen, person)
    account = f"{stream.randrange(10_000_000, 99_999_999)}-{person.seed % 10}"
    facts = (
        ("Account number", account),
        ("Bill date", f"{issued:%d %B %Y}"),
        (
            "Billing period",
            f"{issued - timedelta(days=30):%d %b} to {issued - timedelta(days=1):%d %b %Y}",
        ),
        ("Pay by", f"{issued + timedelta(days=21):%d %B %Y}"),
    )
    for row, (label, value) in enumerate(facts):
        y = 330 + row * 62
        write(pen, (720, y), label, size=20, fill=_GREY)
        write(pen, (720, y + 30), value, size=24, name="sans-bold")
    pen.rounded_rectangle(
        (_LEFT, 620, _RIGHT, 760), radius=14, fill=mixed(colour, (255, 255, 255), 0.88)
    )
    write(pen, (_LEFT + 36, 704), "Amount due", size=30, fill=colour)
    write(
        pen,
        (_RIGHT - 36, 712),
        f"{amount:,.2f}",
        size=56,
        name="sans-bold",
        fill=colour,
        anchor="rs",
    )
    _draw_charges(pen, used=used[-1], amount=amount)
    _draw_year(pen, used, colour=colour, issued=issued)
    _draw_slip(image, account=account, amount=amount, brand=brand, name=person.full_name)
    return image


def _draw_brand(image: Image.Image, brand: str, trade: str, colour: Colour) -> None:
    sheet = Image.new("L", (264, 300))
    drop = closed([(132, 12), (210, 130), (228, 210), (132, 288), (36, 210), (54, 130)])
    pen = ImageDraw.Draw(sheet)
    pen.polygon(drop, fill=255)
    pen.polygon([(150, 96), (88, 190), (130, 190), (112, 250), (176, 158), (134, 158)], fill=0)
    image.paste(colour, (_LEFT, 92), sheet.reduce(3))
    text = ImageDraw.Draw(image)
    write(text, (_LEFT + 112, 146), brand, size=44, name="sans-bold", fill=colour)
    write(text, (_LEFT + 112, 182), trade, size=22, fill=_GREY)
    write(
        text, (_RIGHT, 130), "SPECIMEN", size=24, name="sans-bold", fill=(176, 60, 52), anchor="rs"
    )
    write(text, (_RIGHT, 162), "Synthetic, not a document", size=19, fill=_GREY, anchor="rs")
    text.line((_LEFT, 232, _RIGHT, 232), fill=colour, width=4)


def _draw_addressee(pen: ImageDraw.ImageDraw, person: Person) -> None:
    write(pen, (_LEFT, 330), "Bill for", size=20, fill=_GREY)
    write(pen, (_LEFT, 368), person.full_name, size=30, name="sans-bold")
    y = 368
    if person.native_name != person.full_name:
        y += 46
        write_native(pen, (_LEFT, y), person.native_name, script=person.script, size=30)
    y += 8
    lines = (
        person.street,
        f"{person.postal_code} {person.city}",
        person.region,
        person.country_name,
    )
    for line in lines:
        y += 38
        write(pen, (_LEFT, y), line, size=25)


def _draw_charges(pen: ImageDraw.ImageDraw, *, used: int, amount: float) -> None:
    rows = (
        ("Standing charge, 30 days", "", f"{12.0:.2f}"),
        ("Use", f"{used} units at 0.31", f"{used * 0.31:.2f}"),
        ("Service levy", "", f"{2.5:.2f}"),
        ("Total", "", f"{amount:,.2f}"),
    )
    write(pen, (_LEFT, 836), "Your charges", size=28, name="sans-bold")
    for row, (label, detail, value) in enumerate(rows):
        y = 892 + row * 52
        bold = "sans-bold" if label == "Total" else "sans"
        write(pen, (_LEFT, y), label, size=23, name="sans-bold" if bold == "sans-bold" else "sans")
        write(pen, (620, y), detail, size=23, fill=_GREY)
        write(
            pen,
            (_RIGHT, y),
            value,
            size=23,
            name="sans-bold" if bold == "sans-bold" else "sans",
            anchor="rs",
        )
        pen.line((_LEFT, y + 17, _RIGHT, y + 17), fill=_RULE, width=2)


def _draw_year(pen: ImageDraw.ImageDraw, used: list[int], *, colour: Colour, issued: date) -> None:
    write(pen, (_LEFT, 1164), "Your use over twelve months", size=28, name="sans-bold")
    bottom, wide = 1400, (_RIGHT - _LEFT) / 12
    for place, units in enumerate(used):
        left = _LEFT + place * wide + 14
        newest = place == len(used) - 1
        fill = colour if newest else mixed(colour, (255, 255, 255), 0.55)
        pen.rectangle((left, bottom - units, left + wide - 28, bottom), fill=fill)
        month = date(2000, (issued.month + place) % 12 + 1, 1)
        write(
            pen,
            (left + wide / 2 - 14, bottom + 32),
            f"{month:%b}",
            size=19,
            fill=_GREY,
            anchor="ms",
        )
    pen.line((_LEFT, bottom + 1, _RIGHT, bottom + 1), fill=_RULE, width=2)


def _draw_slip(image: Image.Image, *, account: str, amount: float, brand: str, name: str) -> None:
    pen = ImageDraw.Draw(image)
    for x in range(_LEFT, _RIGHT, 18):
        pen.line((x, 1490, x + 9, 1490), fill=_GREY, width=2)
    write(pen, (_LEFT, 1540), f"Payment slip, {brand}", size=24, name="sans-bold")
    write(pen, (_LEFT, 1580), name, size=22)
    write(pen, (_LEFT, 1612), f"Account {account}", size=22, fill=_GREY)
    write(pen, (_LEFT, 1644), f"Amount {amount:,.2f}", size=22, fill=_GREY)
    draw_barcode(image, (660, 1530, 1120, 1630), text=account)
    write(
        pen,
        (620, 1712),
        "SPECIMEN · Synthetic, not a document · no supplier of this name exists",
        size=17,
        fill=_GREY,
        anchor="ms",
    )
