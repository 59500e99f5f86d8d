"""The forms. They check shape and words; the rules of deciding stand in `verdicts`."""

from reviews.forms.managing import AccountForm, ProfileForm
from reviews.forms.reviewing import (
    DecisionForm,
    HoldForm,
    ImportForm,
    OpinionForm,
    PassOnForm,
    ReasonChoice,
    ReopenForm,
    every_reason,
    reason_choices,
)

__all__ = [
    "AccountForm",
    "DecisionForm",
    "HoldForm",
    "ImportForm",
    "OpinionForm",
    "PassOnForm",
    "ProfileForm",
    "ReasonChoice",
    "ReopenForm",
    "every_reason",
    "reason_choices",
]
