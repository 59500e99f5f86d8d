"""What providers post to us. A body is a hint to fetch, never evidence; its bytes are kept first.

Order is not promised and does not matter: every hint ends in a fetch over the provider's API.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.log import log_response
from django.views.decorators.csrf import csrf_exempt

from journeys import importing
from journeys.connections import connection_of, provider_of
from journeys.importing.asking import check_id
from journeys.models import LATER_EVENTS, Account, Callback, Journey, Snapshot
from journeys.providers.base import CallbackHint
from journeys.providers.bodies import Unreadable
from kycreview.sealing import lookup_hash, new_data_key
from kycreview.trail.events import Event
from kycreview.trail.record import record

BODY_LIMIT = 1024 * 1024
KEPT_FOR = timedelta(days=30)
_INBOX_KEY = "inbox"
_log = logging.getLogger(__name__)


@csrf_exempt  # a provider has no cookie of ours; its shared secret is what counts
def receive(request: HttpRequest, path_token: str) -> HttpResponse:
    """POST /callbacks/<unguessable>/ : 2xx only after the row is committed."""
    if request.method != "POST":
        return _refused(request, 405, "A callback is posted.")
    account = Account.objects.filter(
        callback_path_hash=lookup_hash("callback-path", path_token), is_active=True
    ).first()
    if account is None:
        return _refused(request, 404, "There is nothing here.")
    body = _body_within_limit(request)
    if body is None:
        return _refused(request, 413, "The body is larger than 1 MiB.", account=account)
    config = connection_of(account)
    if not provider_of(account).verify_callback(config, request.headers, body=body):
        return _refused(request, 401, "The shared secret is missing or wrong.", account=account)
    keep(account, body)
    return JsonResponse({"received": True})


def keep(account: Account, body: bytes) -> Callback:
    """Store one callback and ask for what it hints at, in one transaction.

    The same event id again has no effect. The same body again without an event id asks again: two
    changes of a journey may look alike, and a fetch too many is harmless.
    """
    sha256 = hashlib.sha256(body).hexdigest()
    hint, why = _hint(account, body)
    has_event_id = hint is not None and hint.event_id != ""
    row = Callback(
        account=account,
        dedupe_key=f"event:{hint.event_id}" if hint and has_event_id else f"sha256:{sha256}",
        body_sha256=sha256,
        key_id=new_data_key(name=_INBOX_KEY),
        event=hint.event[:120] if hint else "",
        provider_id=hint.provider_id if hint else "",
        state=Callback.State.HANDLED if hint else Callback.State.UNREADABLE,
        reason=why,
        handled_at=timezone.now(),
    )
    row.seal_body(body)
    with transaction.atomic():
        Callback.objects.bulk_create([row], ignore_conflicts=True)
        known = Callback.objects.get(account=account, dedupe_key=row.dedupe_key)
        is_repeat = known.id != row.id
        if is_repeat:
            Callback.objects.filter(pk=known.pk).update(times_received=F("times_received") + 1)
        if hint is not None and hint.is_worth_a_fetch and not (is_repeat and has_event_id):
            importing.request_fetch(account, hint.provider_id, how=Snapshot.How.CALLBACK)
            if hint.event in LATER_EVENTS:
                known_journey = Journey.objects.filter(
                    account=account, provider_id=hint.provider_id
                )
                known_journey.update(has_news=True)
        if not is_repeat:
            record(
                Event.CALLBACK_RECEIVED,
                system="callbacks",
                account=account.lane,
                about=("callback", row.id),
                data={"event": row.event, "sha256": sha256, "readable": hint is not None},
            )
    return known


def erase_handled_bodies() -> int:
    """Erase the bodies of callbacks that were handled 30 days ago; the rows stay."""
    old = Callback.objects.filter(
        sealed_body__isnull=False, handled_at__lt=timezone.now() - KEPT_FOR
    )
    return old.update(sealed_body=None)


def _refused(
    request: HttpRequest, status: int, sentence: str, *, account: Account | None = None
) -> HttpResponse:
    answer = JsonResponse({"error": sentence}, status=status)
    if status == 405:
        answer["Allow"] = "POST"
    # Logged here, or Django would write the path into the log, and half of it is a secret.
    log_response(
        "a callback for account %s was refused: %s",
        account.slug if account else "(unknown)",
        sentence,
        response=answer,
        request=request,
        logger=_log,
        level="warning",
    )
    return answer


def _hint(account: Account, body: bytes) -> tuple[CallbackHint | None, str]:
    try:
        hint = provider_of(account).read_callback(body)
        check_id(hint.provider_id)
    except Unreadable as error:
        return None, error.sentence[:400]
    except importing.NotAnId as error:
        return None, error.sentence[:400]
    return hint, ""


def _body_within_limit(request: HttpRequest) -> bytes | None:
    """Read at most one byte more than allowed, whatever Content-Length promises."""
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and (len(length) > 12 or int(length) > BODY_LIMIT):
        return None
    # A chunked body has no length, and Django would take it for an empty one.
    is_chunked = not length and request.META.get("wsgi.input_terminated", False)
    source = request.META["wsgi.input"] if is_chunked else request
    body: bytes = source.read(BODY_LIMIT + 1)
    return None if len(body) > BODY_LIMIT else body
