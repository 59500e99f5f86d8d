"""What a conflict asks: one answer for each distinct value, and what may explain the difference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from reviews.comparing.text import looks_alike
from reviews.evidence import data_names as names
from reviews.evidence import data_shapes as d
from reviews.evidence.data_grading import GradeCode, grade_of, readable_day, source_word
from reviews.evidence.said import Said

CANT_TELL = "cant_tell"
# A body may repeat a field a thousand times; nobody chooses among so many.
MOST_ANSWERS, MOST_COMPARED = 8, 40
Graded = Sequence[tuple[d.Value, GradeCode]]


def options_of(
    graded: Graded,
    reference: d.Value | None,
    *,
    name: str,
    at: date,
    native: d.Value | None,
    said: Sequence[Said],
) -> tuple[d.Option, ...]:
    """Distinct values, the reference's first, then "can't tell". Nothing is chosen beforehand."""
    groups: list[list[d.Value]] = []
    for value, grade in sorted(
        graded[:MOST_COMPARED], key=lambda pair: (pair[1] == "differs", pair[0] is not reference)
    ):
        if not value.text or grade == "absent":
            continue
        home = next(
            (
                g
                for g in groups
                if grade_of(value, g[0], name=name, at=at, native=native) != "differs"
            ),
            None,
        )
        if home is not None:
            home.append(value)
        elif len(groups) < MOST_ANSWERS:
            groups.append([value])
    chosen = said[0].code if said else ""
    options: list[d.Option] = []
    for group in groups:
        code = _free_code(f"accept_{group[0].source}", options)
        options.append(
            d.Option(
                code=code,
                text=group[0].text or "",
                day=readable_day(group[0], name=name, at=at),
                sources=_(", ").join(dict.fromkeys(source_word(value.source) for value in group)),
                is_chosen=chosen == code,
            )
        )
    options.append(d.Option(code=CANT_TELL, text="", sources="", is_chosen=chosen == CANT_TELL))
    return tuple(options)


def notes_on(graded: Graded, reference: d.Value | None, *, name: str, at: date) -> tuple[str, ...]:
    """Sentences that help to choose. They explain; they do not decide."""
    if reference is None:
        return ()
    notes: list[str] = []
    for value, grade in graded:
        if grade != "differs":
            continue
        who = source_word(value.source)
        if names.kind_of(name) == names.DATE and _is_swapped(value, reference, name=name, at=at):
            notes.append(_("Day and month are swapped: %(source)s.") % {"source": who})
        if names.kind_of(name) == names.NUMBER and looks_alike(
            value.text or "", reference.text or ""
        ):
            notes.append(
                _("Only signs that are easily misread differ (O and 0, I and 1): %(source)s.")
                % {"source": who}
            )
    for value, _grade in graded:
        if value.has_right_digit is None:
            continue
        notes.append(
            _("The check digit in the zone fits the zone's own value.")
            if value.has_right_digit
            else _("The check digit in the zone does not fit the zone's own value.")
        )
    return tuple(dict.fromkeys(notes))


def _is_swapped(value: d.Value, reference: d.Value, *, name: str, at: date) -> bool:
    one, other = (readable_day(each, name=name, at=at) for each in (value, reference))
    if one is None or other is None or one.value is None or other.value is None:
        return False
    pieces, others = one.value.split("-"), other.value.split("-")
    return len(pieces) == len(others) == 3 and pieces == [others[0], others[2], others[1]]


def _free_code(code: str, taken: Sequence[d.Option]) -> str:
    """One source may say two things: accept_mrz, accept_mrz_2."""
    codes = {option.code for option in taken}
    number = 2
    wanted = code
    while wanted in codes:
        wanted = f"{code}_{number}"
        number += 1
    return wanted
