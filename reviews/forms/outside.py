"""Forms for webhooks and tokens of the client's own systems."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models import CHOOSABLE


class HookForm(forms.Form):
    """Where a webhook goes, and what it is told of."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("For this page and the trail.")
    )
    url = forms.CharField(
        label=_("Address"),
        max_length=400,
        help_text=_("https on the standard port. Messages are posted there as JSON."),
        widget=forms.URLInput(attrs={"placeholder": "https://", "dir": "ltr"}),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(event.value, event.label) for event in CHOOSABLE],
        widget=forms.CheckboxSelectMultiple,
    )
    is_personal = forms.BooleanField(
        label=_("Messages hold your own reference of the applicant"),
        required=False,
        help_text=_("Without it they hold ids, outcomes, reason codes and times alone."),
    )
    is_active = forms.BooleanField(
        label=_("In use"),
        required=False,
        help_text=_("Switched off, nothing is sent, and what still waits is cancelled."),
    )


class TokenForm(forms.Form):
    """What a new token may do, and how long."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Which system of yours holds it.")
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"), widget=forms.CheckboxSelectMultiple
    )
    expires_on = forms.DateField(
        label=_("Valid until the end of"),
        required=False,
        help_text=_("Without a day it is valid until it is revoked."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    def __init__(self, *args: Any, scopes: Sequence[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = list(scopes)

    def expires_at(self) -> datetime | None:
        """The end of the chosen day, in the person's own time."""
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, time.max))
