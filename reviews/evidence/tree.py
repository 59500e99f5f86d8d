"""Build the tree of one snapshot: one query a table, however large the graph is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.urls import reverse

from journeys.choices import CheckGroup, MediaKind
from journeys.models import ROW_OF_SLOT, Locator, MediaUse, Snapshot
from journeys.providers import results as r
from reviews.evidence import shapes
from reviews.evidence.failing import (
    SELFIE_STEP,
    names_of_failed,
    selfie_failed,
    step_failed,
)
from reviews.evidence.identity import content_hash, pictures_of
from reviews.evidence.shapes import Identity

_SUBMITTED = (MediaKind.DOC_FRONT, MediaKind.DOC_BACK, MediaKind.PDF_FRONT, MediaKind.PDF_BACK)
_CROPS = (MediaKind.DOC_FRONT_CROP, MediaKind.DOC_BACK_CROP)
_WORST_FIRST = {"fail": 0, "uncertain": 1, "unknown": 2, "not_done": 3, "pass": 4}
_GROUP_ORDER = {group.value: index for index, group in enumerate(CheckGroup)}


def build_tree(snapshot: Snapshot, key: bytes) -> shapes.Tree:
    """Everything the snapshot says, grouped for a page. `key` is the journey's data key."""
    parts: dict[str, list[Any]] = {}
    pictures: dict[str, tuple[r.MediaUse, shapes.Picture]] = {}
    hashes: list[tuple[r.Part, str, str]] = []
    for slot, row_type in ROW_OF_SLOT.items():
        rows = row_type.objects.filter(snapshot=snapshot)  # type: ignore[attr-defined]  # abstract base's manager
        if row_type is MediaUse:
            rows = rows.select_related("locator__blob")
        parts[slot] = []
        for row in rows:
            part = row.part(key, snapshot)
            parts[slot].append(part)
            hashes.append((part, row.stable_key, row.result_hash))
            if isinstance(row, MediaUse):
                pictures[part.source_path] = (part, picture_of(row, part))
    shown = {path: picture for path, (_part, picture) in pictures.items()}
    identities = {
        id(part): Identity(stable_key, content_hash(result_hash, pictures_of(part), shown))
        for part, stable_key, result_hash in hashes
    }
    tree = _grouped(snapshot.summary(key), parts, pictures, snapshot.unmapped(key))
    return replace(tree, identities=identities)


def picture_of(use: MediaUse, part: r.MediaUse) -> shapes.Picture:
    """One use as a picture: ready with its addresses, or a state with its reason."""
    locator, blob = use.locator, use.locator.blob
    is_ready = locator.state == Locator.State.STORED and blob is not None
    kind = str(MediaKind(part.kind).label) if part.kind in MediaKind.values else part.kind
    view = reverse("media", args=[use.public_id, "view"]) if is_ready else ""
    return shapes.Picture(
        id=str(use.public_id),
        kind=part.kind,
        label=part.label or kind,
        side=part.side.code,
        state={"stored": "ready", "waiting": "waiting", "failed": "failed"}[locator.state],
        reason=locator.reason,
        width=blob.width if blob else 0,
        height=blob.height if blob else 0,
        pages=blob.pages if blob else 0,
        view_url=view,
        thumb_url=reverse("media", args=[use.public_id, "thumb"]) if is_ready else "",
        retry_url=reverse("media_retry", args=[use.public_id]),
        is_video=blob is not None and blob.media_type == "video/mp4",
        sha256=blob.sha256 if blob else "",
    )


