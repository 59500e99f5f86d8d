"""The scale of an opinion on two faces, from surely different to surely the same person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RATINGS = (
    (-3, _("Surely different people")),
    (-2, _("Probably different")),
    (-1, _("Rather different")),
    (0, _("Cannot tell")),
    (1, _("Rather the same")),
    (2, _("Probably the same")),
    (3, _("Surely the same person")),
)
RATING_LABELS = dict(RATINGS)
