"""A house, its people and its journeys, from which a window can be brought into any state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from kycreview.staff.models import User
from reviews.models import Case, Queue, Round
from reviews.verdicts.writing import give_opinion
from tests.people import MakePerson
from tests.reviews.house import more_cases, round_of
from tests.stories.inside import Inside
from tests.stories.windows import Window

OUTCOMES = [
    ("idwise", "aml_many"),
    ("idwise", "glare"),
    ("idwise", "aml_not_ready"),
    ("idwise", "refer_document_validation"),
    ("signzy", "authenticity_failed_pattern"),
    ("signzy", "no_portrait_crop"),
]
_UNDO_SECONDS = 600


@dataclass
class Scene:
    """A house, its people by what they do in it, and its journeys by their outcome."""

    house: Inside
    people: dict[str, User]
    ids: dict[str, str] = field(default_factory=dict)

    def case(self, outcome: str, *, by: str, rated: int | None = 2) -> Case:
        """A case about this journey, held by this person; the faces rated unless None.

        The journey's own case first, then one more each time: the ones before are done with.
        """
        made = self.house.case_of(self.ids[outcome])
        if made.state != Case.State.OPEN:
            now = timezone.now()
            Round.objects.filter(journey=round_of(made).journey_id).update(closed_at=now)
            made = more_cases(made, 1)[0]
        self.hold(made, by=by)
        if rated is not None:
            give_opinion(round_of(made), rating=rated, by=self.people[by])
        return made

    def hold(self, case: Case, *, by: str) -> None:
        Case.objects.filter(pk=case.pk).update(
            state=Case.State.CLAIMED,
            claimed_by=self.people[by],
            claim_until=timezone.now() + timedelta(hours=1),
        )
        case.refresh_from_db()


@dataclass(frozen=True)
class State:
    """`reach` leaves the window of `person` in it. `statuses` are met on the way."""

    name: str
    reach: Callable[[Scene, Window], None]
    person: str = "reviewer"
    statuses: frozenset[int] = frozenset()
    # What is measured there and is meant to be so.
    meant: frozenset[str] = frozenset()


def set_scene(house: Inside, make_person: MakePerson) -> Scene:
    people = {
        "reviewer": make_person("reviewer", name="Rana Idris"),
        "colleague": make_person("reviewer", name="Mina Haddad"),
        "undoer": make_person("reviewer", name="Leo Osei"),
        "lead": make_person("lead", name="Vera Lind"),
    }
    Queue.objects.update(undo_seconds=_UNDO_SECONDS)
    house.fetch_all()
    ids = house.sandbox.shelf.ids()
    names = [outcome for _provider, outcome in OUTCOMES]
    return Scene(house, people, dict(zip(names, (one for _provider, one in ids), strict=True)))
