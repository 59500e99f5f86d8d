"""`@name`: whom it means in every script, and who cannot be meant."""

from __future__ import annotations

import pytest

from journeys.models import Account
from kycreview.staff.models import User
from reviews.desk.mentions import AT_MOST, colleagues, mentioned_in
from reviews.errors import Incomplete
from reviews.models import Case, Recusal, Round
from tests.people import MakePerson
from tests.reviews.house import arrive, held_case

# Written after the sign, and whom it means: by first letters, in the order of `people`.
MEANT = {
    "Ask @Rana Idris.": "Rana Idris",
    "ask @rana idris, please": "Rana Idris",
    "(@Rana)": "Rana Idris",
    "@Rana": "Rana Idris",
    "@RANA’s word": "Rana Idris",
    "@Rana-Lee": "",
    "@Ran": "",
    "@Ranas": "",
    "@محمد الأحمد؟": "محمد الأحمد",
    "@محمد": "محمد الأحمد",
    "＠Ｒａｎａ": "Rana Idris",
    "@O'Neil Búi!": "O'Neil Búi",
    "@rana@example.test": "Rana Idris",
    "@Jo": "Jo",
    "@Jo Ann": "Jo Ann",
    "@Jo\nAnn": "Jo Ann",
}
NO_MENTION = ("a sign @ alone", "mail me at a@b.example", "@", "two @\nlines", "x.y@z")


@pytest.fixture
def held(idwise: Account, reviewer: User) -> Round:
    return held_case(arrive(idwise, outcome="glare"), by=reviewer)


@pytest.fixture
def people(make_person: MakePerson) -> dict[str, User]:
    names = ("Rana Idris", "محمد الأحمد", "O'Neil Búi", "Jo", "Jo Ann")
    found = {name: make_person("reviewer", name=name) for name in names}
    User.objects.filter(pk=found["Rana Idris"].pk).update(email="rana@example.test")
    return found


@pytest.mark.parametrize("words", MEANT)
def test_a_name_means_whom_it_names(
    held: Round, reviewer: User, people: dict[str, User], words: str
) -> None:
    if not MEANT[words]:
        with pytest.raises(Incomplete, match="Nobody here is called"):
            mentioned_in(words, held, by=reviewer)
        return
    assert mentioned_in(words, held, by=reviewer) == [people[MEANT[words]]]


@pytest.mark.parametrize("words", NO_MENTION)
def test_a_sign_that_begins_no_word_mentions_nobody(
    held: Round, reviewer: User, people: dict[str, User], words: str
) -> None:
    assert mentioned_in(words, held, by=reviewer) == []


def test_each_is_meant_once_and_oneself_not_at_all(
    held: Round, reviewer: User, people: dict[str, User]
) -> None:
    words = f"@Rana @Jo @rana idris @{reviewer.name}"
    assert [one.name for one in mentioned_in(words, held, by=reviewer)] == ["Rana Idris", "Jo"]


def test_two_of_a_name_are_told_apart_by_their_addresses(
    held: Round, reviewer: User, make_person: MakePerson
) -> None:
    first = make_person("reviewer", name="Ali Hassan")
    make_person("lead", name="Ali  Hassan")
    for words in ("@Ali", "@Ali Hassan"):
        with pytest.raises(Incomplete, match="More than one colleague is called “Ali"):
            mentioned_in(words, held, by=reviewer)
    assert mentioned_in(f"@{first.email}", held, by=reviewer) == [first]
    handles = {one.handle for one in colleagues(held, by=reviewer, is_restricted=False)}
    assert first.email in handles
    assert "Ali Hassan" not in handles


def test_who_left_is_nobody_of_the_house(
    held: Round, reviewer: User, people: dict[str, User]
) -> None:
    User.objects.filter(name="Jo").update(deactivated_at=held.opened_at)
    User.objects.filter(name="Jo Ann").update(deactivated_at=held.opened_at)
    with pytest.raises(Incomplete, match="Nobody here is called “Jo”"):
        mentioned_in("@Jo", held, by=reviewer)


def test_who_may_not_see_the_note_is_named_with_the_reason(
    held: Round, reviewer: User, lead: User, make_person: MakePerson
) -> None:
    make_person("admin", name="Ada Admin")
    make_person("reviewer", name="Nora Knows")
    olle = make_person("auditor", name="Olle Sand")
    Recusal.objects.create(case=held.case, person=User.objects.get(name="Nora Knows"))
    with pytest.raises(Incomplete, match="Ada Admin may not see cases"):
        mentioned_in("@Ada Admin", held, by=lead)
    with pytest.raises(Incomplete, match="Nora Knows knows the applicant"):
        mentioned_in("@Nora Knows", held, by=lead)
    with pytest.raises(Incomplete, match="may not read restricted notes"):
        mentioned_in(f"@{reviewer.name}", held, by=lead, is_restricted=True)
    assert mentioned_in("@Olle Sand", held, by=lead, is_restricted=True) == [olle]


def test_while_two_read_apart_no_reviewer_is_told_by_either(
    held: Round, reviewer: User, second_reviewer: User, lead: User, auditor: User
) -> None:
    Round.objects.filter(pk=held.pk).update(first_reader=reviewer)
    Case.objects.update(needs=Case.Needs.SECOND, claimed_by=second_reviewer)
    its_round = Round.objects.select_related("case").get(pk=held.pk)
    for by in (reviewer, second_reviewer):
        for person in {reviewer, second_reviewer, lead} - {by}:
            with pytest.raises(Incomplete, match="only after the second reading"):
                mentioned_in(f"@{person.email}", its_round, by=by)
        assert mentioned_in(f"@{auditor.email}", its_round, by=by) == [auditor]
    assert mentioned_in(f"@{second_reviewer.email}", its_round, by=lead) == [second_reviewer]


def test_a_crowd_is_refused(held: Round, reviewer: User, make_person: MakePerson) -> None:
    crowd = [make_person("reviewer", name=f"Person{number}") for number in range(AT_MOST + 1)]
    words = " ".join(f"@{person.name}" for person in crowd)
    with pytest.raises(Incomplete, match="at most"):
        mentioned_in(words, held, by=reviewer)
    assert len(mentioned_in(words.rsplit(" ", 1)[0], held, by=reviewer)) == AT_MOST


def test_the_list_asks_equally_often_however_many_work_here(
    held: Round,
    reviewer: User,
    make_person: MakePerson,
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    for number in range(12):
        make_person("reviewer", name=f"Person {number}")
    with django_assert_num_queries(3):  # type: ignore[operator]  # pytest-django's own fixture
        found = colleagues(held, by=reviewer, is_restricted=False)
    assert len(found) == 12
