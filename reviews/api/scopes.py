"""What a token may do. A closed list; a retired code is never reused."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Scope(TextChoices):
    """Codes as a token's row keeps them."""

    EXPECTED = "expected.write", _("Announce journeys that were started")
    RELATIONSHIP = "relationship.write", _("Tell that a relationship ended")
    CASES = "cases.read", _("Read cases, without personal data")
    DECISIONS = "decisions.read", _("Read decisions, without personal data")
    PERSONAL = "personal.read", _("See your own reference of the applicant in those answers")
