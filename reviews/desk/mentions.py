"""`@name` in a note: whom it means, whether they may read the note, and telling them.

A name is whatever stands after the sign: the longest that somebody of the house has, else their
first name, or their e-mail address where two are called alike.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission
from reviews.errors import Incomplete
from reviews.evidence.blind import readers_apart
from reviews.evidence.restricted import sees_restricted
from reviews.models import Note, Notice, Recusal, Round

AT_MOST = 20
_LONGEST_NAME = 160
# An address has a word before the sign; a sign alone, or before a blank, is a sign.
_SIGN = re.compile(r"(?<![\w.+\-])[@＠](?=\S)")
_GOES_ON = re.compile(r"\w|[.\-+@](?=[^\W_])")
_AFTER_A_NAME = ".,;:!?)]}»”’\"'،؛؟。"


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who can be meant. `handle` stands after the sign; `why_not` is empty if they may."""

    person: User
    handle: str
    why_not: str


def colleagues(
    its_round: Round, *, by: User, is_restricted: bool, goes_apart: bool = False
) -> list[Colleague]:
    """Everybody else who works here, by name: four queries, however many they are.

    `goes_apart`: another reader follows, and reads without what `by` says now.
    """
    people = list(
        User.objects.filter(deactivated_at__isnull=True)
        .exclude(pk=by.pk)
        .prefetch_related("roles")
        .order_by("name", "email")
    )
    named: dict[str, int] = {}
    for person in [*people, by]:
        named[_folded(str(person))] = named.get(_folded(str(person)), 0) + 1
    is_apart = goes_apart or by.pk in readers_apart(its_round)
    recused = set(
        Recusal.objects.filter(case=its_round.case_id).values_list("person_id", flat=True)
    )
    return [
        Colleague(
            person=person,
            handle=str(person) if named[_folded(str(person))] == 1 else person.email,
            why_not=_why_not(
                person,
                is_recused=person.pk in recused,
                is_apart=is_apart and person.may(Permission.CASES_REVIEW),
                is_restricted=is_restricted,
            ),
        )
        for person in people
    ]


def mentioned_in(
    words: str,
    its_round: Round,
    *,
    by: User,
    is_restricted: bool = False,
    goes_apart: bool = False,
    field: str = "note",
) -> list[User]:
    """Who is meant, each once. Raises Incomplete, which says who cannot be, and why.

    Nothing is asked of the database where there is no sign.
    """
    places = [match.end() for match in _SIGN.finditer(words)]
    if not places:
        return []
    people = colleagues(its_round, by=by, is_restricted=is_restricted, goes_apart=goes_apart)
    by_name = _by_name(people, by=by)
    found: dict[UUID, User] = {}
    for place in places:
        meant = _meant(words[place:], by_name)
        if not meant:
            raise Incomplete(_unknown(words[place:]), field=field)
        if len(meant) > 1:
            raise Incomplete(
                _("More than one colleague is called “%(name)s”. Write @ and the e-mail address.")
                % {"name": meant[0].person},
                field=field,
            )
        if meant[0].why_not:
            raise Incomplete(meant[0].why_not, field=field)
        if meant[0].person.pk != by.pk:
            found[meant[0].person.pk] = meant[0].person
    if len(found) > AT_MOST:
        raise Incomplete(
            _("A note can mention %(count)d colleagues at most.") % {"count": AT_MOST}, field=field
        )
    return list(found.values())


def tell_mentioned(people: Iterable[User], note: Note, *, by: User) -> None:
    """A notice to each, in the caller's transaction."""
    case_id = note.round.case_id
    Notice.objects.bulk_create(
        Notice(person=person, kind=Notice.Kind.MENTIONED, case_id=case_id, note=note, by=by)
        for person in people
    )


def _why_not(person: User, *, is_recused: bool, is_apart: bool, is_restricted: bool) -> str:
    who = {"who": person}
    if not person.may(Permission.EVIDENCE_VIEW):
        return _("%(who)s may not see cases, and so could not read the note.") % who
    if is_restricted and not sees_restricted(person):
        return _("%(who)s may not read restricted notes.") % who
    if is_recused:
        return _("%(who)s knows the applicant and gave the case back for good.") % who
    if is_apart:
        return _("%(who)s may read what you wrote only after the second reading.") % who
    return ""


def _by_name(people: Iterable[Colleague], *, by: User) -> Mapping[str, list[Colleague]]:
    """What can be written, the longest first, with everybody whom it can mean."""
    found: dict[str, list[Colleague]] = {}
    first_names: dict[str, list[Colleague]] = {}
    for one in [*people, Colleague(person=by, handle=str(by), why_not="")]:
        person = one.person
        local = person.email.partition("@")[0]
        for name in {_folded(text) for text in (person.name, person.email, local)} - {""}:
            found.setdefault(name, []).append(one)
        if first := _folded(person.name).split(" ")[0]:
            first_names.setdefault(first, []).append(one)
    for first, bearers in first_names.items():
        found.setdefault(first, bearers)
    return dict(sorted(found.items(), key=lambda pair: -len(pair[0])))


def _meant(rest: str, by_name: Mapping[str, list[Colleague]]) -> list[Colleague]:
    text = _folded(rest[:_LONGEST_NAME])
    for name, bearers in by_name.items():
        if text.startswith(name) and not _goes_on(text[len(name) :]):
            return bearers
    return []


def _goes_on(after: str) -> bool:
    """Whether the word is longer than the name that it begins with."""
    return bool(_GOES_ON.match(after)) or unicodedata.category(after[:1] or " ").startswith("M")


def _unknown(rest: str) -> str:
    name = rest.split()[0].rstrip(_AFTER_A_NAME)[:80]
    return _(
        "Nobody here is called “%(name)s”. Name a colleague, or leave a blank after the @."
    ) % {"name": name}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
