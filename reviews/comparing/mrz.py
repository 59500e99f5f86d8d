"""Reads and checks machine-readable zones after ICAO Doc 9303 parts 3 to 7.

Never raises on a damaged zone: gives what can be read and says what is wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.utils.translation import gettext

from reviews.comparing.mrz_lines import ALPHABET, SHAPES, Format, lines_of

_WEIGHTS: Final = (7, 3, 1)


class Span(NamedTuple):
    """Places in one line, counted from 0, `end` not included."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Element:
    """One data element: `raw` as printed, `value` without fillers ("X" for an unstated sex)."""

    name: str
    line: int
    start: int
    end: int
    raw: str
    value: str


@dataclass(frozen=True, slots=True)
class CheckDigit:
    """One check digit: what is printed, what it must be, and the places it is taken over.

    `computed` is empty when a covered line is missing or a sign in it has no value.
    """

    name: str
    line: int
    column: int
    sent: str
    computed: str
    is_right: bool
    is_optional_filler: bool
    covers: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Zone:
    """A zone as it was read; a missing line is empty."""

    format: Format
    lines: tuple[str, ...]
    elements: tuple[Element, ...]
    digits: tuple[CheckDigit, ...]
    problems: tuple[str, ...]
    names_may_be_cut: bool

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with the shape and every check digit is right."""
        return bool(self.digits) and not self.problems and all(d.is_right for d in self.digits)

    def value(self, name: str) -> str:
        """The value of one element, empty when it is not there."""
        return next((part.value for part in self.elements if part.name == name), "")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where a format keeps its elements and its check digits."""

    names: Span
    fields: tuple[tuple[str, Span], ...]
    checked: tuple[tuple[str, tuple[Span, ...], int], ...]  # name, covered places, column
    # Where the rest of a long document number stands (Doc 9303-5 and -6, 4.2.2, notes).
    long_number_rest: Span | None = None


def _two_lines(width: int, *, optional: tuple[str, int], with_composite: bool) -> _Layout:
    """TD2, TD3 and visas have one second line; only what follows the expiry date differs."""
    name, optional_end = optional
    fields = (
        ("document_type", Span(0, 0, 2)),
        ("issuing_country", Span(0, 2, 5)),
        ("document_number", Span(1, 0, 9)),
        ("nationality", Span(1, 10, 13)),
        ("birth_date", Span(1, 13, 19)),
        ("sex", Span(1, 20, 21)),
        ("expiry_date", Span(1, 21, 27)),
        (name, Span(1, 28, optional_end)),
    )
    checked: list[tuple[str, tuple[Span, ...], int]] = [
        ("document_number", (Span(1, 0, 9),), 9),
        ("birth_date", (Span(1, 13, 19),), 19),
        ("expiry_date", (Span(1, 21, 27),), 27),
    ]
    if name == "personal_number":
        checked.append((name, (Span(1, 28, 42),), 42))
    if with_composite:
        whole = (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, width - 1))
        checked.append(("composite", whole, width - 1))
    rest = Span(1, 28, optional_end) if width == 36 and with_composite else None
    return _Layout(Span(0, 5, width), fields, tuple(checked), rest)


_LAYOUTS: Final[dict[Format, _Layout]] = {
    "TD1": _Layout(
        names=Span(2, 0, 30),
        fields=(
            ("document_type", Span(0, 0, 2)),
            ("issuing_country", Span(0, 2, 5)),
            ("document_number", Span(0, 5, 14)),
            ("optional_data", Span(0, 15, 30)),
            ("birth_date", Span(1, 0, 6)),
            ("sex", Span(1, 7, 8)),
            ("expiry_date", Span(1, 8, 14)),
            ("nationality", Span(1, 15, 18)),
            ("optional_data_2", Span(1, 18, 29)),
        ),
        checked=(
            ("document_number", (Span(0, 5, 14),), 14),
            ("birth_date", (Span(1, 0, 6),), 6),
            ("expiry_date", (Span(1, 8, 14),), 14),
            ("composite", (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)), 29),
        ),
        long_number_rest=Span(0, 15, 30),
    ),
    "TD2": _two_lines(36, optional=("optional_data", 35), with_composite=True),
    "TD3": _two_lines(44, optional=("personal_number", 42), with_composite=True),
    "MRV-A": _two_lines(44, optional=("optional_data", 44), with_composite=False),
    "MRV-B": _two_lines(36, optional=("optional_data", 36), with_composite=False),
}


