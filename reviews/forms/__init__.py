"""The forms. They check shape and words; the rules of deciding stand in `verdicts`."""

from reviews.forms.managing import AccountForm, ProfileForm, StaffForm
from reviews.forms.reviewing import (
    RATINGS,
    DecisionForm,
    ImportForm,
    OpinionForm,
    ReopenForm,
    SearchForm,
    reason_choices,
)

__all__ = [
    "RATINGS",
    "AccountForm",
    "DecisionForm",
    "ImportForm",
    "OpinionForm",
    "ProfileForm",
    "ReopenForm",
    "SearchForm",
    "StaffForm",
    "reason_choices",
]
