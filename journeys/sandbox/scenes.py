"""Draws what a `Picture` says, as a camera or a scanner would deliver it. Owns no journey."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from functools import lru_cache
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from journeys.sandbox import faces, files, papers
from journeys.sandbox.cast import with_retyped_expiry
from journeys.sandbox.layouts import area_box
from journeys.sandbox.pictures import Picture
from journeys.sandbox.selfies import on_a_screen, taken
from journeys.sandbox.small import with_free_box

_PHOTO_SIZE = (1400, 1050)


def bytes_for(picture: Picture) -> bytes:
    """The file of `picture`; the same picture gives the same bytes."""
    if picture.role == "selfie_video":
        clip = files.selfie_video(files.CLIP_FACES.index(_face_of(picture)))
        return with_free_box(clip, hashlib.sha256(repr(picture).encode()).digest())
    image = _drawn(picture)
    match picture.file:
        case "png":
            return files.png(image)
        case "webp":
            return files.webp(image)
        case "pdf":
            return files.pdf([image])
    # Every fifth phone keeps its pixels lying and says in the metadata how to turn them upright.
    if picture.role == "photo" and picture.person.seed % 5 == 1:
        return files.jpeg(image.transpose(Image.Transpose.ROTATE_90), exif_orientation=6)
    return files.jpeg(image)


def _drawn(picture: Picture) -> Image.Image:
    match picture.role:
        case "paper":
            return _paper(_paper_of(picture))
        case "photo":
            return _photographed(_paper(_paper_of(picture)), picture)
        case "portrait" | "ghost" | "signature":
            whole = _paper(_paper_of(picture))
            return papers.crop_fragment(whole, picture.role, picture.kind)
        case "fragment":
            return _resampled(
                papers.crop_fragment(_paper(_paper_of(picture)), picture.area, picture.kind),
                picture,
            )
        case "reference":
            script = picture.person.script
            return papers.reference_fragment(picture.kind, picture.area, script=script)
        case "bill" | "bill_pdf":
            issued = picture.issued or picture.person.issue_date
            return papers.draw_utility_bill(picture.person, issued=issued)
        case "registry_face":
            return faces.draw_face(_face_of(picture), variation=31, style="portrait")
    return taken(picture, face_seed=_face_of(picture))


def _face_of(picture: Picture) -> int:
    return picture.person.face_seed if picture.face_seed is None else picture.face_seed


def _paper_of(picture: Picture) -> Picture:
    """The paper behind a cut-out or a photograph: one drawing serves them all."""
    return replace(picture, role="paper", file="jpg", take=0, area="", effect="", is_dark=False)


@lru_cache(maxsize=8)
def _paper(picture: Picture) -> Image.Image:
    if picture.alteration == "expiry_retyped" and picture.kind == "passport":
        # The printed date is another than the zone's: the zone comes from the genuine paper.
        page = _printed(replace(picture, person=with_retyped_expiry(picture.person)))
        genuine = _printed(replace(picture, alteration=""))
        box = area_box("passport", area="mrz")
        page.paste(genuine.crop(box), box[:2])
        return page
    return _printed(picture)


def _printed(picture: Picture) -> Image.Image:
    if picture.kind == "passport":
        return papers.draw_passport(
            picture.person,
            face_seed=picture.face_seed,
            alteration=picture.alteration or None,
            mrz_wrong=picture.mrz_wrong or None,
            glare=picture.glare,
            blur=picture.blur,
        )
    draw = papers.draw_licence if picture.kind == "licence" else papers.draw_identity_card
    return draw(
        picture.person,
        side=picture.side,
        face_seed=picture.face_seed,
        alteration=picture.alteration or None,
        mrz_wrong=picture.mrz_wrong or None,
        glare=picture.glare,
        blur=picture.blur,
    )


def _photographed(paper: Image.Image, picture: Picture) -> Image.Image:
    """The paper on a table, a little askew, as a phone sees it."""
    stream = Random(f"{picture.person.seed}:{picture.side}:{picture.take}")
    table = _table(stream)
    width = int(table.width * stream.uniform(0.84, 0.90))
    size = (width, paper.height * width // paper.width)
    lying = paper.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0).convert("RGBA")
    angle = stream.uniform(-3.2, 3.2)
    lying = lying.rotate(angle, expand=True, resample=Image.Resampling.BILINEAR)
    at = (
        (table.width - lying.width) // 2 + stream.randrange(-24, 25),
        (table.height - lying.height) // 2 + stream.randrange(-24, 25),
    )
    table.paste((24, 22, 20), (at[0] + 7, at[1] + 9), lying.getchannel("A"))
    table.paste(lying, at, lying)
    if picture.effect == "screen":
        table = on_a_screen(table)
    if picture.is_dark:
        table = ImageEnhance.Brightness(table).enhance(0.34)
    return ImageEnhance.Brightness(table).enhance(stream.uniform(0.94, 1.04))


def _resampled(fragment: Image.Image, picture: Picture) -> Image.Image:
    """A fragment as it comes out of a photograph: softer, a little turned, in another light."""
    stream = Random(f"{picture.person.seed}:{picture.area}:{picture.take}")
    turned = fragment.rotate(stream.uniform(-0.9, 0.9), resample=Image.Resampling.BICUBIC)
    rim = max(2, min(turned.size) // 40)
    inner = turned.crop((rim, rim, turned.width - rim, turned.height - rim))
    soft = inner.resize(fragment.size, Image.Resampling.BICUBIC).filter(ImageFilter.BoxBlur(1))
    return ImageEnhance.Brightness(soft).enhance(stream.uniform(0.90, 0.97))


def _table(stream: Random) -> Image.Image:
    base = stream.choice(((124, 96, 70), (98, 102, 108), (176, 168, 156), (62, 66, 74)))
    table = Image.new("RGB", _PHOTO_SIZE, base)
    pen = ImageDraw.Draw(table)
    y = 0
    while y < table.height:
        tone = stream.randrange(-12, 13)
        pen.line(
            (0, y, table.width, y + stream.randrange(-9, 10)),
            fill=(base[0] + tone, base[1] + tone, base[2] + tone),
            width=stream.randrange(2, 9),
        )
        y += stream.randrange(5, 17)
    return table
