"""What a disposition of a screening match is grounded on."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.evidence.screening_rows import ATTRIBUTES

LONGEST_WHY = 1_000
# What the boxes of the page are called.
TICKED = "tells_apart"


class DispositionValues(forms.Form):
    """`attributes` tell the listed person and the applicant apart; both values are sealed."""

    attributes = forms.MultipleChoiceField(
        label=_("What tells them apart"),
        choices=[(code, label) for code, label in ATTRIBUTES.items()],
        required=False,
    )
    why = forms.CharField(label=_("In own words"), max_length=LONGEST_WHY, required=False)

    def add_prefix(self, field_name: str) -> str:
        # A control called "attributes" would hide the attributes of its form from every script.
        return TICKED if field_name == "attributes" else super().add_prefix(field_name)
