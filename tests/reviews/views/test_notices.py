"""The page of notices, the bell in the rail and the desk's few: one's own, and where they lead."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.notices import PAGE
from reviews.models import Notice, Queue, Round
from reviews.verdicts.noting import add_note
from tests.people import SignedIn
from tests.reviews.house import arrive, held_case
from tests.reviews.views.pages import page_of


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


def told(person: User, kind: Notice.Kind = Notice.Kind.ASSIGNED, **columns: Any) -> Notice:
    return Notice.objects.create(person=person, kind=kind, **columns)


def bell(client: Client) -> str:
    """What the rail says of the notices."""
    shown = page_of(client.get(reverse("profile")))
    (found,) = [
        one.attributes["aria-label"]
        for one in shown.elements
        if one.attributes.get("href") == reverse("notices") and "aria-label" in one.attributes
    ]
    return found


@pytest.mark.both_databases
def test_opening_a_case_through_its_notice_marks_it_as_read(
    held: Round, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    note = add_note(held, f"@{reviewer.name} look at the ear.", by=lead)
    client = signed_in(reviewer)
    assert bell(client) == "Notices, 1 unread"
    text = page_of(client.get(reverse("notices"))).text
    assert "You were mentioned" in text
    assert held.case.code in text
    assert lead.name in text
    answer = client.post(reverse("notice_open", args=[Notice.objects.get().pk]))
    where = f"{reverse('case', args=[held.case_id])}?p=8#note-{note.pk}"
    assert (answer.status_code, answer["Location"]) == (302, where)
    assert Notice.objects.get().read_at is not None
    assert bell(client) == "Notices"
    assert "Nothing unread" in page_of(client.get(reverse("notices"))).text
    assert held.case.code in page_of(client.get(f"{reverse('notices')}?show=all")).text


def test_who_has_to_rate_the_faces_first_is_led_to_them(
    held: Round, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    add_note(held, f"@{second_reviewer.name} look.", by=reviewer)
    Queue.objects.update(blind_first=True)
    Round.objects.update(policy=None)
    answer = signed_in(second_reviewer).post(
        reverse("notice_open", args=[Notice.objects.get().pk]), follow=True
    )
    assert answer.redirect_chain == [(reverse("case", args=[held.case_id]), 302)]
    assert answer.status_code == 200


@pytest.mark.both_databases
def test_notices_of_other_people_are_not_there(
    held: Round, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    notice = told(reviewer, case=held.case)
    client = signed_in(second_reviewer)
    for name in ("notice_open", "notice_read"):
        assert client.post(reverse(name, args=[notice.pk])).status_code == 404
    until = (timezone.now() + timedelta(minutes=1)).isoformat()
    client.post(reverse("notices_read"), {"until": until})
    assert Notice.objects.get().read_at is None
    for url in (reverse("notices"), f"{reverse('notices')}?show=all", reverse("desk")):
        assert held.case.code not in page_of(client.get(url)).text


def test_one_or_all_are_marked_and_what_came_in_since_is_not(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    for _ in range(3):
        told(reviewer, case=held.case)
    first = Notice.objects.earliest("at")
    done = client.post(reverse("notice_read", args=[first.pk]), {"show": "all"})
    assert done["Location"] == f"{reverse('notices')}?show=all"
    until = page_of(client.get(reverse("notices"))).value_of("until")
    late = told(reviewer, case=held.case)
    answer = client.post(reverse("notices_read"), {"until": until}, follow=True)
    assert "2 notices marked as read." in page_of(answer).text
    assert list(Notice.objects.filter(read_at__isnull=True)) == [late]
    assert bell(client) == "Notices, 1 unread"
    for nonsense in ("", "yesterday", "2026-13-45T00:00:00", "2026-11-22T09:00:00"):
        client.post(reverse("notices_read"), {"until": nonsense})
    assert list(Notice.objects.filter(read_at__isnull=True)) == [late]


def test_the_desk_shows_the_newest_few_and_comes_back(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    assert "Nothing new." in page_of(client.get(reverse("desk"))).text
    for _ in range(7):
        told(reviewer, case=held.case)
    shown = page_of(client.get(reverse("desk")))
    assert shown.text.count("A case was given to you") > 4
    assert "7 unread in all" in shown.text
    answer = client.post(
        reverse("notice_read", args=[Notice.objects.latest("at").pk]), {"then": "desk"}
    )
    assert answer["Location"] == reverse("desk")


@pytest.mark.parametrize(
    "kind, role, place",
    [
        (Notice.Kind.CONFIRM, "admin", "/manage/changes/"),
        (Notice.Kind.POLICY, "lead", "/queue/main/"),
        (Notice.Kind.NOBODY, "lead", "/nobody/"),
        (Notice.Kind.NOBODY, "admin", "/nobody/"),
        (Notice.Kind.TAKEN, "reviewer", "case"),
        (Notice.Kind.CONFLICT, "lead", "case"),
        (Notice.Kind.TAKEN, "admin", "/notices/"),
    ],
)
def test_each_kind_leads_to_where_something_can_be_done(
    held: Round, request: pytest.FixtureRequest, signed_in: SignedIn, kind: Notice.Kind,
    role: str, place: str,
) -> None:  # fmt: skip
    person: User = request.getfixturevalue(role)
    has_queue = kind == Notice.Kind.POLICY
    notice = told(
        person,
        kind,
        queue=Queue.objects.get(pk="main") if has_queue else None,
        case=None if has_queue or kind == Notice.Kind.CONFIRM else held.case,
    )
    client = signed_in(person)
    shown = page_of(client.get(reverse("notices")))
    assert str(notice.get_kind_display()) in shown.text
    answer = client.post(reverse("notice_open", args=[notice.pk]), follow=True)
    expected = reverse("case", args=[held.case_id]) if place == "case" else place
    assert answer.redirect_chain[0][0] == expected
    assert answer.status_code == 200


def test_a_page_of_notices_asks_equally_often_however_many_there_are(
    held: Round, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    client = signed_in(reviewer)
    url = f"{reverse('notices')}?show=all"

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return len(captured)

    told(reviewer, case=held.case, by=lead)
    before = asked()
    for _ in range(PAGE + 5):
        told(reviewer, case=held.case, by=lead)
    assert asked() == before
    shown = page_of(client.get(url))
    assert shown.text.count("A case was given to you") >= PAGE
    older = [
        one.attributes["href"]
        for one in shown.elements
        if "before=" in one.attributes.get("href", "")
    ]
    assert "A case was given to you" in page_of(client.get(f"/notices/{older[0]}")).text


def test_the_bell_rings_on_every_page_and_counts_to_ninety_nine(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    Notice.objects.bulk_create(
        Notice(person=reviewer, kind=Notice.Kind.LATE, case=held.case) for _ in range(100)
    )
    client = signed_in(reviewer)
    for url in (reverse("desk"), reverse("case", args=[held.case_id]), reverse("queues")):
        answer = client.get(url, follow=True)
        assert "99+" in answer.content.decode()
    assert bell(client) == "Notices, 100 unread"
