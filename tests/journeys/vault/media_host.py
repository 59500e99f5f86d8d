"""A real HTTP server on 127.0.0.1 that hands out files, or the status it is told to."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class MediaHost:
    """Answers by path; what is not known is a 404. `asked` are the paths in order."""

    port: int = 0
    answers: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    # Paths whose answer breaks off half-way.
    cut: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    def serve(self, path: str, content: bytes, *, status: int = 200) -> None:
        self.answers[path] = (status, content)


@contextmanager
def running_host() -> Iterator[MediaHost]:
    host = MediaHost()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append(self.path)
            status, content = host.answers.get(self.path, (404, b"gone"))
            if self.path in host.moved:
                status, content = 302, b""
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "text/plain")
                self.send_header("Content-Length", str(len(content)))
                if status == 302:
                    self.send_header("Location", f"http://{host.address}/inside")
                self.end_headers()
                self.wfile.write(content[: len(content) // 2 if self.path in host.cut else None])

        def log_message(self, format: str, *args: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        host.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield host
        finally:
            server.shutdown()
            thread.join()
