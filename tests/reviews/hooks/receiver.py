"""A client's system that takes webhooks: a real server on loopback that keeps what it was sent."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pytest_django import Settings


@dataclass(frozen=True)
class Posted:
    """One request as it arrived."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """`statuses` are answered in turn, the last one for good."""

    address: str = ""
    statuses: list[int] = field(default_factory=lambda: [204])
    location: str = ""
    posted: list[Posted] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{self.address}/kyc"

    def next_status(self) -> int:
        return self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]


@contextmanager
def receiving(settings: Settings) -> Iterator[Receiver]:
    """A running receiver that webhooks may reach."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            receiver.posted.append(Posted(dict(self.headers.items()), self.rfile.read(length)))
            self.send_response(receiver.next_status())
            if receiver.location:
                self.send_header("Location", receiver.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is printed."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.address = f"127.0.0.1:{server.server_address[1]}"
    settings.SETTINGS = settings.SETTINGS.model_copy(
        update={"WEBHOOK_PRIVATE_HOSTS": [receiver.address]}
    )
    runner = threading.Thread(target=server.serve_forever, daemon=True)
    runner.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        runner.join()
