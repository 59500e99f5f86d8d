"""Which web addresses may be fetched, decided before anything is sent.

Owns the reading of a URL and the question whether an IP address is public. Opens no connection.
"""

import ipaddress
import re
from collections.abc import Collection
from dataclasses import dataclass, field

import ssrfguard
from django.utils.translation import gettext as _
from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from journeys.providers.errors import AddressRefused

HTTPS_PORT = 443
LONGEST_URL = 8192

# One narrow grammar, so that every URL parser agrees on who is meant: no userinfo, no percent or
# backslash in the host, no leading zero in the port, a path that begins with a slash.
_SHAPE = re.compile(
    r"https?://"
    r"(?P<host>[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\])"
    r"(?::(?P<port>[1-9][0-9]{0,4}))?"
    r"(?P<rest>/.*)?",
    re.IGNORECASE,
)
_NOT_PLAIN = re.compile(r"[^\x21-\x7e]|\\")
_SCHEME = re.compile(r"\s*([a-z][a-z0-9+.-]*):", re.IGNORECASE)

_GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
# Blocks whose packets end somewhere else than the address says (relays, tunnels, translations) or
# nowhere on the internet. Refused whole: no provider of ours is behind one.
_NEVER = tuple(
    ipaddress.ip_network(block)
    for block in (
        "0.0.0.0/8",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "2001::/23",
        "2001:db8::/32",
        "2002::/16",
        "3fff::/20",
    )
)
# Not even for a host that may be private: cloud metadata lives here, and nothing of ours does.
_NEVER_PRIVATE = tuple(
    ipaddress.ip_network(block)
    for block in ("0.0.0.0/32", "169.254.0.0/16", "::/128", "fe80::/10", "fd00:ec2::254/128")
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where one request goes: read once, and what is connected to is exactly this."""

    scheme: str
    host: str
    port: int
    is_private: bool
    # May hold a secret, so it stays out of every repr.
    request_uri: str = field(repr=False)

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}{self.request_uri}"


def read_target(url: str, *, hosts: Collection[str], private_hosts: Collection[str] = ()) -> Target:
    """Read `url` and refuse it unless its host is one of the exact names given.

    `hosts` are reached over https on port 443; `private_hosts` are `host:port`, over http or
    https. Raises AddressRefused.
    """
    scheme = _SCHEME.match(url)
    if scheme and scheme[1].lower() not in {"http", "https"}:
        raise AddressRefused(
            _("Only https addresses are fetched; nothing was sent."), code="scheme_refused"
        )
    shape = _SHAPE.fullmatch(url)
    if len(url) > LONGEST_URL or _NOT_PLAIN.search(url) or shape is None:
        raise _malformed()
    parsed = _parse(url)
    if (
        parsed.auth is not None
        or parsed.host != shape["host"].lower()
        or parsed.port != (int(shape["port"]) if shape["port"] else None)
    ):
        raise _malformed()
    return _permitted(parsed, hosts=hosts, private_hosts=private_hosts)


def is_public(address: str) -> bool:
    """Whether a packet to this IP address leaves for the open internet.

    Two tables must both say so, the standard library's and ssrfguard's copy of the IANA
    registries: each of them alone lets something through that the other does not.
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and (
        parsed.scope_id is not None or parsed not in _GLOBAL_UNICAST
    ):
        return False
    if any(parsed in block for block in _NEVER) or parsed.is_multicast:
        return False
    return parsed.is_global and not ssrfguard.DEFAULT_DENIED.classify(parsed).blocked


def may_be_reached_privately(address: str) -> bool:
    """Whether a host that is allowed to be private may be at this IP address."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        return False
    return not parsed.is_multicast and not any(parsed in block for block in _NEVER_PRIVATE)


def _parse(url: str) -> Url:
    try:
        return parse_url(url)
    except LocationParseError:
        pass
    raise _malformed()


def _permitted(parsed: Url, *, hosts: Collection[str], private_hosts: Collection[str]) -> Target:
    scheme, host = parsed.scheme or "", parsed.host or ""
    port = parsed.port or (HTTPS_PORT if scheme == "https" else 80)
    is_private = f"{host}:{port}" in private_hosts
    if not is_private:
        if scheme != "https":
            raise AddressRefused(
                _("Only https addresses are fetched; nothing was sent."), code="scheme_refused"
            )
        if host not in hosts:
            raise AddressRefused(
                _("The host %(host)s is not in the list of this account; nothing was sent.")
                % {"host": host[:100]},
                code="host_refused",
            )
        if port != HTTPS_PORT:
            raise AddressRefused(
                _("The host %(host)s is reached on port 443 only; nothing was sent.")
                % {"host": host},
                code="port_refused",
            )
    return Target(
        scheme=scheme, host=host, port=port, is_private=is_private, request_uri=parsed.request_uri
    )


def _malformed() -> AddressRefused:
    # The text itself is not repeated: it may hold a secret or be made to mislead.
    return AddressRefused(
        _("The address is not written as a plain web address; nothing was sent."),
        code="address_malformed",
    )
