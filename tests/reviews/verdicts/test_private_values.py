"""What people write about an applicant is sealed: it stands in clear nowhere, and in no entry."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.urls import reverse

from journeys.models import Account
from kycreview.jobs.models import Job
from kycreview.sealing import data_key, unseal_json
from kycreview.staff.models import User
from kycreview.trail.chain import commit
from kycreview.trail.events import Event
from kycreview.trail.models import TrailDetail, TrailEntry
from reviews.desk.claims import claim
from reviews.models import Case
from reviews.verdicts.effects import withdraw
from reviews.verdicts.noting import add_note
from reviews.verdicts.reopening import reopen
from reviews.verdicts.writing import save_draft
from tests.databases import Database
from tests.people import SignedIn
from tests.reviews.house import arrive, decided, held_case, in_effect, round_of, run_jobs

NOTE = "canary-note-8f31"
SECOND_NOTE = "canary-note-of-its-own-77aa"
DRAFT = "canary-draft-19c0"
WHY = "canary-reopened-because-52e9"
SEARCHED = "canary-search-d04b"
NAME = "Canary Applicantson"
NUMBER = "CANARY7731"
CANARIES = (NOTE, SECOND_NOTE, DRAFT, WHY, SEARCHED, NAME, NUMBER)


def whole_story(idwise: Account, *, reviewer: User, lead: User, signed_in: SignedIn) -> None:
    """Everything that a person can write, and an applicant with values of their own."""

    def named(body: dict[str, Any]) -> None:
        fields = body["documents"]["0"]["extracted_fields"]
        fields["Full Name"]["value"] = NAME
        fields["Document Number"]["value"] = NUMBER

    its_round = held_case(arrive(idwise, outcome="glare", change=named), by=reviewer)
    save_draft(its_round, {"note": DRAFT}, by=reviewer)
    add_note(its_round, SECOND_NOTE, by=reviewer)
    withdraw(decided(its_round, "reject", by=reviewer, note=NOTE), by=reviewer)
    in_effect(its_round, "reject", by=reviewer, note=NOTE)
    reopen(Case.objects.get(), why=WHY, by=lead)
    again = round_of(claim(Case.objects.get(), by=reviewer))
    save_draft(again, {"note": DRAFT}, by=reviewer)
    client = signed_in(reviewer)
    assert client.get(reverse("case", args=[again.case_id])).status_code == 200
    assert client.post(reverse("search"), {"query": SEARCHED}, follow=True).status_code == 200
    run_jobs("outbox.send")


def test_nothing_of_it_lies_in_clear_in_the_database_file(
    database: Database,
    idwise: Account,
    reviewer: User,
    lead: User,
    signed_in: SignedIn,
    caplog: pytest.LogCaptureFixture,
) -> None:
    whole_story(idwise, reviewer=reviewer, lead=lead, signed_in=signed_in)
    connections.close_all()
    file = Path(database.url.removeprefix("sqlite:///"))
    found = b"".join(path.read_bytes() for path in file.parent.glob(f"{file.name}*"))
    assert reviewer.email.encode() in found, "the file is read as it is"
    for canary in CANARIES:
        assert canary.encode() not in found, canary
        assert canary.encode("utf-16-le") not in found, canary
        assert canary not in caplog.text, canary


@pytest.mark.both_databases
def test_no_entry_and_no_job_holds_it(
    idwise: Account, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    whole_story(idwise, reviewer=reviewer, lead=lead, signed_in=signed_in)
    texts = [str(row) for model in (TrailEntry, Job) for row in model.objects.values_list()]
    for canary in CANARIES:
        assert not [text for text in texts if canary in text], canary


@pytest.mark.parametrize(
    "event,name,value",
    [
        (Event.DECISION_PROPOSED, "note", NOTE),
        (Event.NOTE_ADDED, "note", SECOND_NOTE),
        (Event.CASE_REOPENED, "why", WHY),
        (Event.SEARCH_MADE, "query", SEARCHED),
    ],
)
def test_an_entry_commits_to_what_lies_sealed_beside_it(
    idwise: Account,
    reviewer: User,
    lead: User,
    signed_in: SignedIn,
    event: Event,
    name: str,
    value: str,
) -> None:
    whole_story(idwise, reviewer=reviewer, lead=lead, signed_in=signed_in)
    entry = TrailEntry.objects.filter(event=event.value)[0]
    detail = TrailDetail.objects.get(entry=entry, name=name)
    opened = unseal_json(data_key(detail.key_id), detail.sealed, context=f"trail:{entry.id}:{name}")
    assert opened["value"] == value
    salt = bytes.fromhex(opened["salt"])
    assert json.loads(entry.commitments) == {name: commit(salt, value)}
