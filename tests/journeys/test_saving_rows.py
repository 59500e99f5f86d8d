"""The rows of a snapshot: never changed, whole, and of no use to whoever lacks the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from journeys.models import ROW_OF_SLOT, Account, IdentityKey, Locator, MediaUse, Snapshot
from journeys.showing import stored_parts
from kycreview.jobs.models import Job
from kycreview.sealing import KeyGone, destroy_data_key
from kycreview.trail.models import TrailEntry
from kycreview.trail.verify import verify_chain
from tests.databases import Database
from tests.journeys.accounts_for_tests import body_of, changed, saved
from tests.journeys.answers_for_tests import full, numbers, parts_of, touched


def test_no_row_of_a_snapshot_is_ever_changed(signzy: Account) -> None:
    first = saved(signzy, full())
    before = all_rows(first.snapshot)
    saved(signzy, touched(full()))
    saved(signzy, full(outcome="not_live"))
    saved(signzy, full(outcome="deleted"))
    assert all_rows(first.snapshot) == before


def all_rows(snapshot: Snapshot) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for row_type in ROW_OF_SLOT.values():
        rows += row_type.objects.filter(snapshot=snapshot).values_list()  # type: ignore[attr-defined]  # abstract base's manager
    return [*rows, *Snapshot.objects.filter(pk=snapshot.pk).values_list()]


def test_rows_keep_their_stable_keys_from_snapshot_to_snapshot(idwise: Account) -> None:
    body = body_of("idwise", "aml_many")
    first = saved(idwise, body)

    def turn(said: Any) -> None:
        said["documents"]["0"]["validation_result"]["validation_checks"].reverse()
        said["manual_decision"] = "Approved"

    second = saved(idwise, changed(body, turn))
    for row_type in ROW_OF_SLOT.values():
        pairs = [
            sorted(
                row_type.objects.filter(snapshot=done.snapshot).values_list(  # type: ignore[attr-defined]  # abstract base's manager
                    "stable_key", "result_hash"
                )
            )
            for done in (first, second)
        ]
        assert pairs[0] == pairs[1], row_type.__name__


def test_every_part_comes_out_of_its_row_as_it_went_in(signzy: Account) -> None:
    done = saved(signzy, full(outcome="two_documents"))
    stored = list(stored_parts(done.snapshot, done.journey.key()))
    sent = parts_of(full(outcome="two_documents"))
    assert len(stored) == len(sent)
    assert [part for part in stored if part not in sent and not hasattr(part, "locator")] == []


def test_two_names_that_differ_only_in_case_are_two_files(idwise: Account) -> None:
    images = {"front_side_image_path": "aBcDeF", "back_side_image_path": "AbCdEf"}
    done = saved(idwise, {"journey_id": "1", "documents": {"0": {"images": images}}})
    key = done.journey.key()
    assert {locator.name(key) for locator in Locator.objects.all()} == set(images.values())
    uses = MediaUse.objects.filter(snapshot=done.snapshot).select_related("locator")
    assert {use.kind: use.locator.name(key) for use in uses} == {
        "doc_front": "aBcDeF", "doc_back": "AbCdEf",
    }  # fmt: skip


def test_one_name_in_two_places_is_one_file(idwise: Account) -> None:
    images = {"front_side_image_path": "same", "portrait_image_path": "same"}
    saved(idwise, {"journey_id": "1", "documents": {"0": {"images": images}}})
    assert (Locator.objects.count(), MediaUse.objects.count()) == (1, 2)
    assert Job.objects.filter(kind="media.fetch").count() == 1


def test_journeys_of_one_person_share_look_up_keys_that_say_nothing(signzy: Account) -> None:
    one = saved(signzy, full(), "first").journey
    other = saved(signzy, full(), "second").journey
    keys = [set(j.identity_keys.values_list("kind", "value_hash")) for j in (one, other)]
    assert keys[0] == keys[1]
    assert {"email", "phone", "document_number", "ip", "reference"} <= {kind for kind, _ in keys[0]}
    assert all(len(value) == 64 for _, value in keys[0])
    stranger = saved(signzy, body_of("signzy", "clean_pass", index=5), "third").journey
    shared = keys[0] & set(stranger.identity_keys.values_list("kind", "value_hash"))
    assert {kind for kind, _ in shared} <= {"ip", "phone"}
    assert IdentityKey.objects.filter(value_hash__contains="@").count() == 0


def test_without_its_key_nothing_of_a_journey_can_be_read_or_added(signzy: Account) -> None:
    done = saved(signzy, full())
    destroy_data_key(done.journey.key_id)
    with pytest.raises(KeyGone):
        done.journey.key()
    with pytest.raises(KeyGone):
        saved(signzy, touched(full()))
    assert numbers(done.journey) == [1]


# --- who can read it -------------------------------------------------------------------------


def canaries(body: bytes) -> list[str]:
    """What a stranger with the database file would look for: everything that names the person."""
    said = json.loads(body)
    info = said["userInfo"]
    words = [
        *said["documentIntelligence"]["extractedFields"].values(),
        info["phoneNumber"],
        info["emailAddress"],
        info["externalReferenceId"],
        *info["name"].values(),
        *info["address"].values(),
        *said["ipAddresses"],
        *said["capturedData"]["images"].values(),
        said["processingConfig"]["authKeyForCallback"],
        said["processingConfig"]["callbackUrl"],
        said["userId"],
    ]
    return [word for word in words if isinstance(word, str) and len(word) > 6]


def test_the_database_file_holds_nothing_of_the_person_in_clear(
    signzy: Account, database: Database
) -> None:
    body = full(outcome="registry_mismatch")
    done = saved(signzy, body)
    path = Path(database.url.removeprefix("sqlite:///"))
    files = [path, *path.parent.glob(f"{path.name}-*")]
    assert path.with_name(f"{path.name}-wal") in files
    held = b"".join(file.read_bytes() for file in files)
    assert signzy.slug.encode() in held
    assert done.snapshot.bytes_sha256.encode() in held
    words = canaries(body)
    assert len(words) > 20
    found = [
        word
        for word in words
        for spelled in {word.encode(), json.dumps(word)[1:-1].encode(), word.encode("utf-16-le")}
        if spelled in held
    ]
    # The country of issue stands in clear, as a code, for counting; its name does not.
    assert found == []


@pytest.mark.both_databases
def test_trail_and_jobs_say_nothing_about_the_person(signzy: Account) -> None:
    body = full(outcome="registry_mismatch")
    saved(signzy, body)
    saved(signzy, touched(body))
    saved(signzy, b"{" + body[:500])
    told = json.dumps(list(TrailEntry.objects.values("data", "commitments", "object_id")))
    told += json.dumps(list(Job.objects.values("key", "subject", "last_error")))
    assert "journey_unreadable" not in told
    assert [word for word in canaries(body) if word in told] == []
    assert verify_chain().broken_at is None
