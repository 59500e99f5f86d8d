"""Forms of reviewing: decide, rate, look up, reopen, import."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeys.importing import NotAnId, split_ids
from journeys.models import Account
from reviews.models import Outcome, Reason
from reviews.ratings import RATINGS
from reviews.verdicts.holding import tomorrow_morning
from reviews.verdicts.noting import LONGEST_NOTE

UPLOAD_LIMIT = 2 * 1024 * 1024


class ReasonChoice(NamedTuple):
    """A reason in the reviewer's words, and the applicant's in the language asked for."""

    code: str
    text: str
    outcome: str
    applicant_text: str = ""
    applicant_language: str = ""
    needs_note: bool = False


def every_reason() -> list[Reason]:
    """All reasons with their words, in use or not. Two queries."""
    return list(Reason.objects.prefetch_related("texts"))


def reason_choices(
    applicant_language: str = "", *, reasons: Iterable[Reason] | None = None
) -> list[ReasonChoice]:
    """All reasons in use, in the person's language, else in English. None is asked for twice.

    The applicant's words come in `applicant_language` where the house has them, else in English.
    """
    language = (get_language() or "en")[:2]
    found = []
    for reason in every_reason() if reasons is None else reasons:
        if not reason.is_active:
            continue
        texts = {text.language: text for text in reason.texts.all()}
        own = next(
            (
                texts[code]
                for code in (language, "en")
                if code in texts and texts[code].reviewer_text
            ),
            None,
        )
        theirs = next(
            (
                texts[code]
                for code in (applicant_language[:2].lower(), "en")
                if code in texts and texts[code].applicant_text
            ),
            None,
        )
        found.append(
            ReasonChoice(
                code=reason.code,
                text=own.reviewer_text if own else reason.code,
                outcome=reason.outcome,
                applicant_text=theirs.applicant_text if theirs else "",
                applicant_language=theirs.language if theirs else "",
                needs_note=reason.needs_note,
            )
        )
    return found


class DecisionForm(forms.Form):
    """Nothing is preselected."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), widget=forms.CheckboxSelectMultiple, required=False
    )
    steps = forms.MultipleChoiceField(
        label=_("Steps to do again"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("Internal note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    second_reader = forms.BooleanField(label=_("Second reader"), required=False)
    evidence_digest = forms.CharField(widget=forms.HiddenInput, required=False)
    snapshot = forms.UUIDField(widget=forms.HiddenInput, required=False)
    round = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        steps: list[tuple[str, str]],
        reasons: list[ReasonChoice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reason_rows = reasons
        chosen = self.fields["reasons"]
        asked = self.fields["steps"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - narrows for mypy
        assert isinstance(asked, forms.MultipleChoiceField)  # noqa: S101 - narrows for mypy
        chosen.choices = [(reason.code, reason.text) for reason in reasons]
        asked.choices = steps

    def reason_groups(self) -> list[dict[str, Any]]:
        """Reasons by outcome, each with whether it is ticked: three labelled groups."""
        ticked = set(self["reasons"].value() or [])
        return [
            {
                "outcome": outcome,
                "label": label,
                "reasons": [
                    {
                        "code": reason.code,
                        "text": reason.text,
                        "is_ticked": reason.code in ticked,
                        "applicant_text": reason.applicant_text,
                        "applicant_language": reason.applicant_language,
                        "needs_note": reason.needs_note,
                    }
                    for reason in self.reason_rows
                    if reason.outcome == outcome
                ],
            }
            for outcome, label in Outcome.choices
        ]


class OpinionForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("Are the faces the same person?"),
        choices=RATINGS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    round = forms.UUIDField(widget=forms.HiddenInput)


class HoldForm(forms.Form):
    """Until when, and why. Nothing is preselected."""

    HOUR, FOUR_HOURS, TOMORROW, AT = "hour", "four_hours", "tomorrow", "at"
    until = forms.ChoiceField(
        label=_("Until"),
        choices=(
            (HOUR, _("1 hour")),
            (FOUR_HOURS, _("4 hours")),
            (TOMORROW, _("tomorrow, 9:00")),
            (AT, _("this time")),
        ),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose until when the case is held.")},
    )
    at = forms.DateTimeField(
        label=_("Date and time"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        required=False,
        error_messages={"invalid": _("Give date and time, such as 2026-11-30 14:00.")},
    )
    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        error_messages={"required": _("Say why, in a few words.")},
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("until") == self.AT and not values.get("at") and "at" not in self.errors:
            self.add_error("at", _("Give the time until which the case is held."))
        return values

    def moment(self, *, now: datetime) -> datetime:
        """The chosen time; the form has to be valid."""
        at: datetime | None = self.cleaned_data["at"]
        return (
            {
                self.HOUR: now + timedelta(hours=1),
                self.FOUR_HOURS: now + timedelta(hours=4),
                self.TOMORROW: tomorrow_morning(now),
            }.get(self.cleaned_data["until"])
            or at
            or now
        )


class PassOnForm(forms.Form):
    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        error_messages={"required": _("Say why, in a few words.")},
    )


class ImportForm(forms.Form):
    """Ids pasted or uploaded, for one account."""

    account = forms.ModelChoiceField(
        label=_("Account"), queryset=Account.objects.filter(is_active=True), empty_label=None
    )
    ids = forms.CharField(
        label=_("Journey ids, one a line"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        required=False,
    )
    file = forms.FileField(label=_("Or a text or CSV file of ids"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text = values.get("ids") or ""
        file = values.get("file")
        if file is not None:
            if file.size > UPLOAD_LIMIT:
                raise ValidationError(_("The file is larger than 2 MiB."))
            try:
                text += "\n" + file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError(_("The file is not a text file (UTF-8).")) from None
        try:
            values["wanted"] = split_ids(text)
        except NotAnId as error:
            raise ValidationError(error.sentence) from None
        return values


class ReopenForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it reopened?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
