"""All settings of a queue as one value: read and checked, compared in words, and what weakens it.

Pure, on plain values. Saving a version and asking a second admin is for others.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from reviews.desk.policy_settings import (
    CLEAN,
    LABELS,
    People,
    PolicyError,
    Trigger,
    Worker,
    say,
)
from reviews.models import Panel, Queue, Rank


@dataclass(frozen=True)
class Change:
    """One setting that differs, in words."""

    name: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What holds for a queue. The defaults are those of a house that just began."""

    name: str
    is_active: bool = True
    rank: int = Rank.NORMAL.value
    # Empty: around the clock.
    calendar: str = ""
    late_after_minutes: int = 24 * 60
    # No workers: every reviewer.
    workers: tuple[Worker, ...] = ()
    assignment: str = Queue.Assignment.PULL.value
    is_guided: bool = False
    shows_names: bool = False
    blind_first: bool = True
    mandatory_panels: tuple[int, ...] = (
        Panel.FACES.value,
        Panel.DOCUMENT.value,
        Panel.SCREENING.value,
    )
    consent_needed: bool = True
    approve_with_confirmed: str = Queue.Confirmed.SECOND_READER.value
    # None: as the house has it.
    undo_seconds: int | None = None
    second_reader_when: frozenset[str] = frozenset({Trigger.DISAGREE.value})
    sample_percent: int = 0
    passed_percent: int = 0
    reread_percent: int = 0
    applicant_days: int = 7
    reminder_days: int = 3
    on_silence: str = Queue.OnSilence.BACK.value

    @property
    def read_twice_percent(self) -> int:
        """The share that is drawn for a second reader: none where the trigger is off."""
        return self.sample_percent if Trigger.SAMPLED in self.second_reader_when else 0

    @classmethod
    def from_json(cls, plain: object) -> Policy:
        """From a form or a version; what is missing is as by default. Raises PolicyError."""
        if not isinstance(plain, Mapping):
            raise PolicyError([("", _("The settings of a queue are a table of names and values."))])
        problems = [
            (str(name), _("There is no such setting.")) for name in plain if name not in CLEAN
        ]
        if "name" not in plain:
            problems.append(("name", _("Give the queue a name.")))
        values: dict[str, Any] = {}
        for name, clean in CLEAN.items():
            if name in plain:
                try:
                    values[name] = clean(plain[name])
                except ValueError as error:
                    problems.append((name, str(error)))
        if problems:
            raise PolicyError(problems)
        policy = cls(**values)
        problems = list(_contradictions(policy))
        if problems:
            raise PolicyError(problems)
        return policy

    def to_json(self) -> dict[str, Any]:
        """As `from_json` takes it, in one order, so that equal policies are equal texts."""
        plain = {setting.name: getattr(self, setting.name) for setting in fields(self)}
        plain["workers"] = [
            {"person": worker.person, "at_most": worker.at_most} for worker in self.workers
        ]
        plain["mandatory_panels"] = list(self.mandatory_panels)
        plain["second_reader_when"] = sorted(self.second_reader_when)
        return plain


def diff(before: Policy, after: Policy, *, people: People | None = None) -> tuple[Change, ...]:
    """Every setting that differs. `people` are the names of workers by id."""
    return tuple(
        Change(
            name,
            str(LABELS[name]),
            say(name, getattr(before, name), people),
            say(name, getattr(after, name), people),
        )
        for name in CLEAN
        if getattr(before, name) != getattr(after, name)
    )


def weakens(before: Policy, after: Policy) -> tuple[str, ...]:
    """A sentence for each change that takes something from four-eyes or a gate.

    For a queue that is new, `before` is `Policy(name=…)`: what the house began with.
    """
    found: list[str] = []
    if before.blind_first and not after.blind_first:
        found.append(_("The faces are no longer rated before the machine's results are seen."))
    for panel in sorted(set(before.mandatory_panels) - set(after.mandatory_panels)):
        found.append(_("“%(panel)s” need not be opened any more.") % {"panel": Panel(panel).label})
    if before.consent_needed and not after.consent_needed:
        found.append(_("A refused consent no longer stands against an approval."))
    never = Queue.Confirmed.NEVER
    if before.approve_with_confirmed == never != after.approve_with_confirmed:
        found.append(_("A case with a confirmed screening match can be approved."))
    gone = before.second_reader_when - after.second_reader_when
    for trigger in (one for one in Trigger if one.value in gone):
        found.append(_("No second reader any more: %(when)s.") % {"when": trigger.label})
    if Trigger.SAMPLED not in gone and after.read_twice_percent < before.read_twice_percent:
        shares = _shares(before.read_twice_percent, after.read_twice_percent)
        found.append(_("Fewer approvals are read twice: %(after)s %% not %(before)s %%.") % shares)
    if after.passed_percent < before.passed_percent:
        shares = _shares(before.passed_percent, after.passed_percent)
        found.append(
            _("Fewer passed journeys are looked at: %(after)s %% not %(before)s %%.") % shares
        )
    if after.reread_percent < before.reread_percent:
        shares = _shares(before.reread_percent, after.reread_percent)
        found.append(
            _("Fewer closed cases are read again: %(after)s %% not %(before)s %%.") % shares
        )
    if after.shows_names and not before.shows_names:
        found.append(_("The list shows names."))
    if before.is_guided and not after.is_guided:
        found.append(_("People may pick their cases."))
    return tuple(found)


def _shares(before: int, after: int) -> dict[str, int]:
    return {"before": before, "after": after}


def _contradictions(policy: Policy) -> Iterable[tuple[str, str]]:
    if policy.shows_names and policy.blind_first:
        yield "shows_names", _("The list shows no names while the faces are rated first.")
    if Trigger.SAMPLED in policy.second_reader_when and not policy.sample_percent:
        yield "sample_percent", _("Say how large the sample is, or do not sample.")
    if policy.reminder_days > policy.applicant_days:
        yield "reminder_days", _("The reminder comes before the applicant's time is over.")
