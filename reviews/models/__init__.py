"""Cases, rounds, opinions, decisions, and what leaves the house."""

from reviews.models.case import Case, CaseJourney, Panel, Queue, Rank, Recusal
from reviews.models.decision import (
    Decision,
    Draft,
    Note,
    NoteDraft,
    Opinion,
    Outcome,
    Statement,
)
from reviews.models.looking import Access, FaceWindow, PanelView, Unblinded
from reviews.models.outbox import ApplicantLink, OutboxRow, Search
from reviews.models.outside import (
    CHOOSABLE,
    ApiToken,
    Delivery,
    HookEvent,
    RelationshipEnd,
    Scope,
    Subscription,
)
from reviews.models.policy import (
    Calendar,
    PendingChange,
    PolicyVersion,
    QueueWorker,
    RoutingVersion,
)
from reviews.models.reason import Reason, ReasonText
from reviews.models.round import Round
from reviews.models.talk import Attachment, Notice
from reviews.models.work import CaseTag, Presence, SavedView, Skip, Tag

__all__ = [
    "CHOOSABLE",
    "Access",
    "ApiToken",
    "ApplicantLink",
    "Attachment",
    "Calendar",
    "Case",
    "CaseJourney",
    "CaseTag",
    "Decision",
    "Delivery",
    "Draft",
    "FaceWindow",
    "HookEvent",
    "Note",
    "NoteDraft",
    "Notice",
    "Opinion",
    "OutboxRow",
    "Outcome",
    "Panel",
    "PanelView",
    "PendingChange",
    "PolicyVersion",
    "Presence",
    "Queue",
    "QueueWorker",
    "Rank",
    "Reason",
    "ReasonText",
    "Recusal",
    "RelationshipEnd",
    "Round",
    "RoutingVersion",
    "SavedView",
    "Scope",
    "Search",
    "Skip",
    "Statement",
    "Subscription",
    "Tag",
    "Unblinded",
]
