"""A client's callback address on loopback: keeps what is posted, answers as told."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


class CallbackReceiver:
    """Runs within a `with`; `wait_for` returns once enough callbacks came."""

    def __init__(self) -> None:
        self.bodies: list[Any] = []
        self.headers: list[dict[str, str]] = []
        self.answers: list[int] = []
        self._came = threading.Condition()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = receiver.take(json.loads(body), dict(self.headers.items()))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/hook/4f2c"

    def take(self, body: Any, headers: dict[str, str]) -> int:
        with self._came:
            self.bodies.append(body)
            self.headers.append(headers)
            self._came.notify_all()
            return self.answers.pop(0) if self.answers else 200

    def wait_for(self, count: int) -> list[Any]:
        """The bodies so far, once there are `count`."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.bodies) >= count, timeout=20)
            return list(self.bodies)

    def __enter__(self) -> CallbackReceiver:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
