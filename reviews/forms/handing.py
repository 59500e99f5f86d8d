"""Forms of giving a case on: skip it, take it back, hand it over."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reviews.desk.skipping import SkipReason


class SkipForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=SkipReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why you pass the case over.")},
    )


class HandOverForm(forms.Form):
    """To whom, and why. Nobody is preselected; an empty choice takes the case back for all."""

    EVERYBODY = "everybody"
    to = forms.CharField(error_messages={"required": _("Choose who gets the case.")})
    why = forms.CharField(
        label=_("Why"),
        max_length=1000,
        error_messages={"required": _("Say why, in a few words.")},
    )
