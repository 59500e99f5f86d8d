"""What is posted with every statement, and which form holds a kind's own values."""

from __future__ import annotations

from django import forms
from django.http import QueryDict

from reviews.forms.data import CorrectionValues
from reviews.forms.overrides import OverrideValues
from reviews.forms.screening import DispositionValues
from reviews.models import Panel, Statement


class SayForm(forms.Form):
    kind = forms.ChoiceField(choices=Statement.Kind.choices)
    code = forms.SlugField(max_length=40)
    stable_key = forms.CharField(max_length=64)
    content_hash = forms.CharField(max_length=64)
    round = forms.UUIDField()
    panel = forms.TypedChoiceField(
        choices=Panel.choices, coerce=int, required=False, empty_value=None
    )
    anchor = forms.SlugField(max_length=80, required=False)


def values_form(kind: str, code: str, posted: QueryDict) -> forms.Form | None:
    """The form of a kind's own values; None where there are none."""
    if kind == Statement.Kind.OVERRIDE:
        return OverrideValues(posted)
    if kind == Statement.Kind.DISPOSITION:
        return DispositionValues(posted)
    if kind == Statement.Kind.CORRECTION and code == "corrected":
        return CorrectionValues(posted)
    return None
