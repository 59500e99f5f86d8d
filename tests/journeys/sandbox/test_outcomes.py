"""Every outcome of the sandbox's journeys: whole, repeatable, and what its name says."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from journeys.sandbox import mrz, paper_parts
from journeys.sandbox.cast import GLUED_FACE_STEP
from journeys.sandbox.idwise_outcomes import DATASETS, LIVENESS_CODES, RULE_KEYS
from journeys.sandbox.journey import journey, play
from journeys.sandbox.outcomes import OUTCOMES, PROVIDERS, UnknownOutcome, outcome_at, outcomes_of
from journeys.sandbox.plan import Plan, Played, SandboxJourney
from journeys.sandbox.signzy_outcomes import FRAUD_SCORES, OVERALL, SEVERITIES, STATUSES
from tests.journeys.sandbox.documented_paths import IDWISE, SIGNZY

ALL = [(provider, each.name) for provider in PROVIDERS for each in outcomes_of(provider)]
BASE = "http://127.0.0.1:9301/signzy"


def made(
    provider: str, outcome: str, *, index: int = 4, drawn: bool = False, seed: int = 3
) -> SandboxJourney:
    return journey(
        provider,
        seed=seed,
        index=index,
        outcome=outcome,
        pictures="drawn" if drawn else "small",
        base_url=BASE,
    )


def tree(provider: str, outcome: str, *, index: int = 4) -> Any:
    return json.loads(made(provider, outcome, index=index).body)


def all_texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for inner in value.values() for text in all_texts(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in all_texts(inner)]
    return [value] if isinstance(value, str) else []


def named_by(body: bytes) -> set[str]:
    """What looks like a picture's locator in a body, found without knowing the builders."""
    text = body.decode()
    urls = re.findall(rf"{re.escape(BASE)}/api/files/[0-9]+/download/[0-9a-f]{{64}}\.[a-z]+", text)
    paths = re.findall(r'_path":"([0-9a-f]{32})"', text)
    # The older model lists the compared pictures as bare texts.
    listed = re.findall(r'"images":\[((?:"[0-9a-f]{32}",?)+)\]', text)
    return {*urls, *paths, *(each for run in listed for each in re.findall("[0-9a-f]{32}", run))}


@pytest.mark.parametrize("provider,outcome", ALL)
def test_every_outcome_makes_a_whole_body_twice_the_same(provider: str, outcome: str) -> None:
    first, again = made(provider, outcome), made(provider, outcome)
    assert first.body == again.body
    assert first.outcome == outcome
    body = json.loads(first.body)
    for wrapper in ("result", "data"):
        body = body.get(wrapper, body)
    key = "journey_id" if provider == "idwise" else "journeyId"
    assert body[key] == first.journey_id
    form = r"[0-9a-f]{24}" if provider == "idwise" else r"[A-Z0-9]{10}"
    assert re.fullmatch(form, first.journey_id)


@pytest.mark.parametrize("provider,outcome", ALL)
def test_every_locator_of_a_body_leads_to_bytes_and_no_other_does(
    provider: str, outcome: str
) -> None:
    held = made(provider, outcome)
    assert named_by(held.body) == set(held.media)
    for draw in held.media.values():
        assert len(draw()) > 100


def test_another_seed_or_index_is_another_journey() -> None:
    for provider in PROVIDERS:
        ids = {
            journey(provider, seed=seed, index=index, pictures="small").journey_id
            for seed in (1, 2)
            for index in range(20)
        }
        assert len(ids) == 40


@pytest.mark.parametrize("provider", PROVIDERS)
def test_the_mixed_deck_deals_every_outcome_in_its_proportion(provider: str) -> None:
    size = sum(each.odds[provider] for each in outcomes_of(provider))
    dealt = Counter(outcome_at(provider, seed=5, index=index) for index in range(size))
    assert dealt == {each.name: each.odds[provider] for each in outcomes_of(provider)}
    second_deal = [outcome_at(provider, seed=5, index=index) for index in range(size, 2 * size)]
    assert second_deal != [outcome_at(provider, seed=5, index=index) for index in range(size)]


def test_an_outcome_of_the_other_provider_is_refused() -> None:
    with pytest.raises(UnknownOutcome):
        made("idwise", "ip_tor")
    with pytest.raises(UnknownOutcome):
        made("signzy", "never_heard_of")


@pytest.mark.parametrize("provider,paths", [("idwise", IDWISE), ("signzy", SIGNZY)])
def test_every_documented_path_appears_in_some_outcome(provider: str, paths: list[str]) -> None:
    seen: set[tuple[str, ...]] = set()

    def walk(value: Any, path: tuple[str, ...]) -> None:
        seen.add(path)
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, (*path, re.sub(r"[ _]", "", key).lower()))
        elif isinstance(value, list):
            for inner in value:
                walk(inner, (*path, "[]"))

    for each in outcomes_of(provider):
        for index in (4, 5):
            walk(tree(provider, each.name, index=index), ())

    def is_seen(path: str) -> bool:
        wanted = [re.sub(r"[ _]", "", step).lower() for step in path.split(".")]
        return any(
            len(have) == len(wanted)
            and all(want in ("{}", got) for want, got in zip(wanted, have, strict=True))
            for have in seen
        )

    assert [path for path in paths if not is_seen(path)] == []


