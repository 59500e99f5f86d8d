"""Journeys that the client's own system announces: without them nobody knows what never came.

They come by `POST /api/expected` or as CSV files in DATA_DIR/expected/<account slug>/.
"""

from __future__ import annotations

import csv
import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from journeys import importing
from journeys.importing.asking import check_id
from journeys.models import Account, Expected, Snapshot
from journeys.providers.reading import read_moment
from kycreview.sealing import lookup_hash
from kycreview.trail.events import Event
from kycreview.trail.record import record

MOST_ROWS = 5_000
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
        rows = [_announced(item) for item in (given if isinstance(given, list) else [given])]
    except (ValueError, RecursionError, importing.NotAnId) as error:
        sentence = getattr(error, "sentence", "The body must be JSON: id, reference, started_at.")
        return JsonResponse({"error": sentence}, status=400)
    if not 0 < len(rows) <= MOST_ROWS:
        return JsonResponse({"error": "Send between 1 and 5,000 journeys at once."}, status=400)
    return JsonResponse({"announced": announce(account, rows, source="api")}, status=202)


def announce(account: Account, rows: Iterable[Announced], *, source: str) -> int:
    """Keep announced journeys; how many were new. Known ones are left as they are."""
    grace = timedelta(hours=settings.EXPECTED_OVERDUE_HOURS)
    wanted = {
        row.provider_id: Expected(
            account=account,
            provider_id=row.provider_id,
            reference_hash=lookup_hash("reference", row.reference) if row.reference else "",
            started_at=row.started_at,
            fetch_after=row.started_at + grace,
            source=source,
        )
        for row in rows
    }
    with transaction.atomic():
        known = set(
            Expected.objects.filter(account=account, provider_id__in=wanted).values_list(
                "provider_id", flat=True
            )
        )
        new = [row for provider_id, row in wanted.items() if provider_id not in known]
        Expected.objects.bulk_create(new, ignore_conflicts=True)
        if new:
            record(
                Event.EXPECTED_RECEIVED,
                system="expected",
                account=account.lane,
                data={"count": len(new), "source": source},
            )
    return len(new)


def fetch_what_is_late() -> int:
    """Fetch what should have been finished by now; what still is not becomes overdue."""
    now = timezone.now()
    late = Expected.objects.filter(fetch_after__lte=now).exclude(state=Expected.State.ARRIVED)
    asked = 0
    for row in late.select_related("account")[:500]:
        with transaction.atomic():
            later = now + timedelta(hours=settings.EXPECTED_OVERDUE_HOURS)
            mine = Expected.objects.filter(pk=row.pk, fetch_after=row.fetch_after)
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


def _csv_rows(text: str) -> list[Announced]:
    found = []
    for number, cells in enumerate(csv.reader(StringIO(text))):
        if not cells or (number == 0 and cells[0].strip().lower() in ("id", "journey_id")):
            continue
        padded = [*cells, "", ""]
        found.append(
            _announced({"id": padded[0], "reference": padded[1], "started_at": padded[2]})
        )
    return found


def _announced(item: object) -> Announced:
    """Raises NotAnId for an item without a usable id."""
    if not isinstance(item, dict):
        raise importing.NotAnId("Each journey must be an object with id, reference, started_at.")
    provider_id = check_id(str(item.get("id") or item.get("journey_id") or ""))
    started = read_moment(str(item.get("started_at") or "")).value
    return Announced(
        provider_id=provider_id,
        reference=str(item.get("reference") or "")[:255],
        started_at=datetime.fromisoformat(started) if started else timezone.now(),
    )
