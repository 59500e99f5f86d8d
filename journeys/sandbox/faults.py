"""Faults that a sandbox plays on request: which one is next, and its bytes. Sends nothing."""

from __future__ import annotations

import gzip
import io
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal, get_args

Kind = Literal[
    "slow",
    "429",
    "500",
    "cut",
    "wrong_type",
    "redirect",
    "html",
    "invalid_json",
    "list",
    "nested",
    "endless",
    "unauthorized",
    "not_found",
    "bomb",
    "odd_text",
    "odd_numbers",
    "unknown_words",
    "missing_sections",
    "inside_address",
]
KINDS: tuple[str, ...] = get_args(Kind)
# These answer before the request is looked at; all others spoil the answer of a done request.
REFUSING = frozenset({"429", "500", "redirect", "unauthorized", "not_found"})

HTML = b"<!doctype html><html><body><h1>503 Service under maintenance</h1></body></html>"
ENDLESS_BYTES = 300_000_000
_BOMB_BYTES = 128 * 1024 * 1024


class UnknownFault(Exception):
    """No fault of that kind exists."""


@dataclass
class Fault:
    """One kind of trouble for requests that match; `times` of 0 is until it is taken away."""

    match: str
    kind: str
    times: int = 1
    seconds: float = 2.0
    location: str = ""
    used: int = field(default=0)

    def as_json(self) -> dict[str, Any]:
        return dict(self.__dict__)


class FaultBoard:
    """The faults that wait to happen, first come first served."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self._lock = threading.Lock()

    def add(self, fault: Fault) -> None:
        """Raises UnknownFault."""
        if fault.kind not in KINDS:
            raise UnknownFault(f"no fault is called {fault.kind!r}; known are {', '.join(KINDS)}")
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def listed(self) -> list[Fault]:
        with self._lock:
            return list(self._faults)

    def take(self, path: str, *, tags: frozenset[str]) -> Fault | None:
        """The fault for this request: its match is a tag (`media`) or part of the path."""
        with self._lock:
            for fault in self._faults:
                if fault.times and fault.used >= fault.times:
                    continue
                if not fault.match or fault.match in tags or fault.match in path:
                    fault.used += 1
                    return fault
        return None


def endless(*, is_json: bool) -> Iterator[bytes]:
    """A body that a client must stop; it stops itself only to spare the machine."""
    yield b'{"documents":"' if is_json else b"\xff\xd8\xff\xe0"
    block = b"x" * 65_536
    for _ in range(ENDLESS_BYTES // len(block)):
        yield block


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """A small gzip that becomes 128 MiB."""
    packed = io.BytesIO()
    with gzip.GzipFile(fileobj=packed, mode="wb", compresslevel=9, mtime=0) as file:
        block = b" " * (1024 * 1024)
        for _ in range(_BOMB_BYTES // len(block)):
            file.write(block)
    return packed.getvalue()


def nested() -> bytes:
    return b'{"documents":' * 100_000 + b"{}" + b"}" * 100_000


def spoilt_json(kind: str, body: bytes, *, inside: str) -> bytes:
    """A body that is valid JSON and yet odd; `inside` is an address that no client may fetch."""
    try:
        tree = json.loads(body)
    except ValueError:
        return body
    if not isinstance(tree, dict):
        return body
    match kind:
        case "odd_text":
            spoilt = _every_text(tree, lambda text: f"{text}\x00\ud800")
            return json.dumps(spoilt, ensure_ascii=True).encode()
        case "odd_numbers":
            text = json.dumps({**tree, "huge": 0, "tiny": 1, "no": 2, "endless": 3})
            for plain, odd in (
                ('"huge": 0', '"huge": 1e400'),
                ('"tiny": 1', f'"tiny": {"9" * 5000}'),
                ('"no": 2', '"no": NaN'),
                ('"endless": 3', '"endless": -Infinity'),
            ):
                text = text.replace(plain, odd)
            return text.encode()
        case "unknown_words":
            return json.dumps(_every_text(tree, _unknown_word)).encode()
        case "missing_sections":
            kept = {key: value for key, value in tree.items() if not isinstance(value, dict | list)}
            return json.dumps(kept).encode()
        case "inside_address":
            return json.dumps(
                _every_text(tree, lambda text: inside if "/download/" in text else text)
            ).encode()
    return body


_WORDS = ("Passed", "Failed", "Complete", "Refer", "True", "False", "Review", "COMPLETED")


def _unknown_word(text: str) -> str:
    return f"Quite{text}" if text in _WORDS else text


def _every_text(value: Any, change: Any) -> Any:
    if isinstance(value, dict):
        return {key: _every_text(inner, change) for key, inner in value.items()}
    if isinstance(value, list):
        return [_every_text(inner, change) for inner in value]
    return change(value) if isinstance(value, str) else value
