"""Files over HTTP: the form without script, what is refused in the page, who is served what."""

from __future__ import annotations

import io
import json
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from journeys.models import Account
from kycreview.staff.models import User
from kycreview.trail.events import Event
from reviews.desk.claims import claim
from reviews.evidence.blind import note_unblinded
from reviews.models import Access, Attachment, Queue, Round
from tests.databases import Database
from tests.journeys.vault.files import bomb_png, corners, encoded, jpeg, pdf
from tests.people import SignedIn
from tests.reviews.house import (
    arrive,
    attached,
    count_of,
    decided,
    events,
    opened_strictly,
    round_of,
)
from tests.reviews.views.pages import Page, page_of

pytestmark = pytest.mark.both_databases
PICTURE = jpeg(200, 120)
PAGE = b"<!doctype html><script>alert(1)</script>"


@pytest.fixture
def client(signed_in: SignedIn, reviewer: User) -> Client:
    return signed_in(reviewer)


def panel(its_round: Round) -> str:
    return f"{reverse('case', args=[its_round.case_id])}?p=8"


def ids(page: Page) -> set[str]:
    return {one.attributes.get("id", "") for one in page.elements}


def send(client: Client, its_round: Round, *files: tuple[str, bytes], **more: str) -> Any:
    made = [SimpleUploadedFile(name, body, "image/jpeg") for name, body in files]
    where = f"{reverse('case_files', args=[its_round.case_id])}?p=8"
    return client.post(where, {"files": made, **more})


def test_a_file_is_attached_and_shown(held: Round, client: Client, reviewer: User) -> None:
    answer = send(client, held, ("Letter.jpg", PICTURE), ("Deed.pdf", pdf(3)))
    assert answer.status_code == 303
    assert answer["Location"] == f"{panel(held)}#files"
    page = page_of(client.get(panel(held)))
    assert "2 files attached." in page.text
    for words in ("Letter.jpg", "Deed.pdf", "200 × 120", "PDF, 3 pages", str(reviewer)):
        assert words in page.text
    first = Attachment.objects.order_by("at")[0]
    thumb = reverse("file", args=[first.pk, "thumb"])
    assert thumb in [one.attributes.get("src") for one in page.elements]
    assert reverse("file_original", args=[first.pk]) in [
        one.attributes.get("href") for one in page.elements
    ]


def test_each_that_is_refused_has_its_sentence_and_the_rest_is_attached(
    held: Round, client: Client, lead: User, signed_in: SignedIn
) -> None:
    answer = send(
        signed_in(lead),
        held,
        ("good.jpg", PICTURE),
        ("page.jpg", PAGE),
        ("none.jpg", b""),
        ("cut.jpg", PICTURE[:300]),
        ("bomb.png", bomb_png()),
        ("large.jpg", PICTURE + bytes(15 * 1024 * 1024)),
        restricted="1",
    )
    assert answer.status_code == 422
    page = page_of(answer)
    for words in (
        "page.jpg : This is no JPEG, PNG or WebP picture and no PDF, whatever it is called.",
        "none.jpg : The file is empty.",
        "cut.jpg : The file is damaged or cut off and cannot be shown.",
        "bomb.png : The picture has more than 50 million pixels.",
        "large.jpg : The file is larger than 15 MB.",
        "1 file attached.",
    ):
        assert words in page.text
    assert page.ticked("restricted") == ["1"]
    assert Attachment.objects.get().is_restricted


