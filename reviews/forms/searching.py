"""Forms of the search: where to look for what, and what the results are narrowed by."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from journeys.searching.asked import MOST_DAYS, Asked, Field
from journeys.searching.hits import How
from journeys.searching.scripts import Script
from reviews.desk.search_states import State
from reviews.desk.searches import HOW_WORDS, SCRIPT_WORDS, Filters

FIELDS = [
    (Field.ANY.value, gettext_lazy("Everything")),
    (Field.NAME.value, gettext_lazy("Name")),
    (Field.DOCUMENT_NUMBER.value, gettext_lazy("Document number")),
    (Field.PERSONAL_NUMBER.value, gettext_lazy("Personal number")),
    (Field.REFERENCE.value, gettext_lazy("Reference, id or case code")),
    (Field.CONTACT.value, gettext_lazy("E-mail or phone")),
    (Field.IP.value, gettext_lazy("IP address")),
    (Field.BIRTH_DATE.value, gettext_lazy("Date of birth")),
]


class SearchForm(forms.Form):
    """The field that was chosen may be left out: it is everything then."""

    query = forms.CharField(label=gettext_lazy("Search for"), max_length=255)
    field = forms.ChoiceField(label=gettext_lazy("Search in"), choices=FIELDS, required=False)

    def asked(self) -> Asked:
        """Only for a valid form."""
        return Asked(
            text=self.cleaned_data["query"].strip(),
            field=Field(self.cleaned_data["field"] or Field.ANY),
        )


class FilterForm(forms.Form):
    """What results are narrowed by. Days of birth are about a person: they are kept sealed."""

    how = forms.TypedMultipleChoiceField(
        choices=[(how.value, HOW_WORDS[how]) for how in How], coerce=int, required=False
    )
    script = forms.TypedMultipleChoiceField(
        choices=[(script.value, word) for script, word in SCRIPT_WORDS.items()],
        coerce=int,
        required=False,
    )
    state = forms.MultipleChoiceField(choices=State.choices, required=False)
    born_from = forms.DateField(
        label=gettext_lazy("Born from"), required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y"]
    )
    born_to = forms.DateField(
        label=gettext_lazy("Born to"), required=False, input_formats=["%Y-%m-%d", "%d.%m.%Y"]
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("born_from"), values.get("born_to")
        if first and last and last < first:
            raise ValidationError(_("The range of birth ends before it begins."))
        if first and last and (last - first).days >= MOST_DAYS:
            raise ValidationError(_("The range of birth is at most five years."))
        return values

    def filters(self) -> Filters:
        """Only for a valid form."""
        script = Script(0)
        for bit in self.cleaned_data["script"]:
            script |= Script(bit)
        return Filters(
            hows=frozenset(How(how) for how in self.cleaned_data["how"]),
            scripts=script,
            states=frozenset(State(state) for state in self.cleaned_data["state"]),
        )
