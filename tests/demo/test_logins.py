"""The demo's staff: one of each role, whose passwords are made once."""

from __future__ import annotations

from kycreview.demo.card import Card
from kycreview.demo.logins import make_logins
from kycreview.staff.models import User
from kycreview.trail.models import TrailEntry
from tests.databases import Database


def test_everybody_has_one_role_and_a_password_that_works(database: Database) -> None:
    logins = make_logins(Card())
    assert [login.role for login in logins] == ["reviewer", "reviewer", "lead", "admin", "auditor"]
    for login in logins:
        person = User.objects.get(email=login.email)
        assert person.role_names() == login.role
        assert person.check_password(login.password)
        assert login.password not in repr(login)
    assert TrailEntry.objects.filter(event="staff.created", system="demo").count() == 5


def test_kept_passwords_stay_also_where_somebody_changed_theirs(database: Database) -> None:
    logins = make_logins(Card())
    person = User.objects.get(email=logins[0].email)
    person.set_password("a password of my own choice")
    person.save()
    assert make_logins(Card(logins=logins)) == logins
    person.refresh_from_db()
    assert person.check_password("a password of my own choice")


def test_a_lost_card_gives_new_passwords_to_the_same_people(database: Database) -> None:
    before = make_logins(Card())
    after = make_logins(Card())
    assert User.objects.count() == len(after)
    assert {login.password for login in before}.isdisjoint(login.password for login in after)
    assert all(User.objects.get(email=each.email).check_password(each.password) for each in after)


def test_a_kept_card_gives_its_passwords_to_a_new_database(database: Database) -> None:
    logins = make_logins(Card())
    User.objects.all().delete()
    assert make_logins(Card(logins=logins)) == logins
    assert User.objects.get(email=logins[0].email).check_password(logins[0].password)
