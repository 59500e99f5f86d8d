"""What a field of a condition is: its kind, its operators, and its values in words.

Pure. A field reads one value of `Facts`; None stands for unknown. `field_table` has them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from reviews.desk.routing.country_names import COUNTRY_CODES, country_name
from reviews.desk.routing.facts import Facts

Word = str | Promise
Value = frozenset[str] | float | bool | None
# Values that stand in stored rows, by field: accounts, flows, rules that were seen.
Seen = Mapping[str, Iterable[str]]


class Kind(Enum):
    """What a condition's values are, and so which input asks for them."""

    CHOICE = "choice"  # from a closed list
    SEEN = "seen"  # a code of the house's or a provider's; what was seen is offered
    COUNTRY = "country"
    TEXT = "text"  # a text is compared with a pattern
    NUMBER = "number"
    YES_NO = "yes_no"


class Operator(TextChoices):
    """How a value is compared. Only UNKNOWN is true of what nobody said."""

    ONE_OF = "one_of", _("is one of")
    NONE_OF = "none_of", _("is none of")
    AT_LEAST = "at_least", _("is at least")
    AT_MOST = "at_most", _("is at most")
    BEGINS = "begins", _("begins with")
    LIKE = "like", _("looks like")
    IS = "is", _("is")
    UNKNOWN = "unknown", _("is unknown")


_SET = (Operator.ONE_OF, Operator.NONE_OF, Operator.UNKNOWN)
OPERATORS: Final[Mapping[Kind, tuple[Operator, ...]]] = {
    Kind.CHOICE: _SET,
    Kind.SEEN: _SET,
    Kind.COUNTRY: _SET,
    Kind.TEXT: (Operator.BEGINS, Operator.LIKE, Operator.UNKNOWN),
    Kind.NUMBER: (Operator.AT_LEAST, Operator.AT_MOST, Operator.UNKNOWN),
    Kind.YES_NO: (Operator.IS, Operator.UNKNOWN),
}
YES_NO: Final[tuple[tuple[str, Word], ...]] = (("yes", _("yes")), ("no", _("no")))


@dataclass(frozen=True, kw_only=True)
class ConditionField:
    """One thing to ask about."""

    code: str
    label: Word
    help: Word
    kind: Kind
    read: Callable[[Facts], Value]
    choices: tuple[tuple[str, Word], ...] = ()
    least: float = 0
    most: float = 100
    # Which of a rule's values fitted would tell something of the applicant.
    is_personal: bool = False
    # There is always an answer, so that nobody need ask whether it is unknown.
    is_always_known: bool = False

    @property
    def operators(self) -> tuple[Operator, ...]:
        found = OPERATORS[self.kind]
        return found[:-1] if self.is_always_known else found

    def label_of(self, value: str) -> str:
        """A value in words; its own text where no list has it."""
        if self.kind is Kind.COUNTRY:
            return country_name(value)
        if self.code == "language":
            return _language_name(value)
        return str(dict(self.choices).get(value, value))

    def options(self, seen: Seen | None = None) -> list[tuple[str, str]]:
        """What a page offers, in words: the closed list, countries, or known and seen codes."""
        if self.kind is Kind.CHOICE or self.kind is Kind.YES_NO:
            return [(value, str(label)) for value, label in self.choices]
        codes: set[str] = {value for value, _label in self.choices}
        if self.kind is Kind.COUNTRY:
            codes.update(COUNTRY_CODES)
        codes.update((seen or {}).get(self.code, ()))
        return sorted(((code, self.label_of(code)) for code in codes if code), key=_by_label)


def _by_label(option: tuple[str, str]) -> str:
    return option[1].casefold()


def _language_name(code: str) -> str:
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code
