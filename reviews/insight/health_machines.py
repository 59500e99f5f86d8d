"""The machinery: broker, workers, clock, disk, database, and the last verification of the trail."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kycreview.jobs.beats import CLOCK, GONE_AFTER, is_gone
from kycreview.jobs.models import WorkerBeat
from kycreview.staff.permissions import Permission
from kycreview.trail.models import TrailCheck
from reviews.comparing.own_words import span
from reviews.insight.broker_answer import broker_answers
from reviews.insight.health_shapes import Finding, Link, State, WorkerSeen

LEAST_FREE_SHARE = 0.10
LEAST_FREE_BYTES = 1024**3
LARGEST_JOURNAL_BYTES = 1024**3
VERIFIED_WITHIN = timedelta(days=2)


def broker() -> Finding:
    """It only rings; what is due stands in the database."""
    url = settings.CELERY_BROKER_URL
    if not url:
        state, says = State.UNKNOWN, _("No broker is set (REDIS_URL).")
        then = _("Without one no worker is rung: set REDIS_URL, or start the demo.")
    elif broker_answers(url):
        state, says, then = State.OK, _("It answers."), ""
    else:
        state = State.ATTENTION
        says = _("It does not answer within half a second. Nothing is lost, but work waits.")
        then = _("Start the broker at REDIS_URL. Work goes on by itself once it is back.")
    return Finding(
        code="broker",
        about=_("Broker"),
        state=state,
        says=says,
        then=then,
        limit=_("It does not answer within half a second."),
    )


def beats(*, now: datetime) -> tuple[list[WorkerSeen], list[Finding]]:
    """The workers, and what that means; the clock beside them: one query."""
    rows = {row.name: row for row in WorkerBeat.objects.order_by("-beat_at", "name")}
    clock = rows.pop(CLOCK, None)
    seen = [WorkerSeen(beat=row, is_gone=is_gone(row, now=now)) for row in rows.values()]
    return seen, [_workers(seen, now=now), _clock(clock, now=now)]


def disk() -> Finding:
    """Where pictures lie, and the database too if it is a file of its own making."""
    about, limit = _("Disk of the data folder"), _("Less than a tenth or 1 GB is free.")
    try:
        found = shutil.disk_usage(settings.DATA_DIR)
    except OSError:
        return Finding(
            code="disk",
            about=about,
            state=State.UNKNOWN,
            says=_("The data folder cannot be looked at."),
            then=_("See whether DATA_DIR exists and is mounted."),
            limit=limit,
        )
    share = found.free / found.total if found.total else 0.0
    is_low = share < LEAST_FREE_SHARE or found.free < LEAST_FREE_BYTES
    return Finding(
        code="disk",
        about=about,
        state=State.ATTENTION if is_low else State.OK,
        says=_("%(free)s of %(total)s are free (%(percent)s %%).")
        % {
            "free": filesizeformat(found.free),
            "total": filesizeformat(found.total),
            "percent": int(share * 100),
        },
        then=_("Make room or enlarge the disk: no picture is stored once it is full.")
        if is_low
        else "",
        limit=limit,
    )


def database() -> Finding:
    """It answered, or no page would stand; its size, and SQLite's journal beside it."""
    about = _("Database")
    limit = _("It does not answer, or its journal outgrows 1 GB.")
    then = ""
    try:
        size, journal = _database_bytes()
    except (DatabaseError, OSError):
        return Finding(
            code="database",
            about=about,
            state=State.UNKNOWN,
            says=_("It answers, but does not tell its size."),
            then=_("See whether the account of this program may ask for it."),
            limit=limit,
        )
    if connection.vendor == "sqlite":
        says = _("SQLite, %(size)s.") % {"size": filesizeformat(size)}
    else:
        says = _("PostgreSQL, %(size)s. The room on its own disk is not seen from here.") % {
            "size": filesizeformat(size)
        }
    is_large = journal > LARGEST_JOURNAL_BYTES
    if is_large:
        says += " " + _("Its journal holds %(size)s.") % {"size": filesizeformat(journal)}
        then = _("Restart web server and workers: one of them keeps an old state open.")
    return Finding(
        code="database",
        about=about,
        state=State.ATTENTION if is_large else State.OK,
        says=says,
        then=then,
        limit=limit,
    )


