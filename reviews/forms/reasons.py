"""The form of a reason: its settings, and words for reviewers and applicants in each language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reviews.desk.policy_settings import PolicyError
from reviews.desk.reason_settings import (
    APPLICANT_MOST,
    ENGLISH,
    LABELS,
    ORDER_MOST,
    PROVIDER_MOST,
    REVIEWER_MOST,
    Language,
    ReasonSettings,
    house_languages,
    language_of,
    needs_english,
    needs_instruction,
    other_languages,
)
from reviews.models import Outcome

_LABELS: dict[str, Any] = dict(LABELS)
_SWITCH = {"class": "switch", "role": "switch"}
_LANGUAGES_MOST = 20


class ReasonForm(forms.Form):
    """`wanted` is what the form comes to, once valid. Code and outcome are asked for once."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("Outcome"),
        choices=[("", gettext_lazy("Choose an outcome")), *Outcome.choices],
        error_messages={"required": gettext_lazy("Choose an outcome.")},
        help_text=gettext_lazy("Stays too: for another outcome, add another reason."),
    )
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        error_messages={"required": gettext_lazy("Give a code, like resubmit-glare.")},
        help_text=gettext_lazy("Stays for ever: decisions and the provider name it."),
        widget=forms.TextInput(
            attrs={"class": "mono-input", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    order = forms.IntegerField(
        label=_LABELS["order"],
        min_value=0,
        max_value=ORDER_MOST,
        localize=False,
        help_text=gettext_lazy("Smaller numbers come first; the first nine have a digit as key."),
        widget=forms.TextInput(attrs={"class": "input-num", "inputmode": "numeric"}),
    )
    is_active = forms.BooleanField(
        label=_LABELS["is_active"], required=False, widget=forms.CheckboxInput(attrs=_SWITCH)
    )
    needs_note = forms.BooleanField(
        label=_LABELS["needs_note"], required=False, widget=forms.CheckboxInput(attrs=_SWITCH)
    )
    provider_text = forms.CharField(
        label=_LABELS["provider_text"], required=False, max_length=PROVIDER_MOST
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        code: str = "",
        wanted: ReasonSettings,
        typed: QueryDict | None = None,
        added: str = "",
    ) -> None:
        """`typed` is what the page held when a language (`added`) was asked for: not yet judged."""
        super().__init__(data)
        self.kept_code, self.wanted = code, wanted
        source = data if data is not None else typed
        self.languages = _languages(wanted, source, added)
        if code:
            del self.fields["code"], self.fields["outcome"]
        for language in self.languages:
            self._add_words(language)
        self.initial = _typed(self, typed) if typed is not None else self._held()

    def words(self) -> list[dict[str, Any]]:
        """Each language with its fields, as listed: pages are in some of them alone."""
        paged = house_languages()
        return [
            {
                "language": one,
                "reviewer": self[f"reviewer-{one.code}"] if one.code in paged else None,
                "applicant": self[f"applicant-{one.code}"],
            }
            for one in self.languages
        ]

    def previews(self) -> list[dict[str, Any]]:
        """What applicants read in each language; English where there are no words of its own."""
        english = str(self["applicant-en"].value() or "").strip()
        found = []
        for one in self.languages:
            field = self[f"applicant-{one.code}"]
            own = str(field.value() or "").strip()
            said_in = one if own else language_of(ENGLISH)
            found.append(
                {"language": one, "field": field, "text": own or english, "said_in": said_in}
            )
        return found

    def addable(self) -> list[Language]:
        return other_languages({one.code for one in self.languages})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.errors:
            return values
        plain = {name: values[name] for name in LABELS}
        plain["outcome"] = self.wanted.outcome if self.kept_code else values["outcome"]
        plain["texts"] = {
            one.code: {
                "reviewer": values.get(f"reviewer-{one.code}", ""),
                "applicant": values[f"applicant-{one.code}"],
            }
            for one in self.languages
        }
        try:
            self.wanted = ReasonSettings.from_json(plain)
        except PolicyError as error:
            self.refuse(error)
        return values

    def refuse(self, error: PolicyError) -> None:
        """Say each problem at the field that it is about."""
        for name, sentence in error.problems:
            self.add_error(name if name in self.fields else None, sentence)

    def _add_words(self, language: Language) -> None:
        attrs = {"lang": language.code, "dir": language.direction}
        if language.code in house_languages():
            self.fields[f"reviewer-{language.code}"] = forms.CharField(
                label=_("Reviewers read, in %(language)s") % {"language": language.name},
                required=language.code == ENGLISH,
                error_messages={"required": needs_english()},
                max_length=REVIEWER_MOST,
                widget=forms.TextInput(attrs=attrs),
            )
        self.fields[f"applicant-{language.code}"] = forms.CharField(
            label=_("Applicants read, in %(language)s") % {"language": language.name},
            required=language.code == ENGLISH and self.wanted.outcome == Outcome.RESUBMIT,
            error_messages={"required": needs_instruction()},
            max_length=APPLICANT_MOST,
            widget=forms.Textarea(attrs={**attrs, "rows": 2}),
        )

    def _held(self) -> dict[str, Any]:
        held: dict[str, Any] = {name: getattr(self.wanted, name) for name in LABELS}
        held |= {"outcome": self.wanted.outcome}
        for one in self.languages:
            words = self.wanted.words(one.code)
            held[f"reviewer-{one.code}"] = words.reviewer
            held[f"applicant-{one.code}"] = words.applicant
        return held


def _languages(wanted: ReasonSettings, source: QueryDict | None, added: str) -> list[Language]:
    """The house's own first, then those that this reason has words in, then what was added."""
    codes = [*house_languages(), *(code for code, _words in wanted.texts)]
    known = {one.code for one in other_languages(set())}
    if source is not None:
        codes += [code for code in source.getlist("language") if code in known]
    if added in known:
        codes.append(added)
    return [language_of(code) for code in list(dict.fromkeys(codes))[:_LANGUAGES_MOST]]


def _typed(form: forms.Form, typed: QueryDict) -> dict[str, Any]:
    return {
        name: name in typed if isinstance(field, forms.BooleanField) else typed.get(name, "")
        for name, field in form.fields.items()
    }
