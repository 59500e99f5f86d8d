"""The body of an answer, decoded in small steps and never beyond its limit.

Owns the limits. Reads from a response; does not keep, parse or judge what it reads.
"""

import http.client
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from requests import Response
from urllib3.exceptions import HTTPError

from journeys.providers.errors import ProviderRejected, ProviderUnavailable

JSON_LIMIT = 5 * 1024 * 1024
IMAGE_LIMIT = 15 * 1024 * 1024
LARGE_MEDIA_LIMIT = 100 * 1024 * 1024

_STEP = 64 * 1024
# What compression may add to a body it cannot shrink; beyond it, the sender only wastes our time.
_OVERHEAD = 1024 * 1024
_GZIP = {"gzip", "x-gzip"}
_NOT_ASKED_FOR = {"br", "compress", "deflate", "zstd"}


def decoded_body(response: Response, *, max_bytes: int, host: str) -> Iterator[bytes]:
    """Yield the decoded body piece by piece; `host` only names the sender in errors.

    Raises ProviderRejected above the limit, ProviderUnavailable for a body that ends too early.
    """
    codings = {
        name.strip().lower() for name in response.headers.get("Content-Encoding", "").split(",")
    }
    if codings & _NOT_ASKED_FOR:
        raise ProviderRejected(
            _("%(host)s sent its answer in a compression that was not asked for.") % {"host": host},
            code="wrong_encoding",
        )
    pieces = _sent_body(response, max_bytes=max_bytes, host=host)
    if codings & _GZIP:
        pieces = _unzipped(pieces, host=host)
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > max_bytes:
            raise _too_big(host, max_bytes)
        yield piece


def _sent_body(response: Response, *, max_bytes: int, host: str) -> Iterator[bytes]:
    most = max_bytes + _OVERHEAD
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and (len(announced) > 15 or int(announced) > most):
        raise _too_big(host, max_bytes)
    size = 0
    while piece := _next_piece(response, host=host):
        size += len(piece)
        if size > most:
            raise _too_big(host, max_bytes)
        yield piece


def _next_piece(response: Response, *, host: str) -> bytes:
    try:
        # read() instead of stream(): the latter reads a chunk's size line without any limit.
        return bytes(response.raw.read(_STEP, decode_content=False) or b"")
    except (HTTPError, http.client.HTTPException, OSError, ValueError):
        raise _garbled(host) from None


def _unzipped(pieces: Iterator[bytes], *, host: str) -> Iterator[bytes]:
    """Undo gzip with at most one step of output at a time, however much a piece holds."""
    member: zlib._Decompress | None = None
    held = b""
    for piece in pieces:
        held += piece
        while held:
            if member is None:
                if len(held) < 2:
                    break
                if not held.startswith(b"\x1f\x8b"):
                    raise _garbled(host)
                member = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
            try:
                out = member.decompress(held, _STEP)
            except zlib.error:
                raise _garbled(host) from None
            held = member.unused_data if member.eof else member.unconsumed_tail
            if member.eof:
                member = None
            if out:
                yield out
    if member is not None or held:
        raise _garbled(host)


def _garbled(host: str) -> ProviderUnavailable:
    return ProviderUnavailable(
        _("The answer of %(host)s was cut off or damaged on its way.") % {"host": host},
        code="cut_off",
    )


def _too_big(host: str, max_bytes: int) -> ProviderRejected:
    return ProviderRejected(
        _("The answer of %(host)s is larger than %(megabytes)s MB and was not kept.")
        % {"host": host, "megabytes": f"{max_bytes / 1024 / 1024:.3g}"},
        code="too_big",
    )
