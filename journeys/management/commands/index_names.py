"""`manage.py index_names`: makes journeys findable that came in before names were indexed."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from tqdm import tqdm

from journeys.models import Journey, PersonCard
from journeys.searching import index
from journeys.searching.person import about
from journeys.showing import stored_parts
from kycreview.sealing import Broken, KeyGone

_AT_ONCE = 200


class Command(BaseCommand):
    help = "Indexes journeys that have no card yet; can be stopped and started again at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--again", action="store_true", help="those that have one, too")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = Journey.objects.filter(current_snapshot__isnull=False).order_by("pk")
        if not options["again"]:
            wanted = wanted.filter(card__isnull=True)
        done = closed = 0
        with tqdm(total=wanted.count(), unit="journey", file=sys.stderr) as bar:
            batch = list(wanted[:_AT_ONCE])
            while batch:
                for journey in batch:
                    if _write(journey):
                        done += 1
                    else:
                        closed += 1
                    bar.update()
                batch = list(wanted.filter(pk__gt=batch[-1].pk)[:_AT_ONCE])
        self.stdout.write(f"{done} journeys indexed.")
        if closed:
            what = "journey" if closed == 1 else "journeys"
            self.stdout.write(f"{closed} {what} cannot be opened any more.")


def _write(journey: Journey) -> bool:
    """False for a journey whose key was destroyed: nobody may find it any more."""
    with transaction.atomic():
        # Locked: an importer may be adding newer evidence at this very moment.
        locked = Journey.objects.select_for_update().get(pk=journey.pk)
        snapshot = locked.current_snapshot
        if snapshot is None:
            return False
        try:
            found = about(stored_parts(snapshot, locked.key()))
        except (Broken, KeyGone):
            return False
        index.write(locked, found, is_newest=True)
        if not PersonCard.objects.filter(journey=locked).exists():
            index.card_of(locked, found).save(force_insert=True)
    return True
