"""The first look at a panel is one row and one entry, however many requests bring it at once."""

from __future__ import annotations

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import RequestFactory

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.models import Panel, PanelView
from reviews.views.opening import note_panel
from tests.reviews.house import arrive, events, held_case
from tests.threads import at_once

_RIVALS = 8


def _request(person: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    request.session = SessionBase()
    return request


@pytest.mark.both_databases
def test_first_looks_at_the_same_moment_are_one_row_and_one_entry(
    idwise: Account, reviewer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    its_round = held_case(arrive(idwise, outcome="glare"), by=reviewer)
    # All of them come past the look at what is known, as rivals at the same moment do.
    monkeypatch.setattr("reviews.views.opening.is_known", lambda *_names: False)
    at_once(_RIVALS, lambda _number: note_panel(_request(reviewer), its_round, Panel.DATA))
    assert PanelView.objects.filter(round=its_round, panel=Panel.DATA).count() == 1
    (entry,) = events(Event.PANEL_OPENED)
    assert (entry.actor, entry.round_id) == (reviewer, its_round.pk)
