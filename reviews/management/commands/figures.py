"""`manage.py figures`: the figures of a period as CSV; the same numbers as on the page."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journeys.models import Account
from reviews.insight.figures import asked_now, house_zone, today
from reviews.insight.period import Period
from reviews.insight.taking import take
from reviews.models import Queue


class Command(BaseCommand):
    help = (
        "Received, decided (in time, late), overdue and overturned cases, waits and ages of a "
        "period, by queue "
        "and account, as CSV without personal data. Taking them is an entry in the trail."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--from", dest="first", type=_day, required=True, help="the first day, as 2026-01-31"
        )
        parser.add_argument(
            "--to", dest="last", type=_day, required=True, help="the last day, today at the latest"
        )
        parser.add_argument("--account", default="", help="of this provider account alone")
        parser.add_argument("--queue", default="", help="of this queue alone, by its short name")
        parser.add_argument("--out", help="a new file to write to, instead of the terminal")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            period = Period.checked(
                options["first"], options["last"], zone=house_zone(), today=today()
            )
        except ValueError as error:
            raise CommandError(str(error)) from error
        queue, account = options["queue"], options["account"]
        if queue and not Queue.objects.filter(pk=queue).exists():
            raise CommandError(f"There is no queue “{queue}”.")
        if account and not Account.objects.filter(slug=account).exists():
            raise CommandError(f"There is no account “{account}”.")
        asked = asked_now(period, account=account, queue=queue)
        if not options["out"]:
            self.stdout.write(take(asked).removeprefix("\ufeff"), ending="")
            return
        try:
            # Never over another file.
            with Path(options["out"]).open("x", encoding="utf-8", newline="") as file:
                file.write(take(asked))
        except OSError as error:
            raise CommandError(f"{options['out']} cannot be written: {error.strerror}.") from error


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is no day such as 2026-01-31") from None
