"""What each liveness code means, and what each finding on a picture is called. Owns words only.

A code that is in no table is shown as it was sent and never reads as a pass.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from journeys.providers.results import Check, SelfiePart

Words = Promise | str


@dataclass(frozen=True)
class Meaning:
    """`what` says what was seen, `look` what a person can check in the pictures."""

    what: Words
    look: Words


@dataclass(frozen=True)
class Finding:
    """One quality flag: what it is about, and what it is called where it passed or failed."""

    name: Words
    passed: Words
    failed: Words


LIVENESS: Mapping[str, Meaning] = {
    "face_too_close": Meaning(
        _("The face was too close to the camera."),
        _("Features may be distorted: compare proportions with care."),
    ),
    "face_close_to_border": Meaning(
        _("The face was at the edge of the picture."),
        _("Check whether chin, forehead and ears are all in the picture."),
    ),
    "face_cropped": Meaning(
        _("A part of the face was cut off."),
        _("Check which part is missing, and whether the rest is enough to compare."),
    ),
    "face_is_occluded": Meaning(
        _("Something covered a part of the face."),
        _("Look for a hand, hair, mask, scarf or dark glasses."),
    ),
    "face_not_found": Meaning(
        _("No face was found in the selfie."),
        _("Check whether the selfie shows a person at all."),
    ),
    "too_many_faces": Meaning(
        _("More than one face was in the selfie."),
        _("Check which of them is the applicant, and whether somebody was made to take part."),
    ),
    "face_too_small": Meaning(
        _("The face was too small, or too far away."),
        _("Check whether enough of the face can be seen to compare it."),
    ),
    "bad_quality_image": Meaning(
        _("The picture was too poor to be judged: blurred, dark or noisy."),
        _("The check says nothing about liveness; ask for a better selfie."),
    ),
    "face_angle_too_large": Meaning(
        _("The face was turned away from the camera."),
        _("Ask for a selfie from the front where features cannot be compared."),
    ),
    "not_live": Meaning(
        _("The check took the selfie for a picture, a screen, a mask or a made face."),
        _("Look for screen edges, moiré, paper, seams and a background that does not fit."),
    ),
}
UNKNOWN_CODE = Meaning(
    _("The provider sent a code that we do not know. It counts as not passed."),
    _("Judge liveness from the selfie and the video yourself."),
)
# Words instead of a code: how the call ended at a provider that has no codes (Signzy).
CALL_ENDED: Mapping[str, Words] = {
    "200": _("The check was carried out."),
    "notstarted": _("The check was never started: not run."),
}
CALL_FAILED = _("The check did not end as it should, so its result is not to be relied on.")

OUTCOME_SENTENCES: Mapping[str, Words] = {
    "pass": _("Judged live by the provider."),
    "fail": _("Judged not live by the provider."),
    "uncertain": _("The provider could not tell whether the person was live."),
    "not_done": _("Liveness was not checked. That is not a pass."),
    "unknown": _("The provider's answer is in no table of ours. That is not a pass."),
}

_FINDINGS: Mapping[str, Finding] = {
    "imageglares": Finding(_("Glare"), _("No glare"), _("Glare")),
    "imagefocus": Finding(_("Focus"), _("Sharp"), _("Out of focus")),
    "imageresolution": Finding(_("Resolution"), _("Enough pixels"), _("Too few pixels")),
    "imagecolorness": Finding(_("Colour"), _("In colour"), _("Not in colour")),
    "perspective": Finding(_("Angle"), _("Straight"), _("Seen at an angle")),
    "bounds": Finding(_("Edges"), _("All edges in view"), _("Edges cut off")),
    "portrait": Finding(_("Portrait"), _("Portrait found"), _("No portrait found")),
    "brightness": Finding(_("Brightness"), _("Well lit"), _("Too dark or too bright")),
    "result": Finding(_("Quality as a whole"), _("Good as a whole"), _("Poor as a whole")),
    "maskdetection": Finding(_("Mask"), _("No mask"), _("Mask worn")),
    "facecoverdetection": Finding(_("Face cover"), _("Face not covered"), _("Face covered")),
}
_NEITHER: Mapping[str, Words] = {
    "not_done": _("%(name)s: not run"),
    "uncertain": _("%(name)s: uncertain"),
    "unknown": _("%(name)s: unknown"),
}


def liveness_meaning(code: str) -> Meaning:
    """What a code of `LivenessCode` means; a new one is said to be unknown."""
    return LIVENESS.get(code, UNKNOWN_CODE)


def liveness_sentence(selfie: SelfiePart) -> Words:
    """The outcome in one sentence; nothing but a clear pass reads as one."""
    return OUTCOME_SENTENCES.get(selfie.liveness.code, OUTCOME_SENTENCES["unknown"])


def call_sentence(selfie: SelfiePart) -> Words:
    """How the liveness call ended, where the provider says so; empty where it does not."""
    said = next((one.value for one in selfie.particulars if one.name == "liveness_status"), "")
    if not said:
        return ""
    return CALL_ENDED.get(re.sub(r"[\s_-]", "", said.casefold()), CALL_FAILED)


def finding_of(check: Check) -> str:
    """What a flag found in a few words of ours; empty where only the provider names the check."""
    known = _FINDINGS.get(re.sub(r"[\s_-]", "", check.key.casefold()))
    if known is None:
        return ""
    words = {"pass": known.passed, "fail": known.failed}.get(check.outcome.code)
    neither = _NEITHER.get(check.outcome.code, _NEITHER["unknown"])
    return str(words) if words is not None else str(neither) % {"name": known.name}
