"""`manage.py demo` from here on: the environment first, then the settings, then the house."""

import sys

import django

from kycreview.demo.bell import Bell
from kycreview.demo.errors import CannotStart
from kycreview.demo.surroundings import enter

BELL = Bell()
try:
    PLACE = enter()
except CannotStart as error:
    sys.exit(error.sentence)
django.setup()

from kycreview.demo.house import live  # noqa: E402  models load in the demo's environment alone

sys.exit(live(PLACE, BELL))
