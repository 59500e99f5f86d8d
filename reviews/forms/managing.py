"""Forms of admins, and everybody's own settings."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from journeys.accounts import SECRET_NAMES
from journeys.models import Account
from journeys.providers.idwise.tables import REGIONS as IDWISE_HOSTS
from kycreview.staff.models import Role, User, normal_email, refuse_mixed_roles

OWN_LABELS = {
    "numerals": _("Digits, on Arabic pages"),
    "theme": _("Theme"),
    "time_zone": _("Time zone"),
    "availability": _("Availability"),
}
LANGUAGES = [("", _("As the browser")), *settings.LANGUAGES]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """A provider account. Secrets are written, never read back: empty leaves them as they are."""

    api_key = forms.CharField(label=_("API key"), required=False, widget=forms.PasswordInput)
    api_secret = forms.CharField(label=_("API secret"), required=False, widget=forms.PasswordInput)
    auth_token = forms.CharField(
        label=_("Authorization token"), required=False, widget=forms.PasswordInput
    )
    callback_secret = forms.CharField(
        label=_("Callback secret"), required=False, widget=forms.PasswordInput
    )
    media_host_list = forms.CharField(label=_("Media hosts, comma-separated"), required=False)

    class Meta:
        model = Account
        fields = (
            "provider", "slug", "region", "base_url", "time_zone", "system_of_record",
            "is_test", "is_active", "callback_scheme", "callback_header",
        )  # fmt: skip
        labels: ClassVar[dict[str, Any]] = {
            "provider": _("Provider"),
            "slug": _("Short name, in URLs and logs"),
            "region": _("Region, as you call it"),
            "base_url": _("Address, or eu, uae, qatar for IDWise"),
            "time_zone": _("Time zone"),
            "system_of_record": _("Where decisions are made"),
            "is_test": _("Sandbox account: its journeys are never counted"),
            "is_active": _("In use"),
            "callback_scheme": _("How callbacks show their secret"),
            "callback_header": _("Header that carries it"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.created_at:
            self.fields["media_host_list"].initial = ", ".join(self.instance.media_hosts)
            self.fields["provider"].disabled = True
            self.fields["slug"].disabled = True
            for name in ("api_key", "api_secret", "auth_token"):
                if name not in SECRET_NAMES[self.instance.provider]:
                    del self.fields[name]

    def clean_base_url(self) -> str:
        given: str = self.cleaned_data["base_url"].strip().rstrip("/")
        url = IDWISE_HOSTS.get(given.lower(), given)
        if "@" in url:
            raise ValidationError(_("Leave name and password out of the address."))
        if url.startswith("https://") or any(
            url.startswith(f"http://{host}") for host in settings.SETTINGS.PROVIDER_PRIVATE_HOSTS
        ):
            return url
        raise ValidationError(_("Give an https address, or eu, uae or qatar for IDWise's regions."))

    def clean_time_zone(self) -> str:
        return _known_zone(self.cleaned_data["time_zone"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        provider = self.instance.provider or values.get("provider") or ""
        self.given_secrets = {
            name: (values.get(name) or "").strip() for name in SECRET_NAMES.get(provider, ())
        }
        if any("\n" in value or "\r" in value for value in self.given_secrets.values()):
            raise ValidationError(_("A secret must be one line."))
        if not self.instance.created_at:
            needed = [
                name
                for name in SECRET_NAMES.get(provider, ())
                if name != "callback_secret" and not self.given_secrets[name]
            ]
            for name in needed:
                self.add_error(name, _("This provider needs it."))
        hosts = [h.strip().lower() for h in (values.get("media_host_list") or "").split(",")]
        self.instance.media_hosts = [host for host in hosts if host]
        return values


class StaffForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """A member of staff. The password is set by the admin for the first sign-in."""

    password = forms.CharField(
        label=_("Password"), required=False, min_length=12, widget=forms.PasswordInput
    )
    roles = forms.ModelMultipleChoiceField(
        label=_("Roles"), queryset=Role.objects.all(), widget=forms.CheckboxSelectMultiple
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    class Meta:
        model = User
        fields = ("name", "email", "time_zone", "language", "availability")
        labels: ClassVar[dict[str, Any]] = OWN_LABELS

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
        return _known_zone(self.cleaned_data["time_zone"])

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


class ProfileForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """What everybody may choose for themselves."""

    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES, required=False)

    has_keys = forms.BooleanField(label=_("Shortcuts with single keys"), required=False)

    class Meta:
        model = User
        fields = ("language", "numerals", "theme", "time_zone", "availability")
        labels: ClassVar[dict[str, Any]] = OWN_LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who sends none keeps theirs.
        self.fields["numerals"].required = False
        self.fields["has_keys"].initial = not self.instance.key_map.get("off", False)

    def clean_time_zone(self) -> str:
        return _known_zone(self.cleaned_data["time_zone"])

    def save(self, commit: bool = True) -> Any:
        self.instance.key_map = {
            **self.instance.key_map,
            "off": not self.cleaned_data["has_keys"],
        }
        return super().save(commit)


def _known_zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValidationError(_("No time zone has that name; try Europe/Berlin or Asia/Dubai."))
    return name
