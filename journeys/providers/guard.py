"""What one account may reach, what is asked, what came back. Owns the shapes, no behaviour."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Guard:
    """What one account may reach, and how long it may take.

    `hosts` are exact names, reached by https on port 443. `private_hosts` are exact `host:port`
    that may be http, loopback or private: for development and tests, empty in production.
    `total_seconds` bounds one attempt, from look-up to last byte.
    """

    hosts: frozenset[str]
    private_hosts: frozenset[str] = frozenset()
    # May hold the proxy's password, so it stays out of the repr.
    proxy: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    connect_seconds: float = 5.0
    total_seconds: float = 30.0
    attempts: int = 3
    backoff_seconds: float = 0.5
    backoff_max: float = 8.0
    retry_after_max: float = 20.0

    def __post_init__(self) -> None:
        # URLs are compared in lower case, whatever was typed into a setting.
        for name in ("hosts", "private_hosts"):
            entries = {entry.strip().lower() for entry in getattr(self, name)}
            object.__setattr__(self, name, frozenset(entries - {""}))
        # An empty setting is no setting.
        object.__setattr__(self, "proxy", self.proxy or None)
        object.__setattr__(self, "ca_file", self.ca_file or None)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One request. Address, headers and body may all be secret: no repr."""

    method: str
    url: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    json_body: bytes | None = field(repr=False)


@dataclass(frozen=True)
class Answer:
    """What came back. Header names are compared without case."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)

    @property
    def is_success(self) -> bool:
        return 200 <= self.status < 300
