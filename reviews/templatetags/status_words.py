"""How each word of the house's enumerations looks: its tone and icon. Owns no rule.

Tones: pass, attention, fail, info, none (a neutral word), blank (nothing was done or sent).
Outcomes that people chose are neutral; colour is for the state of evidence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from journeys import choices


@dataclass(frozen=True)
class Look:
    """`tone` is a class of the style sheet, `icon` a symbol of the sprite."""

    tone: str
    icon: str


PASSED = Look("pass", "check")
FAILED = Look("fail", "x")
CHECK = Look("attention", "triangle-alert")
BLANK = Look("blank", "minus")
UNKNOWN = Look("attention", "circle-help")
RUNNING = Look("info", "clock")
PLAIN = Look("none", "circle")

OUTCOME = {
    "pass": PASSED,
    "fail": FAILED,
    "uncertain": CHECK,
    "not_done": BLANK,
}
VERDICT = {
    "pass": PASSED,
    "review": CHECK,
    "fail": FAILED,
    "incomplete": Look("none", "circle-dashed"),
    "error": Look("attention", "octagon-alert"),
}
LIFECYCLE = {
    "not_started": BLANK,
    "in_progress": RUNNING,
    "completed": Look("none", "circle-check"),
    "terminated": Look("attention", "circle-x"),
    "abandoned": Look("attention", "log-out"),
    "deleted": Look("attention", "trash-2"),
}
PROGRESS = {
    "not_started": BLANK,
    "started": RUNNING,
    "completed": Look("none", "circle-check"),
    "skipped": Look("attention", "skip-forward"),
}
SEVERITY = {
    "none": BLANK,
    "low": Look("info", "flag"),
    "medium": Look("attention", "flag"),
    "high": Look("fail", "flag"),
}
DECIDED = {
    "incomplete": Look("none", "circle-dashed"),
    "complete": Look("none", "circle-check"),
    "refer": CHECK,
    "approved": Look("none", "check"),
    "rejected": Look("none", "x"),
    "resubmission": Look("none", "rotate-ccw"),
}
APPLICABILITY = {
    "not_ready": RUNNING,
    "skipped": Look("attention", "skip-forward"),
    "disabled": BLANK,
    "applicable": Look("none", "circle-check"),
}
DATASET = {
    "sanctions": Look("none", "octagon-alert"),
    "pep": Look("none", "landmark"),
    "pep_linked": Look("none", "link"),
    "adverse_media": Look("none", "newspaper"),
    "regulatory": Look("none", "gavel"),
    "people_of_interest": Look("none", "eye"),
    "disqualified_director": Look("none", "briefcase"),
    "insolvency": Look("none", "banknote"),
    "fitness_probity": Look("none", "scale"),
}
ERROR_KIND = {"not_extracted": Look("attention", "eye-off"), "mismatch": Look("fail", "equal-not")}
SOURCE = {
    "viz": Look("none", "file-text"),
    "mrz": Look("none", "list"),
    "barcode": Look("none", "layers"),
    "nfc": Look("none", "lock"),
    "applicant": Look("none", "user"),
    "inferred": Look("none", "info"),
    "selfie": Look("none", "scan-face"),
    "document": Look("none", "id-card"),
    "additional": Look("none", "image"),
}
SIDE = {"front": Look("none", "id-card"), "back": Look("none", "id-card"), "none": BLANK}
LIVENESS = {code: CHECK for code in choices.LivenessCode.values if code != "unknown"} | {
    "not_live": FAILED
}
FRAUD_BAND = {"low": PASSED, "suspicious": CHECK, "risky": CHECK, "high": FAILED}
OUTBOX = {
    "none": BLANK,
    "waiting": RUNNING,
    "sending": Look("info", "send"),
    "sent": Look("none", "circle-check"),
    "failed": Look("fail", "circle-alert"),
    "conflict": Look("attention", "equal-not"),
    "withdrawn": Look("none", "undo-2"),
    "refused": Look("attention", "circle-alert"),
    "given_up": Look("fail", "circle-x"),
    "cancelled": Look("none", "ban"),
}
CASE_STATE = {
    "open": Look("info", "inbox"),
    "claimed": Look("info", "user-check"),
    "in_review": Look("info", "user-check"),
    "proposed": RUNNING,
    "effective": Look("none", "circle-check"),
    "superseded": Look("none", "history"),
    "withdrawn": Look("none", "undo-2"),
    "waiting": Look("info", "hourglass"),
    "waiting_applicant": Look("info", "hourglass"),
    "approved": Look("none", "check"),
    "rejected": Look("none", "x"),
    "approve": Look("none", "check"),
    "reject": Look("none", "x"),
    "resubmit": Look("none", "rotate-ccw"),
    "resubmission": Look("none", "rotate-ccw"),
    "decided": Look("none", "circle-check"),
    "closed": Look("none", "circle-check"),
}
# Findings that are no check of their own: the same five codes, worded as what was found.
VALIDITY_WORDS: Mapping[str, object] = {
    "pass": _("Valid"),
    "fail": _("Expired"),
    "uncertain": _("Validity uncertain"),
    "not_done": _("Expiry not checked"),
    "unknown": _("Unknown"),
}
TEMPLATE_AGE_WORDS: Mapping[str, object] = {
    "pass": _("In use"),
    "fail": _("No longer issued"),
    "uncertain": _("Uncertain"),
    "not_done": _("Not said"),
    "unknown": _("Unknown"),
}
YES_NO = {"pass": Look("none", "check"), "fail": Look("none", "x"), "not_done": BLANK}
YES_NO_WORDS: Mapping[str, object] = {
    "pass": _("Yes"),
    "fail": _("No"),
    "uncertain": _("Uncertain"),
    "not_done": _("Not said"),
    "unknown": _("Unknown"),
}
CONSENT_WORDS: Mapping[str, object] = {
    "pass": _("Given"),
    "fail": _("Refused"),
    "uncertain": _("Uncertain"),
    "not_done": _("Not said"),
    "unknown": _("Unknown"),
}
FLAG_WORDS: Mapping[str, object] = {
    "pass": _("Not found"),
    "fail": _("Found"),
    "uncertain": _("Uncertain"),
    "not_done": _("Not checked"),
    "unknown": _("Unknown"),
}
FLAG_NAMES: Mapping[str, object] = {
    "crawler": _("Crawler"),
    "proxy": _("Proxy"),
    "vpn": _("VPN"),
    "tor": _("Tor"),
    "recent_abuse": _("Recent abuse"),
    "bot": _("Bot"),
}
FRAUD_BAND_WORDS: Mapping[str, object] = {
    "low": _("Low"),
    "suspicious": _("Suspicious"),
    "risky": _("Risky"),
    "high": _("High risk"),
    "unknown": _("Unknown"),
}


@dataclass(frozen=True)
class Vocabulary:
    """One enumeration: its looks, and its words where they are not given with the value."""

    looks: Mapping[str, Look]
    words: Mapping[str, object]
    # Words of the house's own states come with the value; a new one is no cause for alarm.
    is_ours: bool = False

    def look(self, code: str) -> Look:
        return self.looks.get(code, PLAIN if self.is_ours else UNKNOWN)


def _words(*enumerations: type[TextChoices]) -> dict[str, object]:
    return {choice.value: choice.label for one in enumerations for choice in one}


VOCABULARIES: Mapping[str, Vocabulary] = {
    "outcome": Vocabulary(OUTCOME, _words(choices.Outcome)),
    "verdict": Vocabulary(VERDICT, _words(choices.Verdict)),
    "lifecycle": Vocabulary(LIFECYCLE, _words(choices.Lifecycle)),
    "progress": Vocabulary(PROGRESS, _words(choices.Progress)),
    "severity": Vocabulary(SEVERITY, _words(choices.Severity)),
    "decided": Vocabulary(DECIDED, _words(choices.Decided)),
    "liveness": Vocabulary(LIVENESS, _words(choices.LivenessCode)),
    "applicability": Vocabulary(APPLICABILITY, _words(choices.AmlApplicability)),
    "dataset": Vocabulary(DATASET, _words(choices.Dataset)),
    "error_kind": Vocabulary(ERROR_KIND, _words(choices.ErrorKind)),
    "fraud_band": Vocabulary(FRAUD_BAND, FRAUD_BAND_WORDS),
    "source": Vocabulary(SOURCE, _words(choices.FaceSource, choices.FieldSource)),
    "side": Vocabulary(SIDE, _words(choices.Side)),
    "validity": Vocabulary(OUTCOME, VALIDITY_WORDS),
    "template_age": Vocabulary(OUTCOME, TEMPLATE_AGE_WORDS),
    "yes_no": Vocabulary(YES_NO, YES_NO_WORDS),
    "consent_given": Vocabulary(OUTCOME, CONSENT_WORDS),
    "flag": Vocabulary(OUTCOME, FLAG_WORDS),
    "flag_name": Vocabulary({}, FLAG_NAMES, is_ours=True),
    "check_group": Vocabulary({}, _words(choices.CheckGroup), is_ours=True),
    "media": Vocabulary({}, _words(choices.MediaKind), is_ours=True),
    "consent": Vocabulary({}, _words(choices.ConsentKind), is_ours=True),
    "outbox": Vocabulary(OUTBOX, {}, is_ours=True),
    "case_state": Vocabulary(CASE_STATE, {}, is_ours=True),
}
