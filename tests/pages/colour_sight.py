"""How far apart two colours look, also to eyes without one of the three cones. Pure arithmetic."""

from __future__ import annotations

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Colour = tuple[float, float, float]
Matrix = tuple[Colour, Colour, Colour]

# Machado, Oliveira and Fernandes 2009, severity 1, on linear sRGB.
SIGHTS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
# sRGB to CIE XYZ with the white of daylight at 6500 K.
_TO_XYZ: Matrix = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)
_WHITE = (0.95047, 1.0, 1.08883)
_FAR = 25.0**7


def linear(colour: str) -> Colour:
    """#rrggbb as linear light."""
    red, green, blue = (_to_light(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def seen_as(light: Colour, *, sight: str) -> Colour:
    """The same light as it looks to that sight, still linear."""
    red, green, blue = (min(1.0, max(0.0, one)) for one in _times(SIGHTS[sight], light))
    return red, green, blue


def lab(light: Colour) -> Colour:
    """Linear sRGB in CIE Lab."""
    x, y, z = (
        _cube_root(one / white) for one, white in zip(_times(_TO_XYZ, light), _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def luminance(light: Colour) -> float:
    """Relative luminance as WCAG has it."""
    red, green, blue = light
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of contrast, 1 to 21."""
    dark, bright = sorted(luminance(linear(colour)) for colour in (one, other))
    return (bright + 0.05) / (dark + 0.05)


def distance(first: Colour, second: Colour) -> float:
    """CIEDE2000 between two colours in Lab; the steps are those of Sharma, Wu and Dalal 2005."""
    mean_chroma = (hypot(*first[1:]) + hypot(*second[1:])) / 2
    stretch = 1.5 - 0.5 * sqrt(mean_chroma**7 / (mean_chroma**7 + _FAR))
    chroma_1, hue_1 = _polar(first[1] * stretch, first[2])
    chroma_2, hue_2 = _polar(second[1] * stretch, second[2])
    turn, hue = _turn(hue_1, hue_2), _mean_hue(hue_1, hue_2)
    if not chroma_1 * chroma_2:
        turn, hue = 0.0, hue_1 + hue_2
    lightness = (first[0] + second[0]) / 2 - 50
    chroma = (chroma_1 + chroma_2) / 2
    weight = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    by_light = (second[0] - first[0]) / (1 + 0.015 * lightness**2 / sqrt(20 + lightness**2))
    by_chroma = (chroma_2 - chroma_1) / (1 + 0.045 * chroma)
    by_hue = 2 * sqrt(chroma_1 * chroma_2) * sin(radians(turn / 2)) / (1 + 0.015 * chroma * weight)
    twist = -sin(radians(60 * exp(-(((hue - 275) / 25) ** 2))))
    twist *= 2 * sqrt(chroma**7 / (chroma**7 + _FAR))
    return sqrt(by_light**2 + by_chroma**2 + by_hue**2 + twist * by_chroma * by_hue)


def _to_light(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _cube_root(value: float) -> float:
    return float(value ** (1 / 3)) if value > 216 / 24389 else (24389 / 27 * value + 16) / 116


def _times(matrix: Matrix, colour: Colour) -> Colour:
    red, green, blue = (sum(a * b for a, b in zip(row, colour, strict=True)) for row in matrix)
    return red, green, blue


def _polar(a: float, b: float) -> tuple[float, float]:
    return hypot(a, b), degrees(atan2(b, a)) % 360 if a or b else 0.0


def _turn(first: float, second: float) -> float:
    """From one hue to the other the shorter way round."""
    turn = second - first
    return turn - 360 if turn > 180 else turn + 360 if turn < -180 else turn


def _mean_hue(first: float, second: float) -> float:
    total = first + second
    if abs(first - second) <= 180:
        return total / 2
    return (total + 360) / 2 if total < 360 else (total - 360) / 2
