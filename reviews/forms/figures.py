"""What figures are asked for: a period with a name or of two days, a queue, an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.insight.figures import asked_now, house_zone, today
from reviews.insight.period import Period, Preset
from reviews.insight.shapes import Asked

USUAL = Preset.DAYS_7


class FiguresForm(forms.Form):
    """From the address. Days that are not those of the named period are somebody's own."""

    period = forms.ChoiceField(
        choices=[(preset.value, preset.label) for preset in Preset],
        required=False,
        widget=forms.HiddenInput,
    )
    first = forms.DateField(
        label=gettext_lazy("From"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as 2026-01-31.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    last = forms.DateField(
        label=gettext_lazy("To"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as 2026-01-31.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    queue = forms.ChoiceField(
        label=gettext_lazy("Queue"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no such queue.")},
    )
    account = forms.ChoiceField(
        label=gettext_lazy("Account"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("There is no such account.")},
    )

    def __init__(
        self,
        data: Mapping[str, str],
        *,
        queues: Iterable[tuple[str, str]],
        accounts: Iterable[str],
        now: datetime,
    ) -> None:
        self.now = now
        self.today = today(now)
        super().__init__(_whole(data, self.today))
        self.fields["queue"].choices = [("", _("All queues")), *queues]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["account"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", _("All accounts")),
            *((slug, slug) for slug in accounts),
        ]
        for name in ("first", "last"):
            self.fields[name].widget.attrs["max"] = self.today.isoformat()

    def add_prefix(self, field_name: str) -> str:
        """In the address they are "from" and "to", which Python lets no field be called."""
        return {"first": "from", "last": "to"}.get(field_name, field_name)

    @property
    def preset(self) -> Preset | None:
        """The named period that these days are; none for somebody's own."""
        days = (self.data["from"], self.data["to"])
        # Today a week and seven days may be the same: the one that was asked for comes first.
        named = self.data["period"]
        presets: list[Preset] = sorted(Preset, key=lambda one: one.value != named)
        for preset in presets:
            if _days(preset, self.today) == days:
                return preset
        return None

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if isinstance(first, date) and isinstance(last, date):
            try:
                given["checked"] = Period.checked(first, last, zone=house_zone(), today=self.today)
            except ValueError as error:
                self.add_error("last", str(error))
        return given

    def asked(self) -> Asked:
        """Only for a valid form."""
        given = self.cleaned_data
        return asked_now(
            given["checked"], account=given["account"], queue=given["queue"], now=self.now
        )


def _whole(data: Mapping[str, str], day: date) -> dict[str, str]:
    """With the days of the named period where none were given."""
    given = {name: str(data.get(name, "")) for name in ("period", "queue", "account")}
    if given["period"] not in [preset.value for preset in Preset]:
        given["period"] = ""
    if not given["period"] and not ("from" in data or "to" in data):
        given["period"] = USUAL.value
    first, last = _days(Preset(given["period"] or USUAL), day)
    return given | {"from": data.get("from", first), "to": data.get("to", last)}


def _days(preset: Preset, day: date) -> tuple[str, str]:
    first, last = preset.days(day)
    return first.isoformat(), last.isoformat()
