"""Somebody takes figures with them: a file, and the entry in the trail that says so."""

from __future__ import annotations

from django.db import transaction

from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.record import NOWHERE, Seat, record
from reviews.insight.figures import figures_of
from reviews.insight.shapes import Asked
from reviews.insight.spreadsheet import csv_of


def take(asked: Asked, *, by: User | None = None, seat: Seat = NOWHERE) -> str:
    """The file's content. Without a person, the command line took it."""
    content = csv_of(figures_of(asked))
    with transaction.atomic():
        record(
            Event.FIGURES_TAKEN,
            by=by,
            system="" if by is not None else "command",
            seat=seat,
            about=("figures", f"{asked.period.first}/{asked.period.last}"),
            data={
                "from": f"{asked.period.first}",
                "to": f"{asked.period.last}",
                "time_zone": asked.period.zone.key,
                "queue": asked.queue,
                "account": asked.account,
            },
        )
    return content


def file_name(asked: Asked) -> str:
    """Says the days and what it was narrowed to; slugs are letters, digits and hyphens."""
    parts = ["figures", f"{asked.period.first}", f"{asked.period.last}", asked.queue, asked.account]
    return f"{'_'.join(part for part in parts if part)}.csv"
