"""A house with something on every page, and the plan of what is looked at in which look."""

from __future__ import annotations

from dataclasses import dataclass

from journeys.importing import ask_for
from journeys.models import PersonCard
from journeys.searching.asked import Asked
from kycreview.staff.models import User
from reviews.api import make_token
from reviews.desk.searches import begin
from reviews.hooks import cancel, send_test
from reviews.models import Case, OutboxRow
from reviews.verdicts.noting import add_note
from reviews.verdicts.writing import give_opinion
from tests.journeys.vault.files import jpeg, pdf
from tests.people import MakePerson
from tests.reviews.hooks.outside import new_hook
from tests.reviews.house import attached, in_effect, round_of
from tests.stories.inside import Inside
from tests.stories.windows import Scheme

OUTCOMES = [
    ("idwise", "aml_many"),
    ("signzy", "authenticity_failed_pattern"),
    ("idwise", "clean_pass"),
    ("idwise", "conflict_viz_mrz"),
    ("idwise", "glare"),
    ("signzy", "not_live"),
]
WIDTHS = (1440, 1280, 1024, 320)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
LOCALES = {"en": "en-GB", "ar": "ar-AE"}
LANGUAGES = tuple(LOCALES)
Look = tuple[int, Scheme]
# Each width with each scheme, and either with each language, in half of all combinations.
PAIRWISE = {
    language: tuple(
        (width, scheme)
        for at, width in enumerate(WIDTHS)
        for turn, scheme in enumerate(SCHEMES)
        if (at // 2 + turn + LANGUAGES.index(language)) % 2 == 0
    )
    for language in LANGUAGES
}
# Each width, scheme and language at least once: for pages that are forms and lists like others.
EACH_ONCE: dict[str, tuple[Look, ...]] = {
    "en": ((1440, "light"), (320, "dark")),
    "ar": ((1280, "dark"), (1024, "light")),
}
# One look in either language, one of them narrow: for the admin's pages, which are made of the same
# forms and tables. Four pages meet all of these.
IN_TURN: dict[str, tuple[Look, ...]] = {
    "en": ((1440, "light"), (320, "dark"), (1024, "light"), (320, "light")),
    "ar": ((320, "dark"), (1280, "light"), (320, "light"), (1440, "dark")),
}
# One look a state, begun elsewhere in either language: sixteen states meet every combination.
_LOOKS = [(width, scheme) for scheme in SCHEMES for width in WIDTHS]
STATE_LOOKS = {"en": _LOOKS, "ar": _LOOKS[5:] + _LOOKS[:5]}
# Checked in all combinations: the case page before and after the rating, and the desk.
WHOLE = ("desk", "case-blind", "case-revealed")
# Where people spend their day, and what no other page has.
PAIRED = ("queue", "search-results", "case-second-round", "case-decided")


@dataclass(frozen=True)
class Furnished:
    """The house, and every page of it by who looks at it."""

    house: Inside
    pages: dict[User | None, dict[str, str]]

    def looks(self, name: str, language: str) -> tuple[Look, ...]:
        if name in WHOLE:
            return tuple((width, scheme) for width in WIDTHS for scheme in SCHEMES)
        if name in PAIRED:
            return PAIRWISE[language]
        turns = self._in_turn()
        if name in turns:
            return (IN_TURN[language][turns.index(name) % len(IN_TURN[language])],)
        return EACH_ONCE[language]

    def _in_turn(self) -> list[str]:
        """The admin's pages, in their order."""
        return next(list(pages) for pages in self.pages.values() if "manage-queue" in pages)

    def has_contrast(self, name: str, look: Look, language: str) -> bool:
        """Each width and scheme once: two colours differ alike in either direction."""
        return name not in WHOLE or look in PAIRWISE[language]

    def runs(self) -> int:
        """How often axe runs, in both languages together."""
        names = [name for pages in self.pages.values() for name in pages]
        return sum(len(self.looks(name, language)) for name in names for language in LANGUAGES)


def furnish(house: Inside, make_person: MakePerson) -> Furnished:
    """Every finished journey of OUTCOMES in a state of its own."""
    reviewer = make_person("reviewer", name="Rana Idris")
    auditor = make_person("auditor", name="Olle Sand")
    admin = make_person("admin", name="Ada Admin")
    ids = [journey_id for _provider, journey_id in house.sandbox.shelf.ids()]
    house.fetch_all()
    batch = ask_for(house.accounts["idwise"], [ids[0], "0" * 24], by=admin)
    house.settle()
    decided = _rated(house, ids[3], by=reviewer)
    in_effect(round_of(decided), "reject", by=reviewer, reasons=["reject-doc-altered"])
    again = _rated(house, ids[4], by=reviewer)
    in_effect(round_of(again), "resubmit", by=reviewer, reasons=["resubmit-glare"], steps=["0"])
    house.settle()
    house.sandbox.play_applicant(ids[4], outcome="conflict_viz_mrz")
    house.fetch(ids[4])
    second = _rated(house, ids[4], by=reviewer)
    assert second.round_count == 2
    blind = house.claimed(ids[5], by=reviewer)
    revealed = _rated(house, ids[1], by=reviewer)
    claimed = _rated(house, ids[0], by=make_person("reviewer", name="Mina Haddad"))
    lead = make_person("lead", name="Sela Kone")
    _talk(revealed, of=lead, by=reviewer)
    _talk(decided, of=reviewer, by=lead)
    attached(round_of(revealed), jpeg(), by=reviewer)
    attached(round_of(revealed), pdf(3), by=reviewer, name="Deed.pdf")
    # After the work that it would be told of: nothing is sent to anybody here.
    hook, _secret = new_hook(admin)
    cancel(send_test(hook, by=admin), by=admin)
    make_token("Core system", ["cases.read", "personal.read"], by=admin)
    message = OutboxRow.objects.get(decision__round__case=decided)
    pages: dict[User | None, dict[str, str]] = {
        reviewer: {
            "desk": "/desk/",
            "notices": "/notices/",
            "queues": "/queue/",
            "queue": "/queue/main/",
            "case-blind": f"/case/{blind.pk}/",
            "case-revealed": f"/case/{revealed.pk}/",
            "case-second-round": f"/case/{second.pk}/",
            "case-decided": f"/case/{decided.pk}/",
            "journey": f"/journey/{house.journey_of(ids[2]).pk}/",
            "search": "/search/",
            "search-results": f"/search/{begin(Asked(_somebody()), by=reviewer).pk}/",
            "case-trail": f"/case/{decided.pk}/trail/",
            "profile": "/me/",
            "keys": "/me/keys/",
            "403": "/manage/staff/",
            "404": "/nowhere/",
            "rate-first": f"/case/{blind.pk}/?p=2",
        },
        lead: {
            "nobody": "/nobody/",
            "hand-over": f"/case/{claimed.pk}/hand-over/",
        },
        auditor: {
            "outbox-message": f"/outbox/{message.pk}/",
            "trail": "/audit/",
            "insight": "/insight/?period=30",
            "case-claimed": f"/case/{claimed.pk}/",
        },
        admin: {
            "imports": "/imports/",
            "batch": f"/imports/{batch.pk}/",
            "manage-queues": "/manage/queues/",
            "manage-queue": "/manage/queues/main/",
            "manage-queue-versions": "/manage/queues/main/versions/",
            "manage-rules": "/manage/rules/",
            "reasons": "/manage/reasons/",
            "reason": "/manage/reasons/resubmit-glare/",
            "reason-new": "/manage/reasons/new/",
            "manage-calendars": "/manage/calendars/",
            "manage-calendar": "/manage/calendars/new/",
            "manage-changes": "/manage/changes/",
            "health": "/manage/health/",
            "accounts": "/manage/accounts/",
            "account-form": "/manage/accounts/signzy/",
            "account-new": "/manage/accounts/new/",
            "staff": "/manage/staff/",
            "staff-form": f"/manage/staff/{reviewer.pk}/",
            "roles": "/manage/roles/",
            "role": "/manage/roles/reviewer/",
            "outbox": "/outbox/?show=all",
            "hooks": "/manage/hooks/",
            "hook": f"/manage/hooks/{hook.pk}/",
            "hook-new": "/manage/hooks/new/",
            "tokens": "/manage/tokens/",
        },
        None: {"sign-in": "/account/login/"},
    }
    return Furnished(house=house, pages=pages)


def _rated(house: Inside, journey_id: str, *, by: User) -> Case:
    case = house.claimed(journey_id, by=by)
    give_opinion(round_of(case), rating=2, by=by)
    return case


def _talk(case: Case, *, of: User, by: User) -> None:
    """A note that mentions somebody, and the one that corrects it."""
    its_round = round_of(case)
    first = add_note(its_round, f"@{of.name}, the signature differs.", by=by)
    add_note(its_round, "The signature of the back differs.", corrects=first.pk, by=by)


def _somebody() -> str:
    """The name of an applicant, as somebody would search for them."""
    card = PersonCard.objects.select_related("journey").order_by("pk")[0]
    return str(card.opened(card.journey.key())["names"][0])
