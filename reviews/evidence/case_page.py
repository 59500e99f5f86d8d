"""Everything that the case page shows, in a number of queries that no graph can raise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from journeys.importing import evidence_digest
from journeys.models import IdentityKey, Snapshot
from kycreview.sealing import KeyGone
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.evidence import shapes
from reviews.evidence.attached import FilesSeen, files_seen
from reviews.evidence.blind import hidden_people, is_reread_open, said_by_hidden
from reviews.evidence.case_head import CaseHead, case_head
from reviews.evidence.failing import FIRST_STEPS, SELFIE_STEP
from reviews.evidence.history import case_history
from reviews.evidence.notes import NoteDraftShown, NoteShown, note_drafts_of, notes_of
from reviews.evidence.restricted import sees_restricted
from reviews.evidence.said import SaidBook, said_about
from reviews.evidence.side_by_side import SideBySide, side_by_side
from reviews.evidence.tree import build_tree
from reviews.models import (
    ApplicantLink,
    Case,
    Decision,
    Opinion,
    PanelView,
    Round,
)


@dataclass(frozen=True, kw_only=True)
class LinkShown:
    """The applicant's link; `url` stays empty until it is asked for."""

    id: UUID
    state_label: str
    expires_at: datetime
    is_expired: bool
    orphans: int


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another journey that shares a key with this one, and which key."""

    case_id: UUID | None
    case_code: str
    journey_id: UUID
    by: str


@dataclass(frozen=True, kw_only=True)
class CasePage:
    case: CaseHead
    tree: shapes.Tree
    evidence_digest: str
    decisions: list[Decision]
    rounds: list[Round]
    opinions: list[Opinion]
    notes: list[NoteShown]
    # A note that this person has begun and not added.
    note_draft: NoteDraftShown | None
    history: list[shapes.HistoryLine]
    link: LinkShown | None
    related: list[Related]
    files: FilesSeen
    step_choices: list[tuple[str, str]]
    said: SaidBook
    seen_panels: frozenset[int]
    at: date


def rounds_of(case: Case) -> list[Round]:
    """All rounds with their journeys, the newest first. Asked once a page."""
    return list(
        case.rounds.select_related("policy", "journey__account", "journey__current_snapshot")
        .defer("journey__current_snapshot__sealed_bytes")
        .order_by("-number")
    )


def case_page(case: Case, *, viewer: User, rounds: list[Round] | None = None) -> CasePage:
    """Build the page of a case as `viewer` may see it. Raises KeyGone for erased journeys."""
    rounds = rounds or rounds_of(case)
    last = rounds[0]
    journey = last.journey
    snapshot = shown_snapshot(last)
    key = journey.key()
    tree = build_tree(snapshot, key)
    # Until both readers of a round have read, neither sees what the other said.
    hidden = hidden_people(last, viewer=viewer)
    decisions = list(
        Decision.objects.filter(round__case=case)
        .exclude(said_by_hidden(last, hidden))
        .select_related("round__case", "person", "outbox")
        .order_by("-decided_at")
    )
    opinions = list(
        Opinion.objects.filter(round__case=case)
        .exclude(said_by_hidden(last, hidden))
        .select_related("person", "round")
        .order_by("-at")
    )
    journeys = list({one.journey_id for one in rounds})
    files = files_seen(last, viewer=viewer, hidden=hidden)
    drafts = note_drafts_of(rounds, viewer=viewer)
    return CasePage(
        case=case_head(case, last, snapshot, viewer, reference=tree.journey.reference),
        tree=tree,
        evidence_digest=evidence_digest(snapshot),
        decisions=decisions,
        rounds=rounds,
        opinions=opinions,
        notes=notes_of(rounds, viewer=viewer, hidden=hidden, drafts=drafts),
        note_draft=drafts.get(None),
        history=case_history(
            case.pk,
            journeys,
            hidden=hidden,
            alone=last.pk if hidden and is_reread_open(last) else None,
            unseen=files.unseen,
            with_restricted=sees_restricted(viewer),
        ),
        link=_link(case),
        related=_related(case, journeys),
        files=files,
        step_choices=step_choices(tree),
        said=said_about(case.pk, viewer=viewer, hidden=hidden, its_round=last),
        seen_panels=seen_panels(last, viewer=viewer),
        at=date_of(tree, snapshot),
    )


def changes_since(rounds: Sequence[Round], tree: shapes.Tree, *, viewer: User) -> SideBySide | None:
    """What the applicant or the provider changed since the round before, the newest round first.

    None for a first look, and where a closed case is read again: that is the same evidence, and
    who reads it knows of no round before.
    """
    last, *earlier = rounds
    if not earlier or (is_reread_open(last) and viewer.may(Permission.CASES_REVIEW)):
        return None
    before = earlier[0]
    seen = before.judged_on_id or before.opened_on_id
    if seen == shown_snapshot(last).pk:
        return None
    try:
        key = before.journey.key()
    except KeyGone:
        return None
    snapshot = Snapshot.objects.defer("sealed_bytes").get(pk=seen)
    return side_by_side(build_tree(snapshot, key), tree, number=before.number)


def seen_panels(its_round: Round, *, viewer: User) -> frozenset[int]:
    """The panels that this person opened in this round."""
    views = PanelView.objects.filter(round=its_round, person=viewer)
    return frozenset(views.values_list("panel", flat=True))


def date_of(tree: shapes.Tree, snapshot: Snapshot) -> date:
    """The journey's date: ages and validity are told of it, not of today."""
    for moment in (tree.journey.ended_at, tree.journey.started_at, tree.journey.created_at):
        if moment is not None and moment.value:
            return datetime.fromisoformat(moment.value).date()
    return snapshot.received_at.date()


