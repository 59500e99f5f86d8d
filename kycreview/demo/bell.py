"""Ctrl-C, SIGTERM and a lost terminal as a flag; pauses that end early when something happens."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from types import FrameType

from kycreview.demo.errors import Stopped

_ASKS_TO_STOP = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Bell:
    """Never raises out of a signal: a child that is just being started must not be forgotten."""

    def __init__(self) -> None:
        self.rings = 0
        self._heard, told = os.pipe()
        for end in (self._heard, told):
            os.set_blocking(end, False)
        signal.set_wakeup_fd(told, warn_on_full_buffer=False)
        for number in _ASKS_TO_STOP:
            if not (number == signal.SIGHUP and signal.getsignal(number) == signal.SIG_IGN):
                signal.signal(number, self._ring)
        # Without a handler of ours the end of a child would not end a pause.
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def listen(self) -> None:
        """Raises Stopped once somebody asked for the end."""
        if self.rings:
            raise Stopped

    def pause(self, seconds: float) -> None:
        """Wait, but no longer than until the next signal."""
        select.select([self._heard], [], [], seconds)
        with suppress(BlockingIOError):
            os.read(self._heard, 1024)

    def _ring(self, number: int, frame: FrameType | None) -> None:
        self.rings += 1
