"""The commands that have a key, and which keys a person may give them instead.

A key is a physical place ("KeyA"), alone, with modifiers ("ctrl Enter") or after G ("g KeyN").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

MODIFIERS = ("ctrl", "alt", "shift")
DECIDING, LOOKING, MOVING = _("Deciding"), _("Looking"), _("Moving on the page")
GOING, PAGE = _("Going to"), _("The page itself")


@dataclass(frozen=True)
class KeyCommand:
    """One thing that a key does. `key` is the house's; no two commands share one."""

    code: str
    key: str
    label: str | Promise
    group: str | Promise


COMMANDS: tuple[KeyCommand, ...] = (
    KeyCommand("approve", "KeyA", _("Approve"), DECIDING),
    KeyCommand("reject", "KeyX", _("Reject"), DECIDING),
    KeyCommand("resubmit", "KeyR", _("Ask the applicant again"), DECIDING),
    KeyCommand("note", "KeyN", _("Write a note"), DECIDING),
    KeyCommand("case-note", "shift KeyN", _("Write a note, deciding or not"), DECIDING),
    KeyCommand("escalate", "KeyE", _("Second opinion"), DECIDING),
    KeyCommand("hold", "KeyH", _("Put on hold"), DECIDING),
    KeyCommand("submit", "ctrl Enter", _("Submit, then the next case"), DECIDING),
    KeyCommand("submit-stay", "ctrl shift Enter", _("Submit and stay"), DECIDING),
    KeyCommand("undo", "KeyU", _("Undo the last decision"), DECIDING),
    KeyCommand("claim", "KeyC", _("Claim this case"), DECIDING),
    KeyCommand("look-again", "KeyG", _("Look at the faces again"), LOOKING),
    KeyCommand("lock-zoom", "KeyL", _("Zoom both pictures together"), LOOKING),
    KeyCommand("rotate", "KeyO", _("Turn by a quarter"), LOOKING),
    KeyCommand("half-turn", "shift KeyO", _("Turn upside down"), LOOKING),
    KeyCommand("faces-strip", "KeyF", _("Strip of further faces"), LOOKING),
    KeyCommand("loupe", "KeyZ", _("Loupe"), LOOKING),
    KeyCommand("peek", "Semicolon", _("Peek at the reference, while held"), LOOKING),
    KeyCommand("next-panel", "BracketRight", _("Next panel"), MOVING),
    KeyCommand("previous-panel", "BracketLeft", _("Previous panel"), MOVING),
    KeyCommand("next-unseen", "Space", _("Next panel not seen yet"), MOVING),
    KeyCommand("next-item", "KeyJ", _("Next item of the panel"), MOVING),
    KeyCommand("previous-item", "KeyK", _("Previous item of the panel"), MOVING),
    KeyCommand("next-open", "KeyI", _("Next open item"), MOVING),
    KeyCommand("panel-1", "alt Digit1", _("Panel 1, faces"), MOVING),
    KeyCommand("panel-2", "alt Digit2", _("Panel 2, document"), MOVING),
    KeyCommand("panel-3", "alt Digit3", _("Panel 3, data"), MOVING),
    KeyCommand("panel-4", "alt Digit4", _("Panel 4, quality"), MOVING),
    KeyCommand("panel-5", "alt Digit5", _("Panel 5, screening"), MOVING),
    KeyCommand("panel-6", "alt Digit6", _("Panel 6, rules"), MOVING),
    KeyCommand("panel-7", "alt Digit7", _("Panel 7, device"), MOVING),
    KeyCommand("panel-8", "alt Digit8", _("Panel 8, history"), MOVING),
    KeyCommand("next-case", "g KeyN", _("Next case"), GOING),
    KeyCommand("go-desk", "g KeyD", _("Desk"), GOING),
    KeyCommand("go-queues", "g KeyQ", _("Queues"), GOING),
    KeyCommand("go-search", "g KeyS", _("Search"), GOING),
    KeyCommand("go-notices", "g KeyB", _("Notices"), GOING),
    KeyCommand("go-outbox", "g KeyO", _("Outbox"), GOING),
    KeyCommand("go-figures", "g KeyF", _("Insight"), GOING),
    KeyCommand("go-trail", "g KeyA", _("Audit"), GOING),
    KeyCommand("go-admin", "g KeyM", _("Admin"), GOING),
    KeyCommand("go-imports", "g KeyI", _("Imports"), GOING),
    KeyCommand("go-accounts", "g KeyC", _("Accounts"), GOING),
    KeyCommand("go-staff", "g KeyT", _("Staff"), GOING),
    KeyCommand("search", "Slash", _("To the search field"), PAGE),
    KeyCommand("palette", "ctrl KeyK", _("All actions by name"), PAGE),
    KeyCommand("help", "?", _("All keys of the page"), PAGE),
)
BY_CODE = {one.code: one for one in COMMANDS}

