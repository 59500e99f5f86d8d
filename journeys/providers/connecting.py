"""From a name to an open socket whose address was checked, within a deadline.

Owns name look-up and the opening of sockets. Knows nothing of HTTP.
"""

import queue
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from journeys.providers.addresses import Target, is_public, may_be_reached_privately
from journeys.providers.errors import AddressRefused, ProviderUnavailable

# A zone may answer with hundreds of addresses that all swallow packets; a few are enough.
MOST_ADDRESSES_TRIED = 4


@dataclass(frozen=True)
class Deadline:
    """A moment on the monotonic clock after which an attempt is over."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> "Deadline":
        return cls(time.monotonic() + seconds)

    @property
    def left(self) -> float:
        return self.at - time.monotonic()


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for every address of a name. Tests put their own in its place."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(sockaddr[0]) for *_rest, sockaddr in found))


def checked_addresses(target: Target, *, deadline: Deadline) -> list[str]:
    """Look the host up once and refuse it if a single one of its addresses is not public.

    A mixed answer is the mark of a name that is being turned inwards, so no address of it is used.
    Raises AddressRefused, ProviderUnavailable.
    """
    addresses = look_up(target.host, target.port, deadline=deadline)
    permitted = may_be_reached_privately if target.is_private else is_public
    if not all(permitted(address) for address in addresses):
        raise AddressRefused(
            _("The host %(host)s leads to an address that is not public; nothing was sent.")
            % {"host": target.host},
            code="address_not_public",
        )
    return addresses


def look_up(host: str, port: int, *, deadline: Deadline) -> list[str]:
    """Resolve in a thread, because the system's look-up has no deadline of its own."""
    answers: queue.SimpleQueue[list[str] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host.strip("[]"), port))
        except (OSError, UnicodeError):
            answers.put(None)

    threading.Thread(target=ask, name="look-up", daemon=True).start()
    try:
        addresses = answers.get(timeout=max(deadline.left, 0.001))
    except queue.Empty:
        raise timed_out(host, code="connect_timed_out") from None
    if not addresses:
        raise ProviderUnavailable(
            _("The name %(host)s could not be looked up.") % {"host": host}, code="name_not_found"
        )
    return addresses


def open_socket(
    addresses: Sequence[str], *, host: str, port: int, connect_seconds: float, deadline: Deadline
) -> socket.socket:
    """Connect to the first of these addresses that answers; `host` only names it in errors.

    The time is shared out among the addresses left, so that one that swallows packets does not
    keep the next from being tried. Raises ProviderUnavailable.
    """
    tried = addresses[:MOST_ADDRESSES_TRIED]
    until = Deadline(min(deadline.at, Deadline.after(connect_seconds).at))
    was_slow = False
    for position, address in enumerate(tried):
        seconds = until.left / (len(tried) - position)
        if seconds <= 0:
            was_slow = True
            break
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        opened = socket.socket(family, socket.SOCK_STREAM)
        try:
            opened.settimeout(seconds)
            opened.connect((address, port))
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except OSError as error:
            opened.close()
            was_slow = was_slow or isinstance(error, TimeoutError)
        except BaseException:
            opened.close()
            raise
        else:
            return opened
    if was_slow:
        raise timed_out(host, code="connect_timed_out")
    raise ProviderUnavailable(
        _("No connection to %(host)s could be made.") % {"host": host}, code="not_connected"
    )


@dataclass
class Cut:
    """Whether the deadline has cut the connection."""

    happened: threading.Event = field(default_factory=threading.Event)


@contextmanager
def cut_at(deadline: Deadline, opened: socket.socket) -> Iterator[Cut]:
    """Shut the connection down at the deadline, whatever it is doing then.

    A timeout on a socket starts anew with every byte, so a server that drips would never meet it.
    The duplicate handle still reaches the connection after TLS has taken the socket over.
    """
    cut = Cut()
    handle = opened.dup()

    def shut() -> None:
        cut.happened.set()
        with suppress(OSError):  # the other side may have been quicker
            handle.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(max(deadline.left, 0), shut)
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()
        timer.join()
        handle.close()


def timed_out(host: str, *, code: str = "timed_out") -> ProviderUnavailable:
    return ProviderUnavailable(_("%(host)s did not answer in time.") % {"host": host}, code=code)
