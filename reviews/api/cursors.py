"""A place in a list, as a text that means nothing to whoever holds it."""

from __future__ import annotations

import base64
import binascii
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from reviews.api.problems import Refused

_M = TypeVar("_M", bound=Model)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FURTHEST = 1 << 52


def page_of(
    rows: QuerySet[_M], *, by: str, cursor: str | None, limit: int
) -> tuple[list[_M], str | None]:
    """At most `limit` rows, newest first by this time and the id, and the cursor of the rest."""
    rows = rows.order_by(f"-{by}", "-id")
    if cursor:
        at, row_id = _read(cursor)
        # The first condition alone bounds the walk over the index.
        rows = rows.filter(Q(**{f"{by}__lt": at}) | Q(id__lt=row_id), **{f"{by}__lte": at})
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, None
    last: Any = found[limit - 1]
    return found[:limit], _written(getattr(last, by), last.pk)


def _written(at: datetime, row_id: uuid.UUID) -> str:
    since = at - _EPOCH
    micros = since // timedelta(microseconds=1)
    raw = micros.to_bytes(8, "big", signed=True) + row_id.bytes
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")


def _read(cursor: str) -> tuple[datetime, uuid.UUID]:
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        micros = int.from_bytes(raw[:8], "big", signed=True)
    except (binascii.Error, ValueError):
        raw, micros = b"", 0
    if len(raw) != 24 or not 0 <= micros < _FURTHEST:
        raise Refused(404, "This cursor is none of ours; begin without one.")
    return _EPOCH + timedelta(microseconds=micros), uuid.UUID(bytes=raw[8:])
