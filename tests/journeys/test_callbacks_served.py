"""Callbacks through the server that the product runs on: lengths that lie, bodies without one."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from journeys.callbacks import BODY_LIMIT
from journeys.models import Account, Callback
from kycreview.jobs.models import Job
from tests import children
from tests.databases import ROOT, Database
from tests.journeys.accounts_for_tests import CALLBACK_SECRET, make_account

BODY = b'{"journeyId":"j-1","currentStatus":"COMPLETED"}'


@pytest.fixture
def account(database: Database) -> Account:
    return make_account("signzy")[0]


@pytest.fixture
def port(account: Account, database: Database, tmp_path: Path) -> Iterator[int]:
    """A gunicorn as the product starts it, on this test's database."""
    log = tmp_path / "gunicorn.log"
    child = children.start(
        [sys.executable, "-m", "gunicorn", "kycreview.wsgi", "-b", "127.0.0.1:0",
         "--worker-class", "gthread", "--threads", "2", "--no-control-socket"],
        log=log,
        env=database.environment,
        folder=ROOT,
    )  # fmt: skip
    try:
        yield _port_in(log, child)
    finally:
        children.stop(child)


def _port_in(log: Path, child: subprocess.Popen[bytes]) -> int:
    for _ in range(600):
        found = re.search(r"Listening at: http://127\.0\.0\.1:([0-9]+)", log.read_text())
        if found:
            return int(found[1])
        if child.poll() is not None:
            break
        time.sleep(0.05)
    raise RuntimeError(f"gunicorn did not start:\n{log.read_text()}")


def path(account: Account) -> str:
    return f"/callbacks/{account.secrets()['callback_path']}/"


def asked(port: int, request: bytes) -> int:
    """The status that a request in raw bytes is answered with."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as link:
        link.sendall(request)
        return int(link.recv(200).split()[1])


def head(account: Account, *lines: str) -> bytes:
    return "\r\n".join(
        [f"POST {path(account)} HTTP/1.1", "Host: 127.0.0.1",
         f"Authorization: {CALLBACK_SECRET}", "Connection: close", *lines, "", ""]
    ).encode()  # fmt: skip


def test_lengths_that_lie_and_bodies_without_one_are_served_as_they_should_be(
    account: Account, port: int
) -> None:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": CALLBACK_SECRET}
    link.request("POST", path(account), body=BODY, headers=headers)
    answer = link.getresponse()
    assert (answer.status, json.loads(answer.read())) == (200, {"received": True})
    assert Callback.objects.get().body() == BODY
    Callback.objects.all().delete()

    # In chunks, without a length: the whole body is kept all the same.
    link.request("POST", path(account), body=iter([BODY[:9], BODY[9:]]), headers=headers)
    assert link.getresponse().read() == b'{"received": true}'
    assert Callback.objects.get().body() == BODY
    assert Job.objects.get().subject["provider_id"] == "j-1"
    Callback.objects.all().delete()

    # In chunks, and more than allowed.
    pieces = (b"x" * 65_536 for _ in range(BODY_LIMIT // 65_536 + 1))
    link.request("POST", path(account), body=pieces, headers=headers)
    assert link.getresponse().status == 413
    link.close()

    # A length beyond the limit is refused before anything of the body was sent.
    assert asked(port, head(account, f"Content-Length: {BODY_LIMIT + 1}")) == 413
    # A length of nonsense never reaches anything that could believe it.
    for length in ("-1", "1e3", "9" * 5000):
        assert asked(port, head(account, f"Content-Length: {length}")) in (400, 413)
    # Bytes beyond the length that was promised are not part of the body.
    assert asked(port, head(account, "Content-Length: 5") + b"{}   ,,,") == 200
    assert Callback.objects.get().body() == b"{}   "
    assert Callback.objects.get().state == "unreadable"
