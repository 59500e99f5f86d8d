"""The guard of the test run itself: nothing leaves this machine unseen."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from tests import outside
from tests.outside import OutsideRefused


@pytest.fixture(autouse=True)
def _expected() -> Iterator[None]:
    yield
    outside.ATTEMPTS.clear()


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "169.254.169.254", "198.51.100.9"])
def test_a_connection_beyond_this_machine_is_refused_and_remembered(address: str) -> None:
    for name in ("connect", "connect_ex"):
        with socket.socket() as link, pytest.raises(OutsideRefused):
            getattr(link, name)((address, 80))
    with socket.socket(type=socket.SOCK_DGRAM) as link, pytest.raises(OutsideRefused):
        link.sendto(b"x", (address, 53))
    assert len(outside.ATTEMPTS) == 3


def test_a_name_is_not_even_looked_up() -> None:
    with pytest.raises(OutsideRefused):
        socket.create_connection(("provider.example.test", 443))


def test_this_machine_can_be_reached() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection(("localhost", server.getsockname()[1])) as link,
    ):
        assert link.getpeername()[0] == "127.0.0.1"
    assert outside.ATTEMPTS == []
