"""`manage.py import_journey ACCOUNT ID [ID…] [--file F]`: in the foreground, media included."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from journeys import importing
from journeys.accounts import accounts_from_settings
from journeys.models import Account, Locator, Snapshot
from kycreview.jobs.models import Job, Lane
from kycreview.jobs.running import work

_ENDED = (Job.State.DONE, Job.State.FAILED, Job.State.SET_ASIDE)


class Command(BaseCommand):
    help = "Imports journeys with their media; exit status 0 only when all of them came in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="the account's slug")
        parser.add_argument("ids", nargs="*", help="the provider's journey ids")
        parser.add_argument("--file", help="a file with one id a line, or - for standard input")
        parser.add_argument(
            "--patience", type=float, default=60.0, help="seconds to wait for a busy provider"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        accounts_from_settings()
        account = Account.objects.filter(slug=options["account"]).first()
        if account is None:
            known = ", ".join(Account.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"No account has the slug {options['account']!r}. Known: {known}.")
        try:
            wanted = [importing.asking.check_id(text) for text in options["ids"]]
            if options["file"]:
                wanted += importing.split_ids(_read(options["file"]))
        except importing.NotAnId as error:
            raise CommandError(error.sentence) from None
        if not wanted:
            raise CommandError("Name at least one journey id, or give --file.")
        wanted = list(dict.fromkeys(wanted))
        importing.ask_for(account, wanted, how=Snapshot.How.COMMAND)
        failed = self._bring_in(account, wanted, patience=options["patience"])
        for line in failed:
            self.stderr.write(line)
        self.stdout.write(f"{len(wanted) - len(failed)} of {len(wanted)} journeys came in.")
        if failed:
            raise CommandError("Not all journeys came in; the reasons stand above.")

    def _bring_in(self, account: Account, wanted: list[str], *, patience: float) -> list[str]:
        failed = []
        with tqdm(total=len(wanted), unit="journey", file=sys.stderr) as bar:
            for provider_id in wanted:
                key = importing.fetch_key(account.id, provider_id)
                why = _settle([key], account, patience=patience)
                if not why:
                    waiting = Locator.objects.filter(
                        journey__account=account,
                        journey__provider_id=provider_id,
                        state=Locator.State.WAITING,
                    ).values_list("id", flat=True)
                    keys = [importing.media_key(locator_id) for locator_id in waiting]
                    why = _settle(keys, account, patience=patience)
                if why:
                    failed.append(f"{provider_id}: {why}")
                bar.update()
        return failed


def _settle(keys: list[str], account: Account, *, patience: float) -> str:
    """Run these jobs until all have ended; the reason of the first that did not end well."""
    until = time.monotonic() + patience
    while True:
        work(at_most=len(keys) + 1, keys=keys)
        jobs = list(Job.objects.filter(key__in=keys))
        for job in jobs:
            if job.state in (Job.State.FAILED, Job.State.SET_ASIDE):
                return job.last_error
        open_jobs = [job for job in jobs if job.state not in _ENDED]
        if not open_jobs:
            return ""
        lane = Lane.objects.filter(name=account.lane, paused_at__isnull=False).first()
        if lane is not None:
            return f"The account is paused: {lane.reason}"
        if time.monotonic() > until:
            return open_jobs[0].last_error or "It did not come in time."
        soonest = min(job.next_attempt_at for job in open_jobs) - timezone.now()
        time.sleep(min(1.0, max(0.05, soonest.total_seconds())))


def _read(name: str) -> str:
    try:
        return sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"The file of ids cannot be read: {error}") from None
