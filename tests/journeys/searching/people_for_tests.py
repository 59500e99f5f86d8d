"""Journeys that are only known by name, number and birth: what the index has of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from journeys.models import Account, Journey
from journeys.searching import index
from journeys.searching.asked import Asked, Field
from journeys.searching.branches import Narrowed
from journeys.searching.canonical import Kind, canonical
from journeys.searching.finding import After, page_of
from journeys.searching.person import About
from journeys.searching.plan import plan_of
from kycreview.sealing import new_data_key

START = datetime(2026, 1, 1, tzinfo=UTC)
NOTHING = Narrowed()


def known(
    account: Account,
    *names: str,
    keys: Iterable[tuple[Kind, str]] = (),
    born: str = "",
    number: str = "",
) -> Journey:
    """A journey one minute newer than the last; its id at the provider is its number."""
    count = Journey.objects.count()
    journey = Journey.objects.create(
        account=account,
        provider_id=f"journey-{count:05}",
        key_id=new_data_key(name="people-for-tests"),
        first_seen_at=START + timedelta(minutes=count),
    )
    pairs = {(kind, canonical(kind, value)) for kind, value in keys}
    if born:
        pairs.add((Kind.BIRTH_DATE, born))
    with transaction.atomic():
        index.write(journey, About(names, frozenset(pairs), born, number), is_newest=True)
    return journey


def found(
    text: str,
    *,
    field: Field = Field.ANY,
    narrowed: Narrowed = NOTHING,
    after: After | None = None,
    forgiving: bool = False,
) -> list[str]:
    """The shown name (or id) of each journey that a search finds, newest first."""
    plan = plan_of(Asked(text, field).query, forgiving=forgiving)
    ids = page_of(plan, narrowed, after=after)
    rows = Journey.objects.select_related("card").in_bulk(ids)
    return [label_of(rows[pk]) for pk in ids]


def label_of(journey: Journey) -> str:
    card = getattr(journey, "card", None)
    names = card.opened(journey.key())["names"] if card is not None else []
    return str(names[0]) if names else journey.provider_id
