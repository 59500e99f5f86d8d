"""Parts to plain JSON values and back, without loss: lone surrogates and NUL included.

Written by hand because validating libraries refuse the odd text that providers really send.
"""

from __future__ import annotations

import types
import typing
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, TypeVar

T = TypeVar("T")


def to_plain(value: object) -> Any:
    """Dataclasses become dicts, tuples lists, enumerations their values."""
    if is_dataclass(value) and not isinstance(value, type):
        return {slot.name: to_plain(getattr(value, slot.name)) for slot in fields(value)}
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    return value


def from_plain(wanted: type[T], plain: Any) -> T:
    """The dataclass again. Members it has no more are dropped, new ones take their defaults."""
    result: T = _build(wanted, plain)
    return result


@lru_cache(maxsize=256)
def _hints(wanted: type) -> dict[str, Any]:
    return typing.get_type_hints(wanted)


def _build(wanted: Any, plain: Any) -> Any:
    origin = typing.get_origin(wanted)
    if origin in (types.UnionType, typing.Union):
        if plain is None:
            return None
        wanted = next(arg for arg in typing.get_args(wanted) if arg is not type(None))
        origin = typing.get_origin(wanted)
    if origin is tuple:
        inner = typing.get_args(wanted)[0]
        return tuple(_build(inner, item) for item in plain)
    if isinstance(wanted, type) and is_dataclass(wanted):
        hints = _hints(wanted)
        known = {name: _build(hints[name], item) for name, item in plain.items() if name in hints}
        return wanted(**known)
    if isinstance(wanted, type) and issubclass(wanted, Enum):
        return wanted(plain)
    return plain
