"""Facts of many journeys at once, read from the rows of their snapshots in a few queries.

Reads only. Most of it stands in clear columns; what does not is opened with each journey's key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Q

from journeys.choices import (
    AmlApplicability,
    ConsentKind,
    ErrorKind,
    Lifecycle,
    LivenessCode,
    Outcome,
    Severity,
    Verdict,
)
from journeys.models import (
    AmlMatch,
    AmlScreening,
    Check,
    Consent,
    DeviceReport,
    DeviceSignal,
    DocumentStep,
    ExtractedField,
    ExtractionError,
    FaceComparison,
    GraphRow,
    IpAddress,
    Locator,
    MediaUse,
    RegistryAnswer,
    RuleResult,
    Selfie,
    Snapshot,
)
from journeys.providers import results as r
from kycreview.sealing import KeyGone
from reviews.comparing.countries import country_code
from reviews.desk.routing.facts import Facts, Known
from reviews.desk.routing.kinds import (
    CheckKind,
    ConsentSaid,
    Reopening,
    check_kind,
    document_kind,
    list_kinds,
)

_AT_ONCE = 200
_FAILED = (Outcome.FAIL.value,)
_UNCERTAIN = (Outcome.UNCERTAIN.value, Outcome.UNKNOWN.value)
_TELLING = (*_FAILED, *_UNCERTAIN)
_OF_CAPTURE = set(LivenessCode.values) - {LivenessCode.NOT_LIVE, LivenessCode.UNKNOWN}
_NATIONALITY = ("nationality", "nationality_code")
_GRAVEST_FIRST = (Severity.HIGH, Severity.MEDIUM, Severity.LOW, Severity.NONE)
# Results in tables of their own: which kind of check their `outcome` is.
_KIND_OF_TABLE: tuple[tuple[type[GraphRow], str], ...] = (
    (FaceComparison, CheckKind.FACE_COMPARISON.value),
    (RegistryAnswer, CheckKind.REGISTER.value),
    (DeviceReport, CheckKind.DEVICE.value),
    (DeviceSignal, CheckKind.DEVICE.value),
)


def facts_of(
    snapshot: Snapshot, *, reopened_by: str = Reopening.NONE.value, round_number: int = 1
) -> Facts:
    """The facts of one snapshot, its journey and account loaded. Raises KeyGone."""
    snapshot.journey.key()
    found = gather([snapshot])[snapshot.pk]
    return at_this_look(found, reopened_by=reopened_by, round_number=round_number)


def at_this_look(facts: Facts, *, reopened_by: str, round_number: int) -> Facts:
    """The same with what only the case knows."""
    attempt = max(facts.attempt or 0, round_number)
    return replace(facts, reopened_by=reopened_by, attempt=attempt)


def gather(snapshots: Iterable[Snapshot], *, with_nationality: bool = True) -> dict[UUID, Facts]:
    """Facts by snapshot id: 15 queries for each 200 snapshots, one less without nationality.

    Snapshots come with `journey__account`; `sealed_bytes` may be deferred. A journey whose key was
    destroyed has no facts and is left out.
    """
    readable: list[tuple[Snapshot, bytes]] = []
    for snapshot in snapshots:
        try:
            readable.append((snapshot, snapshot.journey.key()))
        except KeyGone:
            continue
    found: dict[UUID, Facts] = {}
    for start in range(0, len(readable), _AT_ONCE):
        found |= _gather(dict(readable[start : start + _AT_ONCE]), with_nationality)
    return found


def _gather(keys: dict[Snapshot, bytes], with_nationality: bool) -> dict[UUID, Facts]:
    wanted = list(keys)
    parts = partial(_parts, keys)
    documents, addresses = parts(DocumentStep), parts(IpAddress)
    matches, selfies = parts(AmlMatch), parts(Selfie)
    fields = parts(ExtractedField) if with_nationality else {}
    checks = _checks(wanted)
    rules = _clear(RuleResult, wanted, "key", "outcome")
    screenings = _clear(AmlScreening, wanted, "applicability")
    consents = _clear(Consent, wanted, "kind", "given")
    media = _clear(MediaUse, wanted, "locator_id", "locator__state", only=_unsettled())
    found: dict[UUID, Facts] = {}
    for snapshot, key in keys.items():
        pk, account, summary = snapshot.pk, snapshot.journey.account, snapshot.summary(key)
        steps: list[r.DocumentStep] = documents.get(pk, [])
        lists = _lists(matches.get(pk, []), screenings.get(pk, []))
        results = list(checks.get(pk, []))
        results += [(CheckKind.LIVENESS.value, one.liveness.code) for one in selfies.get(pk, [])]
        states = dict(media.get(pk, [])).values()
        found[pk] = Facts(
            account=account.slug,
            provider=account.provider,
            flow=snapshot.flow_id,
            is_test=snapshot.journey.is_test,
            verdict=_said(snapshot.verdict, Verdict.UNKNOWN),
            lifecycle=_said(snapshot.lifecycle, Lifecycle.UNKNOWN),
            document_kinds=_known(
                document_kind(step.document_type, step.document_subtype) for step in steps
            ),
            document_names=_known(
                text for step in steps for text in (step.document_type, step.document_subtype)
            ),
            document_countries=_known(
                country_code(step.country_code) or country_code(step.country) for step in steps
            ),
            nationalities=_known(
                country_code(field.value or "")
                for field in fields.get(pk, [])
                if field.name in _NATIONALITY
            ),
            failed_rules=_those(rules.get(pk, []), _FAILED),
            failed_checks=_those(results, _FAILED),
            uncertain_checks=_those(results, _UNCERTAIN),
            applicability=_worst_applicability(screenings.get(pk, [])),
            lists=lists,
            has_match=None if lists is None else bool(lists),
            fraud_score=_fraud_score(addresses.get(pk, [])),
            is_vpn=_flag(addresses.get(pk, []), "vpn"),
            is_proxy=_flag(addresses.get(pk, []), "proxy"),
            is_tor=_flag(addresses.get(pk, []), "tor"),
            provider_severity=_gravest(step.severity for step in steps),
            language=_language(summary),
            attempt=_attempt([*steps, *selfies.get(pk, [])]),
            reference=summary.reference,
            consent=_consent(consents.get(pk, [])),
            is_selfie_unusable=_is_selfie_unusable(selfies.get(pk, [])),
            media_failed=sum(state == Locator.State.FAILED for state in states),
            media_waiting=sum(state == Locator.State.WAITING for state in states),
        )
    return found


def _parts(keys: dict[Snapshot, bytes], table: type[GraphRow]) -> dict[UUID, list[Any]]:
    """The opened parts of one table by snapshot."""
    snapshots = {snapshot.pk: snapshot for snapshot in keys}
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in table.objects.filter(snapshot__in=list(keys)):  # type: ignore[attr-defined]  # abstract base's manager
        snapshot = snapshots[row.snapshot_id]
        found[snapshot.pk].append(row.part(keys[snapshot], snapshot))
    return found


def _clear(
    table: type[GraphRow], snapshots: list[Snapshot], *columns: str, only: Q | None = None
) -> dict[UUID, list[Any]]:
    """Different values of clear columns by snapshot, as tuples."""
    rows = table.objects.filter(only or Q(), snapshot__in=snapshots)  # type: ignore[attr-defined]  # abstract base's manager
    found: dict[UUID, list[Any]] = defaultdict(list)
    for pk, *values in rows.order_by().values_list("snapshot_id", *columns).distinct():
        found[pk].append(tuple(values))
    return found


def _checks(snapshots: list[Snapshot]) -> dict[UUID, list[tuple[str, str]]]:
    """(kind of check, outcome) of everything that has an outcome."""
    found: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for pk, pairs in _clear(Check, snapshots, "group", "outcome").items():
        found[pk] += [(check_kind(group), outcome) for group, outcome in pairs]
    for table, kind in _KIND_OF_TABLE:
        for pk, rows in _clear(table, snapshots, "outcome").items():
            found[pk] += [(kind, outcome) for (outcome,) in rows]
    for pk, rows in _clear(ExtractionError, snapshots, "status").items():
        if (ErrorKind.MISMATCH.value,) in rows:
            found[pk].append((CheckKind.DATA_CONFLICT.value, Outcome.FAIL.value))
    return found


def _unsettled() -> Q:
    return ~Q(locator__state=Locator.State.STORED)


def _said(code: str, unknown: str) -> str:
    return "" if code == unknown else code


def _known(texts: Iterable[str]) -> Known:
    """None where nobody said anything."""
    return frozenset(text for text in texts if text) or None


def _those(pairs: list[tuple[str, str]], outcomes: tuple[str, ...]) -> Known:
    """None where nothing was run at all."""
    if all(outcome not in (*_TELLING, Outcome.PASS) for _name, outcome in pairs):
        return None
    return frozenset(name for name, outcome in pairs if outcome in outcomes)


def _lists(matches: list[r.AmlMatch], screenings: list[tuple[str]]) -> Known:
    if matches:
        kinds = [list_kinds(dataset.code for dataset in match.datasets) for match in matches]
        return frozenset().union(*kinds)
    was_screened = screenings == [(AmlApplicability.APPLICABLE.value,)]
    return frozenset() if was_screened else None


def _worst_applicability(screenings: list[tuple[str]]) -> str:
    codes = [code for (code,) in screenings if code != AmlApplicability.UNKNOWN]
    return next((code for code in codes if code != AmlApplicability.APPLICABLE), "".join(codes[:1]))


def _fraud_score(addresses: list[r.IpAddress]) -> float | None:
    scores = [address.fraud_score.value for address in addresses if address.fraud_score]
    return max((score for score in scores if score is not None and 0 <= score <= 100), default=None)


def _flag(addresses: list[r.IpAddress], name: str) -> bool | None:
    codes = {flag.outcome.code for one in addresses for flag in one.flags if flag.name == name}
    if Outcome.FAIL in codes:
        return True
    return False if Outcome.PASS in codes else None


def _gravest(said: Iterable[r.Coded | None]) -> str:
    codes = {coded.code for coded in said if coded is not None}
    return next((code.value for code in _GRAVEST_FIRST if code in codes), "")


def _language(summary: r.JourneyPart) -> str:
    return _said(summary.language.code, "unknown") if summary.language else ""


def _attempt(parts: Iterable[r.DocumentStep | r.SelfiePart]) -> int | None:
    return max(_counts(parts), default=None)


def _counts(parts: Iterable[r.DocumentStep | r.SelfiePart]) -> Iterator[int]:
    for part in parts:
        if part.attempts is not None and part.attempts.value is not None:
            yield int(part.attempts.value)


def _is_selfie_unusable(selfies: list[r.SelfiePart]) -> bool:
    """Liveness failed over how the picture was taken: a code that says more than "not live"."""
    failed = [one.liveness_code for one in selfies if one.liveness.code == Outcome.FAIL]
    return bool(failed) and all(code is not None and code.code in _OF_CAPTURE for code in failed)


def _consent(said: list[tuple[str, str]]) -> str:
    outcomes = {given for kind, given in said if kind in ConsentKind.values}
    for outcome, word in (
        (Outcome.FAIL, ConsentSaid.REFUSED),
        (Outcome.NOT_DONE, ConsentSaid.MISSING),
        (Outcome.PASS, ConsentSaid.GIVEN),
    ):
        if outcome in outcomes:
            return word.value
    return ""
