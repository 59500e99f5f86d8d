"""The journey as a whole: ids, wrappers, spellings, tri-states, secrets, deletion."""

from __future__ import annotations

import pytest

from journeys.choices import (
    CheckGroup,
    Lifecycle,
    Outcome,
)
from journeys.providers.bodies import REDACTED
from journeys.providers.results import Check, JourneyResult
from journeys.providers.signzy import normalise
from tests.journeys.providers.bodies_for_tests import (
    tree_from,
    tree_of,
)
from tests.journeys.providers.signzy_bodies import FOLDER, of_document, result_of


def checks_of(result: JourneyResult, group: CheckGroup) -> dict[tuple[str, str], Check]:
    return {(check.side.code, check.key): check for check in result.checks if check.group == group}


def test_the_journey_is_read_with_its_ids_times_and_language() -> None:
    journey = result_of("rich").journey
    assert journey.provider_id == "RICHBODY01"
    assert journey.reference == "REF-000042"
    assert journey.flow_version == "7"
    assert (journey.lifecycle.code, journey.lifecycle.raw) == (Lifecycle.COMPLETED, "COMPLETED")
    assert (journey.step.code, journey.step.raw) == ("complete", "COMPLETE")
    assert journey.language is not None
    assert (journey.language.code, journey.language.raw) == ("zh", "ch")
    assert journey.created_at is not None
    assert journey.created_at.value == "2024-07-21T05:55:39.746000Z"
    assert journey.updated_at is not None
    assert journey.updated_at.value == "2024-07-21T05:56:38.041000Z"
    assert journey.retention is not None
    assert journey.retention.raw == "1576800"
    assert journey.is_test is False


@pytest.mark.parametrize("payload", ["wrapped_result", "wrapped_result_data", "wrapped_data"])
def test_a_wrapper_changes_nothing_but_the_paths(payload: str) -> None:
    plain, wrapped = result_of("clean_pass"), result_of(payload)
    assert wrapped.journey.provider_id == plain.journey.provider_id
    assert [f.value for f in wrapped.fields] == [f.value for f in plain.fields]
    assert [c.outcome for c in wrapped.checks] == [c.outcome for c in plain.checks]
    assert [m.locator for m in wrapped.media] == [m.locator for m in plain.media]
    assert wrapped.media[0].source_path.startswith(("/result/", "/data/"))


def test_the_printed_spelling_of_the_keys_reads_like_the_real_one() -> None:
    printed, real = result_of("document_sample_lowercase"), result_of("document_sample")
    assert [c.key for c in printed.checks] == [c.key for c in real.checks]
    assert [c.outcome.code for c in printed.checks] == [c.outcome.code for c in real.checks]
    assert [f.name for f in printed.fields] == [f.name for f in real.fields]
    assert [m.kind for m in printed.media] == [m.kind for m in real.media]
    assert printed.journey.verdict == real.journey.verdict
    assert printed.unmapped == ()


@pytest.mark.parametrize(
    "sent,code",
    [
        ("True", Outcome.PASS),
        (True, Outcome.PASS),
        ("False", Outcome.FAIL),
        (False, Outcome.FAIL),
        ("None", Outcome.NOT_DONE),
        ("NA", Outcome.NOT_DONE),
        (None, Outcome.NOT_DONE),
        ("perhaps", Outcome.UNKNOWN),
        (1, Outcome.UNKNOWN),
    ],
)
def test_a_tri_state_is_read_in_every_type(sent: object, code: Outcome) -> None:
    result = of_document(completeStatus={"detailsOptical": {"mrz": sent}})
    assert checks_of(result, CheckGroup.OPTICAL)["none", "mrz"].outcome.code == code


def test_a_deleted_journey_says_so_and_keeps_its_status() -> None:
    journey = result_of("deleted_at_provider").journey
    assert journey.is_deleted is True
    assert journey.lifecycle.raw == "COMPLETED"


def test_a_test_journey_is_marked() -> None:
    assert result_of("flow_test").journey.is_test is True


def test_the_word_false_is_not_true() -> None:
    result = normalise(tree_from({"_deleted": "False", "flow": {"test": "False"}}))
    assert result.journey.is_deleted is False
    assert result.journey.is_test is False


def test_secrets_stand_in_no_part_but_as_locators() -> None:
    result = result_of("rich")
    particulars = {named.name: named.value for named in result.journey.particulars}
    assert particulars["callback_key"] == REDACTED
    assert particulars["callback_url"] == REDACTED
    assert particulars["success_redirect_url"] == REDACTED
    assert particulars["failure_redirect_url"] == "https://client.example/failed"
    assert all(use.is_secret for use in result.media)


def test_the_same_tree_gives_the_same_result() -> None:
    root = tree_of(FOLDER / "rich.json")
    assert normalise(root) == normalise(root)
