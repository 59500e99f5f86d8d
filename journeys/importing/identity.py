"""What a part is about (stable across snapshots) and what it says, as keyed hashes.

Never a list index: a check keeps its identity when the provider sends it in another order.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from journeys.providers import results as r
from journeys.providers.plain import to_plain

# Attributes that say where a part stood in a body, not what it says.
_POSITION = ("source_path", "leaves")
# Attributes that name a picture: whether there is one counts, what it is called does not.
_PICTURES: dict[type[r.Part], tuple[str, ...]] = {
    r.Check: ("submitted", "reference"),
    r.MediaUse: ("locator",),
}


@dataclass(frozen=True)
class Identity:
    """Both hashes of one part, hex."""

    stable_key: str
    result_hash: str


class Identities:
    """Makes the hashes of one snapshot's parts; counts equals, to tell them apart."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._seen: Counter[str] = Counter()

    def of(self, part: r.Part) -> Identity:
        about = json.dumps([r.HOME_OF[type(part)], *subject_of(part)])
        ordinal = self._seen[about]
        self._seen[about] += 1
        said = json.dumps(material(part), sort_keys=True)
        return Identity(self._mac("stable", f"{about}#{ordinal}"), self._mac("result", said))

    def _mac(self, purpose: str, text: str) -> str:
        return hmac.new(self._key, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def material(part: r.Part) -> dict[str, Any]:
    """The part as plain values without its position in the body."""
    plain: dict[str, Any] = to_plain(part)
    for name in _POSITION:
        plain[name] = None
    for name in _PICTURES.get(type(part), ()):
        plain[name] = bool(plain[name])
    for face in plain.get("faces", ()):
        face["media"] = bool(face["media"])
    return {name: _in_one_order(value) for name, value in plain.items()}


def _in_one_order(value: Any) -> Any:
    """Aliases, faces, findings, members of an object: a provider may send them in any order."""
    if isinstance(value, dict):
        return {name: _in_one_order(item) for name, item in value.items()}
    if isinstance(value, list):
        return sorted((_in_one_order(item) for item in value), key=_ordered)
    if isinstance(value, str) and value.startswith(("{", "[")):
        try:  # a part keeps what has no attributes of its own as JSON text
            return _ordered(
                json.loads(
                    value, object_pairs_hook=_members, parse_float=_spelled, parse_int=_spelled
                )
            )
        except (ValueError, RecursionError):
            return value
    return value


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {"members": sorted(pairs, key=_ordered)}


def _spelled(number: str) -> dict[str, str]:
    return {"number": number}


def _ordered(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


def subject_of(part: r.Part) -> tuple[str, ...]:
    """(group, step or subject, side, provider's key or name) as `model.md` 1 has it."""
    match part:
        case r.Check():
            return part.group, part.subject, part.side.code, part.key or part.name
        case r.RuleResult():
            return (part.key,)
        case r.RuleDetail():
            return part.rule_key, part.object_kind, part.object_key, part.title
        case r.ExtractedField():
            return part.step_id, part.side.code, part.source.code, part.key
        case r.ExtractionError():
            return part.step_id, part.field_name
        case r.AmlMatch():
            if part.resource_id:
                return (part.resource_id,)
            dates = ",".join(sorted(day.raw for day in part.birth_dates))
            return part.name, dates, ",".join(sorted(entry.raw for entry in part.datasets))
        case r.FaceComparison():
            return part.subject, ",".join(sorted(face.source.code for face in part.faces))
        case r.DocumentStep():
            return (part.step_id,)
        case r.PredictedType():
            return part.step_id, part.side.code
        case r.DeclaredValue():
            return (part.name,)
        case r.RegistryAnswer() | r.DeviceSignal():
            return (part.key,)
        case r.IpAddress():
            return (part.address,)
        case r.Consent():
            return (part.kind,)
        case r.MediaUse():
            return part.kind, part.step_id, part.side.code, part.label
        case _:
            return ()
