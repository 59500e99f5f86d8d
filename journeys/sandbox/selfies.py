"""Selfies as they are taken, well or badly. Draws on the faces and owns no person."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from journeys.sandbox import faces
from journeys.sandbox.pictures import Picture

_SIZE = (720, 960)


def taken(picture: Picture, *, face_seed: int) -> Image.Image:
    """The selfie, or for the role `selfie_crop` the face cut out of it."""
    image = faces.draw_face(
        face_seed,
        variation=11 + picture.take,
        size=_SIZE,
        style="selfie",
        covered=picture.covered or None,
        present=picture.people > 0,
        count=max(picture.people, 1),
    )
    image = _spoilt(image, effect=picture.effect)
    if picture.role == "selfie_crop":
        width, height = image.size
        return image.crop((width // 7, height // 9, width * 6 // 7, height * 8 // 9))
    return image


def on_a_screen(image: Image.Image) -> Image.Image:
    """Rows of pixels and a cold cast, as when a picture of a screen is taken."""
    rows = Image.new("L", image.size, 255)
    pen = ImageDraw.Draw(rows)
    for y in range(0, image.height, 4):
        pen.line((0, y, image.width, y), fill=186)
    cold = Image.merge("RGB", (rows.point([value * 88 // 100 for value in range(256)]), rows, rows))
    return ImageChops.multiply(image, cold)


def _spoilt(image: Image.Image, *, effect: str) -> Image.Image:
    width, height = image.size
    match effect:
        case "face_too_close":
            box = (width // 4, height // 5, width * 3 // 4, height * 13 // 20)
            return image.crop(box).resize(image.size, Image.Resampling.BICUBIC)
        case "face_close_to_border":
            return _shifted(image, (width * 27 // 100, 0))
        case "face_cropped":
            return _shifted(image, (width * 48 // 100, -height // 8))
        case "face_too_small":
            far = image.resize((width // 4, height // 4), Image.Resampling.LANCZOS)
            room = image.filter(ImageFilter.GaussianBlur(90))
            room.paste(far, (width * 3 // 8, height * 3 // 8))
            return room
        case "bad_quality_image":
            coarse = image.resize((width // 14, height // 14), Image.Resampling.BILINEAR)
            return coarse.resize(image.size, Image.Resampling.BILINEAR)
        case "face_angle_too_large":
            tilted = image.rotate(38, resample=Image.Resampling.BICUBIC, fillcolor=(96, 100, 106))
            return tilted
        case "not_live":
            return on_a_screen(image)
    return image


def _shifted(image: Image.Image, by: tuple[int, int]) -> Image.Image:
    room = image.filter(ImageFilter.GaussianBlur(70))
    room.paste(image, by)
    return room
