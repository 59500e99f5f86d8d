"""Journeys that the client's own system announces: without them nobody knows what never came.

They come by `POST /api/expected` or as CSV files in DATA_DIR/expected/<account slug>/.
"""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from journeys import importing
from journeys.importing.asking import check_id
from journeys.models import Account, Expected, Journey, Snapshot
from journeys.providers.reading import read_moment
from kycreview.sealing import lookup_hash
from kycreview.trail.events import Event
from kycreview.trail.record import record

MOST_ROWS = 5_000
FURTHEST_AHEAD = timedelta(days=366)
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Announced:
    """One announced journey, checked."""

    provider_id: str
    reference: str
    started_at: datetime


@csrf_exempt  # machines announce with the account's token, not with a cookie
@require_POST
def receive(request: HttpRequest) -> JsonResponse:
    """POST /api/expected with `Authorization: Bearer <account token>`.

    Body: one object or a list of {"id", "reference"?, "started_at"?}.
    """
    token = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    account = (
        Account.objects.filter(
            expected_token_hash=lookup_hash("expected-token", token), is_active=True
        ).first()
        if token
        else None
    )
    if account is None:
        return JsonResponse({"error": "The account token is missing or wrong."}, status=401)
    try:
        given = json.loads(request.body)
        rows = read_announced(given if isinstance(given, list) else [given])
    except RequestDataTooBig:
        return JsonResponse({"error": "The body is larger than 2 MiB; split it."}, status=413)
    except (ValueError, RecursionError):
        return JsonResponse(
            {"error": "The body must be JSON: id, reference, started_at."}, status=400
        )
    except importing.NotAnId as error:
        return JsonResponse({"error": error.sentence}, status=400)
    if not 0 < len(rows) <= MOST_ROWS:
        return JsonResponse({"error": "Send between 1 and 5,000 journeys at once."}, status=400)
    return JsonResponse({"announced": announce(account, rows, source="api")}, status=202)


def announce(account: Account, rows: Iterable[Announced], *, source: str) -> int:
    """Keep announced journeys; how many were new. Known ones are left as they are."""
    wanted = list({row.provider_id: row for row in rows}.values())
    return sum(
        _announce(account, wanted[start : start + MOST_ROWS], source=source)
        for start in range(0, len(wanted), MOST_ROWS)
    )


def fetch_what_is_late() -> int:
    """Fetch what should have been finished by now; what still is not becomes overdue."""
    now = timezone.now()
    open_ones = Expected.objects.exclude(state=Expected.State.ARRIVED)
    late = open_ones.filter(fetch_after__lte=now).order_by("fetch_after")
    asked = 0
    for row in late.select_related("account")[:500]:
        with transaction.atomic():
            later = now + timedelta(hours=settings.EXPECTED_OVERDUE_HOURS)
            mine = open_ones.filter(pk=row.pk, fetch_after=row.fetch_after)
            if not mine.update(state=Expected.State.OVERDUE, fetch_after=later):
                continue
            importing.request_fetch(row.account, row.provider_id, how=Snapshot.How.EXPECTED)
            if row.state == Expected.State.OPEN:
                record(
                    Event.EXPECTED_OVERDUE,
                    system="expected",
                    account=row.account.lane,
                    about=("expected", row.id),
                )
            asked += 1
    return asked


def read_watched_folders() -> int:
    """Read DATA_DIR/expected/<slug>/*.csv (id, reference, started_at); read files are renamed."""
    total = 0
    for account in Account.objects.filter(is_active=True):
        folder: Path = settings.DATA_DIR / "expected" / account.slug
        if not folder.is_dir():
            continue
        for path in sorted(folder.glob("*.csv")):
            total += _read_file(account, path)
    return total


def _read_file(account: Account, path: Path) -> int:
    try:
        rows = _csv_rows(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, csv.Error, importing.NotAnId) as error:
        sentence = getattr(error, "sentence", "it is not a readable CSV file")
        _log.error("expected journeys: %s was refused: %s", path.name, sentence)
        path.rename(path.with_suffix(".csv.refused"))
        return 0
    count = announce(account, rows, source="csv")
    path.rename(path.with_suffix(".csv.done"))
    return count


def _announce(account: Account, rows: list[Announced], *, source: str) -> int:
    grace = timedelta(hours=settings.EXPECTED_OVERDUE_HOURS)
    ids = [row.provider_id for row in rows]
    with transaction.atomic():
        known = set(
            Expected.objects.filter(account=account, provider_id__in=ids).values_list(
                "provider_id", flat=True
            )
        )
        here = set(
            Journey.objects.filter(account=account, provider_id__in=ids)
            .exclude(current_snapshot=None)
            .exclude(current_snapshot__lifecycle__in=importing.UNFINISHED)
            .values_list("provider_id", flat=True)
        )
        new = [
            Expected(
                account=account,
                provider_id=row.provider_id,
                reference_hash=lookup_hash("reference", row.reference) if row.reference else "",
                started_at=row.started_at,
                fetch_after=row.started_at + grace,
                state=Expected.State.ARRIVED if row.provider_id in here else Expected.State.OPEN,
                source=source,
            )
            for row in rows
            if row.provider_id not in known
        ]
        Expected.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            record(
                Event.EXPECTED_RECEIVED,
                system="expected",
                account=account.lane,
                data={"count": len(new), "source": source},
            )
    return len(new)


def _csv_rows(text: str) -> list[Announced]:
    found: list[dict[str, str]] = []
    for cells in csv.reader(StringIO(text)):
        if cells and (found or cells[0].strip().lower() not in ("id", "journey_id")):
            names = ("id", "reference", "started_at")
            found.append(dict(zip(names, cells, strict=False)))
    return read_announced(found)


def read_announced(items: Sequence[object]) -> list[Announced]:
    """Raises NotAnId for the first item that cannot be used, with its number."""
    found = []
    for number, item in enumerate(items, start=1):
        try:
            found.append(_announced(item))
        except importing.NotAnId as error:
            raise importing.NotAnId(f"Journey {number}: {error.sentence}") from None
    return found


def _announced(item: object) -> Announced:
    if not isinstance(item, Mapping):
        raise importing.NotAnId("Each journey must be an object with id, reference, started_at.")
    started = _text(item, "started_at")
    moment = read_moment(started).value if started else None
    if started and moment is None:
        raise importing.NotAnId("started_at must be a time such as 2026-03-01T09:00:00Z.")
    started_at = datetime.fromisoformat(moment) if moment else timezone.now()
    if started_at > timezone.now() + FURTHEST_AHEAD:
        raise importing.NotAnId("started_at lies more than a year ahead.")
    return Announced(
        provider_id=check_id(_text(item, "id") or _text(item, "journey_id")),
        reference=_text(item, "reference")[:255],
        started_at=started_at,
    )


def _text(item: Mapping[str, object], name: str) -> str:
    """A text or a whole number; nothing sent is "". Raises NotAnId for anything else."""
    value = item.get(name)
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise importing.NotAnId(f"{name} must be a text.")
    return "" if value is None else str(value).strip()
