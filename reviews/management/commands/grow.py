"""`manage.py grow`: made-up journeys in great numbers, to try lists and searches with."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from tqdm import tqdm

from journeys.growing.ground import real_accounts
from reviews.growing.growing import Size, grow


class Command(BaseCommand):
    help = (
        "Fills the database with made-up journeys, cases, decisions and trail entries. What is "
        "there already is left out, so that a run that was stopped can be started again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--journeys", type=int, required=True, help="how many in all")
        parser.add_argument(
            "--full", type=int, default=0, help="so many of them with all evidence and pictures"
        )
        parser.add_argument(
            "--open", type=int, help="so many not decided (1%% of the journeys, 10,000 at most)"
        )
        parser.add_argument("--seed", type=int, default=1, help="other seeds, other people")
        parser.add_argument("--writers", type=int, help="processes that write at once")
        parser.add_argument("--yes", action="store_true", help="beside real journeys, too")

    def handle(self, *args: Any, **options: Any) -> None:
        size = _size(options)
        if (real := real_accounts()) and not options["yes"]:
            raise CommandError(
                f"This database holds journeys of real accounts ({', '.join(real)}). Made-up ones "
                "beside them would be found and counted with them, and nothing takes them out "
                "again. With --yes they are written all the same."
            )
        began = time.monotonic()
        written = 0
        with tqdm(total=size.journeys, unit=" journeys", dynamic_ncols=True) as bar:

            def tell(more: int) -> None:
                nonlocal written
                written += more
                bar.update(more)

            grow(size, tell=tell)
        took = max(time.monotonic() - began, 0.001)
        self.stdout.write(
            f"{written:,} journeys were written in {took:,.1f} s: {written / took:,.0f} a second."
        )


def _size(options: dict[str, Any]) -> Size:
    journeys, full = options["journeys"], options["full"]
    if not 0 <= full <= journeys or options["seed"] < 0:
        raise CommandError("--full is between 0 and --journeys, and --seed is not negative.")
    still_open = min(journeys // 100, 10_000) if options["open"] is None else options["open"]
    # One of two cores is the database's; it writes indexes while the next batch is made.
    writers = options["writers"] or (2 if connection.vendor == "postgresql" else 1)
    return Size(
        journeys=journeys,
        full=full,
        open=max(0, still_open),
        seed=options["seed"],
        writers=1 if connection.vendor == "sqlite" else max(1, writers),
    )