@pytest.mark.parametrize("index", range(12))
def test_a_clean_pass_is_really_clean(index: int) -> None:
    idwise = tree("idwise", "clean_pass", index=index)
    assert idwise["system_decision"] == idwise["final_decision"] == "Complete"
    bad = {"Failed", "CouldNotApply", "Undetermined", "Refer", "Rejected", "Incomplete"}
    assert not bad & set(all_texts(idwise))
    assert idwise["selfie"]["is_live"] is True
    assert all(step["has_passed_rules"] for step in idwise["documents"].values())
    assert idwise["aml"] == {"applicability": "Applicable", "matches": []}

    signzy = tree("signzy", "clean_pass", index=index)
    assert signzy["currentStatus"] == "COMPLETED"
    assert signzy["capturedData"]["consent"] is signzy["capturedData"]["livenessConsent"] is True
    checks = signzy["documentIntelligence"]
    assert checks["completeStatus"]["overallStatus"] == "True"
    judged = {key: value for key, value in checks.items() if key != "idExpired"}
    assert "False" not in all_texts(judged)
    assert checks["idExpired"] == "False"
    assert signzy["selfieAnalysis"]["faceMatch"]["verified"] is True
    assert signzy["selfieAnalysis"]["passiveLiveliness"]["liveness"] is True


@pytest.mark.parametrize("rule", RULE_KEYS)
def test_each_rule_fails_in_its_own_outcome_and_alone(rule: str) -> None:
    body = tree("idwise", f"refer_{rule}")
    failed = [key for key, each in body["rule_results"].items() if each["result"] == "Failed"]
    assert failed == [rule]
    assert body["system_decision"] == "Refer"


@pytest.mark.parametrize("code", LIVENESS_CODES)
def test_each_liveness_code_is_told(code: str) -> None:
    selfie = tree("idwise", f"liveness_{code.lower()}")["selfie"]
    assert (selfie["liveness_status_code"], selfie["is_live"]) == (code, False)


@pytest.mark.parametrize("name,dataset", DATASETS.items())
def test_each_list_has_its_match(name: str, dataset: str) -> None:
    matches = tree("idwise", f"aml_{name}")["aml"]["matches"]
    assert [match["datasets"] for match in matches] == [[dataset]]


def test_many_matches_come_in_every_shape() -> None:
    matches = tree("idwise", "aml_many")["aml"]["matches"]
    assert len(matches) == 7
    births = [match["datesOfBirth"] for match in matches]
    assert any(isinstance(birth, str) for birth in births)
    assert any(isinstance(birth, list) and isinstance(birth[:1], list) for birth in births)
    assert any(birth and isinstance(birth[0], int) for birth in births if isinstance(birth, list))
    assert any(re.fullmatch(r"\d{4}-\d{2}", text) for text in all_texts(births))
    assert any(isinstance(match["countries"], str) for match in matches)
    assert sum("resource_id" in match for match in matches) == 1
    assert len({dataset for match in matches for dataset in match["datasets"]}) == 9


def test_each_signzy_status_severity_and_verdict_is_spelled_as_documented() -> None:
    assert {tree("signzy", f"status_{each.lower()}")["currentStatus"] for each in STATUSES} == set(
        STATUSES
    )
    for name, spelled in OVERALL.items():
        status = tree("signzy", f"overall_{name}")["documentIntelligence"]["completeStatus"]
        assert status["overallStatus"] == spelled
    for name, spelled in SEVERITIES.items():
        status = tree("signzy", f"severity_{name}")["documentIntelligence"]["completeStatus"]
        assert status["severity"] == spelled
    for band, score in FRAUD_SCORES.items():
        (address,) = tree("signzy", f"ip_fraud_{band}")["ipAddresses"].values()
        assert address["fraudScore"] == str(score)


def test_a_repeated_key_stands_twice_in_the_text_with_two_values() -> None:
    raw = made("signzy", "duplicate_keys").body.decode()
    values = re.findall(r'"Remainder Term":"(\d+)"', raw)
    assert len(values) == 2
    assert values[0] != values[1]


def test_wrappers_hold_the_whole_body() -> None:
    assert list(tree("signzy", "wrapped_result")) == ["result"]
    assert list(tree("signzy", "wrapped_data")) == ["data"]
    assert "journeyId" in tree("signzy", "wrapped_result_data")["result"]["data"]


