"""The form of a queue's settings, and that of a calendar. What they mean is checked by the desk."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kycreview.staff.models import User
from reviews.desk.policies import Policy
from reviews.desk.policy_settings import LABELS, PolicyError, Trigger
from reviews.models import Calendar, Panel, Queue, Rank

UNITS = [
    (60, gettext_lazy("hours")),
    (1, gettext_lazy("minutes")),
    (24 * 60, gettext_lazy("days")),
]
DAYS = [
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
]
# Lazy words, which Django's stubs know by a narrower name.
_LABELS: dict[str, Any] = dict(LABELS)
_SWITCH = {"class": "switch", "role": "switch"}


def _switch(name: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=_LABELS[name], required=False, widget=forms.CheckboxInput(attrs=_SWITCH)
    )


def _number(name: str, most: int) -> forms.IntegerField:
    attrs = {"class": "input-num", "inputmode": "numeric"}
    return forms.IntegerField(
        label=_LABELS[name],
        min_value=0,
        max_value=most,
        localize=False,
        widget=forms.TextInput(attrs=attrs),
    )


class QueueForm(forms.Form):
    """All settings of a queue. `policy` is what they come to, once valid."""

    name = forms.CharField(label=_LABELS["name"], max_length=80)
    is_active = _switch("is_active")
    rank = forms.TypedChoiceField(label=_LABELS["rank"], choices=Rank.choices, coerce=int)
    late_after = _number("late_after_minutes", 60 * 24 * 60)
    late_unit = forms.TypedChoiceField(
        label=gettext_lazy("Unit"), choices=UNITS, coerce=int, required=False
    )
    calendar = forms.ChoiceField(label=_LABELS["calendar"], required=False)
    workers = forms.MultipleChoiceField(
        label=_LABELS["workers"], required=False, widget=forms.CheckboxSelectMultiple
    )
    assignment = forms.ChoiceField(label=_LABELS["assignment"], choices=Queue.Assignment.choices)
    is_guided = _switch("is_guided")
    shows_names = _switch("shows_names")
    blind_first = _switch("blind_first")
    mandatory_panels = forms.TypedMultipleChoiceField(
        label=_LABELS["mandatory_panels"],
        choices=Panel.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    consent_needed = _switch("consent_needed")
    approve_with_confirmed = forms.ChoiceField(
        label=_LABELS["approve_with_confirmed"], choices=Queue.Confirmed.choices
    )
    undo_seconds = forms.IntegerField(
        label=_LABELS["undo_seconds"],
        required=False,
        min_value=0,
        max_value=60,
        widget=forms.TextInput(attrs={"class": "input-num", "inputmode": "numeric"}),
    )
    second_reader_when = forms.MultipleChoiceField(
        label=_LABELS["second_reader_when"],
        choices=Trigger.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sample_percent = _number("sample_percent", 100)
    passed_percent = _number("passed_percent", 100)
    reread_percent = _number("reread_percent", 100)
    applicant_days = _number("applicant_days", 180)
    reminder_days = _number("reminder_days", 180)
    on_silence = forms.ChoiceField(label=_LABELS["on_silence"], choices=Queue.OnSilence.choices)

    def __init__(self, data: Any = None, *, policy: Policy, people: list[User]) -> None:
        super().__init__(data, initial=_initial(policy))
        self.people = people
        self.policy = policy
        calendars = [(one.pk, one.name) for one in Calendar.objects.all()]
        self._choices("calendar", [("", _("Around the clock")), *calendars])
        self._choices("workers", [(str(one.pk), one.name or one.email) for one in people])
        limits = {worker.person: worker.at_most for worker in policy.workers}
        for one in people:
            self.fields[_limit_name(one)] = forms.IntegerField(
                label=_("At most for %(name)s") % {"name": one.name or one.email},
                required=False,
                min_value=1,
                max_value=999,
                initial=limits.get(str(one.pk)),
                widget=forms.TextInput(attrs={"class": "input-num", "inputmode": "numeric"}),
            )

    def worker_rows(self) -> list[dict[str, Any]]:
        """Each reviewer with their box and limit, as the page lists them."""
        boxes = list(self["workers"])
        return [
            {"box": box, "limit": self[_limit_name(one)]}
            for box, one in zip(boxes, self.people, strict=True)
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        plain = {name: value for name, value in values.items() if name in LABELS}
        plain["late_after_minutes"] = values["late_after"] * (values["late_unit"] or 60)
        plain["workers"] = [
            {"person": person, "at_most": values.get(f"limit-{person}")}
            for person in values["workers"]
        ]
        try:
            self.policy = Policy.from_json(plain)
        except PolicyError as error:
            self.refuse(error)
        return values

    def refuse(self, error: PolicyError) -> None:
        """Say each problem at the field that it is about."""
        for name, sentence in error.problems:
            own = "late_after" if name == "late_after_minutes" else name
            self.add_error(own if own in self.fields else None, sentence)

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker alone
        field.choices = choices


class CalendarForm(forms.Form):
    """Working hours of a week, a line a day, and days off. `plain` is what `Hours.parse` takes."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        max_length=64,
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    days_off = forms.CharField(
        label=gettext_lazy("Days off"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "mono-input"}),
        help_text=gettext_lazy("One date a line, like 2026-12-25."),
    )

    def __init__(self, data: Any = None, *, calendar: Calendar | None = None) -> None:
        super().__init__(data)
        self.plain: dict[str, Any] = {}
        hours = calendar.hours if calendar else {str(day): [["09:00", "17:00"]] for day in range(5)}
        for number, name in enumerate(DAYS):
            self.fields[f"day{number}"] = forms.CharField(
                label=name,
                required=False,
                max_length=200,
                initial=", ".join("-".join(one) for one in hours.get(str(number), [])),
                widget=forms.TextInput(attrs={"class": "mono-input", "autocomplete": "off"}),
            )
        if calendar is not None:
            self.initial = {
                "name": calendar.name,
                "time_zone": calendar.time_zone,
                "days_off": "\n".join(calendar.days_off),
            }
        else:
            self.initial = {"time_zone": "UTC"}

    def day_fields(self) -> list[Any]:
        return [self[f"day{number}"] for number in range(7)]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        hours = {}
        for number in range(7):
            text = values.get(f"day{number}") or ""
            pieces = [piece.strip() for piece in text.replace("–", "-").split(",") if piece.strip()]
            hours[str(number)] = [[end.strip() for end in piece.split("-", 1)] for piece in pieces]
        self.plain = {
            "time_zone": values.get("time_zone", ""),
            "hours": hours,
            "days_off": (values.get("days_off") or "").split(),
        }
        return values

    def refuse(self, sentence: str) -> None:
        self.add_error(None, ValidationError(sentence))


def _initial(policy: Policy) -> dict[str, Any]:
    minutes = policy.late_after_minutes
    unit = next(size for size in (24 * 60, 60, 1) if minutes % size == 0)
    if unit == 24 * 60 and minutes <= 3 * unit:
        unit = 60
    return policy.to_json() | {
        "late_after": minutes // unit,
        "late_unit": unit,
        "workers": [worker.person for worker in policy.workers],
    }


def _limit_name(person: User) -> str:
    return f"limit-{person.pk}"