def read_mrz(text: str) -> Zone | None:
    """The zone in `text`, or None when the text has no line that could belong to one."""
    found = lines_of(text)
    if found is None:
        return None
    shape, lines = found
    problems = _problems(lines, shape)
    if shape == "TD2" and lines[0].startswith("IDFRA"):
        # France's cards before 2021 have 2 lines of 36 signs in an order of their own.
        says = gettext("This is a national layout that ICAO Doc 9303 does not describe.")
        return Zone(shape, lines, (), (), (says, *problems), False)
    layout = _LAYOUTS[shape]
    elements = [_element(name, span, lines) for name, span in layout.fields if lines[span.line]]
    digits = [_digit(*checked, lines) for checked in layout.checked]
    if layout.long_number_rest is not None:
        _follow_long_number(lines, layout.long_number_rest, elements, digits)
    names, is_cut = _names(lines, layout.names)
    return Zone(
        format=shape,
        lines=lines,
        elements=(*elements, *names),
        digits=tuple(digit for digit in digits if lines[digit.line]),
        problems=problems,
        names_may_be_cut=is_cut,
    )


def check_digit(text: str) -> str:
    """The check digit of `text` (Doc 9303-3 4.9); empty when a sign of it has no value."""
    if not ALPHABET.issuperset(text):
        return ""
    return str(sum(_value(sign) * _WEIGHTS[i % 3] for i, sign in enumerate(text)) % 10)


def _value(sign: str) -> int:
    return 0 if sign == "<" else int(sign, 36)


def _taken(lines: Sequence[str], span: Span) -> str:
    return lines[span.line][span.start : span.end]


def _element(name: str, span: Span, lines: Sequence[str]) -> Element:
    raw = _taken(lines, span)
    value = raw.replace("<", " ").strip()
    if name == "sex" and raw == "<":
        value = "X"  # Doc 9303-4 4.2.2: the zone writes X as a filler
    return Element(name, span.line, span.start, span.end, raw, value)


def _digit(name: str, covers: tuple[Span, ...], column: int, lines: Sequence[str]) -> CheckDigit:
    line = covers[-1].line
    sent = lines[line][column : column + 1]
    covered = "".join(_taken(lines, span) for span in covers)
    is_whole = all(len(lines[span.line]) >= span.end for span in covers)
    computed = check_digit(covered) if is_whole else ""
    # Doc 9303-4 4.2.2: an empty personal number may have 0 or a filler as its check digit.
    is_filler = name == "personal_number" and sent == "<" and not covered.strip("<")
    is_right = computed != "" and (sent == computed or is_filler)
    return CheckDigit(name, line, column, sent, computed, is_right, is_filler, covers)


def _follow_long_number(
    lines: Sequence[str], rest: Span, elements: list[Element], digits: list[CheckDigit]
) -> None:
    """A number over 9 signs: a filler in the digit's place, its rest and digit in optional data."""
    number = next((part for part in elements if part.name == "document_number"), None)
    tail, filler, _ = _taken(lines, rest).partition("<")
    if number is None or digits[0].sent != "<" or "<" in number.raw or len(tail) < 2 or not filler:
        return
    column = rest.start + len(tail) - 1
    covers = (Span(number.line, number.start, number.end), Span(rest.line, rest.start, column))
    digits[0] = _digit("document_number", covers, column, lines)
    value = number.raw + tail[:-1]
    elements[elements.index(number)] = Element(
        number.name, number.line, number.start, number.end, number.raw, value
    )
    for index, part in enumerate(elements):
        if part.name == "optional_data":
            left = Span(rest.line, column + 1, rest.end)
            elements[index] = _element(part.name, left, lines)


def _names(lines: Sequence[str], span: Span) -> tuple[tuple[Element, ...], bool]:
    """Surname and given names, parted by the first two fillers (Doc 9303-3 4.6)."""
    raw = _taken(lines, span)
    if not raw:
        return (), False
    surname, separator, _given = raw.partition("<<")
    given_start = span.start + len(surname) + len(separator)
    end = span.start + len(raw)
    is_full = len(raw) == span.end - span.start
    parts = (
        _element("surname", Span(span.line, span.start, span.start + len(surname)), lines),
        _element("given_names", Span(span.line, given_start, end), lines),
    )
    return parts, is_full and not raw.endswith("<")


def _problems(lines: Sequence[str], shape: Format) -> tuple[str, ...]:
    _, width = SHAPES[shape]
    said: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line:
            said.append(gettext("Line %(line)d is missing.") % {"line": number})
        elif len(line) != width:
            said.append(
                gettext("Line %(line)d has %(length)d signs; %(format)s has %(width)d.")
                % {"line": number, "length": len(line), "format": shape, "width": width}
            )
        for place, sign in enumerate(line, start=1):
            if sign not in ALPHABET:
                said.append(
                    gettext("Line %(line)d, place %(place)d: the sign %(sign)s has no place here.")
                    % {"line": number, "place": place, "sign": sign}
                )
    return tuple(said)
