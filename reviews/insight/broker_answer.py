"""Whether the broker answers, without ever waiting long for it."""

from __future__ import annotations

import logging
import threading

from django.conf import settings
from kombu import Connection

LONGEST_SECONDS = 0.5
_SOCKET_SECONDS = 0.4
_log = logging.getLogger(__name__)
_guard = threading.Lock()


class _Asking:
    """One question on its way; whoever asks meanwhile waits for the same answer."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.answers = False
        self.thread = threading.Thread(target=self._ask, daemon=True, name="broker-answer")
        self.thread.start()

    def _ask(self) -> None:
        options = {
            **settings.CELERY_BROKER_TRANSPORT_OPTIONS,
            "socket_connect_timeout": _SOCKET_SECONDS,
            "socket_timeout": _SOCKET_SECONDS,
            "max_retries": 0,
        }
        try:
            with Connection(
                self.url, connect_timeout=_SOCKET_SECONDS, transport_options=options
            ) as link:
                link.ensure_connection(max_retries=1, interval_start=0)
            self.answers = True
        except Exception as error:  # whatever it is, the broker was not reached
            _log.info("the broker does not answer: %s", type(error).__name__)


_asked: dict[str, _Asking] = {}


def broker_answers(url: str) -> bool:
    """In half a second or never: looking up a name may take longer than any socket's limit."""
    with _guard:
        asking = _asked.get(url)
        if asking is None or not asking.thread.is_alive():
            asking = _asked[url] = _Asking(url)
    asking.thread.join(LONGEST_SECONDS)
    return asking.answers
