"""Why a field is corrected, and where the right value was read: codes and words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

REASONS = (
    ("misread", _("Misread by the machine")),
    ("mistyped", _("Mistyped by the applicant")),
    ("other_spelling", _("Other spelling or transliteration")),
    ("date_format", _("Day and month swapped, or another calendar")),
    ("wrong_field", _("Value of another field")),
    ("cut_off", _("Cut off or covered")),
    ("other", _("Another reason")),
)
SOURCES = (
    ("viz", _("Printed on the document")),
    ("mrz", _("Machine-readable zone")),
    ("barcode", _("Barcode")),
    ("nfc", _("Chip")),
    ("declared", _("What the applicant declared")),
    ("registry", _("Registry")),
    ("other", _("Elsewhere")),
)