def step_choices(tree: shapes.Tree) -> list[tuple[str, str]]:
    """The steps that an applicant can be asked to do again."""
    found = [
        (
            step.part.step_id,
            step.part.title or step.part.document_type or _("Document %s") % step.part.step_id,
        )
        for step in tree.steps
    ]
    if tree.selfie is not None or tree.selfies:
        found.append((SELFIE_STEP, _("Selfie")))
    return found or list(zip(FIRST_STEPS, (_("Document"), _("Selfie")), strict=True))


def shown_snapshot(last: Round) -> Snapshot:
    """A closed round shows what was judged; an open one the newest evidence."""
    if last.closed_at is not None and last.judged_on_id is not None:
        return Snapshot.objects.defer("sealed_bytes").get(pk=last.judged_on_id)
    newest = last.journey.current_snapshot
    if newest is None:
        raise LookupError("a case on a journey without evidence")
    if is_reread_open(last):
        # The same evidence, without the provider's echo of what was decided on it.
        before = Round.objects.filter(case=last.case_id, number=last.number - 1)
        answers = Snapshot.objects.defer("sealed_bytes").filter(journey=last.journey_id)
        judged = answers.filter(pk__in=before.values("judged_on")).first()
        if judged is not None and evidence_digest(judged) == evidence_digest(newest):
            return judged
    return newest


def _link(case: Case) -> LinkShown | None:
    links = list(ApplicantLink.objects.filter(round__case=case))
    current = next((one for one in links if one.state == ApplicantLink.State.CURRENT), None)
    if current is None:
        return None
    return LinkShown(
        id=current.pk,
        state_label=str(current.get_state_display()),
        expires_at=current.expires_at,
        is_expired=current.expires_at <= timezone.now(),
        orphans=sum(1 for one in links if one.state == ApplicantLink.State.ORPHAN),
    )


def _related(case: Case, journeys: list[UUID]) -> list[Related]:
    """Other journeys that share a key. Two queries."""
    # A date of birth is shared by strangers.
    keys = IdentityKey.objects.exclude(kind=IdentityKey.Kind.BIRTH_DATE)
    mine = keys.filter(journey__in=journeys).values_list("kind", "value_hash")
    wanted = list(mine)
    shared = (
        keys.filter(
            kind__in={kind for kind, _value in wanted},
            value_hash__in=[value for _kind, value in wanted],
        )
        .exclude(journey__in=journeys)
        .select_related("journey__case_link__case")[:40]
    )
    found: dict[UUID, Related] = {}
    for row in shared:
        link = getattr(row.journey, "case_link", None)
        if link is not None and link.case_id == case.pk:
            continue
        before = found.get(row.journey_id)
        by = str(row.get_kind_display())
        found[row.journey_id] = Related(
            case_id=link.case_id if link else None,
            case_code=link.case.code if link else "",
            journey_id=row.journey_id,
            by=_(", ").join((before.by, by)) if before and by not in before.by else by,
        )
    return list(found.values())[:10]