def _grouped(
    journey: r.JourneyPart,
    parts: dict[str, list[Any]],
    pictures: dict[str, tuple[r.MediaUse, shapes.Picture]],
    unmapped: tuple[r.UnmappedLeaf, ...],
) -> shapes.Tree:
    by_path = {path: shown for path, (_part, shown) in pictures.items()}
    checks = [_with_fragments(check, by_path) for check in parts["checks"]]
    steps = tuple(_step(step, parts, checks, pictures.values()) for step in parts["documents"])
    step_ids = {step.part.step_id for step in steps}
    comparisons = tuple(
        shapes.ComparisonShown(
            part=part,
            faces=tuple(by_path[face.media] for face in part.faces if face.media in by_path),
        )
        for part in parts["face_comparisons"]
    )
    details: dict[str, list[r.RuleDetail]] = defaultdict(list)
    for detail in parts["rule_details"]:
        details[detail.rule_key].append(detail)
    rules = tuple(
        shapes.RuleShown(part=part, details=tuple(details[part.key]))
        for part in sorted(parts["rules"], key=lambda rule: _rank(rule.outcome))
    )
    selfie = parts["selfies"][0] if parts["selfies"] else None
    applicant = parts["applicant"][0] if parts["applicant"] else None
    loose = [check for check in checks if check.part.subject not in step_ids]
    return shapes.Tree(
        journey=journey,
        applicant=applicant,
        names=_names(applicant, parts["fields"]),
        declared=tuple(parts["declared"]),
        steps=steps,
        portraits=_of_kinds(pictures.values(), MediaKind.PORTRAIT),
        selfies=_of_kinds(pictures.values(), MediaKind.SELFIE)
        or _of_kinds(pictures.values(), MediaKind.SELFIE_CROP),
        other_faces=_of_kinds(
            pictures.values(),
            MediaKind.GHOST_PORTRAIT,
            MediaKind.EXTERNAL_FACE,
            MediaKind.SELFIE_CROP,
            MediaKind.PROFILE,
        ),
        videos=_of_kinds(pictures.values(), MediaKind.SELFIE_VIDEO),
        selfie=selfie,
        face_checks=_check_groups(loose),
        comparisons=comparisons,
        rules=rules,
        screening=parts["screenings"][0] if parts["screenings"] else None,
        matches=tuple(parts["matches"]),
        registry=tuple(parts["registry_answers"]),
        device=parts["device_reports"][0] if parts["device_reports"] else None,
        signals=tuple(sorted(parts["device_signals"], key=lambda signal: _rank(signal.outcome))),
        addresses=tuple(parts["ip_addresses"]),
        consents=tuple(parts["consents"]),
        unmapped=unmapped,
        other_pictures=_of_kinds(pictures.values(), MediaKind.SIGNATURE, MediaKind.OTHER),
        failed_checks=names_of_failed(
            tuple(parts["checks"]),
            tuple(parts["face_comparisons"]),
            tuple(parts["rules"]),
            selfie,
        ),
        steps_that_failed=tuple(
            [step.part.step_id for step in steps if step_failed(step.part)]
            + ([SELFIE_STEP] if selfie is not None and selfie_failed(selfie) else [])
        ),
    )


def _step(
    step: r.DocumentStep,
    parts: dict[str, list[Any]],
    checks: list[shapes.CheckShown],
    pictures: Iterable[tuple[r.MediaUse, shapes.Picture]],
) -> shapes.StepShown:
    mine = [check for check in checks if check.part.subject == step.step_id]
    own = [pair for pair in pictures if pair[0].step_id == step.step_id]
    pairs = [check for check in mine if check.submitted is not None or check.reference is not None]
    return shapes.StepShown(
        part=step,
        predicted=tuple(p for p in parts["predicted_types"] if p.step_id == step.step_id),
        sides=_of_kinds(own, *_SUBMITTED),
        crops=_of_kinds(own, *_CROPS),
        check_groups=_check_groups([check for check in mine if check not in pairs]),
        pairs=tuple(sorted(pairs, key=lambda check: _rank(check.part.outcome))),
        fields=tuple(f for f in parts["fields"] if f.step_id == step.step_id),
        errors=tuple(e for e in parts["extraction_errors"] if e.step_id == step.step_id),
    )


def _with_fragments(part: r.Check, by_path: dict[str, shapes.Picture]) -> shapes.CheckShown:
    return shapes.CheckShown(
        part=part,
        submitted=by_path.get(part.submitted),
        reference=by_path.get(part.reference),
    )


def _check_groups(checks: list[shapes.CheckShown]) -> tuple[shapes.CheckGroupShown, ...]:
    grouped: dict[tuple[str, str], list[shapes.CheckShown]] = defaultdict(list)
    for check in checks:
        grouped[(check.part.group, check.part.side.code)].append(check)
    return tuple(
        shapes.CheckGroupShown(
            group=group,
            side=side,
            checks=tuple(sorted(found, key=lambda check: _rank(check.part.outcome))),
        )
        for (group, side), found in sorted(
            grouped.items(), key=lambda item: (_GROUP_ORDER.get(item[0][0], 99), item[0][1])
        )
    )


def _of_kinds(
    pictures: Iterable[tuple[r.MediaUse, shapes.Picture]], *kinds: str
) -> tuple[shapes.Picture, ...]:
    """Pictures of these kinds in their order; the same bytes once a kind."""
    found: dict[tuple[str, str], shapes.Picture] = {}
    for kind in kinds:
        for part, shown in pictures:
            if part.kind == kind:
                found.setdefault((kind, shown.sha256 or shown.id), shown)
    return tuple(found.values())


def _names(applicant: r.ApplicantPart | None, fields: list[r.ExtractedField]) -> tuple[str, ...]:
    """What the person is called, in each spelling once, the fullest first."""
    found: dict[str, None] = {}
    if applicant is not None and applicant.full_name:
        found[applicant.full_name] = None
    for name in ("full_name", "names", "surname_and_given_names"):
        for field in fields:
            if field.name == name and field.value:
                found.setdefault(field.value, None)
    if not found:
        first = [f.value for f in fields if f.name in ("given_names", "first_name") and f.value]
        last = [f.value for f in fields if f.name in ("surname", "last_name") and f.value]
        if first or last:
            found[" ".join([*first[:1], *last[:1]])] = None
    return tuple(found)[:4]


def _rank(outcome: r.Coded) -> int:
    return _WORST_FIRST.get(outcome.code, 2)
