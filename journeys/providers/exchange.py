"""One attempt: one request over one checked connection, and what its answer means.

Owns the translation of everything that can break into our two kinds of error. Never asks twice.
"""

import logging
import re
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import BinaryIO

import requests
import urllib3
from django.utils.translation import gettext as _
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from journeys.providers.addresses import Target, read_target
from journeys.providers.connecting import (
    Deadline,
    checked_addresses,
    cut_at,
    look_up,
    open_socket,
    timed_out,
)
from journeys.providers.errors import (
    AddressRefused,
    CredentialsRefused,
    ProviderError,
    ProviderRejected,
    ProviderUnavailable,
)
from journeys.providers.guard import Answer, Guard, Question
from journeys.providers.limits import decoded_body
from journeys.providers.retrying import read_retry_after
from journeys.providers.transport import HandedAdapter

USER_AGENT = "kycreview"
logger = logging.getLogger(__name__)

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HEADER_VALUE = re.compile(r"(?:[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)?")


def attempt(
    guard: Guard,
    question: Question,
    *,
    deadline: Deadline,
    sink: BinaryIO,
    keeps_refusals: bool,
    max_bytes: int,
) -> Answer:
    """Ask once; the body of a 2xx goes into `sink`, that of a 4xx too if `keeps_refusals`.

    Raises ProviderError; the answer's own `body` is empty.
    """
    target = read_target(question.url, hosts=guard.hosts, private_hosts=guard.private_hosts)
    prepared = _prepared(question, target)
    # A host that may be private is on our side of any proxy.
    proxy = None if target.is_private else guard.proxy
    if proxy is None:
        host, port = target.host, target.port
        addresses = checked_addresses(target, deadline=deadline)
    else:
        # The proxy looks the name up itself, out of our sight: what guards here is the exact list
        # of hosts. The proxy's own address comes from the operator and may well be private.
        host, port = _proxy_address(proxy)
        addresses = look_up(host, port, deadline=deadline)
    opened = open_socket(
        addresses, host=host, port=port, connect_seconds=guard.connect_seconds, deadline=deadline
    )
    with opened, cut_at(deadline, opened) as cut:
        adapter = HandedAdapter(target, opened=opened, ca_file=guard.ca_file, proxy=proxy)
        try:
            with (
                closing(adapter),
                _sent(adapter, prepared, guard=guard, deadline=deadline, host=target.host) as got,
            ):
                logger.debug("%s %s: %s", question.method, target.host, got.status_code)
                try:
                    _check_status(got, target.host)
                except ProviderError as refused:
                    refused.status = got.status_code
                    raise
                if keeps_refusals or got.ok:
                    for piece in decoded_body(got, max_bytes=max_bytes, host=target.host):
                        sink.write(piece)
                answer = Answer(got.status_code, got.headers, b"")
        except ProviderError:
            if not cut.happened.is_set():
                raise
        else:
            if not cut.happened.is_set():
                return answer
    # A connection that we cut ourselves looks like any other that broke, or even like a body
    # that ended well.
    raise timed_out(target.host)


def _prepared(question: Question, target: Target) -> requests.PreparedRequest:
    headers = {
        "Accept": "*/*",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        "User-Agent": USER_AGENT,
    }
    if question.json_body is not None:
        headers["Content-Type"] = "application/json"
    _check_headers(question.headers)
    try:
        return requests.Request(
            question.method,
            target.url,
            headers=headers | dict(question.headers),
            data=question.json_body,
        ).prepare()
    except (requests.RequestException, ValueError):
        pass
    raise AddressRefused(
        _("The address is not written as a plain web address; nothing was sent."),
        code="address_malformed",
    )


def _check_headers(headers: Mapping[str, str]) -> None:
    for name, value in headers.items():
        if not _HEADER_NAME.fullmatch(name) or not _HEADER_VALUE.fullmatch(value):
            raise ProviderRejected(
                _("The credentials of this account hold a character that cannot be sent."),
                code="header_malformed",
            )


def _proxy_address(proxy: str) -> tuple[str, int]:
    try:
        parsed = parse_url(proxy)
    except LocationParseError:
        parsed = None
    if parsed is None or parsed.scheme not in {"http", "https"} or not parsed.host:
        raise ProviderRejected(
            _("OUTBOUND_PROXY is not an http or https address; nothing was sent."),
            code="proxy_misconfigured",
        )
    return parsed.host, parsed.port or (443 if parsed.scheme == "https" else 80)


def _sent(
    adapter: HandedAdapter,
    prepared: requests.PreparedRequest,
    *,
    guard: Guard,
    deadline: Deadline,
    host: str,
) -> requests.Response:
    # Straight to the adapter: a Session would read the whole body of a redirect, without a limit,
    # only to work out where it leads; and nothing here looks into the environment.
    try:
        return adapter.send(
            prepared, stream=True, timeout=(guard.connect_seconds, max(deadline.left, 0.001))
        )
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError) as error:
        failure = _told(error, host)
    raise failure


def _told(error: BaseException, host: str) -> ProviderError:
    """Say in our words what broke; theirs hold the path."""
    if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in _causes(error)):
        return ProviderUnavailable(
            _("%(host)s did not prove its name: its certificate is not trusted; nothing was sent.")
            % {"host": host},
            code="certificate_refused",
        )
    if isinstance(error, requests.Timeout):
        return timed_out(host)
    if isinstance(error, requests.exceptions.ProxyError):
        return ProviderUnavailable(
            _("The proxy did not let the request to %(host)s through.") % {"host": host},
            code="proxy_failed",
        )
    return ProviderUnavailable(
        _("The connection to %(host)s broke before an answer came.") % {"host": host},
        code="connection_broken",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error and all behind it, by every way in which requests and urllib3 keep them."""
    seen: set[int] = set()
    left = [error]
    while left:
        found = left.pop()
        if id(found) in seen:
            continue
        seen.add(id(found))
        yield found
        inner = (found.__cause__, found.__context__, getattr(found, "reason", None))
        left.extend(cause for cause in inner if isinstance(cause, BaseException))


def _check_status(response: requests.Response, host: str) -> None:
    """Raise for every status but 2xx and the 4xx that a caller has to judge."""
    status = response.status_code
    named = {"host": host, "status": status}
    if 300 <= status < 400:
        raise AddressRefused(
            _("%(host)s answered with a redirect to another address, which is not followed.")
            % named,
            code="redirect_refused",
        )
    if status == 401:
        raise CredentialsRefused(_("%(host)s did not accept the credentials (401).") % named)
    if status == 403:
        raise CredentialsRefused(_("%(host)s refused access (403).") % named, code="forbidden")
    if status == 429:
        raise ProviderUnavailable(
            _("%(host)s asks for fewer requests (429).") % named,
            code="busy",
            retry_after=read_retry_after(response.headers.get("Retry-After")),
        )
    if 500 <= status < 600:
        raise ProviderUnavailable(
            _("%(host)s reported a failure of its own (%(status)s).") % named,
            code="provider_failed",
            retry_after=read_retry_after(response.headers.get("Retry-After")),
        )
    if not 200 <= status < 500:
        raise ProviderRejected(
            _("%(host)s answered with a status that has no meaning here (%(status)s).") % named,
            code="unexpected_status",
        )
