"""The values of a corrected field: what is right, where it was read, and why it was changed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

REASONS = (
    ("misread", _("Misread by the machine")),
    ("mistyped", _("Mistyped by the applicant")),
    ("other_spelling", _("Other spelling or transliteration")),
    ("date_format", _("Day and month swapped, or another calendar")),
    ("wrong_field", _("Value of another field")),
    ("cut_off", _("Cut off or covered")),
    ("other", _("Another reason")),
)
SOURCES = (
    ("viz", _("Printed on the document")),
    ("mrz", _("Machine-readable zone")),
    ("barcode", _("Barcode")),
    ("nfc", _("Chip")),
    ("declared", _("What the applicant declared")),
    ("registry", _("Registry")),
    ("other", _("Elsewhere")),
)


class CorrectionValues(forms.Form):
    """Values about the applicant: they are sealed, never written to the trail."""

    value = forms.CharField(max_length=500)
    source = forms.ChoiceField(choices=SOURCES)
    why = forms.ChoiceField(choices=REASONS)
    words = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("why") == "other" and not values.get("words"):
            self.add_error("words", _("Say the reason in your words."))
        return values
