"""Faces first: while a person has not rated them, nothing else of the round is served to them.

The rule: the queue says so, the round is open, the evidence has two faces, and this person, who
may review, has neither rated in this round nor chosen to open it unrated. Everybody else who is
let in sees the whole; of reviewers it is written down, because they cannot read blind any more.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from journeys.choices import MediaKind
from journeys.models import Journey, Locator, MediaUse
from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.errors import RateFirst
from reviews.evidence.face_stage import FRONT_KINDS
from reviews.evidence.faces import compared_faces
from reviews.models import Case, Decision, Opinion, Round, Unblinded

_PORTRAIT = {MediaKind.PORTRAIT.value}
_CAPTURE = {MediaKind.SELFIE.value, MediaKind.SELFIE_CROP.value}


def is_blind(its_round: Round, *, viewer: User) -> bool:
    """Whether only the faces may be served. At most three queries, mostly one."""
    if its_round.closed_at is not None or not its_round.setting("blind_first"):
        return False
    if not viewer.may(Permission.CASES_REVIEW):
        return False
    if Opinion.objects.filter(round=its_round, person=viewer).exists():
        return False
    if Unblinded.objects.filter(round=its_round, person=viewer).exists():
        return False
    return has_pair(its_round.journey)


def has_pair(journey: Journey) -> bool:
    """A face of the document (or a side to cut one from) and one of the capture, come or coming."""
    kinds = _kinds(journey)
    return bool(kinds & (_PORTRAIT | set(FRONT_KINDS)) and kinds & _CAPTURE)


def is_waiting(journey: Journey) -> bool:
    """Whether one of the two faces is still on its way, so that there is nothing to rate yet."""
    if not has_pair(journey):
        return False
    here = _kinds(journey, is_here=True)
    document = _PORTRAIT if has_portrait(journey) else set(FRONT_KINDS)
    return not (here & document and here & _CAPTURE)


def has_portrait(journey: Journey) -> bool:
    """Whether the provider cut a portrait from the document."""
    return bool(_kinds(journey) & _PORTRAIT)


def _kinds(journey: Journey, *, is_here: bool = False) -> set[str]:
    """The kinds of media of the newest evidence that came or, unless `is_here`, may still come."""
    states = [Locator.State.STORED] if is_here else [Locator.State.STORED, Locator.State.WAITING]
    uses = MediaUse.objects.filter(snapshot=journey.current_snapshot_id, locator__state__in=states)
    return set(uses.values_list("kind", flat=True))


def refuse_while_blind(case: Case | None, *, viewer: User) -> None:
    """Raises RateFirst where the case's open round has to be rated by this person first."""
    if case is None:
        return
    last = last_round(case)
    if last is not None and is_blind(last, viewer=viewer):
        raise RateFirst(_("Rate the faces first."))


def last_round(case: Case) -> Round | None:
    found = case.rounds.select_related("case__queue", "policy", "journey__account")
    return found.order_by("-number").first()


def case_of(journey: Journey) -> Case | None:
    """The case that a journey belongs to."""
    return Case.objects.select_related("queue").filter(case_journeys__journey=journey).first()


def note_unblinded(its_round: Round, *, viewer: User) -> None:
    """Remember that a reviewer saw the whole without a rating."""
    if not viewer.may(Permission.CASES_REVIEW) or not its_round.setting("blind_first"):
        return
    if Opinion.objects.filter(round=its_round, person=viewer).exists():
        return
    # Without two faces there was nothing to rate: the rest was seen, but nobody is barred for it.
    content = compared_faces(its_round.journey).content_hash if has_pair(its_round.journey) else ""
    Unblinded.objects.get_or_create(
        round=its_round, person=viewer, defaults={"content_hash": content}
    )


