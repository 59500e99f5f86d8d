"""Each contradiction is found where it is, and a provider that agrees with itself has none."""

from __future__ import annotations

from typing import Any

import pytest

from journeys.choices import Verdict
from journeys.providers import results as r
from reviews.evidence.contradictions import contradictions
from reviews.evidence.shapes import Tree
from tests.reviews.evidence.bare_trees import bare_tree, check, coded, compared, rule, step

PASSED = r.JourneyPart(verdict=Verdict.PASS)
MATCH = r.AmlMatch(name="Somebody", resource_id="1")


def decided(system: str, manual: str, final: str) -> r.JourneyPart:
    return r.JourneyPart(
        system_decision=coded(system) if system else None,
        manual_decision=coded(manual) if manual else None,
        final_decision=coded(final) if final else None,
    )


def selfie(live: str, **columns: Any) -> r.SelfiePart:
    return r.SelfiePart(liveness=coded(live), **columns)


FOUND: dict[str, Tree] = {
    "rule of the flow failed": bare_tree(journey=PASSED, rules=(rule("under_age", "fail"),)),
    "faces were found to differ": bare_tree(journey=PASSED, comparisons=(compared("fail"),)),
    "judged not live": bare_tree(journey=PASSED, selfie=selfie("fail")),
    "a consent was refused": bare_tree(
        journey=PASSED, consents=(r.Consent(kind="processing", given=coded("fail")),)
    ),
    "the final decision is another": bare_tree(journey=decided("refer", "approved", "rejected")),
    "overruled": bare_tree(journey=decided("rejected", "approved", "approved")),
    "no person is said to have decided": bare_tree(journey=decided("refer", "", "approved")),
    "of its checks failed": bare_tree(
        steps=(step(check("mrz", "fail", group="optical"), verdict=coded("pass")),)
    ),
    "not what its rules say": bare_tree(
        steps=(step(verdict=coded("fail"), has_passed_rules=coded("pass")),)
    ),
    "marked expired": bare_tree(
        steps=(step(is_expired=coded("fail")),), rules=(rule("expired_document", "pass"),)
    ),
    "another found two": bare_tree(comparisons=(compared("pass"), compared("fail"))),
    "all steps show one person": bare_tree(
        rules=(rule("same_subject", "pass"),), comparisons=(compared("fail"),)
    ),
    "different people, but the faces matched": bare_tree(
        rules=(rule("same_subject", "fail"),), comparisons=(compared("pass"),)
    ),
    "a code says why it failed": bare_tree(
        selfie=selfie("pass", liveness_code=coded("face_too_close"))
    ),
    "liveness did not pass": bare_tree(selfie=selfie("fail", status=coded("pass"))),
    "its step failed the rules": bare_tree(selfie=selfie("pass", has_passed_rules=coded("fail"))),
    "say opposite things": bare_tree(
        selfie=selfie("fail"), rules=(rule("selfie_liveness", "pass"),)
    ),
    "screening rule passed, but 1 match": bare_tree(
        rules=(rule("no_aml_records", "pass"),), matches=(MATCH,)
    ),
    "no match was sent": bare_tree(rules=(rule("no_aml_records", "fail"),)),
    "the applicant was not screened": bare_tree(
        rules=(rule("no_aml_records", "pass"),),
        screening=r.AmlScreening(applicability=coded("skipped")),
    ),
    "said not to have been made": bare_tree(
        screening=r.AmlScreening(applicability=coded("disabled")), matches=(MATCH,)
    ),
    "sum of the optical checks": bare_tree(
        steps=(
            step(
                check("optical", "pass", group="optical"),
                check("overallStatus", "fail", group="optical"),
            ),
        )
    ),
    "a single flag failed": bare_tree(
        steps=(step(check("result", "pass"), check("imageGlares", "fail")),)
    ),
    "no single flag did": bare_tree(
        steps=(step(check("result", "fail"), check("imageGlares", "pass")),)
    ),
    "one of its details failed": bare_tree(
        rules=(rule("geolocation", "pass", r.RuleDetail(outcome=coded("fail"))),)
    ),
    "device passed as a whole": bare_tree(
        device=r.DeviceReport(outcome=coded("pass")),
        signals=(r.DeviceSignal(key="rooted", outcome=coded("fail")),),
    ),
}


@pytest.mark.parametrize("words", FOUND)
def test_a_contradiction_is_said_in_one_sentence(words: str) -> None:
    found = contradictions(FOUND[words])
    assert [one for one in found if words in one.what], [one.what for one in found]


AGREEING: dict[str, Tree] = {
    "nothing at all": bare_tree(),
    "a clean pass": bare_tree(
        journey=PASSED,
        rules=(rule("same_subject", "pass"), rule("no_aml_records", "pass")),
        comparisons=(compared("pass"),),
        selfie=selfie("pass", status=coded("pass"), has_passed_rules=coded("pass")),
        screening=r.AmlScreening(applicability=coded("applicable")),
    ),
    "a person resolves a referral": bare_tree(journey=decided("refer", "approved", "approved")),
    "nobody decided yet": bare_tree(journey=decided("refer", "", "")),
    # The step's rules failed because the faces differ; the document itself is fine.
    "a step that another rule fails": bare_tree(
        steps=(step(verdict=coded("pass"), has_passed_rules=coded("fail")),),
        rules=(rule("same_subject", "fail"),),
        comparisons=(compared("fail"),),
        selfie=selfie("pass", has_passed_rules=coded("fail")),
    ),
    "checks that were not run": bare_tree(
        steps=(step(check("result", "fail"), check("brightness", "not_done")),),
    ),
}


@pytest.mark.parametrize("what", AGREEING)
def test_what_agrees_is_no_contradiction(what: str) -> None:
    assert contradictions(AGREEING[what]) == ()
