"""How many queries the pages of a case take: counted in this process, on the demo's data."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kycreview.staff.models import User
from reviews.desk.claims import claim_next
from tests.databases import pointed_at
from tests.environment import serve_static_files_as_they_are
from tests.reviews.views.pages import page_of


@contextmanager
def house_of(data_dir: Path) -> Iterator[None]:
    """Let this process work on the database and the keys of a demo that was stopped."""
    serve_static_files_as_they_are()
    # The empty page is one that is not there, on purpose.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    settings.DATA_DIR = data_dir
    settings.ALLOWED_HOSTS = ["*"]
    with pointed_at(f"sqlite:///{data_dir / 'kycreview.sqlite3'}"):
        yield


def queries_of_a_case(*, by: User) -> Mapping[str, list[float]]:
    """The next case of this person: its faces, the rating, the whole, the decision."""
    case = claim_next(by=by)
    if case is None:
        return {}
    client = _signed_in(by)
    url = reverse("case", args=[case.pk])
    found: dict[str, list[float]] = {"empty": _second_look(client, reverse("case", args=[by.pk]))}
    found["blind"] = _second_look(client, url)
    its_round = case.rounds.order_by("-number")[0]
    client.post(
        reverse("case_opinion", args=[case.pk]), {"round": str(its_round.pk), "rating": "2"}
    )
    found["whole"] = _second_look(client, url)
    page = page_of(client.get(url))
    sent = {
        "round": str(its_round.pk),
        "outcome": "reject",
        "reasons": "reject-doc-altered",
        "note": "",
        "then": "next",
        "evidence_digest": page.value_of("evidence_digest"),
        "snapshot": page.value_of("snapshot"),
    }
    found["submit"] = [_count(client, url, sent)]
    return found


def queries_of_the_whole(path: str, *, by: User) -> list[float]:
    """A case that this person has rated."""
    return _second_look(_signed_in(by), path)


def _signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    client.get(reverse("profile"))  # its session is known from here on
    return client


def _second_look(client: Client, url: str) -> list[float]:
    """The second look: the first writes down that it was the first."""
    _count(client, url)
    return [_count(client, url)]


def _count(client: Client, url: str, sent: Mapping[str, str] | None = None) -> float:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url) if sent is None else client.post(url, sent)
    assert answer.status_code in (200, 302, 404), answer.status_code
    return float(len(captured))