def is_barred(its_round: Round, *, person: User) -> bool:
    """Whether this person can be no reader: they saw this round, or these very faces, unrated."""
    if not its_round.setting("blind_first"):
        return False
    rows = Unblinded.objects.filter(person=person, round__case=its_round.case_id)
    seen = dict(rows.exclude(content_hash="").values_list("round_id", "content_hash"))
    if its_round.pk in seen:
        return True
    if not seen or not has_pair(its_round.journey):
        return False
    return compared_faces(its_round.journey).content_hash in seen.values()


def hidden_people(its_round: Round, *, viewer: User) -> set[UUID]:
    """Readers whose acts are hidden: until both have read, neither sees the other.

    Of a round that reads a closed case again they are the readers of the earlier rounds.
    """
    if not viewer.may(Permission.CASES_REVIEW):
        return set()
    return readers_apart(its_round) - {viewer.pk}


def readers_apart(its_round: Round) -> set[UUID]:
    """Whose acts are hidden from everybody else who reviews."""
    if is_reread_open(its_round):
        return earlier_readers(its_round)
    if its_round.case.needs != Case.Needs.SECOND:
        return set()
    opinions = Opinion.objects.filter(round=its_round).order_by()
    rated = opinions.values_list("person_id", flat=True).distinct()
    readers = {its_round.first_reader_id, its_round.case.claimed_by_id, *rated}
    return {reader for reader in readers if reader is not None}


def is_reread_open(its_round: Round) -> bool:
    """Whether somebody reads a closed case again and must not know what was said of it."""
    return (
        its_round.why == Round.Why.REREAD
        and its_round.closed_at is None
        and its_round.case.needs != Case.Needs.SETTLE
    )


def said_by_hidden(its_round: Round, hidden: Iterable[UUID]) -> Q:
    """Their rows (with `round` and `person`): of the open round, or of all where it is re-read."""
    theirs = Q(person__in=list(hidden))
    return theirs if is_reread_open(its_round) else theirs & Q(round=its_round.pk)


def earlier_readers(its_round: Round) -> set[UUID]:
    """Whoever decided or rated anything in the earlier rounds of the case."""
    before = {"round__case": its_round.case_id, "round__number__lt": its_round.number}
    decided = Decision.objects.filter(**before).order_by().values_list("person_id", flat=True)
    rated = Opinion.objects.filter(**before).order_by().values_list("person_id", flat=True)
    return set(decided.distinct()) | set(rated.distinct())


def cases_read_apart(case_ids: Iterable[UUID], *, viewer: User) -> set[UUID]:
    """Of these cases the ones of which the viewer, who may read them, must not know the outcome.

    Somebody reads a closed case again, or after a first reader. One query for any number.
    """
    if not viewer.may(Permission.CASES_REVIEW):
        return set()
    rounds = Round.objects.filter(case__in=list(case_ids), closed_at__isnull=True)
    again = Q(why=Round.Why.REREAD) & ~Q(case__needs=Case.Needs.SETTLE)
    own = Decision.objects.filter(
        round__case=OuterRef("case"), round__number__lte=OuterRef("number"), person=viewer
    )
    apart = rounds.filter(again | Q(case__needs=Case.Needs.SECOND)).exclude(Exists(own))
    return set(apart.values_list("case_id", flat=True))


def blind_cases(case_ids: Iterable[UUID], *, viewer: User) -> set[UUID]:
    """Of these cases the ones that are blind for the viewer. Careful: faces are not counted.

    For lists, where a case without two faces may as well be hidden: two queries for any number.
    """
    if not viewer.may(Permission.CASES_REVIEW):
        return set()
    open_rounds = Round.objects.filter(case__in=list(case_ids), closed_at__isnull=True)
    # A round keeps the policy that it began with; whether that was blind is not asked here.
    is_older = Q(policy__isnull=False) & ~Q(policy__number=F("case__queue__version"))
    open_rounds = open_rounds.filter(Q(case__queue__blind_first=True) | is_older)
    rated = open_rounds.filter(opinions__person=viewer) | open_rounds.filter(
        unblinded__person=viewer
    )
    seen = set(rated.values_list("case_id", flat=True))
    return set(open_rounds.values_list("case_id", flat=True)) - seen
