"""The explanation of a failed check: one of a short list of reasons, and own words. Sealed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OTHER = "other"
REASONS = (
    ("picture", gettext_lazy("The picture is to blame, not the document")),
    ("misread", gettext_lazy("The machine misread what is there")),
    ("variant", gettext_lazy("A known variant of this document")),
    ("confirmed", gettext_lazy("Another check or source confirms it")),
    (OTHER, gettext_lazy("Another reason, in own words")),
)


class OverrideValues(forms.Form):
    """`reason` is a code of the list, `why` own words: needed where the list has none."""

    reason = forms.ChoiceField(
        choices=REASONS,
        error_messages={"required": gettext_lazy("Choose why it does not count.")},
    )
    why = forms.CharField(max_length=2000, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("reason") == OTHER and not values.get("why"):
            raise ValidationError({"why": _("Write down the reason in own words.")})
        return values
