"""Applicant beside listed person, attribute by attribute, as a grid shows them. No queries.

What each side holds is gathered here; `screening_verdicts` has the rules of the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.providers import results as r
from reviews.comparing.countries import country_code
from reviews.comparing.days import PartialDay, read_day
from reviews.evidence import screening_verdicts as verdicts
from reviews.evidence.screening_verdicts import Verdict
from reviews.evidence.shapes import Tree

ATTRIBUTES: Mapping[str, object] = {
    "name": gettext_lazy("Name"),
    "birth_date": gettext_lazy("Date of birth"),
    "sex": gettext_lazy("Sex"),
    "country": gettext_lazy("Country"),
    "address": gettext_lazy("Address"),
    "other": gettext_lazy("Something else"),
}
# More values than these stand folded behind the first ones.
_SHOWN_AT_ONCE = 6


@dataclass(frozen=True)
class Value:
    """One value; `hint` is our own word about it, `kind` the provider's. A date has its `day`."""

    text: str
    hint: str = ""
    kind: str = ""
    day: r.Day | None = None


@dataclass(frozen=True, kw_only=True)
class AttributeRow:
    """One attribute of both people, and how they compare."""

    code: str
    label: object
    applicant: tuple[Value, ...]
    listed: tuple[Value, ...]
    verdict: Verdict

    @property
    def tells_apart(self) -> bool:
        return self.verdict is Verdict.CONFLICTS

    @property
    def may_tell_apart(self) -> bool:
        """Both sides are there and are not the same: a person may judge that they differ."""
        return bool(self.applicant and self.listed) and self.verdict is not Verdict.MATCHES

    @property
    def first(self) -> tuple[Value, ...]:
        return self.listed[:_SHOWN_AT_ONCE]

    @property
    def more(self) -> tuple[Value, ...]:
        return self.listed[_SHOWN_AT_ONCE:]


def rows_of(match: r.AmlMatch, tree: Tree, *, at: date) -> tuple[AttributeRow, ...]:
    """One row an attribute, always all of them: what is missing is worth seeing."""
    return (
        _name_row(match, tree),
        _birth_row(match, tree, at),
        _sex_row(match, tree, at),
        _country_row(match, tree),
        _address_row(match, tree),
    )


def offered(match: r.AmlMatch, tree: Tree, *, at: date) -> tuple[str, ...]:
    """The attributes that can tell this match and the applicant apart, conflicting ones first."""
    return tuple(row.code for row in tellable(rows_of(match, tree, at=at)))


def tellable(rows: Iterable[AttributeRow]) -> tuple[AttributeRow, ...]:
    found = [row for row in rows if row.may_tell_apart]
    return tuple(sorted(found, key=lambda row: not row.tells_apart))


def _name_row(match: r.AmlMatch, tree: Tree) -> AttributeRow:
    said = {one.name: one.value for one in tree.declared if one.value}
    whole = said.get("full_name") or " ".join(
        said[name] for name in ("first_name", "last_name") if name in said
    )
    native = _fields(tree, "full_name_native") or [
        " ".join((*_fields(tree, "given_names_native")[:1], *_fields(tree, "surname_native")[:1]))
    ]
    mine = _once(
        [
            *(Value(name) for name in tree.names),
            *(Value(name) for name in native),
            Value(whole, _("declared")),
        ]
    )
    listed = _once(
        [Value(match.name), *(Value(one.name, _("alias"), one.kind) for one in match.aliases)]
    )
    return _row("name", mine, listed, verdicts.names(_texts(mine), _texts(listed)))


def _birth_row(match: r.AmlMatch, tree: Tree, at: date) -> AttributeRow:
    born = tree.applicant.birth_date if tree.applicant else None
    texts = [born.value or born.raw] if born is not None else []
    read = [*texts, *_fields(tree, "birth_date", "birth_date_hijri")]
    mine = [(text, _read(text, at), "") for text in read if text]
    mine += [(text, _read(text, at), _("declared")) for text in _declared(tree, "birth_date")]
    theirs = [(day.raw or day.value or "", _read(day.value or day.raw, at), "")
              for day in match.birth_dates]  # fmt: skip
    theirs = [one for one in theirs if one[0]]
    return _row(
        "birth_date",
        _dates(mine),
        _dates(theirs),
        verdicts.birth_dates([day for _text, day, _hint in mine], [day for _t, day, _h in theirs]),
    )


