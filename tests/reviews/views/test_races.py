"""People at the same moment, over HTTP, on both databases: one decides, one owns, nobody is stuck.

ROUNDS says how often each is tried; `make test-long` tries each 200 times.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import requests
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from kycreview.trail.verify import verify_chain
from reviews.desk.claims import claim
from reviews.models import Case, Decision, Round
from reviews.verdicts.effects import withdraw
from tests.browsing import Site
from tests.people import MakePerson, SignedIn
from tests.reviews.house import (
    arrive,
    arrive_again,
    count_of,
    held_case,
    more_cases,
    opened,
    round_of,
    wanted,
)
from tests.threads import at_once

FEW = int(os.environ.get("ROUNDS") or 6)
MANY = int(os.environ.get("ROUNDS") or 200)
PEOPLE = 20
WHO_AND_WHEN = re.compile(r"(?:decided this case at|holds this case (?:since|until)) \d\d:\d\d")


@dataclass
class Visitor:
    """Somebody who is signed in, over real HTTP; redirects are not followed."""

    site: str
    session: requests.Session = field(default_factory=requests.Session)

    def post(self, name: str, *args: object, **form: Any) -> requests.Response:
        token = self.session.cookies["csrftoken"]
        answer: requests.Response = self.session.post(
            self.site + reverse(name, args=args),
            data={"csrfmiddlewaretoken": token, **form},
            headers={"Referer": self.site},
            allow_redirects=False,
            timeout=120,
        )
        return answer


@pytest.fixture
def visit(site: Site, signed_in: SignedIn) -> Any:
    def sign_in(person: User) -> Visitor:
        visitor = Visitor(site.url)
        cookie = settings.SESSION_COOKIE_NAME
        own = {cookie: signed_in(person).cookies[cookie].value, "csrftoken": "t" * 32}
        for name, value in own.items():
            visitor.session.cookies.set(name, value, domain="127.0.0.1", path="/")
        return visitor

    return sign_in


def form_of(its_round: Round, outcome: str) -> dict[str, Any]:
    """What the page handed out, filled in."""
    what = wanted(its_round, outcome)
    return {
        "outcome": outcome,
        "reasons": what.reasons,
        "steps": what.steps,
        "note": "",
        "evidence_digest": what.seen_digest,
        "snapshot": str(what.seen_snapshot),
        "round": str(its_round.pk),
        "then": "stay",
    }


def two_decide(account: Account, people: tuple[User, User], visit: Any, *, rounds: int) -> None:
    """One holds a claim that has just run out; the other takes it. Both send their decision."""
    visitors = [visit(person) for person in people]
    endings: Counter[str] = Counter()
    first_case = opened(arrive(account, outcome="glare"))
    for number, fresh in enumerate(more_cases(first_case, rounds)):
        holder, rival = (0, 1) if number % 2 else (1, 0)
        case = claim(fresh, by=people[holder])
        Case.objects.filter(pk=case.pk).update(claim_until=timezone.now() - timedelta(seconds=1))
        form = form_of(round_of(case), "reject")

        def attempt(
            place: int, case: Case = case, form: dict[str, Any] = form, rival: int = rival
        ) -> requests.Response:
            if place == rival:
                visitors[place].post("case_claim", case.pk)
            answer: requests.Response = visitors[place].post("case", case.pk, **form)
            return answer

        answers = at_once(2, attempt)
        statuses = sorted(answer.status_code for answer in answers)
        assert statuses == [302, 409], statuses
        told = next(answer for answer in answers if answer.status_code == 409)
        winner = next(place for place in (0, 1) if answers[place].status_code == 302)
        assert WHO_AND_WHEN.search(told.text), "who and when is not told"
        assert people[winner].name in told.text
        assert Decision.objects.filter(round__case=case).count() == 1
        endings[people[winner].name] += 1
    assert sum(endings.values()) == rounds == count_of(Event.DECISION_PROPOSED)
    assert verify_chain().broken_at is None


def twenty_take_what_there_is(
    account: Account, make_person: MakePerson, visit: Any, *, cases: int
) -> None:
    """Each asks for the next case until there is none: one owner each, and nothing is left."""
    more_cases(opened(arrive(account, outcome="glare")), cases - 1)
    people = [make_person("reviewer") for _ in range(PEOPLE)]
    visitors = [visit(person) for person in people]

    def work(place: int) -> list[str]:
        taken: list[str] = []
        while True:
            answer = visitors[place].post("desk_next")
            assert answer.status_code == 302, answer.text[:2000]
            where = answer.headers["Location"]
            if where == reverse("desk"):
                return taken
            taken.append(where)

    found = at_once(PEOPLE, work)
    taken = [where for theirs in found for where in theirs]
    assert len(taken) == len(set(taken)) == cases
    for person, theirs in zip(people, found, strict=True):
        held = Case.objects.filter(state=Case.State.CLAIMED, claimed_by=person)
        assert {reverse("case", args=[case.pk]) for case in held} == set(theirs)
    assert not Case.objects.exclude(state=Case.State.CLAIMED).exists()
    assert count_of(Event.CASE_CLAIMED) == cases
    assert verify_chain().broken_at is None


def evidence_changes(account: Account, person: User, visit: Any, *, rounds: int) -> None:
    """A decision stands on what its page showed, or is refused with what is new: never between."""
    its_round = held_case(arrive(account, outcome="glare"), by=person)
    visitor = visit(person)
    endings: Counter[str] = Counter()
    for number in range(rounds):
        form = form_of(its_round, "reject")

        def attempt(place: int, form: dict[str, Any] = form, number: int = number) -> object:
            if not place:
                return visitor.post("case", its_round.case_id, **form)

            def other(body: dict[str, Any]) -> None:
                body["rule_results"]["no_aml_records"]["result"] = f"Failed {number}"

            return arrive_again(its_round.journey, other)

        answer = at_once(2, attempt)[0]
        assert isinstance(answer, requests.Response)
        decision = Decision.objects.filter(state=Decision.State.PROPOSED).first()
        if answer.status_code == 302:
            assert decision is not None
            assert str(decision.snapshot_id) == form["snapshot"]
            assert decision.evidence_digest == form["evidence_digest"]
            withdraw(decision, by=person)
            endings["decided"] += 1
        else:
            assert answer.status_code == 409
            assert "New evidence came in while you were looking." in answer.text
            assert decision is None
            endings["refused"] += 1
        Case.objects.update(claim_until=timezone.now() + timedelta(minutes=10))
    assert sum(endings.values()) == rounds
    assert verify_chain().broken_at is None


@pytest.mark.both_databases
def test_of_two_who_decide_one_wins_and_the_other_reads_who_and_when(
    idwise: Account, reviewer: User, second_reviewer: User, visit: Any
) -> None:
    two_decide(idwise, (reviewer, second_reviewer), visit, rounds=FEW)


@pytest.mark.long
@pytest.mark.both_databases
@pytest.mark.timeout(1800)
def test_of_two_who_decide_one_wins_every_time(
    idwise: Account, reviewer: User, second_reviewer: User, visit: Any
) -> None:
    two_decide(idwise, (reviewer, second_reviewer), visit, rounds=MANY)


@pytest.mark.both_databases
def test_twenty_people_get_a_case_each_over_http(
    idwise: Account, make_person: MakePerson, visit: Any
) -> None:
    twenty_take_what_there_is(idwise, make_person, visit, cases=max(30, FEW))


@pytest.mark.long
@pytest.mark.both_databases
@pytest.mark.timeout(1800)
def test_twenty_people_empty_a_queue_and_no_case_has_two_owners(
    idwise: Account, make_person: MakePerson, visit: Any
) -> None:
    twenty_take_what_there_is(idwise, make_person, visit, cases=MANY)


@pytest.mark.both_databases
def test_evidence_that_changes_while_somebody_decides(
    idwise: Account, reviewer: User, visit: Any
) -> None:
    evidence_changes(idwise, reviewer, visit, rounds=FEW)


@pytest.mark.long
@pytest.mark.both_databases
@pytest.mark.timeout(1800)
def test_evidence_that_changes_while_somebody_decides_every_time(
    idwise: Account, reviewer: User, visit: Any
) -> None:
    evidence_changes(idwise, reviewer, visit, rounds=MANY)
