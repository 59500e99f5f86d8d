"""One made-up member of staff for each role, with passwords that are made once and kept."""

from __future__ import annotations

import secrets

from django.db import transaction

from kycreview.demo.card import Card, Login
from kycreview.staff.models import Role, User
from kycreview.trail.events import Event
from kycreview.trail.record import record

# (role, login, name); two reviewers, so that one can take what the other holds.
PEOPLE = (
    ("reviewer", "reviewer@example.com", "Reviewer One"),
    ("reviewer", "reviewer2@example.com", "Reviewer Two"),
    ("lead", "lead@example.com", "Lead One"),
    ("admin", "admin@example.com", "Admin One"),
    ("auditor", "auditor@example.com", "Auditor One"),
)


def make_logins(card: Card) -> tuple[Login, ...]:
    """Everybody in PEOPLE, made where they are missing; a kept password is left as it is."""
    kept = {login.email: login.password for login in card.logins}
    return tuple(_make(role, email, name, kept.get(email, "")) for role, email, name in PEOPLE)


def _make(role: str, email: str, name: str, kept: str) -> Login:
    login = Login(role=role, email=email, password=kept or secrets.token_urlsafe(12))
    known = User.objects.filter(email=email).first()
    if known is not None and kept:
        return login
    with transaction.atomic():
        if known is None:
            person = User.objects.create_user(email, login.password, name=name)
            person.roles.set(Role.objects.filter(slug=role))
        else:
            person = known
            person.set_password(login.password)
            person.save(update_fields=["password"])
        record(
            Event.STAFF_CREATED if known is None else Event.STAFF_CHANGED,
            system="demo",
            about=("user", person.pk),
            data={"roles_after": person.role_names(), "password_set": True},
        )
    return login
