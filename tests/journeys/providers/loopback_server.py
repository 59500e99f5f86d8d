"""A real HTTP server on 127.0.0.1 that misbehaves on request, for tests of the guarded session."""

import gzip
import http.server
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class LoopbackServer:
    """What runs, and what it has seen. `connections` counts what was accepted, TLS or not."""

    port: int
    scheme: str = "http"
    seen: list[Seen] = field(default_factory=list)
    server_names: list[str | None] = field(default_factory=list)
    connections: int = 0
    # Where a CONNECT leads, whatever it asks for; None refuses it.
    tunnel_port: int | None = None
    # Set when the test is over, so that slow answers end.
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def origin(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"{self.scheme}://{self.origin}{path}"

    def paths(self) -> list[str]:
        return [request.path for request in self.seen]


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers by the first part of the path."""

    protocol_version = "HTTP/1.1"
    state: LoopbackServer

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.state.seen.append(
            Seen(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
        )
        name, _, rest = self.path.partition("?")[0].lstrip("/").partition("/")
        behaviour = getattr(self, f"answer_{name}", self.answer_ok)
        with suppress(OSError):
            behaviour(rest)
        self.close_connection = True

    do_POST = do_GET
    do_PUT = do_GET

    def do_CONNECT(self) -> None:
        headers = {k.lower(): v for k, v in self.headers.items()}
        self.state.seen.append(Seen(self.command, self.path, headers, b""))
        self.close_connection = True
        if self.state.tunnel_port is None:
            self.send(407, b"who are you?")
            return
        with socket.create_connection(("127.0.0.1", self.state.tunnel_port)) as beyond:
            self.wfile.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            back = threading.Thread(target=_pass_on, args=(beyond, self.connection))
            back.start()
            _pass_on(self.connection, beyond)
            back.join()

    def send(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        headers.setdefault("Content_Length", str(len(body)))
        for key, value in headers.items():
            if value:
                self.send_header(key.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def nth(self) -> int:
        return sum(request.path == self.path for request in self.state.seen)

    def trickle(self, piece: bytes) -> None:
        while not self.state.over.wait(0.05):
            self.wfile.write(piece)
            self.wfile.flush()

    def answer_ok(self, rest: str) -> None:
        self.send(200, b'{"ok": true}', Content_Type="application/json")

    def answer_html(self, rest: str) -> None:
        self.send(200, b"<p>hello</p>", Content_Type="image/jpeg")

    def answer_sized(self, rest: str) -> None:
        self.send(200, b"x" * int(rest))

    def answer_announced(self, rest: str) -> None:
        self.send(200, b"a", Content_Length=rest)
        self.state.over.wait(30)

    def answer_status(self, rest: str) -> None:
        self.send(int(rest), b'{"message": "as asked"}')

    def answer_silent(self, rest: str) -> None:
        self.state.over.wait(30)

    def answer_silentonce(self, rest: str) -> None:
        if self.nth() == 1:
            self.state.over.wait(30)
        else:
            self.answer_ok(rest)

    def answer_slowheaders(self, rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self.trickle(b"a")

    def answer_continues(self, rest: str) -> None:
        self.trickle(b"HTTP/1.1 100 Continue\r\n\r\n")

    def answer_drip(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "100000")
        self.end_headers()
        self.trickle(b"a")

    def answer_dripunmarked(self, rest: str) -> None:
        # Neither length nor chunks: only the end of the connection ends this body.
        self.send_response(200)
        self.end_headers()
        self.trickle(b"a")

    def answer_dripzip(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        packer = zlib.compressobj(wbits=31)
        self.wfile.write(packer.compress(b"") + packer.flush(zlib.Z_SYNC_FLUSH))
        self.trickle(packer.flush(zlib.Z_SYNC_FLUSH) or b"\x00\x00\x00\xff\xff")

    def answer_dripthenok(self, rest: str) -> None:
        if self.nth() == 1:
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b"first attempt")
            self.trickle(b"a")
        else:
            self.answer_ok(rest)

    def answer_endless(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while not self.state.over.is_set():
            self.wfile.write(b"10000\r\n" + b"x" * 65536 + b"\r\n")

    def answer_endlesschunksize(self, rest: str) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        while not self.state.over.is_set():
            self.wfile.write(b"0" * 65536)

    def answer_endlessheader(self, rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not self.state.over.is_set():
            self.wfile.write(b"a" * 65536)

    def answer_bomb(self, rest: str) -> None:
        packer = zlib.compressobj(9, wbits=31)
        body = b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(int(rest)))
        self.send(200, body + packer.flush(), Content_Encoding="gzip")

    def answer_nestedbomb(self, rest: str) -> None:
        inner = gzip.compress(gzip.compress(bytes(20 * MEGABYTE)))
        self.send(200, inner, Content_Encoding="gzip, gzip")

    def answer_emptyzip(self, rest: str) -> None:
        # Any number of sent bytes that decode to nothing.
        self.send_response(200)
        self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        nothing = gzip.compress(b"") * 1000
        while not self.state.over.is_set():
            self.wfile.write(nothing)

    def answer_zipped(self, rest: str) -> None:
        self.send(200, gzip.compress(b'{"zipped": true}'), Content_Encoding="gzip")

    def answer_zippedtwice(self, rest: str) -> None:
        body = gzip.compress(b"one") + gzip.compress(b"two")
        self.send(200, body, Content_Encoding="x-gzip")

    def answer_cutzip(self, rest: str) -> None:
        self.send(200, gzip.compress(b"abc" * 1000)[:-9], Content_Encoding="gzip")

    def answer_notzip(self, rest: str) -> None:
        self.send(200, b"plain after all", Content_Encoding="gzip")

    def answer_coded(self, rest: str) -> None:
        self.send(200, b"whatever", Content_Encoding=rest)

    def answer_cut(self, rest: str) -> None:
        self.send(200, b"half", Content_Length="1000")

    def answer_cutchunk(self, rest: str) -> None:
        self.send(200, b"10\r\nhalf", Content_Length="", Transfer_Encoding="chunked")

    def answer_chunked(self, rest: str) -> None:
        body = b"4\r\nwhol\r\n1\r\ne\r\n0\r\n\r\n"
        self.send(200, body, Content_Length="", Transfer_Encoding="chunked")

    def answer_hangup(self, rest: str) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    def answer_nonsense(self, rest: str) -> None:
        self.wfile.write(b"SSH-2.0-not-http\r\n\r\n")

    def answer_brokenheaders(self, rest: str) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nGood: 1\r\n: \xff\xfe\r\nno colon\r\n\r\nbody")

    def answer_redirect(self, rest: str) -> None:
        status, _, where = rest.partition("/")
        target = self.state.url("/landed") if where == "self" else f"http://{where}/landed"
        self.send(int(status), b"moved", Location=target)

    def answer_redirectbomb(self, rest: str) -> None:
        self.send_response(302)
        self.send_header("Location", "http://[not a url")
        self.end_headers()
        while not self.state.over.is_set():
            self.wfile.write(b"x" * 65536)

    def answer_busy(self, rest: str) -> None:
        # /busy/<refusals>/<Retry-After>
        refusals, _, wait = rest.partition("/")
        if self.nth() <= int(refusals):
            self.send(429, b"slow down", Retry_After=wait.replace("_", " "))
        else:
            self.answer_ok(rest)

    def answer_failing(self, rest: str) -> None:
        status, _, failures = rest.partition("/")
        if self.nth() <= int(failures or 99):
            self.send(int(status), b"sorry")
        else:
            self.answer_ok(rest)

    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def running_server(certificate: tuple[str, str] | None = None) -> Iterator[LoopbackServer]:
    """Serve on a free port of 127.0.0.1; with `certificate` (chain file, key file) under TLS."""
    state = LoopbackServer(port=0)
    context: ssl.SSLContext | None = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        context.sni_callback = _name_keeper(state)
        state.scheme = "https"

    class Server(http.server.ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def process_request_thread(self, request: Any, client_address: Any) -> None:
            # The handshake belongs to the request's own thread, or one bad client stops all.
            state.connections += 1
            with suppress(OSError):
                if context:
                    request = context.wrap_socket(request, server_side=True)
                super().process_request_thread(request, client_address)

        def handle_error(self, request: Any, client_address: Any) -> None:
            pass

    bound = type("BoundHandler", (Handler,), {"state": state})
    with Server(("127.0.0.1", 0), bound) as server:
        state.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield state
        finally:
            state.over.set()
            server.shutdown()
            thread.join()


def _pass_on(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def _name_keeper(
    state: LoopbackServer,
) -> Callable[[ssl.SSLObject, str | None, ssl.SSLContext], None]:
    def keep(_socket: ssl.SSLObject, name: str | None, _context: ssl.SSLContext) -> None:
        state.server_names.append(name)

    return keep
