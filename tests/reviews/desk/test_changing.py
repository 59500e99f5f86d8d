"""Changing queues, rules and calendars: versions, entries, and what waits for a second admin."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.changing import change_queue, change_routing, make_queue, save_calendar
from reviews.desk.confirming import confirm, is_stale, refuse
from reviews.desk.policies import Policy
from reviews.desk.policy_settings import PolicyError, Worker
from reviews.desk.routing.rules import Rule, parse_rules
from reviews.desk.versions import ChangedMeanwhile, policy_of, version_of
from reviews.errors import AlreadyDecided, NotAllowed
from reviews.models import (
    Calendar,
    Notice,
    PendingChange,
    PolicyVersion,
    Queue,
    QueueWorker,
    RoutingVersion,
)
from tests.people import MakePerson
from tests.reviews.house import arrive, count_of, events, new_account, opened
from tests.threads import at_once

pytestmark = pytest.mark.usefixtures("database")
STRICT = replace(Policy(name="Strict"), second_reader_when=frozenset({"disagree", "reject"}))


@pytest.fixture
def admin(make_person: MakePerson) -> User:
    return make_person("admin")


@pytest.fixture
def second(make_person: MakePerson) -> User:
    return make_person("admin")


def main() -> Queue:
    return Queue.objects.get(pk="main")


def rules(*plain: tuple[str, str, str]) -> list[Rule]:
    return parse_rules(
        [
            {
                "id": own_id,
                "queue": queue,
                "when": [{"field": "account", "is": "one_of", "values": [account]}],
            }
            for own_id, queue, account in plain
        ],
        queues=set(Queue.objects.values_list("pk", flat=True)),
    )


@pytest.mark.both_databases
def test_a_change_is_a_version_and_an_entry_with_what_differs(admin: User) -> None:
    before = policy_of(main())
    saved = change_queue(
        "main", replace(before, rank=1, late_after_minutes=60), based_on=1, by=admin
    )
    assert (saved.version, saved.waits) == (2, None)
    queue = main()
    assert (queue.version, queue.rank, queue.late_after_minutes) == (2, 1, 60)
    versions = list(PolicyVersion.objects.filter(queue=queue).order_by("number"))
    assert [Policy.from_json(one.values) for one in versions] == [before, policy_of(queue)]
    assert [one.by for one in versions] == [None, admin]
    assert version_of(queue) == versions[1]
    (entry,) = events(Event.QUEUE_CHANGED)
    assert '"rank":[2,1]' in entry.data
    assert '"late_after_minutes":[1440,60]' in entry.data


def test_leads_are_told_of_another_policy(admin: User, lead: User, reviewer: User) -> None:
    change_queue("main", replace(policy_of(main()), rank=1), based_on=1, by=admin)
    assert [(one.person, one.kind) for one in Notice.objects.all()] == [(lead, "policy")]


def test_saving_what_holds_already_changes_nothing(admin: User) -> None:
    assert change_queue("main", policy_of(main()), based_on=1, by=admin).version == 1
    assert count_of(Event.QUEUE_CHANGED) == 0


def test_a_change_of_an_older_version_is_refused(admin: User) -> None:
    policy = policy_of(main())
    change_queue("main", replace(policy, rank=1), based_on=1, by=admin)
    with pytest.raises(ChangedMeanwhile):
        change_queue("main", replace(policy, rank=0), based_on=1, by=admin)
    assert main().rank == 1


@pytest.mark.both_databases
def test_of_two_admins_at_once_one_saves(admin: User) -> None:
    policy = policy_of(main())

    def save(number: int) -> bool:
        try:
            change_queue("main", replace(policy, rank=number % 2), based_on=1, by=admin)
        except ChangedMeanwhile:
            return False
        return True

    assert sum(at_once(4, save)) == 1
    assert PolicyVersion.objects.filter(queue="main").count() == 2


@pytest.mark.both_databases
def test_what_weakens_a_gate_waits_for_somebody_else(admin: User, second: User) -> None:
    weaker = replace(policy_of(main()), blind_first=False)
    saved = change_queue("main", weaker, based_on=1, by=admin)
    assert saved.waits is not None
    assert len(saved.weakens) == 1
    assert main().blind_first
    assert [(one.person, one.kind) for one in Notice.objects.all()] == [(second, "confirm")]
    with pytest.raises(NotAllowed):
        confirm(saved.waits.pk, by=admin)
    confirm(saved.waits.pk, by=second)
    assert (main().blind_first, main().version) == (False, 2)
    assert PolicyVersion.objects.get(queue="main", number=2).by == admin
    assert count_of(Event.CHANGE_PROPOSED) == count_of(Event.CHANGE_CONFIRMED) == 1
    (entry,) = events(Event.QUEUE_CHANGED)
    assert (entry.actor, str(admin.pk) in entry.data) == (second, True)
    with pytest.raises(AlreadyDecided):
        confirm(saved.waits.pk, by=second)


def test_nobody_but_an_admin_changes_or_confirms(admin: User, lead: User) -> None:
    weaker = replace(policy_of(main()), consent_needed=False)
    with pytest.raises(NotAllowed):
        change_queue("main", weaker, based_on=1, by=lead)
    saved = change_queue("main", weaker, based_on=1, by=admin)
    assert saved.waits is not None
    with pytest.raises(NotAllowed):
        confirm(saved.waits.pk, by=lead)


def test_a_change_can_be_refused_or_taken_back(admin: User, second: User) -> None:
    weaker = replace(policy_of(main()), blind_first=False)
    for by, state in ((second, "refused"), (admin, "taken_back")):
        saved = change_queue("main", weaker, based_on=1, by=admin)
        assert saved.waits is not None
        assert refuse(saved.waits.pk, by=by).state == state
    assert main().version == 1


def test_only_one_change_of_a_queue_waits(admin: User) -> None:
    weaker = replace(policy_of(main()), blind_first=False)
    change_queue("main", weaker, based_on=1, by=admin)
    with pytest.raises(ChangedMeanwhile):
        change_queue("main", weaker, based_on=1, by=admin)


def test_a_change_that_waits_is_stale_after_another_one(admin: User, second: User) -> None:
    policy = policy_of(main())
    saved = change_queue("main", replace(policy, blind_first=False), based_on=1, by=admin)
    change_queue("main", replace(policy, rank=0), based_on=1, by=second)
    assert saved.waits is not None
    assert is_stale(saved.waits)
    with pytest.raises(ChangedMeanwhile):
        confirm(saved.waits.pk, by=second)
    assert main().blind_first
    assert PendingChange.objects.get().state == PendingChange.State.WAITING


def test_a_new_queue_is_its_first_version(admin: User, reviewer: User) -> None:
    saved = make_queue(
        replace(STRICT, name="Gulf onboarding", workers=(Worker(str(reviewer.pk), 5),)), by=admin
    )
    queue = Queue.objects.get(pk="gulf-onboarding")
    assert (saved.subject, queue.version) == ("gulf-onboarding", 1)
    assert QueueWorker.objects.get().at_most == 5
    assert count_of(Event.QUEUE_CREATED) == 1


def test_queues_of_one_name_and_of_any_script_have_addresses_of_their_own(admin: User) -> None:
    names = ("Gulf", "Gulf", "الخليج")
    slugs = {make_queue(replace(STRICT, name=name), by=admin).subject for name in names}
    assert len(slugs) == 3
    assert all(slug.isascii() for slug in slugs)


def test_a_new_weak_queue_is_not_there_before_somebody_else_agrees(
    admin: User, second: User
) -> None:
    saved = make_queue(Policy(name="Fast lane", consent_needed=False), by=admin)
    assert saved.waits is not None
    assert not Queue.objects.filter(name="Fast lane").exists()
    confirm(saved.waits.pk, by=second)
    assert Queue.objects.get(name="Fast lane").consent_needed is False


@pytest.mark.parametrize(
    "change",
    [
        {"calendar": "none-such"},
        {"workers": (Worker("nobody"),)},
        {"is_active": False},
    ],
)
def test_what_does_not_fit_the_house_is_refused(admin: User, change: dict[str, Any]) -> None:
    with pytest.raises(PolicyError):
        change_queue("main", replace(policy_of(main()), **change), based_on=1, by=admin)


def test_a_queue_in_use_stays_in_use(admin: User) -> None:
    slug = make_queue(STRICT, by=admin).subject
    off = replace(STRICT, is_active=False)
    change_routing(rules(("r1", slug, "idwise")), based_on=1, by=admin)
    with pytest.raises(PolicyError, match="rule"):
        change_queue(slug, off, based_on=1, by=admin)
    opened(arrive(new_account("idwise"), outcome="glare"))
    Queue.objects.filter(pk=slug).update(mandatory_panels=[1, 2, 5], blind_first=True)
    RoutingVersion.objects.create(number=3, rules=[])
    with pytest.raises(PolicyError, match="1 case"):
        change_queue(slug, off, based_on=1, by=admin)


@pytest.mark.both_databases
def test_rules_are_saved_as_a_whole_with_what_differs(admin: User) -> None:
    slug = make_queue(STRICT, by=admin).subject
    saved = change_routing(rules(("r1", slug, "idwise")), based_on=1, by=admin)
    assert (saved.version, saved.waits) == (2, None)
    (entry,) = events(Event.ROUTING_CHANGED)
    assert '"change":"added"' in entry.data
    with pytest.raises(ChangedMeanwhile):
        change_routing([], based_on=1, by=admin)


def test_rules_that_lead_to_a_milder_queue_wait(admin: User, second: User) -> None:
    slug = make_queue(STRICT, by=admin).subject
    change_routing(rules(("r1", slug, "idwise")), based_on=1, by=admin)
    saved = change_routing([], based_on=2, by=admin)
    assert saved.waits is not None
    assert "Strict" in saved.weakens[0]
    assert RoutingVersion.objects.count() == 2
    confirm(saved.waits.pk, by=second)
    assert RoutingVersion.objects.order_by("-number")[0].rules == []


def test_the_order_of_rules_counts_too(admin: User) -> None:
    slug = make_queue(STRICT, by=admin).subject
    first = rules(("r1", slug, "idwise"), ("r2", "main", "idwise"))
    change_routing(first, based_on=1, by=admin)
    assert change_routing(first[::-1], based_on=2, by=admin).waits is not None


def test_a_calendar_is_made_and_changed(admin: User) -> None:
    plain = {"time_zone": "Asia/Dubai", "hours": {"0": [["06:00", "22:00"]]}, "days_off": []}
    calendar = save_calendar("", name="Gulf", plain=plain, by=admin)
    assert calendar.pk == "gulf"
    save_calendar("gulf", name="Gulf", plain={**plain, "days_off": ["2026-12-02"]}, by=admin)
    save_calendar("gulf", name="Gulf", plain={**plain, "days_off": ["2026-12-02"]}, by=admin)
    assert Calendar.objects.get().days_off == ["2026-12-02"]
    assert count_of(Event.CALENDAR_CHANGED) == 2
    with pytest.raises(ValueError, match="time zone"):
        save_calendar("gulf", name="Gulf", plain={**plain, "time_zone": "Mars"}, by=admin)
