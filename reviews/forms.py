"""The forms. They check shape and words; the rules of deciding stand in `verdicts`."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from journeys.accounts import SECRET_NAMES
from journeys.importing import NotAnId, split_ids
from journeys.models import Account
from journeys.providers.idwise.tables import REGIONS as IDWISE_HOSTS
from kycreview.staff.models import Role, User, normal_email, refuse_mixed_roles
from reviews.models import Outcome, Reason
from reviews.verdicts.writing import LONGEST_NOTE

UPLOAD_LIMIT = 2 * 1024 * 1024
RATINGS = (
    (-3, _("Surely different people")),
    (-2, _("Probably different")),
    (-1, _("Rather different")),
    (0, _("Cannot tell")),
    (1, _("Rather the same")),
    (2, _("Probably the same")),
    (3, _("Surely the same person")),
)


def reason_choices() -> list[tuple[str, str, str]]:
    """(code, text, outcome) of all reasons in use, in the person's language, else in English."""
    language = (get_language() or "en")[:2]
    found = []
    for reason in Reason.objects.filter(is_active=True).prefetch_related("texts"):
        texts = {text.language: text.reviewer_text for text in reason.texts.all()}
        found.append(
            (reason.code, texts.get(language) or texts.get("en") or reason.code, reason.outcome)
        )
    return found


class DecisionForm(forms.Form):
    """Nothing is preselected."""

    outcome = forms.ChoiceField(
        label=_("Outcome"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    reasons = forms.MultipleChoiceField(
        label=_("Reasons"), widget=forms.CheckboxSelectMultiple, required=False
    )
    steps = forms.MultipleChoiceField(
        label=_("Steps to do again"), widget=forms.CheckboxSelectMultiple, required=False
    )
    note = forms.CharField(
        label=_("Internal note"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_NOTE,
        required=False,
    )
    evidence_digest = forms.CharField(widget=forms.HiddenInput, required=False)
    snapshot = forms.UUIDField(widget=forms.HiddenInput, required=False)
    round = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        steps: list[tuple[str, str]],
        reasons: list[tuple[str, str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reason_rows = reasons
        chosen = self.fields["reasons"]
        asked = self.fields["steps"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - narrows for mypy
        assert isinstance(asked, forms.MultipleChoiceField)  # noqa: S101 - narrows for mypy
        chosen.choices = [(code, text) for code, text, _outcome in reasons]
        asked.choices = steps

    def reason_groups(self) -> list[dict[str, Any]]:
        """Reasons by outcome, each with whether it is ticked: three labelled groups."""
        ticked = set(self["reasons"].value() or [])
        return [
            {
                "outcome": outcome,
                "label": label,
                "reasons": [
                    {"code": code, "text": text, "is_ticked": code in ticked}
                    for code, text, belongs_to in self.reason_rows
                    if belongs_to == outcome
                ],
            }
            for outcome, label in Outcome.choices
        ]


class OpinionForm(forms.Form):
    rating = forms.TypedChoiceField(
        label=_("Are the faces the same person?"),
        choices=RATINGS,
        coerce=int,
        widget=forms.RadioSelect,
    )
    round = forms.UUIDField(widget=forms.HiddenInput)


class ImportForm(forms.Form):
    """Ids pasted or uploaded, for one account."""

    account = forms.ModelChoiceField(
        label=_("Account"), queryset=Account.objects.filter(is_active=True), empty_label=None
    )
    ids = forms.CharField(
        label=_("Journey ids, one a line"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        required=False,
    )
    file = forms.FileField(label=_("Or a text or CSV file of ids"), required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        text = values.get("ids") or ""
        file = values.get("file")
        if file is not None:
            if file.size > UPLOAD_LIMIT:
                raise ValidationError(_("The file is larger than 2 MiB."))
            try:
                text += "\n" + file.read().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise ValidationError(_("The file is not a text file (UTF-8).")) from None
        try:
            values["wanted"] = split_ids(text)
        except NotAnId as error:
            raise ValidationError(error.sentence) from None
        return values


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

    class Meta:
        model = User
        fields = ("name", "email", "time_zone", "language", "availability")

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

    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("As the browser")), *settings.LANGUAGES],
        required=False,
    )

    class Meta:
        model = User
        fields = ("language", "theme", "time_zone", "availability")

    def clean_time_zone(self) -> str:
        return _known_zone(self.cleaned_data["time_zone"])


class SearchForm(forms.Form):
    query = forms.CharField(label=_("Journey id, reference or case code"), max_length=255)


class ReopenForm(forms.Form):
    why = forms.CharField(
        label=_("Why is it reopened?"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )


def _known_zone(name: str) -> str:
    if name and name not in available_timezones():
        raise ValidationError(_("No time zone has that name; try Europe/Berlin or Asia/Dubai."))
    return name
