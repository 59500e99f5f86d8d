"""`manage.py audit_verify`: check the trail's chain, signatures and details."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from kycreview.trail.checking import note
from kycreview.trail.verify import triggers_stand, verify_chain


class Command(BaseCommand):
    help = "Checks every entry of the trail; exits with status 1 at the first one that is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        found, stands = verify_chain(), triggers_stand()
        try:
            note(found, has_triggers=stands)
        except DatabaseError:  # who may only read can verify all the same
            self.stderr.write("The result could not be noted for the health page.")
        if found.broken_at is not None:
            raise CommandError(f"Broken at entry {found.broken_at}: {found.why}")
        if not stands:
            raise CommandError("The triggers that protect the trail are missing or disabled.")
        self.stdout.write(f"The chain holds: {found.checked} entries, head {found.head_mac}.")
