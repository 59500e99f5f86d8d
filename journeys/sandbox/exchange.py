"""One request and one answer of the sandbox, in plain values. Knows no socket."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True)
class Request:
    """What a client sent."""

    method: str
    target: str
    headers: Message
    body: bytes

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def parts(self) -> tuple[str, ...]:
        """The decoded segments of the path."""
        return tuple(unquote(part) for part in self.path.split("/") if part)

    def query(self, name: str) -> str:
        return parse_qs(urlsplit(self.target).query).get(name, [""])[0]

    def json(self) -> object:
        """The body as JSON; None where it is not."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True)
class Answer:
    """What is sent back."""

    status: int
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_json(self) -> bool:
        return self.content_type == "application/json"


def as_json(value: object, *, status: int = 200) -> Answer:
    return Answer(status, json.dumps(value, ensure_ascii=False).encode())


def file_answer(data: bytes) -> Answer:
    """Bytes with the type that their first bytes say."""
    kinds = (
        (data[4:8] == b"ftyp", "video/mp4"),
        (data.startswith(b"%PDF"), "application/pdf"),
        (data.startswith(b"\x89PNG"), "image/png"),
        (data[8:12] == b"WEBP", "image/webp"),
    )
    kind = next((kind for fits, kind in kinds if fits), "image/jpeg")
    return Answer(200, data, content_type=kind)
