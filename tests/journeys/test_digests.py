"""What is new evidence and what is not, and what keeps its identity from answer to answer."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from journeys.importing.digests import evidence_digest, graph_digest
from journeys.importing.identity import Identities
from journeys.models import Account, Blob, MediaUse, Snapshot
from journeys.providers import PROVIDERS, results
from journeys.providers.bodies import parse_object
from journeys.providers.results import JourneyResult
from tests.journeys.accounts_for_tests import body_of, saved
from tests.journeys.providers.bodies_for_tests import PAYLOADS, payload_files

KEY = b"a key of the tests, 32 bytes lon"
IMMATERIAL = {
    "idwise": {"/manual_decision", "/final_decision"},
    "signzy": {"/updatedAt", "/__v", "/callbackSent", "/inQueue"},
}
# Marked as secrets before anything is made of them, so that nobody compares their values.
SECRET = {
    "/processingConfig/callbackUrl",
    "/processingConfig/authKeyForCallback",
    "/processingConfig/successRedirectUrl",
}
Path_ = tuple[str | int, ...]


def rich(provider: str) -> Any:
    return json.loads((PAYLOADS / provider / "rich.json").read_bytes())


def read(provider: str, tree: Any) -> JourneyResult:
    body = tree if isinstance(tree, bytes) else json.dumps(tree).encode()
    return PROVIDERS[provider].normalise(parse_object(body))


def paths(value: Any, path: Path_ = ()) -> Iterator[Path_]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from paths(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from paths(inner, (*path, index))
    else:
        yield path


def put(tree: Any, path: Path_, value: Any) -> Any:
    """Exchange one leaf; returns what stood there."""
    for step in path[:-1]:
        tree = tree[step]
    before, tree[path[-1]] = tree[path[-1]], value
    return before


def another(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return value + "x"
    return value + 1 if isinstance(value, int | float) else "x"


def pointer(path: Path_) -> str:
    return "".join(f"/{step}" for step in path)


def is_locator(path: str, result: JourneyResult) -> bool:
    return any(use.source_path == path for use in result.media)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_leaf_but_the_immaterial_ones_is_evidence(provider: str) -> None:
    """Each leaf in turn says something else."""
    tree = rich(provider)
    result = read(provider, tree)
    before = graph_digest(result)
    silent = set()
    for path in list(paths(tree)):
        was = put(tree, path, None)
        put(tree, path, another(was))
        if graph_digest(read(provider, tree)) == before:
            silent.add(pointer(path))
        put(tree, path, was)
    names = {path for path in silent if is_locator(path, result)}
    assert len(names) >= 12
    assert silent - names - SECRET == IMMATERIAL[provider]


@pytest.mark.parametrize("key", ["updatedAt", "__v", "callbackSent", "inQueue"])
@pytest.mark.parametrize("is_sent", [True, False])
def test_bookkeeping_of_signzy_is_no_evidence(key: str, is_sent: bool) -> None:
    tree = json.loads(body_of("signzy", "clean_pass"))
    before = graph_digest(read("signzy", tree))
    if is_sent:
        tree[key] = {"updatedAt": "2027-01-01T00:00:00Z", "__v": 9}.get(key, not tree[key])
    else:
        del tree[key]
    assert graph_digest(read("signzy", tree)) == before


@pytest.mark.parametrize("decision", ["Approved", "Rejected", "Resubmission Requested", "Odd"])
def test_what_somebody_decided_at_idwise_is_no_evidence(decision: str) -> None:
    tree = json.loads(body_of("idwise", "glare"))
    before = graph_digest(read("idwise", tree))
    tree["manual_decision"] = tree["final_decision"] = decision
    assert graph_digest(read("idwise", tree)) == before


@pytest.mark.parametrize(
    "provider, file",
    [
        pytest.param(provider, file, id=f"{provider}-{file.stem}")
        for provider in PROVIDERS
        for file in payload_files(provider)
    ],
)
def test_members_in_another_order_are_the_same_evidence(provider: str, file: Path) -> None:
    tree = json.loads(file.read_bytes())
    assert graph_digest(read(provider, turned(tree, lists=False))) == graph_digest(
        read(provider, tree)
    )


@pytest.mark.parametrize(
    "provider, outcome",
    [
        ("idwise", "aml_many"),
        ("idwise", "refer_same_subject"),
        ("idwise", "government_face"),
        ("idwise", "device_rooted"),
        ("signzy", "authenticity_failed_pattern"),
        ("signzy", "extraction_errors"),
        ("signzy", "registry_mismatch"),
        ("signzy", "two_documents"),
    ],
)
def test_lists_in_another_order_are_the_same_evidence_with_the_same_identities(
    provider: str, outcome: str
) -> None:
    tree = json.loads(body_of(provider, outcome))
    one, other = read(provider, tree), read(provider, turned(tree, lists=True))
    assert graph_digest(one) == graph_digest(other)
    assert Counter(identities(one)) == Counter(identities(other))


def test_renewed_addresses_of_pictures_are_the_same_evidence() -> None:
    body = body_of("signzy", "authenticity_failed_pattern")
    renewed = body.replace(b"/download/0000", b"/download/ffff")
    assert renewed != body
    one, other = read("signzy", body), read("signzy", renewed)
    assert graph_digest(one) == graph_digest(other)
    assert identities(one) == identities(other)
    assert {use.locator for use in one.media}.isdisjoint(use.locator for use in other.media)


def test_a_picture_that_is_there_no_more_is_new_evidence() -> None:
    tree = json.loads(body_of("signzy", "clean_pass"))
    before = graph_digest(read("signzy", tree))
    tree["capturedData"]["images"]["backDoc"] = None
    assert graph_digest(read("signzy", tree)) != before


def test_an_unmapped_leaf_is_evidence_too() -> None:
    tree = json.loads(body_of("signzy", "clean_pass"))
    before = graph_digest(read("signzy", tree))
    tree["newSection"] = {"finding": "bad"}
    first = graph_digest(read("signzy", tree))
    tree["newSection"]["finding"] = "good"
    assert len({before, first, graph_digest(read("signzy", tree))}) == 3


def test_one_is_not_true_and_a_number_is_not_its_text() -> None:
    tree = json.loads(body_of("idwise", "clean_pass"))
    digests = set()
    for value in (1, True, "1", 1.0, [1], {"a": 1}):
        tree["new_finding"] = value
        digests.add(graph_digest(read("idwise", tree)))
    assert len(digests) == 6


def test_a_check_keeps_its_identity_when_its_result_changes_and_says_so() -> None:
    tree = json.loads(body_of("idwise", "clean_pass"))
    before = by_subject(read("idwise", tree))
    checks = tree["documents"]["0"]["validation_result"]["validation_checks"]
    checks[3]["result"] = "Failed"
    after = by_subject(read("idwise", tree))
    assert {key for key, _ in before} == {key for key, _ in after}
    changed = {key for key, said in before - after}
    assert changed == {key for key, said in after - before}
    # The check itself; the document's and the journey's own words do not hang on it.
    assert len(changed) == 1


def test_equals_are_told_apart_and_counted_in_order() -> None:
    part = results.Check(group="optical", subject="0", name="Same")
    one, other = Identities(KEY), Identities(KEY)
    stable = [one.of(part).stable_key for _ in range(3)]
    assert len(set(stable)) == 3
    assert [other.of(part).stable_key for _ in range(3)] == stable


def test_side_group_step_and_name_each_make_another_identity() -> None:
    made = Identities(KEY)
    parts = [
        results.Check(group="optical", subject="0", name="Expiry"),
        results.Check(group="face", subject="0", name="Expiry"),
        results.Check(group="optical", subject="1", name="Expiry"),
        results.Check(group="optical", subject="0", name="Type"),
        results.Check(
            group="optical", subject="0", name="Expiry", side=results.Coded("back", "Back")
        ),
    ]
    assert len({made.of(part).stable_key for part in parts}) == len(parts)


def test_a_match_is_known_by_its_resource_id_else_by_name_dates_and_lists() -> None:
    day = results.Day("1980", "1980", "year")
    one = results.AmlMatch(name="A", resource_id="r1", birth_dates=(day,))
    renamed = results.AmlMatch(name="B", resource_id="r1")
    nameless = results.AmlMatch(name="A", birth_dates=(day,))
    other = results.AmlMatch(name="A", birth_dates=(results.Day("1981", "1981", "year"),))

    def stable(part: results.Part) -> str:
        return Identities(KEY).of(part).stable_key

    assert stable(one) == stable(renamed)
    assert len({stable(one), stable(nameless), stable(other)}) == 3
    assert Identities(KEY).of(one).result_hash != Identities(KEY).of(renamed).result_hash


def test_identities_say_nothing_to_whoever_lacks_the_key() -> None:
    part = results.Check(group="optical", name="Expiry")
    one, other = Identities(KEY).of(part), Identities(bytes(32)).of(part)
    assert one.stable_key != other.stable_key
    assert one.result_hash != other.result_hash


def test_a_picture_that_arrives_is_new_evidence_and_another_name_for_it_is_not(
    signzy: Account,
) -> None:
    body = body_of("signzy", "clean_pass")
    first = saved(signzy, body)
    without = evidence_digest(first.snapshot)
    arrive(first.snapshot)
    arrived = evidence_digest(first.snapshot)
    assert arrived != without
    renewed = saved(signzy, body.replace(b"/download/0000", b"/download/ffff"))
    assert evidence_digest(renewed.snapshot) == without
    arrive(renewed.snapshot)
    assert evidence_digest(renewed.snapshot) == arrived


def test_other_bytes_of_a_picture_are_new_evidence(signzy: Account) -> None:
    done = saved(signzy, body_of("signzy", "clean_pass"))
    arrive(done.snapshot)
    before = evidence_digest(done.snapshot)
    Blob.objects.filter(sha256=f"{0:064}").update(sha256=f"{999:064}")
    assert evidence_digest(done.snapshot) != before


def arrive(snapshot: Snapshot) -> None:
    """Every picture comes in; the bytes at one place of the body are always the same."""
    uses = MediaUse.objects.filter(snapshot=snapshot).order_by("ordinal").select_related("locator")
    for number, use in enumerate(uses):
        use.locator.blob, _ = Blob.objects.get_or_create(
            journey=snapshot.journey,
            sha256=f"{number:064}",
            defaults={"size": 1, "media_type": "image/png"},
        )
        use.locator.save()


def turned(value: Any, *, lists: bool) -> Any:
    """The same with members, and lists too where asked, from back to front."""
    if isinstance(value, dict):
        return {key: turned(value[key], lists=lists) for key in reversed(value)}
    if isinstance(value, list):
        items = [turned(item, lists=lists) for item in value]
        return items[::-1] if lists else items
    return value


def identities(result: JourneyResult) -> list[tuple[str, str]]:
    made = Identities(KEY)
    return [
        (identity.stable_key, identity.result_hash) for identity in map(made.of, result.parts())
    ]


def by_subject(result: JourneyResult) -> set[tuple[str, str]]:
    made = Identities(KEY)
    return {
        (identity.stable_key, identity.result_hash)
        for identity in (made.of(check) for check in result.checks)
    }
