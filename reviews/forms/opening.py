"""Forms of looking: a panel that was in sight, a window on a document's face."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from reviews.models import Panel


class SeenForm(forms.Form):
    round = forms.UUIDField()
    panel = forms.TypedChoiceField(choices=Panel.choices, coerce=int)


class WindowForm(forms.Form):
    """A box in fractions of the picture's sides."""

    round = forms.UUIDField()
    media = forms.UUIDField()  # type: ignore[assignment]  # the name of a property of forms
    x = forms.FloatField(min_value=0, max_value=1)
    y = forms.FloatField(min_value=0, max_value=1)
    w = forms.FloatField(min_value=0.02, max_value=1)
    h = forms.FloatField(min_value=0.02, max_value=1)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if {"x", "y", "w", "h"} <= values.keys() and (
            values["x"] + values["w"] > 1.001 or values["y"] + values["h"] > 1.001
        ):
            raise ValidationError(_("The window does not lie on the picture."))
        return values