_SYMBOLS = {
    "[": "BracketLeft", "]": "BracketRight", ";": "Semicolon", "'": "Quote", ",": "Comma",
    ".": "Period", "/": "Slash", "\\": "Backslash", "`": "Backquote", "-": "Minus", "=": "Equal",
    "enter": "Enter", "return": "Enter", "space": "Space",
}  # fmt: skip
_SHOWN = {code: text for text, code in _SYMBOLS.items() if len(text) == 1}
_SPELLINGS = {"control": "ctrl", "strg": "ctrl", "cmd": "ctrl", "option": "alt"}
_CODES = frozenset(
    {f"Key{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    | {f"Digit{digit}" for digit in "0123456789"}
    | set(_SYMBOLS.values())
    | {"IntlBackslash"}
)
# What browsers do themselves, whatever a page says.
_OF_THE_BROWSER = frozenset("CFLNPQRTVWXZ")


def key_changes(key_map: Mapping[str, Any]) -> dict[str, str]:
    """The house's key to this person's own, for what differs; unknown entries are passed over."""
    own = key_map.get("keys")
    if not isinstance(own, Mapping):
        return {}
    return {
        BY_CODE[code].key: key
        for code, key in own.items()
        if code in BY_CODE and isinstance(key, str) and key != BY_CODE[code].key
    }


def read_key(text: str) -> str:
    """The key that somebody wrote: "p", "G N", "Ctrl+Enter", "KeyP". Raises ValueError."""
    if text.strip() == "?":
        return "?"
    parts = [one for one in re.split(r"\s+|(?<=\w)\+", text.strip()) if one]
    if len(parts) == 2 and parts[0].lower() == "g":
        return f"g {_code_of(parts[1])}"
    held = [_SPELLINGS.get(one.lower(), one.lower()) for one in parts[:-1]]
    if not parts or set(held) - set(MODIFIERS):
        raise ValueError(text)
    return " ".join([*(one for one in MODIFIERS if one in held), _code_of(parts[-1])])


def written(key: str) -> str:
    """A key in words that can be typed back, in the letters of a Latin keyboard."""
    return " ".join(
        _SHOWN.get(part, re.sub(r"^(Key|Digit)", "", part)) if part in _CODES else part.title()
        for part in key.split(" ")
    )


def problem_with(key: str) -> str:
    """Why this key cannot be given to a command; empty where it can."""
    *before, code = key.split(" ")
    if not before and code.startswith("Digit"):
        return gettext("Digits belong to the list that has the focus.")
    if code == "Enter" and "ctrl" not in before:
        return gettext("Enter alone presses what has the focus.")
    if "ctrl" in before and code[-1] in _OF_THE_BROWSER and code.startswith("Key"):
        return gettext("The browser keeps this key for itself.")
    return ""


def changed_keys(wanted: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What people wrote for each command, as (own keys to store, what is wrong by command)."""
    keys: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for one in COMMANDS:
        text = wanted.get(one.code, "").strip()
        try:
            keys[one.code] = read_key(text) if text else one.key
        except ValueError:
            wrong[one.code] = gettext("No key is called that. Write it like P, G P or Ctrl Enter.")
            continue
        problem = problem_with(keys[one.code])
        if problem and keys[one.code] != one.key:
            wrong[one.code] = problem
    wrong |= _shared(keys)
    return {code: key for code, key in keys.items() if key != BY_CODE[code].key}, wrong


def _shared(keys: Mapping[str, str]) -> dict[str, str]:
    """One key, two commands: said at the one that was changed."""
    holders: dict[str, list[str]] = {}
    for code, key in keys.items():
        holders.setdefault(key, []).append(code)
    found: dict[str, str] = {}
    for codes in holders.values():
        for code in codes:
            other = next((one for one in codes if one != code), None)
            if other and keys[code] != BY_CODE[code].key:
                found[code] = gettext("This is the key of “%(command)s” already.") % {
                    "command": BY_CODE[other].label
                }
    return found


def _code_of(text: str) -> str:
    if text in _CODES:
        return text
    if re.fullmatch(r"[A-Za-z]", text):
        return f"Key{text.upper()}"
    if re.fullmatch(r"[0-9]", text):
        return f"Digit{text}"
    code = _SYMBOLS.get(text.lower())
    if code is None:
        raise ValueError(text)
    return code
