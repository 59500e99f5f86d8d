"""No test talks to the outside: a connection or a look-up beyond this machine is refused and told.

Child processes of tests are not covered by this; they get no address to talk to.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from typing import Any

ATTEMPTS: list[str] = []


class OutsideRefused(RuntimeError):
    """A test tried to reach a host other than this machine."""


def guard() -> None:
    """From here on the sockets of this process reach 127.0.0.0/8, ::1 and Unix sockets only."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, _guarded(getattr(socket.socket, name)))
    look_up = socket.getaddrinfo

    def getaddrinfo(host: Any, *args: Any, **kwargs: Any) -> Any:
        if not _is_name_of_this_machine(host):
            _refuse(f"name {host!r}")
        return look_up(host, *args, **kwargs)

    socket.getaddrinfo = getaddrinfo


def _guarded(real: Callable[..., Any]) -> Callable[..., Any]:
    def checked(self: socket.socket, *args: Any) -> Any:
        address = args[-1]  # the last argument of all three
        if self.family != socket.AF_UNIX and not _is_loopback(str(address[0])):
            _refuse(f"address {address[0]!r}")
        return real(self, *args)

    return checked


def _refuse(what: str) -> None:
    ATTEMPTS.append(what)
    raise OutsideRefused(f"A test tried to reach the {what}, outside this machine.")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        return False


def _is_name_of_this_machine(host: Any) -> bool:
    text = host.decode() if isinstance(host, bytes) else host
    if text in (None, "", "localhost", socket.gethostname()):
        return True
    try:
        ipaddress.ip_address(str(text).split("%")[0])  # a literal asks nobody; connect judges it
    except ValueError:
        return False
    return True
