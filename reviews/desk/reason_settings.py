"""All settings of a reason as one value: read and checked, compared in words, and what weakens it.

Pure, on plain values. Saving is `reason_versions`'; asking a second admin is `changing_reasons`'.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from reviews.desk.policies import Change
from reviews.desk.policy_settings import PolicyError
from reviews.models import Outcome

ENGLISH: Final = "en"
REVIEWER_MOST: Final = 160
APPLICANT_MOST: Final = 300
PROVIDER_MOST: Final = 160
ORDER_MOST: Final = 9_999
LABELS: Final[Mapping[str, Promise]] = {
    "order": gettext_lazy("Place in the list"),
    "is_active": gettext_lazy("In use"),
    "needs_note": gettext_lazy("Asks for a note"),
    "provider_text": gettext_lazy("The provider is told"),
}
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Controls, and what would turn round the text that follows.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


@dataclass(frozen=True)
class Words:
    """What reviewers and applicants read, in one language. Empty: the English words stand in."""

    reviewer: str = ""
    applicant: str = ""


@dataclass(frozen=True, kw_only=True)
class ReasonSettings:
    """What holds for a reason. `texts` are by language; none of them is empty."""

    outcome: str
    order: int = 0
    is_active: bool = True
    needs_note: bool = False
    provider_text: str = ""
    texts: tuple[tuple[str, Words], ...] = ()

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> ReasonSettings:
        """Raises PolicyError with everything that is wrong."""
        texts = {
            str(language): Words(_line(words["reviewer"]), _line(words["applicant"]))
            for language, words in plain["texts"].items()
        }
        found = cls(
            outcome=str(plain["outcome"]),
            order=int(plain["order"]),
            is_active=bool(plain["is_active"]),
            needs_note=bool(plain["needs_note"]),
            provider_text=_line(plain["provider_text"]),
            texts=tuple(sorted((one, words) for one, words in texts.items() if words != Words())),
        )
        if problems := list(found._problems()):
            raise PolicyError(problems)
        return found

    def to_json(self) -> dict[str, Any]:
        """As `from_json` takes it."""
        plain = {name: getattr(self, name) for name in ("outcome", *LABELS)}
        return plain | {"texts": {language: asdict(words) for language, words in self.texts}}

    def words(self, language: str) -> Words:
        return dict(self.texts).get(language, Words())

    def _problems(self) -> Iterator[tuple[str, str]]:
        if self.outcome not in Outcome.values:
            yield "outcome", _("Choose an outcome.")
        if not 0 <= self.order <= ORDER_MOST:
            yield "order", _("Give a number from 0 to 9,999.")
        if len(self.provider_text) > PROVIDER_MOST or not _is_plain(self.provider_text):
            yield "provider_text", _too_long(PROVIDER_MOST)
        for language, words in self.texts:
            if language not in LANG_INFO:
                yield "", _("No language has the code “%(code)s”.") % {"code": language[:12]}
            if len(words.reviewer) > REVIEWER_MOST or not _is_plain(words.reviewer):
                yield f"reviewer-{language}", _too_long(REVIEWER_MOST)
            if len(words.applicant) > APPLICANT_MOST or not _is_plain(words.applicant):
                yield f"applicant-{language}", _too_long(APPLICANT_MOST)
        english = self.words(ENGLISH)
        if not english.reviewer:
            yield "reviewer-en", needs_english()
        if self.outcome == Outcome.RESUBMIT and not english.applicant:
            yield "applicant-en", needs_instruction()


def check_code(code: str) -> str:
    """Why no reason can be called that; empty where one can."""
    if len(code) > 40 or not _CODE.fullmatch(code):
        return _("Up to 40 small letters, digits and single hyphens, like resubmit-glare.")
    return ""


def needs_english() -> str:
    return _("Reviewers need words: English stands in for other languages.")


def needs_instruction() -> str:
    return _("Whoever is asked again reads this: say what to do.")


def weakens(before: ReasonSettings, after: ReasonSettings) -> tuple[str, ...]:
    """A sentence for each change that takes something from a gate."""
    if before.needs_note and not after.needs_note:
        return (_("Nobody has to say more in a note to decide with this reason."),)
    return ()


def diff(before: ReasonSettings, after: ReasonSettings) -> tuple[Change, ...]:
    """Everything that differs, in words."""
    told = [
        Change(name, str(label), _said(getattr(before, name)), _said(getattr(after, name)))
        for name, label in LABELS.items()
        if getattr(before, name) != getattr(after, name)
    ]
    for language, role, old, new in _differing_words(before, after):
        label = _("Reviewers read, in %(language)s") if role == "reviewer" else ""
        label = label or _("Applicants read, in %(language)s")
        label %= {"language": language_of(language).name}
        told.append(Change(f"{role}-{language}", label, _said(old), _said(new)))
    return tuple(told)


def plain_diff(before: ReasonSettings | None, after: ReasonSettings) -> dict[str, list[object]]:
    """Old and new value of each setting that differs, as the trail keeps them."""
    old = before.to_json() if before else {}
    names = ("outcome", *LABELS)
    found: dict[str, list[object]] = {
        name: [old.get(name), getattr(after, name)]
        for name in names
        if before is None or old[name] != getattr(after, name)
    }
    none = ReasonSettings(outcome=after.outcome)
    for language, role, was, now in _differing_words(before or none, after):
        found[f"{role}-{language}"] = [was, now]
    return found


@dataclass(frozen=True)
class Language:
    """A language as pages name it, and which way it is written."""

    code: str
    name: str
    direction: str


def language_of(code: str) -> Language:
    if code not in LANG_INFO:
        return Language(code, code, "ltr")
    info = get_language_info(code)
    return Language(code, info["name_translated"], "rtl" if info["bidi"] else "ltr")


def house_languages() -> list[str]:
    """The languages of the pages, English first: every reason has a place for them."""
    codes = [code for code, _name in settings.LANGUAGES]
    return sorted(codes, key=lambda code: code != ENGLISH)


def other_languages(taken: set[str]) -> list[Language]:
    """What a house can add for its applicants, by name."""
    found = [
        language_of(code)
        for code, info in LANG_INFO.items()
        if "name" in info and code not in taken and len(code) <= 8
    ]
    return sorted(found, key=lambda one: one.name.casefold())


def _differing_words(
    before: ReasonSettings, after: ReasonSettings
) -> Iterator[tuple[str, str, str, str]]:
    for language in sorted(dict(before.texts).keys() | dict(after.texts).keys()):
        old, new = before.words(language), after.words(language)
        if old.reviewer != new.reviewer:
            yield language, "reviewer", old.reviewer, new.reviewer
        if old.applicant != new.applicant:
            yield language, "applicant", old.applicant, new.applicant


def _line(text: object) -> str:
    return " ".join(str(text or "").split())


def _is_plain(text: str) -> bool:
    return not any(unicodedata.category(one) == "Cc" or one in _TURNING for one in text)


def _too_long(most: int) -> str:
    return _("One line of up to %(most)s letters, without control characters.") % {"most": most}


def _said(value: object) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value) if value != "" else "–"
