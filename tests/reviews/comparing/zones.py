"""The specimen zones of ICAO Doc 9303 parts 4 to 7 and 11, and zones made of random parts."""

from __future__ import annotations

from typing import Final

from hypothesis import strategies as st

from reviews.comparing.mrz import check_digit

TD1: Final = (
    "I<UTOD231458907<<<<<<<<<<<<<<<",
    "7408122F1204159UTO<<<<<<<<<<<6",
    "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
)
TD1_LONG: Final = (
    "I<UTOD23145890<7349<<<<<<<<<<<",
    "3407127M9507122UTO<<<<<<<<<<<2",
    "STEVENSON<<PETER<JOHN<<<<<<<<<",
)
TD2: Final = ("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "D231458907UTO7408122F1204159<<<<<<<6")
TD2_LONG: Final = ("I<UTOSTEVENSON<<PETER<JOHN<<<<<<<<<<", "D23145890<UTO3407127M95071227349<<<8")
TD3: Final = (
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
)
MRV_A: Final = (
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
)
MRV_B: Final = ("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<", "L8988901C4XXX4009078F9612109<<<<<<<<")
SPECIMENS: Final = {
    "TD1": TD1,
    "TD1, long number": TD1_LONG,
    "TD2": TD2,
    "TD2, long number": TD2_LONG,
    "TD3": TD3,
    "MRV-A": MRV_A,
    "MRV-B": MRV_B,
}

_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_SIGNS: Final = _LETTERS + "0123456789"


def _padded(alphabet: str, width: int, *, least: int = 0) -> st.SearchStrategy[str]:
    return st.text(alphabet, min_size=least, max_size=width).map(
        lambda text: text.ljust(width, "<")
    )


@st.composite
def passports(draw: st.DrawFn) -> tuple[str, str]:
    """A valid TD3 of random parts."""
    first = "P<" + draw(_padded(_LETTERS, 3, least=1)) + draw(_padded(_LETTERS, 39, least=1))
    number, birth = (
        draw(_padded(_SIGNS, 9, least=1)),
        draw(st.from_regex(r"[0-9]{6}", fullmatch=True)),
    )
    expiry, personal = draw(st.from_regex(r"[0-9]{6}", fullmatch=True)), draw(_padded(_SIGNS, 14))
    checked = (number, birth, expiry, personal)
    number, birth, expiry, personal = (part + check_digit(part) for part in checked)
    whole = check_digit(number + birth + expiry + personal)
    state, sex = draw(_padded(_LETTERS, 3, least=1)), draw(st.sampled_from("MF<"))
    return first, f"{number}{state}{birth}{sex}{expiry}{personal}{whole}"


@st.composite
def cards(draw: st.DrawFn) -> tuple[str, str, str]:
    """A valid TD1 of random parts, its document number short or long."""
    number = draw(st.text(_SIGNS, min_size=1, max_size=20))
    state = draw(_padded(_LETTERS, 3, least=1))
    if len(number) > 9:
        first = f"I<{state}{number[:9]}<{number[9:]}{check_digit(number)}".ljust(30, "<")
    else:
        short = number.ljust(9, "<")
        first = f"I<{state}{short}{check_digit(short)}{draw(_padded(_SIGNS, 15))}"
    birth, expiry = (draw(st.from_regex(r"[0-9]{6}", fullmatch=True)) for _ in range(2))
    birth, expiry = birth + check_digit(birth), expiry + check_digit(expiry)
    optional = draw(_padded(_SIGNS, 11))
    whole = check_digit(first[5:] + birth + expiry + optional)
    third = draw(_padded(_LETTERS, 30, least=1))
    return first, f"{birth}{draw(st.sampled_from('MF<'))}{expiry}{state}{optional}{whole}", third
