"""`manage.py show_journey ACCOUNT ID [--json]`: print the graph of the newest snapshot."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from journeys.models import Journey
from journeys.showing import as_json, as_text


class Command(BaseCommand):
    help = "Prints everything that is known about one journey; --json lists every leaf."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("account", help="the account's slug")
        parser.add_argument("id", help="the provider's journey id")
        parser.add_argument("--json", action="store_true", help="one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        journey = (
            Journey.objects.select_related("account", "current_snapshot")
            .filter(account__slug=options["account"], provider_id=options["id"])
            .first()
        )
        if journey is None:
            raise CommandError("This account knows no journey with that id. Import it first.")
        self.stdout.write(as_json(journey) if options["json"] else as_text(journey))
