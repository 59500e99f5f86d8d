"""requests and urllib3 on a socket that is already open.

Owns TLS and the adapter. Its connections cannot look up or connect to anything: they only take
the socket they are handed, so no URL parser below this line has a say in where bytes go.
"""

import functools
import logging
import socket
import ssl
from typing import Any

import certifi
import requests
from django.utils.translation import gettext as _
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, ProxyManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from journeys.providers.addresses import Target
from journeys.providers.errors import ProviderRejected


class _NoPaths(logging.Filter):
    """Drops what urllib3 logs: its lines hold paths, and a path can be the secret itself."""

    def filter(self, record: logging.LogRecord) -> bool:
        return False


for logger_name in ("urllib3.connection", "urllib3.connectionpool", "urllib3.util.retry"):
    logging.getLogger(logger_name).addFilter(_NoPaths())


class HandedConnection(HTTPConnection):
    """An HTTP connection over a socket opened elsewhere."""

    def __init__(self, *args: Any, opened: socket.socket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened = opened

    def _new_conn(self) -> socket.socket:
        self._opened.settimeout(self.timeout)
        return self._opened


class HandedTLSConnection(HTTPSConnection):
    """The same under TLS; urllib3 checks the certificate against the name, not the address."""

    def __init__(self, *args: Any, opened: socket.socket, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened = opened

    def _new_conn(self) -> socket.socket:
        self._opened.settimeout(self.timeout)
        return self._opened


class HandedPool(HTTPConnectionPool):
    ConnectionCls = HandedConnection


class HandedTLSPool(HTTPSConnectionPool):
    ConnectionCls = HandedTLSConnection


class HandedAdapter(HTTPAdapter):
    """Sends one request to one target over one open socket, through a tunnel if it is a proxy's."""

    def __init__(
        self, target: Target, *, opened: socket.socket, ca_file: str | None, proxy: str | None
    ) -> None:
        super().__init__()
        self._pool: HTTPConnectionPool
        if target.scheme == "http":
            self._pool = HandedPool(target.host, target.port, opened=opened)
            return
        context = trusted_context(ca_file)
        tunnel: dict[str, Any] = {}
        if proxy is not None:
            manager = ProxyManager(
                proxy, proxy_headers=self.proxy_headers(proxy), proxy_ssl_context=context
            )
            tunnel = {
                "_proxy": manager.proxy,
                "_proxy_headers": manager.proxy_headers,
                "_proxy_config": manager.proxy_config,
            }
        self._pool = HandedTLSPool(
            target.host,
            target.port,
            cert_reqs="CERT_REQUIRED",
            ssl_context=context,
            opened=opened,
            **tunnel,
        )

    def get_connection_with_tls_context(
        self,
        request: requests.PreparedRequest,
        verify: bool | str,
        proxies: dict[str, str] | None = None,
        cert: str | tuple[str, str] | None = None,
    ) -> HTTPConnectionPool:
        return self._pool

    def cert_verify(
        self,
        conn: HTTPConnectionPool,
        url: str,
        verify: bool | str,
        cert: str | tuple[str, str] | None,
    ) -> None:
        """Leave the pool as built: its own context already demands a good certificate."""

    def close(self) -> None:
        self._pool.close()
        super().close()


@functools.lru_cache(maxsize=8)
def trusted_context(ca_file: str | None) -> ssl.SSLContext:
    """Return the TLS settings of every connection: name and chain checked, TLS 1.2 or newer.

    A `ca_file` replaces the public authorities instead of adding to them: who must go through a
    proxy with its own authority trusts that one alone.
    """
    try:
        context = ssl.create_default_context(cafile=ca_file or certifi.where())
    except OSError:
        raise ProviderRejected(
            _("The file of certificate authorities (OUTBOUND_CA_FILE) cannot be read."),
            code="ca_file_unreadable",
        ) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
