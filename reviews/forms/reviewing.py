"""Forms of reviewing: decide, rate, look up, reopen, import."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeys.importing import NotAnId, split_ids
from journeys.models import Account
from reviews.models import Outcome, Reason
from reviews.ratings import RATINGS
from reviews.verdicts.writing import LONGEST_NOTE

UPLOAD_LIMIT = 2 * 1024 * 1024


def reason_choices() -> list[tuple[str, str, str]]:
    """(code, text, outcome) of all reasons in use, in the person's language, else in English."""
    language = (get_language() or "en")[:2]
    found = []
    for reason in Reason.objects.filter(is_active=True).prefetch_related("texts"):
        texts = {text.language: text.reviewer_text for text in reason.texts.all()}
        found.append(
            (reason.code, texts.get(language) or texts.get("en") or reason.code, reason.outcome)
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
    evidence_digest = forms.CharField(widget=forms.HiddenInput, required=False)
    snapshot = forms.UUIDField(widget=forms.HiddenInput, required=False)
    round = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        steps: list[tuple[str, str]],
        reasons: list[tuple[str, str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reason_rows = reasons
        chosen = self.fields["reasons"]
        asked = self.fields["steps"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - narrows for mypy
        assert isinstance(asked, forms.MultipleChoiceField)  # noqa: S101 - narrows for mypy
        chosen.choices = [(code, text) for code, text, _outcome in reasons]
        asked.choices = steps

    def reason_groups(self) -> list[dict[str, Any]]:
        """Reasons by outcome, each with whether it is ticked: three labelled groups."""
        ticked = set(self["reasons"].value() or [])
        return [
            {
                "outcome": outcome,
                "label": label,
                "reasons": [
                    {"code": code, "text": text, "is_ticked": code in ticked}
                    for code, text, belongs_to in self.reason_rows
                    if belongs_to == outcome
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


class SearchForm(forms.Form):
    query = forms.CharField(label=_("Journey id, reference or case code"), max_length=255)


class ReopenForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it reopened?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
