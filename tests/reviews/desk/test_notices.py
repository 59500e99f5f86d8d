"""Notices: one's own alone, in pages by key, counted in one query, forgotten when long read."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kycreview.staff.models import User
from reviews.desk.at_hand import glance_of
from reviews.desk.notices import (
    KEPT,
    NEWEST,
    PAGE,
    forget_read,
    listed,
    mark_all_read,
    mark_read,
    newest,
)
from reviews.models import Notice
from reviews.tasks import look_after_desk

pytestmark = pytest.mark.both_databases


def notices(person: User, count: int, **columns: object) -> list[Notice]:
    """The newest last; a few at the same moment, as one change tells many."""
    now = timezone.now()
    rows = [
        Notice(
            person=person,
            kind=Notice.Kind.POLICY,
            at=now - timedelta(minutes=count - number // 3),
            **columns,
        )
        for number in range(count)
    ]
    return Notice.objects.bulk_create(rows)


def test_pages_hold_each_notice_once(reviewer: User, lead: User) -> None:
    made = notices(reviewer, 2 * PAGE + 7)
    notices(lead, 3)
    seen: list[Notice] = []
    before = ""
    while True:
        page = listed(reviewer, only_unread=False, before=before)
        seen += page.rows
        before = page.before
        if not before:
            break
    assert len(seen) == len(made)
    assert {one.pk for one in seen} == {one.pk for one in made}
    assert [one.at for one in seen] == sorted((one.at for one in made), reverse=True)


def test_a_page_starts_at_the_newest_where_its_mark_is_none_of_ones_own(
    reviewer: User, lead: User
) -> None:
    notices(reviewer, 2)
    (theirs,) = notices(lead, 1)
    for mark in ("x", "", str(theirs.pk)):
        assert len(listed(reviewer, only_unread=True, before=mark).rows) == 2


def test_what_was_read_leaves_the_unread_ones(reviewer: User) -> None:
    first, *_others = notices(reviewer, NEWEST + 2)
    mark_read(first)
    first.refresh_from_db()
    at = first.read_at
    assert at is not None
    mark_read(first)
    first.refresh_from_db()
    assert first.read_at == at
    assert len(listed(reviewer, only_unread=True).rows) == NEWEST + 1
    assert len(listed(reviewer, only_unread=False).rows) == NEWEST + 2
    assert len(newest(reviewer)) == NEWEST
    assert glance_of(reviewer).unread == NEWEST + 1


def test_marking_all_leaves_what_came_in_since_and_what_is_others(
    reviewer: User, lead: User
) -> None:
    shown = notices(reviewer, 4)[-1]
    notices(lead, 2)
    late = Notice.objects.create(person=reviewer, kind=Notice.Kind.ASSIGNED)
    assert mark_all_read(reviewer, until=shown.at) == 4
    assert [one.pk for one in newest(reviewer)] == [late.pk]
    assert glance_of(lead).unread == 2


def test_what_was_read_long_ago_is_forgotten_by_the_beat(reviewer: User) -> None:
    now = timezone.now()
    old = now - KEPT - timedelta(hours=1)
    (gone,) = notices(reviewer, 1, read_at=old)
    notices(reviewer, 1, read_at=now - KEPT + timedelta(hours=1))
    (unread,) = notices(reviewer, 1)
    Notice.objects.filter(pk=unread.pk).update(at=old)
    look_after_desk()
    assert Notice.objects.count() == 2
    assert not Notice.objects.filter(pk=gone.pk).exists()
    assert forget_read() == 0


def test_a_glance_is_one_query(reviewer: User) -> None:
    notices(reviewer, 3)
    with CaptureQueriesContext(connection) as captured:
        found = glance_of(reviewer)
    assert (found.unread, found.may_undo, len(captured)) == (3, False, 1)
