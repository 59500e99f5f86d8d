"""The first admin of a house."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from kycreview.trail.events import Event
from kycreview.trail.models import TrailEntry

pytestmark = pytest.mark.usefixtures("database")


def _create(email: str, password: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))
    call_command("create_admin", email, name="First Admin", stdout=io.StringIO())


def test_an_admin_is_made_and_the_trail_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    _create("First@Example.com", "long enough to be good", monkeypatch)
    admin = User.objects.get(email="first@example.com")
    assert admin.may(Permission.STAFF_MANAGE)
    assert not admin.may(Permission.EVIDENCE_VIEW)
    assert admin.check_password("long enough to be good")
    entry = TrailEntry.objects.get(event=Event.STAFF_CREATED)
    assert (entry.system, entry.object_id) == ("command", str(admin.pk))


@pytest.mark.parametrize(
    "email, password",
    [("no address", "long enough to be good"), ("a@example.com", "short")],
)
def test_a_bad_address_or_password_is_refused_with_a_sentence(
    email: str, password: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(CommandError, match=r"\.$"):
        _create(email, password, monkeypatch)
    assert not User.objects.exists()


def test_nobody_is_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    _create("a@example.com", "long enough to be good", monkeypatch)
    with pytest.raises(CommandError, match="already"):
        _create("A@example.com", "long enough to be good", monkeypatch)
