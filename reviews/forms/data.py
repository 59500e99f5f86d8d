"""The values of a corrected field: what is right, where it was read, and why it was changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.evidence.correction_words import REASONS, SOURCES


class CorrectionValues(forms.Form):
    """Values about the applicant: they are sealed, never written to the trail."""

    value = forms.CharField(
        max_length=500, error_messages={"required": _("Write the right value.")}
    )
    source = forms.ChoiceField(
        choices=SOURCES, error_messages={"required": _("Choose where the value was read.")}
    )
    why = forms.ChoiceField(
        choices=REASONS, error_messages={"required": _("Choose why the field is corrected.")}
    )
    words = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("why") == "other" and not values.get("words"):
            self.add_error("words", _("Say the reason in your words."))
        return values
