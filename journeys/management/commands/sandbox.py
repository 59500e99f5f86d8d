"""Runs the providers' stand-in in the foreground until it is told to stop."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journeys.sandbox.idwise_endpoints import KEY, SECRET
from journeys.sandbox.server import Sandbox
from journeys.sandbox.signzy_endpoints import TOKEN


class Command(BaseCommand):
    help = "Run a stand-in for IDWise and Signzy on this machine, filled with invented people."
    requires_system_checks: list[str] = []  # noqa: RUF012  the base class declares it so

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=9301, help="0 takes any that is free")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--journeys", type=int, default=60, help="of both providers together")
        parser.add_argument("--pictures", choices=("drawn", "small"), default="drawn")
        parser.add_argument("--picture-folder", type=Path, help="keeps drawn pictures")
        parser.add_argument("--state", type=Path, help="file that remembers decisions")

    def handle(self, *args: Any, **options: Any) -> None:
        stopping = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopping.set())
        sandbox = Sandbox(
            seed=options["seed"],
            journeys=options["journeys"],
            pictures=options["pictures"],
            picture_folder=options["picture_folder"],
            state_file=options["state"],
        )
        try:
            sandbox.start(options["port"])
        except OSError as error:
            raise CommandError(
                f"The sandbox cannot listen on port {options['port']}: {error.strerror}."
            ) from None
        self.stdout.write(f"IDWise  {sandbox.idwise_url}  Basic {KEY}:{SECRET}")
        self.stdout.write(f"Signzy  {sandbox.signzy_url}  Authorization: {TOKEN}")
        self.stdout.write(f"Control {sandbox.base_url}/_sandbox/journeys")
        self.stdout.write(f"{options['journeys']} journeys. Ctrl-C stops.")
        self.stdout.flush()
        stopping.wait()
        sandbox.stop()
        self.stdout.write("Stopped.")
