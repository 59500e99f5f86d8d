"""The closed list of events, dotted names in the past tense. Retired names are never reused."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Event(TextChoices):
    SIGNED_IN = "staff.signed_in", _("Signed in")
    SIGN_IN_FAILED = "staff.sign_in_failed", _("Sign-in failed")
    SIGNED_OUT = "staff.signed_out", _("Signed out")
    STAFF_CREATED = "staff.created", _("Staff account made")
    STAFF_CHANGED = "staff.changed", _("Staff account changed")
    STAFF_DEACTIVATED = "staff.deactivated", _("Staff account deactivated")

    ACCOUNT_CREATED = "account.created", _("Provider account made")
    ACCOUNT_CHANGED = "account.changed", _("Provider account changed")
    ACCOUNT_PAUSED = "account.paused", _("Provider account paused")
    ACCOUNT_RESUMED = "account.resumed", _("Provider account resumed")

    IMPORT_REQUESTED = "import.requested", _("Import asked for")
    IMPORT_RETRIED = "import.retried", _("Import retried")
    JOURNEY_RECEIVED = "journey.received", _("Evidence received")
    JOURNEY_READ = "journey.read", _("Evidence read")
    JOURNEY_UNCHANGED = "journey.unchanged", _("Same evidence received again")
    JOURNEY_UNREADABLE = "journey.unreadable", _("Unreadable answer kept")
    JOURNEY_DELETED = "journey.deleted_at_provider", _("Deleted at the provider")
    MEDIA_STORED = "media.stored", _("Picture stored")
    MEDIA_REFUSED = "media.refused", _("Picture not usable")
    MEDIA_RETRIED = "media.retried", _("Picture asked for again")
    CALLBACK_RECEIVED = "callback.received", _("Callback received")
    EXPECTED_RECEIVED = "expected.received", _("Journey announced")
    EXPECTED_OVERDUE = "expected.overdue", _("Announced journey is overdue")

    CASE_OPENED = "case.opened", _("Case opened")
    CASE_CLAIMED = "case.claimed", _("Case claimed")
    CASE_RELEASED = "case.released", _("Case released")
    CASE_REOPENED = "case.reopened", _("Case reopened")
    CASE_RECUSED = "case.recused", _("Given back: knows the person")
    CASE_HELD = "case.held", _("Put on hold")
    CASE_PASSED_ON = "case.passed_on", _("Passed on")
    ROUND_OPENED = "round.opened", _("New round opened")
    EVIDENCE_VIEWED = "evidence.viewed", _("Evidence viewed")
    PICTURE_VIEWED = "evidence.picture_viewed", _("Picture viewed")
    PANEL_OPENED = "evidence.panel_opened", _("Panel opened")
    EVIDENCE_PREFETCHED = "evidence.prefetched", _("Next case fetched ahead")
    EVIDENCE_UNBLINDED = "evidence.opened_unblinded", _("Opened without rating the faces")
    FACE_WINDOW_CUT = "evidence.face_window_cut", _("Face cut from the document")
    ORIGINAL_VIEWED = "evidence.original_viewed", _("Original file taken")
    JOURNEY_VIEWED = "evidence.journey_viewed", _("Journey viewed")
    SEARCH_MADE = "search.made", _("Search made")
    TRAIL_VIEWED = "trail.viewed", _("Trail viewed")
    OPINION_GIVEN = "opinion.given", _("Opinion given")
    STATEMENT_MADE = "statement.made", _("Said about a piece of evidence")
    NOTE_ADDED = "note.added", _("Note added")
    READING_MADE = "decision.reading_made", _("Reading recorded, another reader follows")
    DECISION_PROPOSED = "decision.proposed", _("Decision recorded")
    DECISION_EFFECTIVE = "decision.took_effect", _("Decision took effect")
    DECISION_WITHDRAWN = "decision.withdrawn", _("Decision undone")
    DECISION_SUPERSEDED = "decision.superseded", _("Decision superseded")
    DECISION_REFUSED = "decision.refused", _("Decision refused")
    OUTBOX_SENT = "outbox.sent", _("Provider told")
    OUTBOX_FAILED = "outbox.failed", _("Provider could not be told")
    OUTBOX_CONFLICT = "outbox.conflict", _("Provider holds another decision")
    LINK_CREATED = "link.created", _("Resubmission link made")
    LINK_SHOWN = "link.shown", _("Resubmission link shown")
    LINK_ORPHANED = "link.orphaned", _("Resubmission link without use")
    JOB_RETRIED = "job.retried", _("Job retried by hand")


def event_choices() -> list[tuple[str, object]]:
    """For the column: called, not copied, so that a new event needs no migration."""
    return [(event.value, event.label) for event in Event]
