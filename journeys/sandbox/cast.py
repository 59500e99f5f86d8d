"""Who plays in a journey: the applicant, and the impostor's stranger. Draws nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache

from journeys.sandbox import files
from journeys.sandbox.people import Person, make_person
from journeys.sandbox.plan import Plan

GLUED_FACE_STEP = 7 * 64


def applicant_of(
    plan: Plan, *, script: str = "", age: int | None = None, expired: bool = False, before: int = 0
) -> Person:
    """The applicant; `before` 1 is the applicant of the journey before this one."""
    index = plan.index if plan.person_index is None else plan.person_index
    index = max(index - before, 0)
    number = plan.seed * 1_000_000 + index * 2 + (plan.provider == "signzy")
    is_filmed = plan.provider == "idwise" and index % 6 == 2
    if is_filmed:
        number = _number_of_somebody_filmed(number, plan.today)
    person = _made(number, script or None, plan.today, age, expired)
    clip = _clip_like(person) if is_filmed else None
    return person if clip is None else replace(person, face_seed=clip)


def is_filmed(person: Person) -> bool:
    """Whether a clip shows this very person."""
    return person.face_seed in files.CLIP_FACES


def stranger_face(plan: Plan, person: Person) -> int:
    """Another person's face: of the same sex and script, so that it is not told at a glance."""
    for step in range(1, 200):
        other = make_person(person.seed + 700_001 * step, script=person.script, today=plan.today)
        if other.sex == person.sex and other.face_seed != person.face_seed:
            return other.face_seed
    return person.face_seed + 1


def holder_face(person: Person) -> int:
    """The face that a forged document was issued to, before the applicant's photo went over it.

    Papers glue a face a fixed step away from the holder's; the ghost portrait keeps the holder.
    """
    return person.face_seed - GLUED_FACE_STEP


def with_retyped_expiry(person: Person) -> Person:
    """The person as a forger's pen has it: the last digits of the year of expiry are new ones."""
    return replace(person, expiry_date=person.expiry_date.replace(year=person.expiry_date.year + 4))


@lru_cache(maxsize=2048)
def _number_of_somebody_filmed(number: int, today: date) -> int:
    """Clips are few: the first person from `number` on whose age, sex and looks fit one."""
    for more in range(400):
        candidate = number + more * 500_000_003
        if _clip_like(make_person(candidate, today=today)) is not None:
            return candidate
    return number


def _clip_like(person: Person) -> int | None:
    # The low six bits of a face seed say age band, sex and looks.
    fitting = [face for face in files.CLIP_FACES if face % 64 == person.face_seed % 64]
    return fitting[person.seed % len(fitting)] if fitting else None


@lru_cache(maxsize=2048)
def _made(number: int, script: str | None, today: date, age: int | None, expired: bool) -> Person:
    return make_person(number, script=script, today=today, age=age, expired=expired)
