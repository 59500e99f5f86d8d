"""Forms of admins, and everybody's own settings."""

from __future__ import annotations

from typing import Any, ClassVar
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from journeys.accounts import SECRET_NAMES
from journeys.models import Account
from journeys.providers.idwise.tables import REGIONS as IDWISE_HOSTS
from kycreview.staff.models import User

OWN_LABELS = {
    "numerals": _("Digits, on Arabic pages"),
    "theme": _("Theme"),
    "time_zone": _("Time zone"),
    "availability": _("Availability"),
}
ACCOUNT_HELP = {
    "slug": _("Small letters, digits and hyphens, such as idwise-eu."),
    "region": _("Tells accounts of one provider apart for people; nothing depends on it."),
    "base_url": _("Of the provider's API. Only this host and the media hosts are ever called."),
    "time_zone": _("Where this account's work is done, such as Asia/Dubai."),
    "is_test": _("Its journeys carry the mark “Test” wherever they are shown."),
    "is_active": _(
        "Switched off, its callbacks are refused and nothing new is imported. What is here stays."
    ),
    "system_of_record": _("If people decide at both places, one of them has to count."),
    "callback_scheme": _("Choose the same as in the provider's console."),
    "callback_header": _("Used with a header of its own; mostly Authorization."),
}
PAUSE_REASONS: dict[str, Any] = {
    "maintenance": _("The provider is being maintained."),
    "credentials": _("Its credentials are being changed."),
    "answers": _("Its answers look wrong and are being looked into."),
    "here": _("This system is being maintained."),
}
LANGUAGES = [("", _("As the browser")), *settings.LANGUAGES]


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # generic only in the stubs
    """A provider account. Secrets are written, never read back: empty leaves them as they are."""

    api_key = forms.CharField(
        label=_("API key"),
        help_text=_("IDWise: the key that IDWise gave you."),
        required=False,
        widget=forms.PasswordInput,
    )
    api_secret = forms.CharField(
        label=_("API secret"),
        help_text=_("IDWise: the secret that belongs to the key."),
        required=False,
        widget=forms.PasswordInput,
    )
    auth_token = forms.CharField(
        label=_("Authorization token"),
        help_text=_("Signzy: the token that every call carries."),
        required=False,
        widget=forms.PasswordInput,
    )
    callback_secret = forms.CharField(
        label=_("Callback secret"),
        help_text=_("Proves that a callback is the provider's; for Basic, name:password."),
        required=False,
        widget=forms.PasswordInput,
    )
    media_host_list = forms.CharField(
        label=_("Media hosts, comma-separated"),
        help_text=_("Hosts of pictures, where they are not at the address above."),
        required=False,
    )

    # What the page was made from: who leaves it as it was wishes no other.
    seen_record = forms.CharField(required=False, widget=forms.HiddenInput)

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
        help_texts: ClassVar[dict[str, Any]] = ACCOUNT_HELP

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.created_at:
            self.fields["seen_record"].initial = self.instance.system_of_record
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
        return known_zone(self.cleaned_data["time_zone"])

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


class PauseForm(forms.Form):
    """Why an account is paused: a choice, because the trail keeps it for ever."""

    why = forms.ChoiceField(label=_("Reason"), choices=list(PAUSE_REASONS.items()))

    def sentence(self) -> str:
        """In the language of the source: pages translate it when they show it."""
        with translation.override("en"):
            return str(PAUSE_REASONS[self.cleaned_data["why"]])


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
        return known_zone(self.cleaned_data["time_zone"])

    def save(self, commit: bool = True) -> Any:
        self.instance.key_map = {
            **self.instance.key_map,
            "off": not self.cleaned_data["has_keys"],
        }
        return super().save(commit)


def known_zone(name: str) -> str:
    """Raises ValidationError for a name that no zone has."""
    if name and name not in available_timezones():
        raise ValidationError(_("No time zone has that name; try Europe/Berlin or Asia/Dubai."))
    return name
