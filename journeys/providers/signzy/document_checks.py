"""Checks of one document: optical, image quality, and how well declared data matches it.

The same word has several meanings at Signzy (`overallStatus`, `portrait`, `liveness`); the group
and the key of a check keep them apart.
"""

from __future__ import annotations

from collections.abc import Iterator

from journeys.choices import CheckGroup, Outcome, Side
from journeys.providers.bodies import Node, clean, plain_key
from journeys.providers.marking import gettext_noop as _
from journeys.providers.reading import TRI_STATE, Draft, Reading, measure
from journeys.providers.results import Check, Coded, Measured
from journeys.providers.signzy.envelope import Envelope, is_blank, under
from journeys.providers.signzy.pictures import NO_SIDE


def _labels(names: dict[str, str]) -> dict[str, tuple[str, str]]:
    return {plain_key(key): (key, name) for key, name in names.items()}


# "completestatus detailsoptical": "status of ... check true check passed false check failed none/na
# check was not done (depends on id type)".
DETAILS_OPTICAL = _labels(
    {
        "docType": _("Document type"),
        "expiry": _("Expiry date"),
        "imageQA": _("Image quality"),
        "mrz": _("Machine-readable zone"),
        "overallStatus": _("All optical checks"),
        "security": _("Security features"),
        "text": _("Text comparison"),
        "vds": _("Visible digital seal"),
    }
)
COMPLETE_STATUS_CHECKS = _labels(
    {"optical": _("Optical result"), "portrait": _("Portrait"), "rfid": _("Chip")}
)
# "imagequality frontidcheck imageglares: status of image glare check true check passed": true is
# good news here, also for glares.
IMAGE_QUALITY = _labels(
    {
        "imageGlares": _("No glare"),
        "imageFocus": _("Focus"),
        "imageResolution": _("Resolution"),
        "imageColorness": _("Colour"),
        "perspective": _("Perspective"),
        "bounds": _("Whole document in the picture"),
        "portrait": _("Portrait found"),
        "brightness": _("Brightness"),
    }
)
SIDE_CHECKS = {"frontidcheck": Side.FRONT, "backidcheck": Side.BACK}
MATCHES = _labels(
    {
        "dateOfBirthMatch": _("Declared birth date"),
        "addressMatch": _("Declared address"),
        "fullNameMatch": _("Declared full name"),
        "documentNumberMatch": _("Declared document number"),
    }
)


def optical_checks(
    reading: Reading, status: Node | None, *, owner: Draft, step_id: str
) -> Iterator[Check]:
    for key, node in status.members if status is not None else []:
        plain = plain_key(key)
        if plain in COMPLETE_STATUS_CHECKS:
            yield from _tri_state_checks(
                reading,
                [(key, node)],
                labels=COMPLETE_STATUS_CHECKS,
                group=CheckGroup.OPTICAL,
                subject=step_id,
            )
        elif plain == "detailsoptical":
            if is_blank(node):
                owner.text(node, "details_optical")
            yield from _tri_state_checks(
                reading,
                [member for member in node.members if plain_key(member[0]) != "pagescount"],
                labels=DETAILS_OPTICAL,
                group=CheckGroup.OPTICAL,
                subject=step_id,
            )


def image_quality_checks(
    reading: Reading, intelligence: Node | None, *, owner: Draft, step_id: str
) -> Iterator[Check]:
    for quality in intelligence.children("imageQuality") if intelligence is not None else []:
        if is_blank(quality):
            owner.text(quality, "image_quality")
        # Some answers might give the result alone, without the object around it.
        members = quality.members or ([("result", quality)] if not is_blank(quality) else [])
        for key, node in members:
            side = SIDE_CHECKS.get(plain_key(key))
            if side is None:
                yield from _tri_state_checks(
                    reading,
                    [(key, node)],
                    labels={"result": ("result", "Image quality")},
                    group=CheckGroup.IMAGE_QUALITY,
                    subject=step_id,
                )
            elif is_blank(node):
                owner.text(node, "image_quality")
            else:
                yield from _tri_state_checks(
                    reading,
                    node.members,
                    labels=IMAGE_QUALITY,
                    group=CheckGroup.IMAGE_QUALITY,
                    subject=step_id,
                    side=Coded(side, ""),
                )


def match_checks(reading: Reading, envelope: Envelope, *, owner: Draft) -> Iterator[Check]:
    """How well the document agrees with what the client had prefilled, in per cent."""
    matches = envelope.find("matchPercentage")
    if matches is not None and is_blank(matches):
        owner.text(matches, "match_percentage")
    for key, node in matches.members if matches is not None else []:
        if not node.is_leaf:
            continue
        draft = reading.draft(node)
        raw = draft.raw(node, "score")
        known, name = MATCHES.get(plain_key(key), (clean(key), clean(key)))
        score = None if raw is None else measure(raw)
        yield Check(
            group=CheckGroup.DATA_MATCH,
            subject="document",
            key=known,
            name=name,
            outcome=Coded(_match_outcome(score), raw or ""),
            score=score,
            **draft.traced(),
        )


def _match_outcome(score: Measured | None) -> str:
    """Only a whole match passes: the vendor names no threshold for anything below it."""
    if score is None or TRI_STATE.get(plain_key(score.raw)) == Outcome.NOT_DONE:
        return Outcome.NOT_DONE
    if score.value is None or not 0 <= score.value <= 100:
        return Outcome.UNKNOWN
    if score.value == 0:
        return Outcome.FAIL
    return Outcome.PASS if score.value == 100 else Outcome.UNCERTAIN


def _tri_state_checks(
    reading: Reading,
    members: list[tuple[str, Node]],
    *,
    labels: dict[str, tuple[str, str]],
    group: CheckGroup,
    subject: str,
    side: Coded = NO_SIDE,
) -> Iterator[Check]:
    """One check for each leaf; a key that is in no table keeps its own words."""
    for key, node in members:
        if not node.is_leaf:
            continue
        draft = reading.draft(node)
        known, name = labels.get(plain_key(key), (clean(key), clean(key)))
        yield Check(
            group=group,
            subject=subject,
            side=side,
            key=known,
            name=name,
            outcome=draft.outcome(node),
            **draft.traced(),
        )


def pages_count(status: Node | None) -> Node | None:
    return under(under(status, "detailsOptical"), "pagesCount")