def trail(*, now: datetime) -> Finding:
    """The whole chain as it was verified last: once a day, and by `audit_verify`."""
    row = TrailCheck.objects.filter(pk=1, at__isnull=False).first()
    again = _("Run “manage.py audit_verify”; the clock has it verified once a day.")
    if row is None or row.at is None:
        state, says, then = State.UNKNOWN, _("It was never verified as a whole."), again
    elif row.broken_at is not None:
        state = State.ATTENTION
        says = _("The chain is broken at entry %(seq)s.") % {"seq": row.broken_at}
        then = _("Keep a copy of the database, change nothing, and tell who audits this house.")
    elif not row.has_triggers:
        state = State.ATTENTION
        says = _("The triggers that protect it are missing or switched off.")
        then = _("Keep a copy of the database, and tell who audits this house.")
    else:
        age = now - row.at
        says = ngettext(
            "The chain holds: %(n)d entry was verified, %(age)s ago.",
            "The chain holds: %(n)d entries were verified, %(age)s ago.",
            row.checked,
        ) % {"n": row.checked, "age": span(max(age, timedelta()))}
        is_old = age > VERIFIED_WITHIN
        state, then = (State.ATTENTION, again) if is_old else (State.OK, "")
    return Finding(
        code="trail",
        about=_("Trail"),
        state=state,
        says=says,
        then=then,
        limit=_("It is broken, unprotected, or was not verified for 2 days."),
        link=Link(_("Open the trail"), reverse("trail"), Permission.TRAIL_VIEW),
    )


def _workers(seen: Collection[WorkerSeen], *, now: datetime) -> Finding:
    there = sum(not one.is_gone for one in seen)
    gone = len(seen) - there
    then = ""
    if there:
        state = State.OK
        says = ngettext("%(n)d is there.", "%(n)d are there.", there) % {"n": there}
        if gone:
            says += " " + ngettext(
                "%(n)d went in the last day without a goodbye.",
                "%(n)d went in the last day without a goodbye.",
                gone,
            ) % {"n": gone}
    else:
        state, then = State.ATTENTION, _("Start a worker, or see in its log why it ended.")
        last = max((one.beat.beat_at for one in seen), default=None)
        says = (
            _("None is there; the last sign of life is %(age)s old.") % {"age": span(now - last)}
            if last
            else _("None is there, and none was in the last day.")
        )
    return Finding(
        code="workers",
        about=_("Workers"),
        state=state,
        says=says,
        then=then,
        limit=_("None gave a sign of life in the last %(n)d seconds.")
        % {"n": int(GONE_AFTER.total_seconds())},
    )


def _clock(row: WorkerBeat | None, *, now: datetime) -> Finding:
    is_there = row is not None and not is_gone(row, now=now)
    if is_there:
        says, then = _("Its rounds come through."), ""
    else:
        then = _("Start “celery beat”; its rounds also need the broker and a worker.")
        says = _("No round came through in the last minute: nothing is swept or pulled.")
    return Finding(
        code="clock",
        about=_("Clock"),
        state=State.OK if is_there else State.ATTENTION,
        says=says,
        then=then,
        limit=_("No round came through in the last %(n)d seconds.")
        % {"n": int(GONE_AFTER.total_seconds())},
    )


def _database_bytes() -> tuple[int, int]:
    """Bytes of the database, and of SQLite's write-ahead journal."""
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        journal = file.with_name(f"{file.name}-wal")
        return file.stat().st_size, journal.stat().st_size if journal.exists() else 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return int(cursor.fetchone()[0]), 0
