"""The closed table of what a condition can ask about. Adding a field here adds it to the page.

Pure. Owns labels, helps and readers; how values compare is for `matching`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from journeys.choices import AmlApplicability, Lifecycle, Verdict
from journeys.models import Account
from reviews.desk.routing.facts import Facts, severity
from reviews.desk.routing.fields import YES_NO, ConditionField, Kind, Value, Word
from reviews.desk.routing.kinds import (
    RULE_NAMES,
    CheckKind,
    ConsentSaid,
    DocumentKind,
    Grade,
    ListKind,
    Reopening,
)


def _one(text: str) -> frozenset[str] | None:
    return frozenset({text}) if text else None


def _choices(words: type[TextChoices], *, without: str = "") -> tuple[tuple[str, Word], ...]:
    return tuple((word.value, word.label) for word in words if word.value != without)


def _grade(facts: Facts) -> Value:
    found = severity(facts)
    return frozenset({("low", "medium", "high")[found - 1]}) if found else None


_PATTERN_HELP = _("A star stands for any letters, a question mark for one.")
_ALL: tuple[ConditionField, ...] = (
    ConditionField(
        code="account",
        label=_("Account"),
        help=_("The account at the provider that the journey belongs to."),
        kind=Kind.SEEN,
        read=lambda facts: _one(facts.account),
        is_always_known=True,
    ),
    ConditionField(
        code="provider",
        label=_("Provider"),
        help=_("Who verified the applicant."),
        kind=Kind.CHOICE,
        choices=tuple(Account.ProviderName.choices),
        read=lambda facts: _one(facts.provider),
        is_always_known=True,
    ),
    ConditionField(
        code="flow",
        label=_("Flow"),
        help=_("The provider's id of the flow."),
        kind=Kind.SEEN,
        read=lambda facts: _one(facts.flow),
    ),
    ConditionField(
        code="is_test",
        label=_("Test journey"),
        help=_("Made in a test flow or a test account."),
        kind=Kind.YES_NO,
        choices=YES_NO,
        read=lambda facts: facts.is_test,
        is_always_known=True,
    ),
    ConditionField(
        code="verdict",
        label=_("Provider verdict"),
        help=_("What the provider's machine made of the whole journey."),
        kind=Kind.CHOICE,
        choices=_choices(Verdict, without=Verdict.UNKNOWN),
        read=lambda facts: _one(facts.verdict),
    ),
    ConditionField(
        code="lifecycle",
        label=_("State at the provider"),
        help=_("How far the applicant came."),
        kind=Kind.CHOICE,
        choices=_choices(Lifecycle, without=Lifecycle.UNKNOWN),
        read=lambda facts: _one(facts.lifecycle),
    ),
    ConditionField(
        code="document_type",
        label=_("Document type"),
        help=_("The kind of any of the documents, whatever the provider calls it."),
        kind=Kind.CHOICE,
        choices=_choices(DocumentKind),
        read=lambda facts: facts.document_kinds,
    ),
    ConditionField(
        code="document_name",
        label=_("Document name"),
        help=format_lazy("{} {}", _("What the provider calls the document."), _PATTERN_HELP),
        kind=Kind.TEXT,
        read=lambda facts: facts.document_names,
    ),
    ConditionField(
        code="document_country",
        label=_("Document country"),
        help=_("The country that issued any of the documents."),
        kind=Kind.COUNTRY,
        read=lambda facts: facts.document_countries,
    ),
    ConditionField(
        code="nationality",
        label=_("Nationality"),
        help=_("As read from the documents."),
        kind=Kind.COUNTRY,
        is_personal=True,
        read=lambda facts: facts.nationalities,
    ),
    ConditionField(
        code="failed_rule",
        label=_("Failed rule"),
        help=_("A business rule of the flow that failed. Unknown where the flow has no rules."),
        kind=Kind.SEEN,
        choices=tuple(RULE_NAMES.items()),
        read=lambda facts: facts.failed_rules,
    ),
    ConditionField(
        code="failed_check",
        label=_("Failed check"),
        help=_("A group of checks in which at least one failed."),
        kind=Kind.CHOICE,
        choices=_choices(CheckKind),
        read=lambda facts: facts.failed_checks,
    ),
    ConditionField(
        code="uncertain_check",
        label=_("Uncertain check"),
        help=_("A group of checks in which at least one is uncertain or says what nobody knows."),
        kind=Kind.CHOICE,
        choices=_choices(CheckKind),
        read=lambda facts: facts.uncertain_checks,
    ),
    ConditionField(
        code="screening_list",
        label=_("Screening dataset"),
        help=_("The lists in which a match was found. Unknown where nobody was screened."),
        kind=Kind.CHOICE,
        choices=_choices(ListKind),
        read=lambda facts: facts.lists,
    ),
    ConditionField(
        code="screening_match",
        label=_("Screening match"),
        help=_("Whether the screening found anybody. Unknown where nobody was screened."),
        kind=Kind.YES_NO,
        choices=YES_NO,
        read=lambda facts: facts.has_match,
    ),
    ConditionField(
        code="screening_made",
        label=_("Screening"),
        help=_("Whether the applicant was screened, and if not, why."),
        kind=Kind.CHOICE,
        choices=_choices(AmlApplicability, without=AmlApplicability.UNKNOWN),
        read=lambda facts: _one(facts.applicability),
    ),
    ConditionField(
        code="fraud_score",
        label=_("Fraud score"),
        help=_("Of the address, 0 to 100; the highest where there are several."),
        kind=Kind.NUMBER,
        read=lambda facts: facts.fraud_score,
    ),
    ConditionField(
        code="vpn",
        label=_("VPN"),
        help=_("An address belongs to a VPN."),
        kind=Kind.YES_NO,
        choices=YES_NO,
        read=lambda facts: facts.is_vpn,
    ),
    ConditionField(
        code="proxy",
        label=_("Proxy"),
        help=_("An address belongs to a proxy."),
        kind=Kind.YES_NO,
        choices=YES_NO,
        read=lambda facts: facts.is_proxy,
    ),
    ConditionField(
        code="tor",
        label=_("Tor"),
        help=_("An address belongs to the Tor network."),
        kind=Kind.YES_NO,
        choices=YES_NO,
        read=lambda facts: facts.is_tor,
    ),
    ConditionField(
        code="severity",
        label=_("Severity"),
        help=_("The provider's own word, else what follows from what failed."),
        kind=Kind.CHOICE,
        choices=_choices(Grade),
        read=_grade,
    ),
    ConditionField(
        code="consent",
        label=_("Consent"),
        help=_("The worst of the applicant's answers."),
        kind=Kind.CHOICE,
        choices=_choices(ConsentSaid),
        read=lambda facts: _one(facts.consent),
    ),
    ConditionField(
        code="language",
        label=_("Language"),
        help=_("The language in which the applicant went through the flow."),
        kind=Kind.SEEN,
        choices=(("en", ""), ("ar", "")),
        is_personal=True,
        read=lambda facts: _one(facts.language),
    ),
    ConditionField(
        code="attempt",
        label=_("Attempt"),
        help=_("How often the applicant tried: as the provider or the case counts."),
        kind=Kind.NUMBER,
        least=1,
        most=99,
        read=lambda facts: facts.attempt,
    ),
    ConditionField(
        code="reference",
        label=_("Reference"),
        help=format_lazy("{} {}", _("Your own reference of the journey."), _PATTERN_HELP),
        kind=Kind.TEXT,
        is_personal=True,
        read=lambda facts: _one(facts.reference),
    ),
    ConditionField(
        code="reopened_by",
        label=_("Reopened by"),
        help=_("What brought the journey here again."),
        kind=Kind.CHOICE,
        choices=_choices(Reopening),
        read=lambda facts: _one(facts.reopened_by),
        is_always_known=True,
    ),
    ConditionField(
        code="lost_media",
        label=_("Lost pictures"),
        help=_("A picture could not be fetched or used, and nothing is tried any more."),
        kind=Kind.YES_NO,
        choices=YES_NO,
        read=lambda facts: facts.has_lost_media,
        is_always_known=True,
    ),
)
FIELDS: Final[Mapping[str, ConditionField]] = {field.code: field for field in _ALL}
