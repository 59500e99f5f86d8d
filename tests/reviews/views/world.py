"""One of everything that an address can name."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from journeys.choices import MediaKind
from journeys.importing import ask_for
from journeys.models import Account, ImportBatch, Journey, MediaUse
from journeys.searching.asked import Asked
from kycreview.jobs.models import Job
from kycreview.sealing import new_data_key, seal
from kycreview.staff.models import User
from reviews.desk.claims import claim
from reviews.desk.searches import put
from reviews.models import (
    ApplicantLink,
    Attachment,
    Calendar,
    Case,
    Decision,
    Notice,
    PendingChange,
    SavedView,
    Search,
    Tag,
)
from tests.journeys.vault.files import jpeg
from tests.reviews.house import (
    arrive,
    decided,
    in_effect,
    new_account,
    opened,
    put_file,
    round_of,
    use_of,
)


@dataclass(frozen=True)
class World:
    """What the addresses of a test name."""

    idwise: Account
    held: Case
    decision: Decision
    asked_again: Decision
    link: ApplicantLink
    passed: Journey
    picture: MediaUse
    batch: ImportBatch
    job: Job
    somebody: User
    owner: User

    def view_of(self, person: User) -> SavedView:
        return SavedView.objects.create(owner=person, name=str(uuid.uuid4())[:20])

    def calendar(self) -> Calendar:
        hours = {"0": [["09:00", "17:00"]]}
        return Calendar.objects.get_or_create(slug="gulf", name="Gulf", hours=hours)[0]

    def change(self) -> PendingChange:
        named = {"based_on": 0, "values": {"name": "New"}, "by": self.owner}
        return PendingChange.objects.get_or_create(kind="queue", subject="new", defaults=named)[0]

    def file(self) -> Attachment:
        its_round, blob = round_of(self.held), self.picture.locator.blob
        assert blob is not None
        row = Attachment(round=its_round, person=self.owner, blob=blob)
        row.put_name("letter.jpg", key=its_round.journey.key())
        row.save()
        return row

    def notice_to(self, person: User) -> Notice:
        return Notice.objects.create(person=person, kind=Notice.Kind.ASSIGNED, case=self.held)

    def tag(self) -> Tag:
        return Tag.objects.get_or_create(slug="vip", defaults={"name": "VIP"})[0]

    def search_of(self, person: User) -> Search:
        row = Search(person=person, key_id=new_data_key(name="search"))
        put(row, Asked("REF-01-00000"))
        row.save()
        return row


def build(owner: User, somebody: User) -> World:
    """`owner` holds a case, has just decided another, and asked an applicant again."""
    idwise, signzy = new_account("idwise"), new_account("signzy")
    journey = arrive(idwise, outcome="glare")
    picture = use_of(journey, MediaKind.DOC_FRONT)
    put_file(picture.locator, jpeg())
    held = claim(opened(journey), by=owner)
    second = claim(opened(arrive(idwise, outcome="expired", index=1)), by=owner)
    third = claim(opened(arrive(signzy, outcome="not_live")), by=owner)
    asked_again = in_effect(round_of(third), "resubmit", by=owner)
    link = ApplicantLink(
        round=round_of(third), provider_id="N", expires_at=timezone.now() + timedelta(hours=9)
    )
    key = round_of(third).journey.key()
    link.sealed_url = seal(key, b"https://example.test/secret-of-link", context=f"link:{link.id}")
    link.save()
    world = World(
        idwise=idwise,
        held=held,
        decision=decided(round_of(second), "reject", by=owner),
        asked_again=asked_again,
        link=link,
        passed=arrive(idwise, outcome="clean_pass", index=2),
        picture=picture,
        batch=ask_for(idwise, ["some-journey"], by=None),
        job=Job.objects.filter(kind="journey.fetch")[0],
        somebody=somebody,
        owner=owner,
    )
    world.calendar()
    world.change()
    return world
