"""What a queue's settings may be: their words, their limits, and how each is said.

Pure. `policies` puts them together; nothing here knows one setting from another's point of view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from reviews.models import Panel, Queue, Rank

# Names of workers by their ids.
People = Mapping[str, str]


class Trigger(TextChoices):
    """What asks for a second reader."""

    DISAGREE = "disagree", gettext_lazy("Person and machine disagree on the faces")
    APPROVE = "approve", gettext_lazy("Every approval")
    REJECT = "reject", gettext_lazy("Every rejection")
    AML_MATCH = "aml_match", gettext_lazy("A screening match is this person")
    OVERRIDE = "override", gettext_lazy("Approval against a failed check")
    SAMPLED = "sampled", gettext_lazy("Sampled")


class PolicyError(ValueError):
    """What is wrong with settings: (name of the setting, sentence) each."""

    def __init__(self, problems: Iterable[tuple[str, str]]) -> None:
        self.problems = list(problems)
        super().__init__("; ".join(f"{name}: {sentence}" for name, sentence in self.problems))


@dataclass(frozen=True)
class Worker:
    """Somebody who works the queue, and how many cases they hold at most (None: no limit)."""

    person: str
    at_most: int | None = None


def say(name: str, value: Any, people: People | None = None) -> str:
    """A setting's value in words."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    match name:
        case "rank":
            return str(Rank(value).label)
        case "assignment":
            return str(Queue.Assignment(value).label)
        case "on_silence":
            return str(Queue.OnSilence(value).label)
        case "approve_with_confirmed":
            return str(Queue.Confirmed(value).label)
        case "calendar":
            return value or _("Around the clock")
        case "late_after_minutes":
            return _span(value)
        case "mandatory_panels":
            return _list(Panel(panel).label for panel in value)
        case "second_reader_when":
            return _list(trigger.label for trigger in Trigger if trigger.value in value)
        case "workers":
            return (
                _list(_said(one, people or {}) for one in value) if value else _("Every reviewer")
            )
        case "undo_seconds" if value is None:
            return _("As the house has it")
        case "undo_seconds":
            return ngettext("%(count)s second", "%(count)s seconds", value) % {"count": value}
        case "applicant_days" | "reminder_days":
            return ngettext("%(count)s day", "%(count)s days", value) % {"count": value}
        case _ if name.endswith("_percent"):
            return _("%(share)s %%") % {"share": value}
    return str(value)


def _said(worker: Worker, people: People) -> str:
    name = people.get(worker.person, worker.person)
    if worker.at_most is None:
        return name
    return _("%(name)s (at most %(count)s)") % {"name": name, "count": worker.at_most}


def _span(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if rest:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest})
    return " ".join(parts)


def _list(words: Iterable[str | Promise]) -> str:
    found = pgettext("between the values of a list", ", ").join(str(word) for word in words)
    return found or pgettext("an empty list of settings", "none")


def _name(value: object) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not text or len(text) > 80 or not text.isprintable():
        raise ValueError(_("Give a name of up to 80 letters."))
    return text


def _slug(value: object) -> str:
    if not isinstance(value, str) or len(value) > 40:
        raise ValueError(_("Choose a calendar, or none."))
    return value


def _whole(least: int, most: int) -> Callable[[object], int]:
    def clean(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            span = {"least": least, "most": most}
            raise ValueError(_("Give a whole number from %(least)s to %(most)s.") % span)
        return value

    return clean


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(_("Say yes or no."))
    return value


def _one_of(words: type[TextChoices]) -> Callable[[object], str]:
    def clean(value: object) -> str:
        if not isinstance(value, str) or value not in words.values:
            raise ValueError(_("Choose one from the list."))
        return str(value)

    return clean


def _undo(value: object) -> int | None:
    return None if value is None else _whole(0, 60)(value)


def _panels(value: object) -> tuple[int, ...]:
    if not isinstance(value, list | tuple) or any(type(one) is not int for one in value):
        raise ValueError(_("Choose panels from the list."))
    if not set(value) <= set(Panel.values):
        raise ValueError(_("Choose panels from the list."))
    return tuple(sorted(set(value)))


def _triggers(value: object) -> frozenset[str]:
    if not isinstance(value, list | tuple | set | frozenset):
        raise ValueError(_("Choose from the list."))
    return frozenset(_one_of(Trigger)(one) for one in value)


def _workers(value: object) -> tuple[Worker, ...]:
    if not isinstance(value, list | tuple):
        raise ValueError(_("Choose people from the list."))
    found = tuple(sorted((_worker(one) for one in value), key=lambda worker: worker.person))
    if len({worker.person for worker in found}) < len(found):
        raise ValueError(_("A person stands here twice."))
    return found


def _worker(plain: object) -> Worker:
    if not isinstance(plain, Mapping) or not set(plain) <= {"person", "at_most"}:
        raise ValueError(_("Choose people from the list."))
    person, most = plain.get("person"), plain.get("at_most")
    if not isinstance(person, str) or not 0 < len(person) <= 40:
        raise ValueError(_("Choose people from the list."))
    return Worker(person, None if most is None else _whole(1, 999)(most))


# Every setting once, in the order of the page.
CLEAN: Final[dict[str, Callable[[object], Any]]] = {
    "name": _name,
    "is_active": _yes_no,
    "rank": _whole(min(Rank.values), max(Rank.values)),
    "calendar": _slug,
    "late_after_minutes": _whole(15, 60 * 24 * 60),
    "workers": _workers,
    "assignment": _one_of(Queue.Assignment),
    "is_guided": _yes_no,
    "shows_names": _yes_no,
    "blind_first": _yes_no,
    "mandatory_panels": _panels,
    "consent_needed": _yes_no,
    "approve_with_confirmed": _one_of(Queue.Confirmed),
    "undo_seconds": _undo,
    "second_reader_when": _triggers,
    "sample_percent": _whole(0, 100),
    "passed_percent": _whole(0, 100),
    "reread_percent": _whole(0, 100),
    "applicant_days": _whole(1, 180),
    "reminder_days": _whole(1, 180),
    "on_silence": _one_of(Queue.OnSilence),
}
LABELS: Final[dict[str, str | Promise]] = {
    "name": gettext_lazy("Name"),
    "is_active": gettext_lazy("In use"),
    "rank": gettext_lazy("Priority"),
    "calendar": gettext_lazy("Working hours"),
    "late_after_minutes": gettext_lazy("Late after"),
    "workers": gettext_lazy("Worked by"),
    "assignment": gettext_lazy("How cases are given out"),
    "is_guided": gettext_lazy("No picking"),
    "shows_names": gettext_lazy("Names in the list"),
    "blind_first": gettext_lazy("Own opinion first"),
    "mandatory_panels": gettext_lazy("Panels that must be opened"),
    "consent_needed": gettext_lazy("A refused consent stands against an approval"),
    "approve_with_confirmed": gettext_lazy("With a confirmed screening match"),
    "undo_seconds": gettext_lazy("Time to undo"),
    "second_reader_when": gettext_lazy("Second reader when"),
    "sample_percent": gettext_lazy("Sampled second reader"),
    "passed_percent": gettext_lazy("Passed journeys to look at"),
    "reread_percent": gettext_lazy("Closed cases to read again"),
    "applicant_days": gettext_lazy("Applicant's time to answer"),
    "reminder_days": gettext_lazy("Reminder after"),
    "on_silence": gettext_lazy("Where nobody answers"),
}
