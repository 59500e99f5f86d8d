"""What can be permitted, and the four roles that every house starts with."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    """A closed list; roles hold these codes. A retired code is kept, never reused."""

    CASES_REVIEW = "cases.review", _("Claim and decide cases")
    EVIDENCE_VIEW = "evidence.view", _("See evidence")
    CASES_LEAD = "cases.lead", _("Lead: reopen, settle, reassign")
    SANCTIONS_DECIDE = "sanctions.decide", _("Confirm sanctions and PEP matches")
    TRAIL_VIEW = "trail.view", _("Read the trail")
    IMPORTS_MANAGE = "imports.manage", _("Start and retry imports")
    ACCOUNTS_MANAGE = "accounts.manage", _("Manage provider accounts")
    STAFF_MANAGE = "staff.manage", _("Manage staff and roles")
    QUEUES_MANAGE = "queues.manage", _("Manage queues, rules, reasons and calendars")
    FIGURES_VIEW = "figures.view", _("See figures without personal data")


FIRST_ROLES: dict[str, tuple[str, tuple[Permission, ...]]] = {
    "reviewer": ("Reviewer", (Permission.CASES_REVIEW, Permission.EVIDENCE_VIEW)),
    "lead": (
        "Lead",
        (
            Permission.CASES_REVIEW,
            Permission.EVIDENCE_VIEW,
            Permission.CASES_LEAD,
            Permission.SANCTIONS_DECIDE,
            Permission.TRAIL_VIEW,
            Permission.FIGURES_VIEW,
        ),
    ),
    "admin": (
        "Admin",
        (
            Permission.IMPORTS_MANAGE,
            Permission.ACCOUNTS_MANAGE,
            Permission.STAFF_MANAGE,
            Permission.QUEUES_MANAGE,
            Permission.FIGURES_VIEW,
        ),
    ),
    "auditor": (
        "Auditor",
        (Permission.EVIDENCE_VIEW, Permission.TRAIL_VIEW, Permission.FIGURES_VIEW),
    ),
}

# One person never both shapes the system and judges in it: no account holds one of each.
MANAGING = frozenset(
    {
        Permission.IMPORTS_MANAGE,
        Permission.ACCOUNTS_MANAGE,
        Permission.STAFF_MANAGE,
        Permission.QUEUES_MANAGE,
    }
)
JUDGING = frozenset(
    {
        Permission.CASES_REVIEW,
        Permission.EVIDENCE_VIEW,
        Permission.CASES_LEAD,
        Permission.SANCTIONS_DECIDE,
    }
)
