"""How fast this is on this machine: the case page in Chromium, then trail and queue.

Prints; asserts nothing. ROUNDS says how often trail and queue do each thing (500 unless told). With
`--write` the tables of the case page replace those in the README.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import django

from tests import environment


def main() -> None:
    folder = environment.apply()
    django.setup()
    # Models can be imported only now.
    from django.conf import settings

    from tests.bench import case_page
    from tests.databases import Templates, pointed_at

    case_page.main(writes="--write" in sys.argv[1:])
    rounds = int(os.environ.get("ROUNDS") or 500)
    scratch = Path(tempfile.mkdtemp(prefix="kyc-bench-"))
    templates = Templates(scratch)
    settings.DATA_DIR = scratch
    try:
        for vendor in ("sqlite", "postgresql"):
            with templates.copy(vendor, into=scratch) as url, pointed_at(url):
                for what, work in measures(rounds).items():
                    print(f"{vendor:<12}{what:<28}{rate(work, rounds):>10,.0f} /s", flush=True)
    finally:
        templates.close()
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def rate(work: Callable[[], None], rounds: int) -> float:
    began = time.perf_counter()
    work()
    return rounds / (time.perf_counter() - began)


def measures(rounds: int) -> dict[str, Callable[[], None]]:
    """Each does its thing `rounds` times, in this order."""
    from django.db import transaction

    from kycreview.jobs import queue
    from kycreview.trail.events import Event
    from kycreview.trail.record import record
    from kycreview.trail.verify import verify_chain

    def write() -> None:
        for number in range(rounds):
            with transaction.atomic():
                record(Event.CASE_OPENED, system="bench", data={"number": number})

    def verify() -> None:
        verify_chain()

    def ask() -> None:
        for number in range(rounds):
            with transaction.atomic():
                queue.enqueue("bench", key=f"{number}", subject={})

    def turn() -> None:
        while (job := queue.lease_next()) is not None:
            queue.finish(job)

    return {
        "trail: entries written": write,
        "trail: entries verified": verify,
        "queue: jobs asked for": ask,
        "queue: jobs taken and done": turn,
    }


if __name__ == "__main__":
    main()
