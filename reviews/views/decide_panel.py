"""What the decision column says beside the form: coverage, the words to the applicant, the hint.

Reads only; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import get_language_info, ngettext
from django.utils.translation import gettext as _

from reviews.errors import Refusal
from reviews.evidence.coverage import Coverage, coverage
from reviews.evidence.failing import SELFIE_STEP
from reviews.evidence.open_items import OpenItem
from reviews.evidence.reveal import Reveal
from reviews.evidence.said import SaidBook
from reviews.evidence.shapes import Tree
from reviews.evidence.standing import unexplained
from reviews.models import Case
from reviews.verdicts.gate import mandatory_panels

_ENGLISH = "en"
_RIGHT_TO_LEFT = ("ar", "fa", "he", "ur", "ps", "sd", "ug", "dv", "yi", "ckb")


class ReasonText(Protocol):
    """A reason as the form knows it."""

    @property
    def code(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def applicant_text(self) -> str: ...
    @property
    def applicant_language(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class MessageLine:
    """What the applicant reads for one reason; `language` is that of the words."""

    code: str
    text: str
    language: str
    direction: str


@dataclass(frozen=True, kw_only=True)
class ApplicantMessage:
    """`about` says in which language and why; the lines are those of all reasons to ask again."""

    about: str
    language: str
    direction: str
    lines: tuple[MessageLine, ...]


@dataclass(frozen=True, kw_only=True)
class StepRow:
    """A step that the applicant can be asked to do again, and how the provider found it."""

    value: str
    label: str
    tone: str
    icon: str
    word: str


@dataclass(frozen=True, kw_only=True)
class DecidePanel:
    coverage: Coverage
    open_anchors: tuple[str, ...]
    message: ApplicantMessage
    steps: tuple[StepRow, ...]
    unexplained: int
    reading: int
    hint_choose: str
    hint_ready: str
    hint_second: str
    hint_refused: str


def decide_panel(
    tree: Tree,
    *,
    said: SaidBook,
    seen: Collection[int],
    mandatory: Collection[int],
    items: Mapping[int, Sequence[OpenItem]],
    reasons: Sequence[ReasonText],
    step_choices: Sequence[tuple[str, str]],
    reveal: Reveal | None,
    needs: str,
    undo_seconds: int,
    refusals: Sequence[Refusal] = (),
) -> DecidePanel:
    """`items` from `Panels.items_by_panel`, `reasons` from `forms.reason_choices(language)`."""
    return DecidePanel(
        coverage=coverage(items, seen=seen, mandatory=mandatory_panels(tree, mandatory)),
        open_anchors=tuple(one.anchor for number in sorted(items) for one in items[number]),
        message=applicant_message(applicant_language(tree), reasons),
        steps=step_rows(tree, step_choices),
        unexplained=len(unexplained(tree, said)),
        reading={Case.Needs.SECOND.value: 2, Case.Needs.SETTLE.value: 3}.get(needs, 1),
        hint_choose=_("Choose an outcome to submit."),
        hint_ready=_hint(needs, reveal, undo_seconds),
        hint_second=_("A second reader looks at the faces first, whatever you choose."),
        hint_refused=ngettext(
            "Fix %(count)d thing, then submit again. Nothing was lost.",
            "Fix %(count)d things, then submit again. Nothing was lost.",
            len(refusals) or 1,
        )
        % {"count": len(refusals) or 1},
    )


def applicant_language(tree: Tree) -> str:
    """The journey's language as a tag ("ar"); empty where it is not known."""
    language = tree.journey.language
    return "" if language is None or language.code == "unknown" else language.code


def applicant_message(language: str, reasons: Sequence[ReasonText]) -> ApplicantMessage:
    """The words for every reason to ask again, in the applicant's language where there are any."""
    short = language.split("-")[0].lower()
    lines = tuple(
        MessageLine(
            code=reason.code,
            text=reason.applicant_text,
            language=reason.applicant_language,
            direction=_direction(reason.applicant_language),
        )
        for reason in reasons
        if reason.outcome == "resubmit" and reason.applicant_text
    )
    has_own = any(line.language == short for line in lines)
    if not short:
        about = _("English: the journey names no language.")
    elif has_own:
        about = _("%(language)s, the language of the journey.") % {"language": _name_of(short)}
    else:
        about = _("English: there are no words in %(language)s, the language of the journey.") % {
            "language": _name_of(short)
        }
    used = short if has_own else _ENGLISH
    return ApplicantMessage(about=about, language=used, direction=_direction(used), lines=lines)


def step_rows(tree: Tree, choices: Sequence[tuple[str, str]]) -> tuple[StepRow, ...]:
    """Every step of `choices` (value, label) with its word."""
    came = {step.part.step_id for step in tree.steps if step.sides}
    if tree.selfies:
        came.add(SELFIE_STEP)
    return tuple(
        StepRow(value=value, label=label, tone=tone, icon=icon, word=word)
        for value, label in choices
        for tone, icon, word in [
            ("fail", "x", _("failed"))
            if value in tree.steps_that_failed
            else ("", "check", _("not failed"))
            if value in came
            else ("attention", "minus", _("missing"))
        ]
    )


def _hint(needs: str, reveal: Reveal | None, undo_seconds: int) -> str:
    if needs == Case.Needs.SETTLE:
        return _("You settle this: your outcome is the last word.")
    if needs == Case.Needs.SECOND:
        return _("1 of 2 readings is in, yours is the second. If they differ, a lead settles.")
    if reveal is not None and reveal.agreement == "disagree":
        return _("Whatever you choose, a second reader looks at the faces first.")
    if undo_seconds <= 0:
        return _("Takes effect as soon as you submit.")
    return _("Takes effect %(seconds)d s after you submit. Undo until then.") % {
        "seconds": undo_seconds
    }


def _direction(language: str) -> str:
    return "rtl" if language.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def _name_of(language: str) -> str:
    """The language in the reader's own words; its tag where no name is known."""
    try:
        return str(get_language_info(language)["name_translated"])
    except KeyError:
        return language
