"""Writes what a journey is found by: words of names, keyed look-up values, the card of its person.

Runs in the transaction of the snapshot that it comes from. Rows are only ever added to a journey;
every statement inserts in one order, so that two importers never wait for each other in a ring.
"""

from __future__ import annotations

from collections.abc import Iterable

from journeys.models import IdentityKey, Journey, NameUse, NameWord, PersonCard
from journeys.searching.person import About, masked
from journeys.searching.scripts import Script, scripts_of
from journeys.searching.words import Word, words_of
from kycreview.sealing import lookup_hash

# Of a journey, over all of its names; a name has at most twelve.
MOST_ROWS = 60


def write(journey: Journey, about: About, *, is_newest: bool) -> None:
    """Add what `about` has and the journey has not: at most six statements.

    The card is replaced where the evidence `is_newest` and names somebody.
    """
    _write_words(journey, about.names)
    IdentityKey.objects.bulk_create(
        (
            IdentityKey(journey=journey, kind=kind.value, value_hash=lookup_hash(kind, value))
            for kind, value in sorted(about.keys)
        ),
        ignore_conflicts=True,
    )
    if is_newest and (about.names or about.born or about.document_number):
        PersonCard.objects.bulk_create(
            [card_of(journey, about)],
            update_conflicts=True,
            unique_fields=["journey"],
            update_fields=["sealed"],
        )


def card_of(journey: Journey, about: About) -> PersonCard:
    """The card, not saved."""
    card = PersonCard(journey=journey)
    card.put(journey.key(), plain_card(about))
    return card


def plain_card(about: About) -> dict[str, object]:
    """What a card says before it is sealed."""
    return {
        "names": about.shown_names,
        "born": about.born,
        "number": masked(about.document_number),
    }


def rows_for(names: Iterable[str]) -> tuple[Word, ...]:
    """The words of all names of one person, in the order of the names."""
    return tuple(scripts_for(names))


def scripts_for(names: Iterable[str]) -> dict[Word, Script]:
    """The same, each with the scripts of the names that have it."""
    found: dict[Word, Script] = {}
    for name in names:
        script = scripts_of(name) or Script.OTHER
        for word in words_of(name):
            found[word] = found.get(word, Script(0)) | script
    return dict(list(found.items())[:MOST_ROWS])


def _write_words(journey: Journey, names: Iterable[str]) -> None:
    wanted = scripts_for(names)
    if not wanted:
        return
    known = _known(wanted)
    missing = sorted((one.word, one.sound) for one in wanted if one not in known)
    if missing:
        NameWord.objects.bulk_create(
            (NameWord(word=word, sound=sound) for word, sound in missing), ignore_conflicts=True
        )
        known = _known(wanted)
    rows = sorted((known[word], int(script)) for word, script in wanted.items())
    NameUse.objects.bulk_create(
        (
            NameUse(
                journey=journey, word_id=word_id, seen_at=journey.first_seen_at, scripts=scripts
            )
            for word_id, scripts in rows
        ),
        ignore_conflicts=True,
    )


def _known(wanted: Iterable[Word]) -> dict[Word, int]:
    """Ids by word and sound, of those that are there."""
    rows = NameWord.objects.filter(word__in={one.word for one in wanted})
    return {Word(word, sound): pk for pk, word, sound in rows.values_list("pk", "word", "sound")}