def _sex_row(match: r.AmlMatch, tree: Tree, at: date) -> AttributeRow:
    mine = _once(
        [
            *(Value(text) for text in _fields(tree, "sex")),
            *(Value(text, _("declared")) for text in _declared(tree, "sex")),
        ]
    )
    listed = _once([Value(match.sex)])
    return _row("sex", mine, listed, verdicts.sexes(_texts(mine), _texts(listed), at=at))


def _country_row(match: r.AmlMatch, tree: Tree) -> AttributeRow:
    nationality, issued = _("nationality"), _("issued the document")
    nationalities = [
        *(Value(text, nationality) for text in _fields(tree, "nationality", "nationality_code")),
        *(Value(text, _("nationality, declared")) for text in _declared(tree, "nationality")),
    ]
    issuers = [
        Value(step.part.country or step.part.country_code, issued)
        for step in tree.steps
        if step.part.country or step.part.country_code
    ]
    issuers += [Value(text, issued) for text in _fields(tree, "issuing_country")]
    listed = _once(Value(text) for text in match.countries)
    found = verdicts.countries(
        [one.text for one in nationalities], [one.text for one in issuers], _texts(listed)
    )
    # A country is said once in each role, whether by its name or its code.
    mine: dict[tuple[str, str], Value] = {}
    for one in (*nationalities, *issuers):
        mine.setdefault((country_code(one.text) or one.text, one.hint), one)
    return _row("country", tuple(mine.values()), listed, found)


def _address_row(match: r.AmlMatch, tree: Tree) -> AttributeRow:
    parts = ("address", "address_street", "address_city", "address_region", "address_country")
    mine = _once(
        [
            *(Value(text) for text in _fields(tree, *parts)),
            *(Value(text, _("declared")) for text in _declared(tree, *parts)),
        ]
    )
    listed = _once(Value(text) for text in match.addresses)
    return _row("address", mine, listed, verdicts.addresses(_texts(mine), _texts(listed)))


def _row(
    code: str, applicant: tuple[Value, ...], listed: tuple[Value, ...], verdict: Verdict
) -> AttributeRow:
    return AttributeRow(
        code=code, label=ATTRIBUTES[code], applicant=applicant, listed=listed, verdict=verdict
    )


def _fields(tree: Tree, *names: str) -> list[str]:
    return [
        one.value
        for name in names
        for step in tree.steps
        for one in step.fields
        if one.name == name and one.value
    ]


def _declared(tree: Tree, *names: str) -> list[str]:
    return [one.value for name in names for one in tree.declared if one.name == name and one.value]


def _texts(values: Iterable[Value]) -> list[str]:
    return [one.text for one in values]


def _once(values: Iterable[Value]) -> tuple[Value, ...]:
    found: dict[str, Value] = {}
    for value in values:
        if value.text.strip():
            found.setdefault(value.text, value)
    return tuple(found.values())


def _read(text: str, at: date) -> PartialDay | None:
    return read_day(text, at=at, meaning="birth")


def _dates(read: Sequence[tuple[str, PartialDay | None, str]]) -> tuple[Value, ...]:
    """Each day once, however it is spelled; what is missing of it is said by the page's `day`."""
    found: dict[object, Value] = {}
    for text, day, hint in read:
        found.setdefault(day or text, _date(text, day, hint))
    return tuple(found.values())


def _date(text: str, day: PartialDay | None, hint: str) -> Value:
    if day is None:
        return Value(text, _join(_("not readable as a date"), hint))
    if day.hijri:
        near = day.first_date().isoformat()
        return Value(text, _join(_("Hijri calendar, about %(day)s") % {"day": near}, hint))
    written = "-".join(
        f"{part:0{width}}" for part, width in ((day.year, 4), (day.month, 2), (day.day, 2)) if part
    )
    exact = _("exact") if day.precision == "day" else ""
    return Value(text, _join(exact, hint), day=r.Day(written, text, day.precision))


def _join(*words: str) -> str:
    return _(", ").join(word for word in words if word)
