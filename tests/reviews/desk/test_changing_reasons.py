"""Changing reasons: versions, entries, the last of an outcome, what waits for a second admin."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.changing_reasons import change_reason, make_reason
from reviews.desk.confirming import confirm, is_stale
from reviews.desk.policy_settings import PolicyError
from reviews.desk.reason_settings import ReasonSettings, Words
from reviews.desk.reason_versions import settings_of
from reviews.desk.versions import ChangedMeanwhile
from reviews.errors import NotAllowed
from reviews.forms import reason_choices
from reviews.models import Notice, Reason, ReasonText
from tests.people import MakePerson
from tests.reviews.house import count_of, events
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("database")
CODE = "reject-not-live"
STAMP = ReasonSettings(
    outcome="resubmit",
    order=3,
    texts=(("ar", Words("", "يرجى إظهار الختم.")), ("en", Words("No stamp", "Show the stamp."))),
)


@pytest.fixture
def second(make_person: MakePerson) -> User:
    return make_person("admin")


def held(code: str = CODE) -> ReasonSettings:
    return settings_of(Reason.objects.get(pk=code))


@pytest.mark.both_databases
def test_a_new_reason_is_there_for_reviewers_and_in_the_trail(admin: User) -> None:
    make_reason("resubmit-stamp", STAMP, by=admin)
    assert held("resubmit-stamp") == STAMP
    assert "resubmit-stamp" in [one.code for one in reason_choices()]
    (entry,) = events(Event.REASON_CHANGED)
    assert (entry.actor, entry.object_id) == (admin, "resubmit-stamp")
    told = json.loads(entry.data)
    assert told["changes"]["applicant-en"] == ["", "Show the stamp."]
    assert told["version"] == 1


def test_words_for_applicants_alone_do_not_leave_reviewers_without(admin: User) -> None:
    make_reason("resubmit-stamp", STAMP, by=admin)
    from_arabic = {one.code: one for one in reason_choices("ar")}["resubmit-stamp"]
    assert (from_arabic.text, from_arabic.applicant_text) == ("No stamp", "يرجى إظهار الختم.")


@pytest.mark.parametrize("code,sentence", [(CODE, "has this code"), ("No Such", "small letters")])
def test_a_code_that_is_taken_or_odd_is_refused(admin: User, code: str, sentence: str) -> None:
    with pytest.raises(PolicyError, match=sentence):
        make_reason(code, STAMP, by=admin)
    assert count_of(Event.REASON_CHANGED) == 0


@pytest.mark.both_databases
def test_a_change_is_a_version_and_an_entry_with_what_differs(admin: User) -> None:
    before = held()
    after = replace(before, provider_text="Not live", texts=before.texts[1:])
    saved = change_reason(CODE, after, based_on=1, by=admin)
    assert (saved.version, saved.waits) == (2, None)
    assert held() == after
    assert not ReasonText.objects.filter(reason=CODE, language="ar").exists()
    (entry,) = events(Event.REASON_CHANGED)
    told = json.loads(entry.data)
    assert set(told["changes"]) == {"provider_text", "reviewer-ar", "applicant-ar"}
    assert told["changes"]["provider_text"] == ["", "Not live"]


def test_saving_what_holds_already_changes_nothing(admin: User) -> None:
    assert change_reason(CODE, held(), based_on=1, by=admin).version == 1
    assert count_of(Event.REASON_CHANGED) == 0


@pytest.mark.both_databases
def test_of_two_admins_at_once_one_saves(admin: User) -> None:
    before = held()

    def save(number: int) -> bool:
        try:
            change_reason(CODE, replace(before, order=50 + number), based_on=1, by=admin)
        except ChangedMeanwhile:
            return False
        return True

    assert sum(at_once(4, save)) == 1
    assert Reason.objects.get(pk=CODE).version == 2


def test_a_retired_reason_is_offered_no_more_and_comes_back(admin: User) -> None:
    change_reason(CODE, replace(held(), is_active=False), based_on=1, by=admin)
    assert CODE not in [one.code for one in reason_choices()]
    change_reason(CODE, replace(held(), is_active=True), based_on=2, by=admin)
    assert CODE in [one.code for one in reason_choices()]


def test_the_last_reason_of_an_outcome_stays_in_use(admin: User) -> None:
    Reason.objects.filter(outcome="reject").exclude(pk=CODE).update(is_active=False)
    with pytest.raises(PolicyError, match="last reason in use"):
        change_reason(CODE, replace(held(), is_active=False), based_on=1, by=admin)
    assert Reason.objects.get(pk=CODE).is_active


@pytest.mark.both_databases
def test_two_admins_who_retire_the_last_two_at_once_leave_one(admin: User) -> None:
    codes = [CODE, "reject-screening"]
    Reason.objects.filter(outcome="reject").exclude(pk__in=codes).update(is_active=False)
    wanted = [replace(held(code), is_active=False) for code in codes]

    def retire(number: int) -> bool:
        try:
            change_reason(codes[number], wanted[number], based_on=1, by=admin)
        except PolicyError:
            return False
        return True

    assert sum(at_once(2, retire)) == 1
    assert Reason.objects.filter(outcome="reject", is_active=True).count() == 1


@pytest.mark.both_databases
def test_a_note_that_is_asked_for_no_more_waits_for_somebody_else(
    admin: User, second: User
) -> None:
    change_reason(CODE, replace(held(), needs_note=True), based_on=1, by=admin)
    saved = change_reason(CODE, replace(held(), needs_note=False), based_on=2, by=admin)
    assert saved.waits is not None
    assert saved.weakens == ("Nobody has to say more in a note to decide with this reason.",)
    assert held().needs_note
    assert [one.person for one in Notice.objects.filter(kind="confirm")] == [second]
    with pytest.raises(NotAllowed):
        confirm(saved.waits.pk, by=admin)
    confirm(saved.waits.pk, by=second)
    assert not held().needs_note
    entry = events(Event.REASON_CHANGED)[-1]
    assert json.loads(entry.data)["proposed_by"] == str(admin.pk)


def test_what_waits_is_out_of_date_after_another_version(admin: User, second: User) -> None:
    change_reason(CODE, replace(held(), needs_note=True), based_on=1, by=admin)
    saved = change_reason(CODE, replace(held(), needs_note=False), based_on=2, by=admin)
    assert saved.waits is not None
    change_reason(CODE, replace(held(), order=1), based_on=2, by=second)
    assert is_stale(saved.waits)
    with pytest.raises(ChangedMeanwhile):
        confirm(saved.waits.pk, by=second)
    assert held().needs_note


def test_nobody_but_an_admin_changes_a_reason(lead: User) -> None:
    with pytest.raises(NotAllowed):
        make_reason("resubmit-stamp", STAMP, by=lead)
    with pytest.raises(NotAllowed):
        change_reason(CODE, replace(held(), order=9), based_on=1, by=lead)
