"""`manage.py health`: what the health page says, as text or JSON; for cron, by its exit status."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import translation

from journeys.calls import Calls
from reviews.insight.health import look
from reviews.insight.health_shapes import Health, State


class Command(BaseCommand):
    help = (
        "Says whether everything that has to work does. "
        "Exits with status 1 if something needs attention; what is unknown is said, and no alarm."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="The same for machines.")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            try:
                found = look()
            except OperationalError as error:
                raise CommandError(f"The database does not answer: {error}") from None
            if options["json"]:
                self.stdout.write(json.dumps(as_json(found), indent=2, default=str))
            else:
                for line in as_text(found):
                    self.stdout.write(line)
        if found.state == State.ATTENTION:
            sys.exit(1)


def as_text(found: Health) -> Iterator[str]:
    """A line a finding, the pressing first; what to do about it below."""
    calm = [one for one in found.findings if one.state == State.OK]
    for finding in (*found.pressing, *calm):
        yield f"{finding.state.label:<16} {finding.about}: {finding.says}"
        for more in (finding.quote, finding.then):
            if more:
                yield f"{'':<16} {more}"
    counts = ", ".join(f"{found.count(state)} {state.label.lower()}" for state in State)
    yield f"As of {found.as_of:%Y-%m-%d %H:%M:%S} UTC: {counts}."


def as_json(found: Health) -> dict[str, object]:
    """Names are stable: others read them."""
    return {
        "as_of": found.as_of.isoformat(),
        "state": found.state.value,
        "findings": [
            {
                "code": one.code,
                "state": one.state.value,
                "says": one.says,
                "quote": one.quote,
                "then": one.then,
                "limit": one.limit,
            }
            for one in found.findings
        ],
        "accounts": [
            {
                "account": row.account.slug,
                "provider": row.account.provider,
                "is_paused": row.lane is not None,
                "hour": _calls(row.hour),
                "day": _calls(row.day),
                "last_answer_at": row.lately.answer_at,
                "last_callback_at": row.lately.callback_at,
            }
            for row in found.providers
        ],
        "jobs": {
            one.kind: {
                "due": one.due,
                "held": one.held,
                "running": one.running,
                "set_aside": one.set_aside,
                "given_up": one.given_up,
                "oldest_due": one.oldest_due,
                "oldest_set_aside": one.oldest_set_aside,
            }
            for one in found.kinds
        },
        "workers": [
            {"name": one.beat.name, "is_gone": one.is_gone, "beat_at": one.beat.beat_at}
            for one in found.workers
        ],
    }


def _calls(calls: Calls) -> dict[str, object]:
    return {**calls.outcomes, "share": calls.share, "p95_at_most_ms": calls.p95_ms}
