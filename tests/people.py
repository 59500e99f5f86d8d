"""Members of staff for tests, one of each role, and clients that are signed in as them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Protocol

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from kycreview.staff.models import Role, User
from tests.databases import Database

PASSWORD = "three made-up words, no more"


class MakePerson(Protocol):
    def __call__(self, *roles: str, name: str = "") -> User: ...


SignedIn = Callable[[User], Client]


@cache
def _hash_of_password() -> str:
    return make_password(PASSWORD)


@pytest.fixture
def make_person(database: Database) -> MakePerson:
    """Make a person with these roles; the password of all of them is PASSWORD."""

    def make(*roles: str, name: str = "") -> User:
        number = User.objects.count() + 1
        name = name or f"{'-'.join(roles).title()} {number}"
        user = User(email=f"{'-'.join(roles)}{number}@example.test", name=name)
        user.password = _hash_of_password()
        user.save()
        user.roles.set(Role.objects.filter(slug__in=roles))
        return user

    return make


@pytest.fixture
def reviewer(make_person: MakePerson) -> User:
    return make_person("reviewer")


@pytest.fixture
def second_reviewer(make_person: MakePerson) -> User:
    return make_person("reviewer")


@pytest.fixture
def lead(make_person: MakePerson) -> User:
    return make_person("lead")


@pytest.fixture
def admin(make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def auditor(make_person: MakePerson) -> User:
    return make_person("auditor")


@pytest.fixture
def signed_in(database: Database) -> SignedIn:
    """`signed_in(person)`: a client of its own with a session of that person."""

    def sign_in(person: User) -> Client:
        client = Client()
        client.force_login(person)
        return client

    return sign_in
