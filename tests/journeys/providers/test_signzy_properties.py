"""Whatever a Signzy body looks like: it is read, nothing is lost, no secret is seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from journeys.choices import (
    Verdict,
)
from journeys.providers.plain import to_plain
from journeys.providers.signzy import normalise, redact
from tests.journeys.providers.bodies_for_tests import (
    assert_nothing_is_lost,
    payload_files,
    tree_from,
)

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(["", "True", "False", "Review", "NA", "200", "https://persist.signzy.tech/x"]),
    st.text(max_size=12),
)


KEYS = (
    "result",
    "data",
    "flow",
    "test",
    "processingConfig",
    "capturedData",
    "images",
    "frontDoc",
    "frontDoc2",
    "selfie",
    "consent",
    "country",
    "idType2",
    "location",
    "latitude",
    "matchPercentage",
    "fullNameMatch",
    "documentIntelligence",
    "completeStatus",
    "detailsOptical",
    "pagesCount",
    "overallStatus",
    "severity",
    "imageQuality",
    "frontIdCheck",
    "extractedFieldErrors",
    "fieldName",
    "authenticityCheck",
    "frontAuthenticityCheckList",
    "imagePattern",
    "elementResult",
    "elementDiagnose",
    "image",
    "graphicFields",
    "fieldList",
    "fieldType",
    "value",
    "docSide",
    "predictedIdTypeFront",
    "FDSIDList",
    "isDeprecated",
    "extractedFields",
    "attempts",
    "selfieAnalysis",
    "passiveLiveliness",
    "liveness",
    "faceMatch",
    "verified",
    "additionalFaceChecks",
    "maskDetection",
    "faceCoverDetection",
    "faceGears",
    "userId",
    "journeyId",
    "currentStatus",
    "userInfo",
    "name",
    "matchImage",
    "externalApiResponses",
    "api",
    "input",
    "response",
    "ipAddresses",
    "vpn",
    "fraudScore",
    "createdAt",
    "_deleted",
)


keys = st.sampled_from(KEYS)


trees = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.one_of(keys, st.text(max_size=5)), inner)
    ),
    max_leaves=25,
)


bodies = st.dictionaries(keys, trees, min_size=1, max_size=6)


@given(bodies)
@settings(max_examples=150, deadline=None)
def test_no_tree_is_refused_and_nothing_is_lost(body: dict[str, Any]) -> None:
    root = tree_from(body)
    result = normalise(root)
    assert_nothing_is_lost(root, result)
    assert result.journey.verdict != Verdict.PASS


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_payload_with_one_part_replaced_loses_nothing(data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(payload_files("signzy")))
    body = json.loads(file.read_bytes())
    inner = body
    while True:
        keys_here = list(inner) if isinstance(inner, dict) else range(len(inner))
        key = data.draw(st.sampled_from(keys_here))
        below = inner[key]
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            break
        inner = below
    inner[key] = data.draw(trees)
    root = tree_from(body)
    result = normalise(root)
    assert_nothing_is_lost(root, result)
    shown = to_plain(result)
    for use in shown["media"]:
        use.pop("locator")
    secret = redact(root)
    hidden = {leaf.value for leaf in root.leaves() if (leaf.pointer, leaf.occurrence) in secret}
    assert hidden.isdisjoint(_texts(shown))


def _texts(shown: Any) -> Iterator[str]:
    if isinstance(shown, dict):
        shown = list(shown.values())
    if isinstance(shown, list):
        for inner in shown:
            yield from _texts(inner)
    elif isinstance(shown, str) and "://" in shown:
        yield shown
