"""Cases, rounds, opinions, decisions, and what leaves the house."""

from reviews.models.case import (
    Access,
    Case,
    CaseJourney,
    FaceWindow,
    Panel,
    PanelView,
    Queue,
    Recusal,
    Round,
    Unblinded,
)
from reviews.models.decision import Decision, Draft, Note, Opinion, Outcome, Statement
from reviews.models.outbox import ApplicantLink, OutboxRow, Search
from reviews.models.reason import Reason, ReasonText

__all__ = [
    "Access",
    "ApplicantLink",
    "Case",
    "CaseJourney",
    "Decision",
    "Draft",
    "FaceWindow",
    "Note",
    "Opinion",
    "OutboxRow",
    "Outcome",
    "Panel",
    "PanelView",
    "Queue",
    "Reason",
    "ReasonText",
    "Recusal",
    "Round",
    "Search",
    "Statement",
    "Unblinded",
]
