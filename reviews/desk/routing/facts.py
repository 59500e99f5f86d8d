"""What a rule can ask about one journey: plain values, gathered by `gathering` from its rows.

Pure. None, and for a single text "", means that nobody said; an empty set means that none is there.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from journeys.choices import AmlApplicability, Severity, Verdict
from reviews.desk.routing.kinds import CheckKind, ConsentSaid, ListKind, Reopening

Known = frozenset[str] | None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One snapshot of one journey, at one look at it."""

    account: str = ""
    provider: str = ""
    flow: str = ""
    is_test: bool = False
    verdict: str = ""
    lifecycle: str = ""
    # DocumentKind codes, and what the provider wrote.
    document_kinds: Known = None
    document_names: Known = None
    # Alpha-3.
    document_countries: Known = None
    nationalities: Known = None
    failed_rules: Known = None
    # CheckKind codes. Uncertain are also results in words that nobody knows.
    failed_checks: Known = None
    uncertain_checks: Known = None
    applicability: str = ""
    # ListKind codes of all matches; None where nobody was screened.
    lists: Known = None
    has_match: bool | None = None
    # 0 to 100, the worst of all addresses.
    fraud_score: float | None = None
    is_vpn: bool | None = None
    is_proxy: bool | None = None
    is_tor: bool | None = None
    # The gravest that the provider named, as a code of Severity.
    provider_severity: str = ""
    language: str = ""
    # The provider's count of tries, or the case's round where that is higher.
    attempt: int | None = None
    reference: str = ""
    reopened_by: str = Reopening.NONE.value
    # ConsentSaid code.
    consent: str = ""
    # Liveness failed over how the selfie was taken, not over whose it is.
    is_selfie_unusable: bool = False
    # Pictures given up, and pictures still tried for.
    media_failed: int = 0
    media_waiting: int = 0

    @property
    def has_lost_media(self) -> bool:
        """A picture is missing for good: nothing is tried any more."""
        return self.media_failed > 0 and self.media_waiting == 0

    @property
    def is_technical(self) -> bool:
        """Nobody can judge this: the machine broke down, or its pictures did not come."""
        return self.verdict == Verdict.ERROR or self.has_lost_media


SEVERITY_LABELS = {
    0: pgettext_lazy("severity", "Not rated"),
    1: _("Low"),
    2: _("Medium"),
    3: _("High"),
}
# "75+ = suspicious | 85+ = risky": Signzy's bands of the fraud score.
SUSPICIOUS, RISKY = 75, 85
# Somebody was to be screened and was not.
NOT_SCREENED = (AmlApplicability.NOT_READY, AmlApplicability.SKIPPED)
_GRADE = {Severity.LOW: 1, Severity.MEDIUM: 2, Severity.HIGH: 3}
_GRAVE_LISTS = {ListKind.SANCTIONS.value, ListKind.PEP.value, ListKind.UNNAMED.value}
_GRAVE_CHECKS = {
    CheckKind.FACE_COMPARISON.value,
    CheckKind.LIVENESS.value,
    CheckKind.AUTHENTICITY.value,
    CheckKind.OPTICAL.value,
    CheckKind.REGISTER.value,
}
_LIGHT_CHECKS = {
    CheckKind.IMAGE_QUALITY.value,
    CheckKind.MASK.value,
    CheckKind.COVER.value,
}


def severity(facts: Facts) -> int:
    """How grave it looks: 0 not rated, 1 low, 2 medium, 3 high.

    The provider's own word counts where it gave one (Signzy rates the flag of a document). Else:
    high   a match on sanctions, political exposure or an unnamed list; a failed face comparison,
           liveness, authenticity, optical or register check
    medium any other failed check that is not about picture quality (liveness over how the selfie
           was taken among them), a failed rule of the flow, any other match, a refused consent,
           an address in Tor or of a fraud score of 85 and more
    low    failed picture quality or face cover, an uncertain check, a screening that was not made,
           a VPN, a proxy, a fraud score of 75 and more
    A journey of which nothing of this is known, and one in which nothing failed, is not rated.
    """
    said = _GRADE.get(Severity(facts.provider_severity)) if facts.provider_severity else None
    if said is not None:
        return said
    failed = facts.failed_checks or frozenset()
    lists = facts.lists or frozenset()
    score = facts.fraud_score or 0
    pardoned = {CheckKind.LIVENESS.value} if facts.is_selfie_unusable else set()
    if lists & _GRAVE_LISTS or failed & _GRAVE_CHECKS - pardoned:
        return 3
    is_refused = facts.consent == ConsentSaid.REFUSED
    is_far = facts.is_tor or score >= RISKY
    if failed - _LIGHT_CHECKS or facts.failed_rules or lists or is_refused or is_far:
        return 2
    is_hidden = facts.is_vpn or facts.is_proxy or score >= SUSPICIOUS
    if failed or facts.uncertain_checks or facts.applicability in NOT_SCREENED or is_hidden:
        return 1
    return 0
