"""How many cases a second are claimed by eight connections, each a process, on PostgreSQL.

Prints; asserts nothing but that each case has one owner. CLAIMS says how many each process makes.
"""

from __future__ import annotations

import multiprocessing
import os
import shutil
import sys
import tempfile
import time
from multiprocessing.synchronize import Barrier
from pathlib import Path
from uuid import UUID

import django

from tests import environment

CONNECTIONS = 8
CLAIMS = int(os.environ.get("CLAIMS") or 200)


def main() -> None:
    folder = environment.apply()
    django.setup()
    # Models can be imported only now.
    from django.conf import settings

    from tests.databases import Templates, pointed_at

    scratch = Path(tempfile.mkdtemp(prefix="kyc-claims-"))
    settings.DATA_DIR = scratch
    templates = Templates(scratch)
    try:
        with templates.copy("postgresql", into=scratch) as url, pointed_at(url):
            found = claims_per_second()
            sys.stdout.write(f"claims by {CONNECTIONS} connections: {found:,.0f} a second\n")
    finally:
        templates.close()
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)


def claims_per_second(*, connections: int = CONNECTIONS, claims: int = CLAIMS) -> float:
    """Fill the database that Django points at with open cases, and claim as many as are asked."""
    from django.db import connections as databases

    from reviews.models import Case

    people = _build(connections * claims + connections)
    with databases["default"].cursor() as cursor:
        # As the database does by itself in a house that has worked for a while.
        cursor.execute("VACUUM ANALYZE reviews_case")
    databases.close_all()
    context = multiprocessing.get_context("fork")
    start = context.Barrier(connections + 1)
    workers = [context.Process(target=_claim, args=(person, claims, start)) for person in people]
    for worker in workers:
        worker.start()
    start.wait()
    began = time.perf_counter()
    for worker in workers:
        worker.join()
    took = time.perf_counter() - began
    if any(worker.exitcode for worker in workers):
        raise RuntimeError("a process did not get its cases")
    held = Case.objects.filter(state=Case.State.CLAIMED).count()
    if held != connections * claims:
        raise RuntimeError(f"{held} cases are claimed, not {connections * claims}")
    return held / took


def _build(cases: int) -> list[UUID]:
    """One reviewer for each connection, and this many open cases about one journey."""
    from kycreview.staff.models import Role, User
    from tests.reviews.house import arrive, more_cases, new_account, opened

    account = new_account("idwise", slug="claims")
    more_cases(opened(arrive(account, outcome="glare")), cases)
    people = []
    for number in range(CONNECTIONS):
        person = User.objects.create(email=f"claims{number}@example.test", name=f"C {number}")
        person.roles.set(Role.objects.filter(slug="reviewer"))
        people.append(person.pk)
    return people


def _claim(person_id: UUID, claims: int, start: Barrier) -> None:
    from kycreview.staff.models import User
    from reviews.desk.claims import claim_next

    person = User.objects.get(pk=person_id)
    person.permission_codes()
    start.wait()
    for _ in range(claims):
        if claim_next(by=person) is None:
            raise SystemExit(1)


if __name__ == "__main__":
    main()
