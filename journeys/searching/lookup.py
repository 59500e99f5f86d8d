"""Finds the words of the index that a typed word may be: spelled so, sounding so, begun so.

At most three queries for any number of typed words; journeys are not its business.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from django.db import connection
from django.db.models import BooleanField, FloatField, Func, Q, QuerySet, Value
from django.db.models.functions import Length
from rapidfuzz.distance import Indel

from journeys.models import NameWord as Row
from journeys.searching.hits import How
from journeys.searching.nearest import nearest, slips_forgiven
from journeys.searching.query import Query, Term
from journeys.searching.scripts import Script, scripts_of

# Words of the index that one typed word stands for: what is beyond is farther off.
MOST_WORDS: Final = 40
_MOST_SOUNDING: Final = 2_000
_MOST_BEGUN: Final = 200
_MOST_COMPARED: Final = 20_000
_MOST_NEAR: Final = 6
_VARIANT_FROM: Final = 0.65
_SIGNS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_AFTER: Final = dict(pairwise(_SIGNS))


@dataclass(frozen=True)
class Found:
    """The rows of the index that one typed word may be, by how they meet it."""

    script: Script
    rows: dict[int, How] = field(default_factory=dict)
    # Words that are a slip away, nearest first: what may have been meant.
    meant: tuple[str, ...] = ()
    is_cut: bool = False


def look_up(query: Query, *, forgiving: bool = False) -> dict[Term, Found]:
    """The rows of every term of the query's names; with slips only where `forgiving`."""
    terms = {term for word in query.name_words for way in word.ways for term in way if term.word}
    if not terms:
        return {}
    known = _known(terms)
    begun = _begun(terms)
    return {term: _found(term, known, begun.get(term, []), forgiving=forgiving) for term in terms}


def has_trigrams() -> bool:
    """Whether this database can look for likeness by itself."""
    if connection.vendor != "postgresql":
        return False
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'")
        return cursor.fetchone() is not None


def _known(terms: Iterable[Term]) -> list[Row]:
    words = {term.word for term in terms}
    sounds = {sound for term in terms for sound in term.sounds if sound}
    found = Row.objects.filter(Q(word__in=words) | Q(sound__in=sounds))
    return list(found[:_MOST_SOUNDING])


def _begun(terms: Iterable[Term]) -> dict[Term, list[Row]]:
    """Rows that go on where the term ends; one query, for mostly one term is the last."""
    begun = [term for term in terms if term.is_prefix]
    if not begun:
        return {}
    either = Q()
    for term in begun:
        either |= _starts("word", term.word)
        for beginning in term.beginnings:
            either |= _starts("sound", beginning)
    rows = list(Row.objects.filter(either).order_by(Length("word"), "word")[: _MOST_BEGUN + 1])
    return dict.fromkeys(begun, rows)


def _starts(column: str, text: str) -> Q:
    """A range, because a LIKE is not asked of an index everywhere."""
    stem = text.rstrip("z")
    if not stem:
        return Q(**{f"{column}__gte": text})
    after = stem[:-1] + _AFTER[stem[-1]]
    return Q(**{f"{column}__gte": text, f"{column}__lt": after})


def _found(term: Term, known: list[Row], begun: list[Row], *, forgiving: bool) -> Found:
    rows: dict[int, How] = {}
    for row in known:
        if row.word == term.word:
            rows[row.pk] = How.SAME
        elif row.sound and row.sound in term.sounds:
            is_variant = Indel.normalized_similarity(term.word, row.word) >= _VARIANT_FROM
            rows[row.pk] = How.VARIANT if is_variant else How.SOUNDS_ALIKE
    for row in begun:
        has_begun = row.word.startswith(term.word) or row.sound.startswith(
            tuple(term.beginnings) or "\0"
        )
        if has_begun:
            rows.setdefault(row.pk, How.BEGINS_WITH)
    meant: tuple[str, ...] = ()
    if forgiving and term.sounds:
        near = _near(term.word)
        meant = tuple(near)
        for pks in near.values():
            for pk in pks:
                rows.setdefault(pk, How.SIMILAR)
    surest = sorted(rows.items(), key=lambda pair: pair[1])
    return Found(
        scripts_of(term.typed),
        dict(surest[:MOST_WORDS]),
        meant,
        is_cut=len(surest) > MOST_WORDS,
    )


def _near(word: str) -> dict[str, list[int]]:
    """Words of the index within the slips forgiven, nearest first."""
    if not slips_forgiven(word):
        return {}
    by_word: dict[str, list[int]] = defaultdict(list)
    for pk, other in _compared(word).values_list("pk", "word")[:_MOST_COMPARED]:
        by_word[other].append(pk)
    return {one.word: by_word[one.word] for one in nearest(word, by_word, limit=_MOST_NEAR)}


def _compared(word: str) -> QuerySet[Row]:
    """What is worth comparing: by trigrams, else words of about this length that begin alike."""
    rows = Row.objects.all()
    if has_trigrams():
        return _alike(rows, word)
    slips = slips_forgiven(word)
    # The first letter may be lost, wrong or exchanged with the second.
    begins = _starts("word", word[0]) | _starts("word", word[1]) | _ends(word[2:])
    lengths = rows.annotate(length=Length("word")).filter(
        length__gte=len(word) - slips, length__lte=len(word) + slips
    )
    return lengths.filter(begins).order_by("word")


def _ends(rest: str) -> Q:
    return Q(word__endswith=rest)


def _alike(rows: QuerySet[Row], word: str) -> QuerySet[Row]:
    """By the trigrams' index; two slips in eight letters leave a likeness of a quarter."""
    is_alike = Func(
        "word",
        Value(word),
        template="(%(expressions)s)",
        arg_joiner=" %% ",
        output_field=BooleanField(),
    )
    likeness: Func = Func("word", Value(word), function="similarity", output_field=FloatField())
    return rows.filter(is_alike).order_by(likeness.desc(), "word")


def suggestions(query: Query, found: dict[Term, Found]) -> Sequence[tuple[str, str]]:
    """(what was typed, what may have been meant), the nearest of each word."""
    pairs: dict[tuple[str, str], None] = {}
    for word in query.name_words:
        for way in word.ways:
            for term in way:
                if term in found:
                    pairs |= dict.fromkeys((term.typed, other) for other in found[term].meant[:3])
    return tuple(pairs)
