"""Forms of who may do what: a member of staff, and a role."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kycreview.staff.models import Role, User, normal_email, refuse_mixed_roles
from kycreview.staff.permissions import JUDGING, MANAGING, Permission
from kycreview.staff.roles import EXPLAINED, RoleSettings, in_order
from reviews.forms.managing import LANGUAGES, OWN_LABELS, known_zone

# Whose old and new values the trail keeps; of the others it keeps that they changed.
_TOLD = ("time_zone", "language", "availability")


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """A member of staff. The password is set by the admin for the first sign-in."""

    password = forms.CharField(
        label=_("Password"), required=False, min_length=12, widget=forms.PasswordInput
    )
    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"),
        queryset=Role.objects.order_by("name"),
        widget=forms.CheckboxSelectMultiple,
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    class Meta:
        model = User
        fields = ("name", "email", "time_zone", "language", "availability")
        labels: ClassVar[dict[str, Any]] = OWN_LABELS

    def changes(self) -> dict[str, list[object]]:
        """What differs from what was there, for the trail; call it before saving."""
        if self.instance._state.adding:
            return {}
        return {
            name: [self.initial.get(name), self.cleaned_data[name]] if name in _TOLD else []
            for name in self._meta.fields or ()
            if name in self.changed_data and self.initial.get(name) != self.cleaned_data[name]
        }

    def clean_email(self) -> str:
        email = normal_email(self.cleaned_data["email"])
        if User.objects.filter(email=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("Somebody signs in with this e-mail already."))
        return email

    def clean_roles(self) -> Any:
        roles = self.cleaned_data["roles"]
        refuse_mixed_roles(roles)
        return roles

    def clean_time_zone(self) -> str:
        return known_zone(self.cleaned_data["time_zone"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if password:
            validate_password(password, self.instance)
        return password

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        is_missing = not values.get("password") and "password" not in self.errors
        if self.instance._state.adding and is_missing:
            self.add_error("password", _("Give a first password of at least 12 characters."))
        return values


class RoleForm(forms.Form):
    """A role's name and permissions. `wanted` is what it comes to, once valid."""

    name = forms.CharField(label=_("Name"), max_length=80)
    permissions = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=Permission.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    # What the page was made from: a role has no version.
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, held: RoleSettings | None, name: str = "") -> None:
        """`name` is the role's, as pages say it."""
        super().__init__(data)
        self.held, self.shown_name = held, name
        if held is not None:
            self.initial = {"name": name, "permissions": held.permissions, "seen": seal_of(held)}

    def groups(self) -> list[dict[str, Any]]:
        """The permissions that go together, each with what it means."""
        boxes = {str(box.data["value"]): box for box in self["permissions"]}
        return [
            {
                "label": label,
                "boxes": [
                    {"box": boxes[one.value], "help": EXPLAINED[one]}
                    for one in Permission
                    if one in group
                ],
            }
            for label, group in _groups()
        ]

    def is_stale(self) -> bool:
        """Somebody changed the role after this page was opened."""
        return self.held is not None and self.cleaned_data["seen"] != seal_of(self.held)

    def clean_permissions(self) -> list[str]:
        codes: list[str] = self.cleaned_data["permissions"]
        if not codes:
            raise ValidationError(_("Choose at least one thing that the role may do."))
        return codes

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            name = " ".join(values["name"].split())
            # The page shows a first role's name in its own language: that is no other name.
            kept = self.held is not None and name == self.shown_name
            self.wanted = RoleSettings(
                self.held.name if kept and self.held else name, in_order(values["permissions"])
            )
        return values


def seal_of(role: RoleSettings) -> str:
    """Equal for equal settings."""
    return hashlib.sha256(json.dumps(role.to_json()).encode()).hexdigest()[:16]


def _groups() -> tuple[tuple[Any, frozenset[Permission]], ...]:
    return (
        (_("Judging"), JUDGING),
        (_("Managing"), MANAGING),
        (_("With either"), frozenset(Permission) - JUDGING - MANAGING),
    )