def test_a_large_file_is_cut_off_on_its_way_in(
    held: Round, client: Client, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviews.views import arriving

    monkeypatch.setattr(arriving, "IMAGE_LIMIT", 1000)
    sizes = []
    attach = arriving.IntoTheVault.file_complete

    def seen(self: arriving.IntoTheVault, file_size: int) -> arriving.ArrivedFile:
        arrived = attach(self, file_size)
        assert arrived.body is not None
        sizes.append(arrived.body.seek(0, io.SEEK_END))
        return arrived

    monkeypatch.setattr(arriving.IntoTheVault, "file_complete", seen)
    send(client, held, ("a.jpg", bytes(300_000)))
    assert sizes == [1001]


def test_what_arrives_lies_nowhere_under_a_name(
    held: Round, client: Client, database: Database, tmp_path: Path, settings: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "not-there")
    assert send(client, held, ("a.png", encoded(corners(), "PNG"))).status_code == 303
    assert send(client, held, ("b.jpg", jpeg() + bytes(3 * 1024 * 1024))).status_code == 303
    assert list((Path(database.data_dir) / "media" / "incoming").iterdir()) == []


def test_only_so_many_are_looked_at_in_one_go(held: Round, client: Client) -> None:
    answer = send(client, held, *[(f"{number}.jpg", b"x") for number in range(12)])
    assert "Only the first 10 were looked at." in page_of(answer).text
    assert answer.status_code == 422


def test_nothing_chosen_is_said(held: Round, client: Client) -> None:
    answer = send(client, held)
    assert answer.status_code == 422
    assert "Choose a file first." in page_of(answer).text


def test_a_form_without_its_token_takes_no_file(
    held: Round, reviewer: User, signed_in: SignedIn
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = signed_in(reviewer).cookies
    assert send(strict, held, ("a.jpg", PICTURE)).status_code == 403
    assert not Attachment.objects.exists()


def test_a_name_is_text_and_no_markup(held: Round, client: Client, reviewer: User) -> None:
    attached(held, PICTURE, by=reviewer, name="<img src=x onerror=alert(1)>\u202e.jpg")
    body = client.get(panel(held)).content.decode()
    assert "<img src=x" not in body
    assert "\u202e" not in body


@pytest.mark.parametrize("size", ["view", "thumb", "full"])
def test_what_is_shown_is_rebuilt_and_kept_in(
    held: Round, client: Client, reviewer: User, size: str
) -> None:
    row = attached(held, PICTURE + PAGE, by=reviewer)
    answer = client.get(reverse("file", args=[row.pk, size]))
    assert answer.content.startswith(b"\xff\xd8\xff")
    assert b"script" not in answer.content
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    (entry,) = events(Event.PICTURE_VIEWED)
    assert (entry.object_kind, entry.object_id) == ("attachment", str(row.pk))
    client.get(reverse("file", args=[row.pk, size]))
    assert Access.objects.get().times == 2


def test_pages_of_a_pdf_are_pictures(held: Round, client: Client, reviewer: User) -> None:
    row = attached(held, pdf(2), by=reviewer)
    where = reverse("file", args=[row.pk, "full"])
    assert [client.get(f"{where}?page={page}").status_code for page in (1, 2, 3, 0)] == [
        *(200, 200, 404, 404)
    ]
    assert client.get(reverse("file", args=[row.pk, "window"])).status_code == 404


def test_the_original_is_a_download_with_an_entry(
    held: Round, client: Client, reviewer: User
) -> None:
    row = attached(held, PICTURE + PAGE, by=reviewer, name='Änne "x".jpg')
    answer = client.get(reverse("file_original", args=[row.pk]))
    assert answer.content == PICTURE + PAGE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert "%C3%84nne" in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "no-store"
    (entry,) = events(Event.FILE_TAKEN)
    assert entry.object_id == str(row.pk)
    assert "nne" not in entry.data


def test_an_admin_and_a_stranger_get_none(
    held: Round, admin: User, reviewer: User, signed_in: SignedIn
) -> None:
    row = attached(held, PICTURE, by=reviewer)
    for name, args in (("file", [row.pk, "view"]), ("file_original", [row.pk])):
        assert signed_in(admin).get(reverse(name, args=args)).status_code == 403
        assert Client().get(reverse(name, args=args)).status_code == 302
    assert not Access.objects.exists()


def test_a_restricted_file_is_not_there_for_others(
    held: Round, client: Client, lead: User, auditor: User, signed_in: SignedIn
) -> None:
    row = attached(held, PICTURE, by=lead, is_restricted=True, name="hidden-thing.jpg")
    addresses = [
        reverse("file", args=[row.pk, "view"]),
        reverse("file_original", args=[row.pk]),
    ]
    nowhere = reverse("file_original", args=[uuid.uuid4()])
    for who in (lead, auditor):
        assert [signed_in(who).get(one).status_code for one in addresses] == [200, 200]
    told = client.get(nowhere)
    for one in addresses:
        answer = client.get(one)
        assert answer.status_code == 404
        assert page_of(answer).text == page_of(told).text
    for page in (panel(held), reverse("case_trail", args=[held.case_id])):
        text = page_of(client.get(page)).text
        assert "hidden-thing" not in text
        assert "File attached" not in text
        assert "Attached file taken" not in text
    assert "hidden-thing" in page_of(signed_in(lead).get(panel(held))).text
    trail = reverse("case_trail", args=[held.case_id])
    assert "File attached" in page_of(signed_in(lead).get(trail)).text


def test_the_form_offers_restriction_to_those_who_may(
    held: Round, client: Client, lead: User, auditor: User, signed_in: SignedIn
) -> None:
    assert "files-restricted" not in ids(page_of(client.get(panel(held))))
    assert "files-restricted" in ids(page_of(signed_in(lead).get(panel(held))))
    page = page_of(signed_in(auditor).get(panel(held)))
    assert page.named("files") == []
    assert "No file is attached to this case." in page.text
    answer = send(client, held, ("a.jpg", PICTURE), restricted="1")
    assert answer.status_code == 403
    assert not Attachment.objects.exists()


def test_nothing_is_served_or_taken_before_the_faces_are_rated(
    idwise: Account, reviewer: User, lead: User, signed_in: SignedIn
) -> None:
    case = opened_strictly(arrive(idwise, outcome="glare"))
    its_round = round_of(case)
    note_unblinded(its_round, viewer=lead)
    row = attached(its_round, PICTURE, by=lead, name="seen-later.jpg")
    claim(case, by=reviewer)
    client = signed_in(reviewer)
    for url in (
        reverse("file", args=[row.pk, "thumb"]),
        reverse("file_original", args=[row.pk]),
    ):
        assert client.get(url).status_code == 409
    assert send(client, its_round, ("a.jpg", PICTURE)).status_code == 409
    assert "seen-later" not in page_of(client.get(reverse("case", args=[case.pk]))).text
    assert Attachment.objects.count() == 1
    assert count_of(Event.FILE_TAKEN) == 0


def test_the_second_reader_is_not_served_the_firsts_file(
    held: Round, reviewer: User, second_reviewer: User, signed_in: SignedIn
) -> None:
    Queue.objects.update(second_reader_when=["reject"])
    row = attached(held, PICTURE, by=reviewer, name="of-the-first.jpg")
    signed_in(reviewer).get(reverse("file_original", args=[row.pk]))
    decided(round_of(held.case), "reject", by=reviewer)
    held.case.refresh_from_db()
    claim(held.case, by=second_reviewer)
    client = signed_in(second_reviewer)
    assert client.get(reverse("file", args=[row.pk, "view"])).status_code == 404
    for page in (panel(held), reverse("case_trail", args=[held.case_id])):
        text = page_of(client.get(page)).text
        assert "of-the-first" not in text
        assert "ttached" not in text.replace("Nothing is attached", "").replace(
            "What is attached stays", ""
        )
    assert json.loads(events(Event.FILE_TAKEN)[0].data)["size"] == "original"
