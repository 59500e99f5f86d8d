"""Rebuilds the small fonts of this folder from full ones; run by hand when a name list grows.

Arabic and Devanagari need shaping that not every Pillow has. Here every word that can be printed
becomes one glyph, already shaped, so that drawing it needs none.
"""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[2]))

from journeys.sandbox import countries, labels, scripts  # noqa: E402  (needs the path above)

FIRST_WORD: Final = 0xE000
LATIN: Final = [*range(0x20, 0x7F), *range(0xA0, 0x180), 0x2013, 0x2014, 0x2019, 0x2022, 0x2026]
ZONE: Final = [ord(sign) for sign in "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789< "]

# fontTools and uharfbuzz are not among the requirements: only this script needs them.
tt: Any = importlib.import_module("fontTools.ttLib")
subset: Any = importlib.import_module("fontTools.subset")
merge: Any = importlib.import_module("fontTools.merge")
fontbuilder: Any = importlib.import_module("fontTools.fontBuilder")
ttpen: Any = importlib.import_module("fontTools.pens.ttGlyphPen")
transform: Any = importlib.import_module("fontTools.pens.transformPen")
hb: Any = importlib.import_module("uharfbuzz")


def words_of(names: scripts.NameList, script: scripts.Script) -> list[str]:
    spelled = [*names.women, *names.men, *names.surnames]
    words = {word for _, native in spelled for word in native.split()}
    for country in countries.countries_of(script):
        words.update(country.native_name.split())
    return sorted(words | labels.all_words(script))


def shaped_words(source: Path, words: list[str], *, family: str, target: Path) -> dict[str, int]:
    """A font with one glyph per word, and the code point of each."""
    full = tt.TTFont(source)
    full.flavor = None
    plain = target.with_suffix(".full.ttf")
    full.save(plain)
    shaper = hb.Font(hb.Face(hb.Blob.from_file_path(str(plain))))
    outlines, order = full.getGlyphSet(), full.getGlyphOrder()
    glyphs: dict[str, Any] = {".notdef": ttpen.TTGlyphPen(None).glyph()}
    metrics: dict[str, tuple[int, int]] = {".notdef": (500, 0)}
    codes: dict[str, int] = {}
    for number, word in enumerate(words):
        buffer = hb.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        hb.shape(shaper, buffer)
        pen, x = ttpen.TTGlyphPen(None), 0
        for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            if info.codepoint == 0:
                raise SystemExit(f"{source.name} has no glyph for a sign of {word!r}")
            moved = (1, 0, 0, 1, x + place.x_offset, place.y_offset)
            drawn = outlines[order[info.codepoint]]
            drawn.draw(Flattened(transform.TransformPen(pen, moved), outlines))
            x += place.x_advance
        name = f"word{number:04}"
        glyphs[name], codes[word] = pen.glyph(), FIRST_WORD + number
        metrics[name] = (x, glyphs[name].xMin if hasattr(glyphs[name], "xMin") else 0)
    builder = fontbuilder.FontBuilder(full["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(list(glyphs))
    builder.setupCharacterMap({code: f"word{n:04}" for n, code in enumerate(codes.values())})
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(
        {
            name: (
                wide,
                builder.font["glyf"][name].xMin
                if builder.font["glyf"][name].numberOfContours
                else 0,
            )
            for name, (wide, _) in metrics.items()
        }
    )
    builder.setupHorizontalHeader(ascent=full["hhea"].ascent, descent=full["hhea"].descent)
    builder.setupNameTable(
        {
            "familyName": family,
            "styleName": "SemiBold",
            "copyright": full["name"].getDebugName(0) or "",
        }
    )
    builder.setupOS2(sTypoAscender=full["hhea"].ascent, sTypoDescender=full["hhea"].descent)
    builder.setupPost()
    builder.save(target)
    plain.unlink()
    return codes


class Flattened:
    """Passes outlines on and replaces references to other glyphs by their outlines."""

    def __init__(self, pen: Any, glyphs: Any) -> None:
        self.pen, self.glyphs = pen, glyphs

    def __getattr__(self, name: str) -> Any:
        return getattr(self.pen, name)

    def addComponent(self, name: str, moved: Any, **_: Any) -> None:
        self.glyphs[name].draw(Flattened(transform.TransformPen(self.pen, moved), self.glyphs))


def cut_down(sources: list[Path], signs: list[int], *, family: str, target: Path) -> None:
    """Only these signs of a font, without layout tables: what is drawn sign by sign."""
    parts = []
    for number, source in enumerate(sources):
        font = tt.TTFont(source)
        font.flavor = None
        options = subset.Options()
        options.layout_features, options.hinting, options.name_IDs = [], False, [0, 13, 14]
        options.drop_tables += [
            "GSUB",
            "GPOS",
            "GDEF",
            "STAT",
            "fvar",
            "avar",
            "gvar",
            "HVAR",
            "MVAR",
        ]
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=signs)
        cutter.subset(font)
        part = target.with_suffix(f".part{number}.ttf")
        font.save(part)
        parts.append(part)
    font = (
        merge.Merger().merge([str(part) for part in parts])
        if len(parts) > 1
        else tt.TTFont(parts[0])
    )
    font["name"].setName(family, 1, 3, 1, 0x409)
    font["name"].setName("Regular", 2, 3, 1, 0x409)
    font.save(target)
    for part in parts:
        part.unlink()


def main(packages: Path) -> None:
    fonts = HERE / "fonts"

    def file(package: str, part: str, weight: int) -> Path:
        return (
            packages / "@fontsource" / package / "files" / f"{package}-{part}-{weight}-normal.woff2"
        )

    codes = {
        "arabic": shaped_words(
            file("noto-sans-arabic", "arabic", 600), words_of(scripts.ARABIC, "arabic"),
            family="Specimen Arabic Words", target=fonts / "arabic-words.ttf",
        ),
        "devanagari": shaped_words(
            file("noto-sans-devanagari", "devanagari", 600),
            words_of(scripts.DEVANAGARI, "devanagari"),
            family="Specimen Devanagari Words", target=fonts / "devanagari-words.ttf",
        ),
    }  # fmt: skip
    text = json.dumps(codes, ensure_ascii=False, indent=1, sort_keys=True)
    (fonts / "words.json").write_text(text + "\n", encoding="utf-8")
    chinese = sorted({ord(sign) for word in words_of(scripts.CHINESE, "chinese") for sign in word})
    cut_down(
        [file("noto-sans-sc", "chinese-simplified", 600)],
        chinese,
        family="Specimen Chinese",
        target=fonts / "chinese.ttf",
    )
    for weight, name in ((400, "sans"), (600, "sans-bold")):
        cut_down(
            [file("inter", "latin", weight), file("inter", "latin-ext", weight)],
            LATIN,
            family=f"Specimen {name}",
            target=fonts / f"{name}.ttf",
        )
    cut_down(
        [file("jetbrains-mono", "latin", 500)],
        ZONE,
        family="Specimen Zone",
        target=fonts / "zone.ttf",
    )
    cut_down(
        [file("herr-von-muellerhoff", "latin", 400)],
        LATIN,
        family="Specimen Signature",
        target=fonts / "signature.ttf",
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
