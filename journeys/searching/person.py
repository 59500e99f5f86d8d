"""What can be searched for in a journey's evidence: the applicant's names, identifiers, birth.

Pure: it reads parts and knows no table. Relatives and listed people are no applicants.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from journeys.providers import results as r
from journeys.providers.reading import read_day
from journeys.searching.canonical import Kind, canonical
from journeys.searching.letters import folded_word

_WHOLE_NAMES: Final = ("full_name", "full_name_english", "full_name_arabic", "full_name_native")
_NAME_PARTS: Final = (
    "given_names",
    "first_name",
    "middle_name",
    "surname",
    "last_name",
)
_NAMES: Final = frozenset(
    spelled
    for name in (*_WHOLE_NAMES, *_NAME_PARTS)
    for spelled in (name, f"{name}_native", f"declared_{name}")
)
_KEYS: Final = {
    "document_number": Kind.DOCUMENT_NUMBER,
    "identity_card_number": Kind.DOCUMENT_NUMBER,
    "eid_card_number": Kind.DOCUMENT_NUMBER,
    "personal_number": Kind.PERSONAL_NUMBER,
    "emirates_id_number": Kind.PERSONAL_NUMBER,
    "email": Kind.EMAIL,
    "phone": Kind.PHONE,
    "external_reference": Kind.REFERENCE,
}
_ZONES: Final = ("mrz_lines", "mrz")
_BIRTH_DATES: Final = ("birth_date", "declared_birth_date")
# A shorter text is shared by too many to tie anything together.
_SHORTEST_KEY: Final = 3
_MOST_NAMES: Final = 24
_MOST_SHOWN: Final = 8


@dataclass(frozen=True)
class About:
    """Everything that a journey is found by; `keys` are in their canonical form."""

    names: tuple[str, ...]
    keys: frozenset[tuple[Kind, str]]
    born: str
    document_number: str

    @property
    def shown_names(self) -> tuple[str, ...]:
        """The names that no other holds all words of, in the order of the evidence."""
        words = {name: frozenset(folded_words(name)) for name in self.names}
        whole = [
            name
            for number, name in enumerate(self.names)
            if not any(
                words[name] < words[other] or (words[name] == words[other] and place < number)
                for place, other in enumerate(self.names)
            )
        ]
        return tuple(whole)[:_MOST_SHOWN]


def folded_words(name: str) -> list[str]:
    return [folded_word(word) for word in name.split()]


def about(parts: Iterable[r.Part]) -> About:
    """What all the parts of one journey say together."""
    names: dict[str, None] = {}
    keys: set[tuple[Kind, str]] = set()
    by_step: dict[str, dict[str, str]] = defaultdict(dict)
    born = number = ""
    for part in parts:
        for kind, value in _identifiers(part):
            keys.add((kind, canonical(kind, value)))
        for name, value in _named(part):
            text = " ".join(value.split())
            if name in _NAMES and text:
                names[text] = None
                if isinstance(part, r.ExtractedField):
                    by_step[part.step_id].setdefault(name, text)
            elif name in _ZONES:
                names |= dict.fromkeys(zone_names(value))
            elif name in _BIRTH_DATES and (day := read_day(value)).precision == "day":
                keys.add((Kind.BIRTH_DATE, day.value or ""))
                born = born or day.value or ""
            if name == "document_number":
                number = number or text
    joined = [whole for step in by_step.values() if (whole := _joined(step))]
    return About(
        names=tuple(dict.fromkeys([*joined, *names]))[:_MOST_NAMES],
        keys=frozenset((kind, value) for kind, value in keys if len(value) >= _SHORTEST_KEY),
        born=born,
        document_number=number,
    )


def zone_names(lines: str) -> list[str]:
    """Surname and given names out of a machine-readable zone; none where it cannot be read."""
    for line in re.split(r"[\r\n^|]+", lines.upper().replace(" ", "")):
        found = re.fullmatch(r"(?:[PVIAC][A-Z<][A-Z<]{3})?([A-Z<]{10,39})", line)
        if found is None or "<<" not in line:
            continue
        # Only documents of three lines have a line of names without a beginning of its own.
        body = found[1] if line[:1] in "PV" or len(line) != 30 else line
        names = [" ".join(half.replace("<", " ").split()) for half in body.split("<<", 1)]
        return [" ".join(reversed([name for name in names if name]))]
    return []


def masked(number: str) -> str:
    """A number as lists show it: enough of its ends to know it again."""
    text = number.strip()
    ends = 2 if len(text) >= 8 else 1
    if len(text) < 5:
        return "•" * len(text)
    return f"{text[:ends]}•••••{text[-ends:]}"


def _joined(fields: dict[str, str]) -> str:
    """Given names and surname of one document as one name, where it has no whole one."""
    if any(name in fields for name in _WHOLE_NAMES):
        return ""
    given = fields.get("given_names") or fields.get("first_name", "")
    surname = fields.get("surname") or fields.get("last_name", "")
    return f"{given} {surname}" if given and surname else ""


def _named(part: r.Part) -> Iterator[tuple[str, str]]:
    """Values under the house's names."""
    match part:
        case r.ApplicantPart():
            yield "full_name", part.full_name
            if part.birth_date is not None and part.birth_date.precision == "day":
                yield "birth_date", part.birth_date.value or ""
        case r.ExtractedField() | r.DeclaredValue():
            yield part.name, part.value or ""


def _identifiers(part: r.Part) -> Iterator[tuple[Kind, str]]:
    match part:
        case r.JourneyPart():
            yield Kind.REFERENCE, part.reference
        case r.ApplicantPart():
            yield Kind.APPLICANT, part.applicant_id
            yield Kind.PERSONAL_NUMBER, part.personal_number
        case r.ExtractedField() | r.DeclaredValue() if part.name in _KEYS:
            yield _KEYS[part.name], part.value or ""
        case r.IpAddress():
            yield Kind.IP, part.address