def test_arabic_names_are_in_arabic_script() -> None:
    fields = tree("signzy", "arabic_names")["documentIntelligence"]["extractedFields"]
    for key in ("Surname And Given Names", "Sex", "Place of Issue", "Profession"):
        assert re.search(r"[\u0600-\u06ff]", fields[key]), key


def test_erased_journeys_say_nothing_but_their_ids() -> None:
    body = tree("idwise", "deleted_at_provider")
    said = {key for key, value in body.items() if value is not None}
    assert said == {"journey_id", "customer_id", "flow_id", "model_version"}
    assert tree("signzy", "deleted")["_deleted"] is True
    assert not made("signzy", "deleted").media


def test_the_wrong_check_digit_is_wrong_and_no_other_is() -> None:
    held = made("idwise", "mrz_check_digit_wrong")
    fields = next(iter(json.loads(held.body)["documents"].values()))["extracted_fields"]
    line = fields["MRZ Lines"]["value"].split("\n")[1]
    assert line != mrz.td3(held.person)[1]
    assert mrz.check_digit(line[:9]) != line[9]
    assert mrz.check_digit(line[13:19]) == line[19]
    assert mrz.check_digit(line[21:27]) == line[27]


def test_printed_and_machine_readable_expiry_disagree() -> None:
    held = made("idwise", "conflict_viz_mrz")
    fields = next(iter(json.loads(held.body)["documents"].values()))["extracted_fields"]
    zone = fields["MRZ Lines"]["value"].split("\n")[1][21:27]
    printed = date.fromisoformat(fields["Expiry Date"]["value"])
    assert fields["Expiry Date"]["source"] == "VIZ"
    assert zone == held.person.expiry_date.strftime("%y%m%d") != printed.strftime("%y%m%d")


def test_the_same_picture_in_two_places_has_the_same_bytes_and_others_differ() -> None:
    held = made("idwise", "refer_no_duplicate_documents")
    documents = json.loads(held.body)["documents"]
    first, second = (step["images"]["front_side_image_path"] for step in documents.values())
    assert first != second
    assert held.media[first]() == held.media[second]()
    clean = made("idwise", "clean_pass", index=7)
    assert len({draw() for draw in clean.media.values()}) == len(clean.media)


def test_only_the_step_that_is_done_again_has_new_pictures() -> None:
    plan = Plan(
        provider="idwise",
        seed=3,
        index=4,
        outcome="glare",
        today=date(2026, 11, 1),
        base_url=BASE,
        look="small",
    )
    before = play(plan)
    again = Plan(
        **{
            **plan.__dict__,
            "outcome": "clean_pass",
            "flow": "identity",
            "steps": {
                "0": Played(attempt=1, outcome="clean_pass"),
                "selfie": Played(attempt=0, outcome="glare"),
            },
        }
    )
    after = play(again)
    old, new = json.loads(before.body), json.loads(after.body)
    assert old["selfie"]["image_path"] == new["selfie"]["image_path"]
    assert old["documents"]["0"]["images"] != new["documents"]["0"]["images"]
    kept = set(before.media) & set(after.media)
    assert kept
    assert all(before.media[each]() == after.media[each]() for each in kept)
    assert before.person.full_name == after.person.full_name


def test_a_duplicate_applicant_is_the_person_of_the_journey_before() -> None:
    one = made("idwise", "clean_pass", index=8)
    two = made("idwise", "refer_no_duplicate_applicant", index=9)
    assert one.person == two.person
    assert one.journey_id != two.journey_id


def test_the_glued_photo_is_the_applicants_own() -> None:
    # The papers glue a face this far from the holder's; the sandbox reckons with it.
    assert GLUED_FACE_STEP == paper_parts._OTHER_PERSON
    for provider, outcome in (
        ("idwise", "photo_replaced"),
        ("signzy", "authenticity_failed_photo_embed"),
    ):
        truth = made(provider, outcome).truth
        assert (truth.same_person, truth.altered) == (True, True)


@pytest.mark.parametrize(
    "provider,outcome", [("idwise", "proof_of_address"), ("signzy", "authenticity_failed_pattern")]
)
def test_drawn_files_are_what_they_claim_to_be(provider: str, outcome: str) -> None:
    held = made(provider, outcome, index=2, drawn=True)
    formats: Counter[str] = Counter()
    for draw in held.media.values():
        data = draw()
        assert draw() == data
        if data.startswith(b"%PDF"):
            formats["PDF"] += len(pypdfium2.PdfDocument(data))
        elif data[4:8] == b"ftyp":
            formats["MP4"] += 1
        else:
            with Image.open(BytesIO(data)) as image:
                image.load()
                formats[str(image.format)] += 1
    assert set(formats) == (
        {"JPEG", "WEBP", "PDF", "MP4"} if provider == "idwise" else {"JPEG", "PNG"}
    )


def test_every_outcome_has_a_sentence() -> None:
    assert all(each.sentence.endswith(".") for each in OUTCOMES.values())
