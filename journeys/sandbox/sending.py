"""The HTTP side: reads requests, asks the endpoints, sends answers and faults. Decides nothing."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterable
from http.server import BaseHTTPRequestHandler

from journeys.sandbox import faults
from journeys.sandbox.exchange import Answer, Request
from journeys.sandbox.faults import Fault

MAX_BODY = 5 * 1024 * 1024
Respond = Callable[[Request, Fault | None], Answer]
TakeFault = Callable[[Request], Fault | None]


class SandboxHandler(BaseHTTPRequestHandler):
    """One connection of a client; kept open as HTTP/1.1 does."""

    protocol_version = "HTTP/1.1"
    server_version = "Sandbox"
    sys_version = ""
    # A client that falls silent frees its thread.
    timeout = 60
    # Head and body leave together; two small packets would wait for each other's receipt.
    wbufsize = -1
    disable_nagle_algorithm = True
    respond: Respond
    take_fault: TakeFault
    stopping: threading.Event

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_PUT(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is written: addresses of pictures are secrets."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            self._send(Answer(413))
            return
        request = Request(self.command, self.path, self.headers, self.rfile.read(length))
        fault = self.take_fault(request)
        answer = self.respond(request, fault)
        # A client that went away in the middle is its own business.
        with contextlib.suppress(ConnectionError, TimeoutError):
            if fault is None:
                self._send(answer)
            else:
                self._send_with(fault, answer)

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)

    def _send_with(self, fault: Fault, answer: Answer) -> None:
        match fault.kind:
            case "slow":
                self.stopping.wait(fault.seconds)
                self._send(answer)
            case "cut":
                self._send_cut(answer)
            case "endless":
                self._send_endless(answer)
            case _:
                self._send(answer)

    def _send_cut(self, answer: Answer) -> None:
        self.close_connection = True
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(max(len(answer.body), 2)))
        self.end_headers()
        self.wfile.write(answer.body[: len(answer.body) // 2])

    def _send_endless(self, answer: Answer) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self._send_chunks(faults.endless(is_json=answer.is_json))

    def _send_chunks(self, blocks: Iterable[bytes]) -> None:
        for block in blocks:
            if self.stopping.is_set():
                return
            self.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")


def spoilt(answer: Answer, fault: Fault, *, inside: str) -> Answer:
    """The answer as a fault has it, for all faults that only change status, headers and bytes."""
    match fault.kind:
        case "wrong_type":
            if answer.is_json:
                return Answer(200, b"\x89PNG\r\n\x1a\n" + bytes(64), content_type="image/png")
            return Answer(200, b"This is no picture.\n", content_type="image/jpeg")
        case "html":
            return Answer(200, faults.HTML, content_type="text/html; charset=utf-8")
        case "invalid_json":
            return Answer(200, b'{"journey_id": "unfinished, "step": }')
        case "list":
            return Answer(200, b"[" + (answer.body if answer.is_json else b"1") + b"]")
        case "nested":
            return Answer(200, faults.nested())
        case "bomb":
            return Answer(
                200,
                faults.bomb(),
                content_type=answer.content_type,
                headers={"Content-Encoding": "gzip"},
            )
        case "redirect":
            return Answer(302, headers={"Location": fault.location or inside})
        case "odd_text" | "odd_numbers" | "unknown_words" | "missing_sections" | "inside_address":
            body = faults.spoilt_json(fault.kind, answer.body, inside=inside)
            return Answer(answer.status, body, content_type=answer.content_type)
    return answer
