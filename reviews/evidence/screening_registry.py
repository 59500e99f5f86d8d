"""What registers were asked and said, beside the document's own values. No queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from journeys.providers import results as r
from journeys.providers.bodies import plain_key
from journeys.providers.field_names import field_name
from reviews.comparing.countries import country_code
from reviews.comparing.days import Meaning
from reviews.comparing.grading import Grade, Kind, grade
from reviews.comparing.text import document_number
from reviews.evidence import data_names as names
from reviews.evidence.data_values import row_name
from reviews.evidence.screening_verdicts import Verdict, best
from reviews.evidence.screening_verdicts import names as names_compared
from reviews.evidence.shapes import Tree

_LONGEST = 200
# A register's "id number" may be any of the document's; the Emirates ID stands under two names.
_ANY_NUMBER = frozenset({"idnumber", "number", "docnumber", "cardnumber"})
_PERSONAL = ("personal_number", "identity_card_number")
_NUMBERS = (*_PERSONAL, "document_number")
_ANY = "any_number"
_WORD_OF = {
    Grade.IDENTICAL: Verdict.MATCHES,
    Grade.NORMALISED: Verdict.MATCHES,
    Grade.TRANSLITERATED: Verdict.COMPATIBLE,
    Grade.DIFFERS: Verdict.CONFLICTS,
    Grade.ABSENT: Verdict.UNKNOWN,
}


@dataclass(frozen=True, kw_only=True)
class RegistryRow:
    """One attribute: what the document says, what was asked, what was answered.

    `label` is our own word where we know the field, else empty and `name` is shown.
    """

    name: str
    label: str
    document: tuple[str, ...]
    asked: str
    answered: str
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class RegistryShown:
    part: r.RegistryAnswer
    rows: tuple[RegistryRow, ...]

    @property
    def differing(self) -> int:
        return sum(1 for row in self.rows if row.verdict is Verdict.CONFLICTS)

    @property
    def was_asked(self) -> bool:
        return any(row.asked for row in self.rows)


def registry_shown(answer: r.RegistryAnswer, tree: Tree, *, at: date) -> RegistryShown:
    """Rows in the order asked, then what else was answered.

    The answer is compared with what was asked; where nothing was asked, with the document: one
    spelling on the document that fits is enough. A number of no named kind may be any of the
    document's, so it never conflicts. What either side does not have, and what no field
    of the document is about, is unknown.
    """
    asked = {_home(one.name): one for one in reversed(answer.asked)}
    answered = {_home(one.name): one for one in reversed(answer.answered)}
    rows = [
        _row(home, asked.get(home), answered.get(home), tree, at)
        for home in dict.fromkeys(_home(one.name) for one in (*answer.asked, *answer.answered))
    ]
    return RegistryShown(part=answer, rows=tuple(rows))


def _row(
    home: tuple[str, str], asked: r.Named | None, answered: r.Named | None, tree: Tree, at: date
) -> RegistryRow:
    name, way = home
    document = _on_document(name, tree)
    said = answered.value if answered else ""
    beside = [asked.value] if asked and asked.value else document
    return RegistryRow(
        name=(asked.name if asked else "") or (answered.name if answered else way),
        label="" if way else names.house_label(name),
        document=tuple(_shown(name, document)),
        asked=asked.value if asked else "",
        answered=said,
        verdict=_compared(name, beside, said, at),
    )


def _home(label: str) -> tuple[str, str]:
    """The house's name of a label; an unknown one keeps its whole way, so that none is lost."""
    last = label.rsplit(".", 1)[-1]
    if plain_key(last) in _ANY_NUMBER:
        return _ANY, label
    name = row_name(field_name(last))
    # A script is part of the row: full_name_arabic and full_name_english are two answers.
    is_told_apart = not names.house_label(name) or last.endswith(("_arabic", "_english"))
    return name, label if is_told_apart else ""


def _on_document(name: str, tree: Tree) -> list[str]:
    homes = {_ANY: _NUMBERS, **dict.fromkeys(_PERSONAL, _PERSONAL)}.get(name, (name,))
    found = [
        one.value
        for step in tree.steps
        for one in step.fields
        if row_name(one.name) in homes and one.value
    ]
    if tree.applicant is not None and tree.applicant.personal_number and _PERSONAL[0] in homes:
        found.append(tree.applicant.personal_number)
    return list(dict.fromkeys(found))


def _shown(name: str, values: Sequence[str]) -> list[str]:
    """A country's name and its code are one value."""
    if names.kind_of(name) != names.COUNTRY:
        return list(values)
    return list({country_code(one) or one: one for one in reversed(values)}.values())[::-1]


def _compared(name: str, beside: Sequence[str], said: str, at: date) -> Verdict:
    if not said.strip() or not beside or max(map(len, (said, *beside))) > _LONGEST:
        return Verdict.UNKNOWN
    if name == _ANY:
        wanted = document_number(said)
        is_one = any(document_number(one) == wanted for one in beside)
        return Verdict.MATCHES if is_one else Verdict.UNKNOWN
    kind = names.kind_of(name)
    if kind == names.NAME:
        return names_compared(beside, [said])
    return best(
        _WORD_OF[grade(one, said, kind=cast(Kind, kind), at=at, meaning=_meaning(name))]
        for one in beside
    )


def _meaning(name: str) -> Meaning:
    return cast(Meaning, names.meaning_of(name))
