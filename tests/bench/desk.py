"""`make bench-desk`: lists, search, "next" and case page at growing sizes, on PostgreSQL.

Durations are told and never asserted. SIZES (10000,1000000), TIMES (60 samples a page), IMPORTS
(500 journeys; 0 leaves the import out), EXPLAIN=1 for the plans of slow statements.
"""

from __future__ import annotations

import logging
import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

import django

from tests import environment

_OPEN, _WHOLE = 10_000, 12
BEGINS = "<!-- bench of the desk: begins, written by `make bench-desk WRITE=1` -->"
ENDS = "<!-- bench of the desk: ends -->"


def main() -> None:
    folder = environment.apply()
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.desk_settings"
    django.setup()
    # Models can be imported only now.
    from django.conf import settings

    from tests.bench.desk_times import Measured, rates, table
    from tests.bench.table import machine, say, write_between_marks
    from tests.databases import ROOT, Templates, pointed_at

    environment.serve_static_files_as_they_are()
    # The page without a case is one that is not there, on purpose.
    logging.getLogger("django.request").setLevel(logging.ERROR)
    settings.ALLOWED_HOSTS = ["*"]
    scratch = Path(tempfile.mkdtemp(prefix="kyc-bench-"))
    settings.DATA_DIR = scratch
    # A quarter of the memory, as its manual says: the default is for a machine of long ago.
    buffers = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20 // 4
    templates = Templates(scratch, (f"shared_buffers={buffers}MB", "max_wal_size=8GB"))
    sizes: dict[int, dict[str, Measured]] = {}
    told: list[tuple[str, str, str]] = []
    goals: dict[str, str] = {}
    try:
        for size in sizes_wanted():
            with templates.copy("postgresql", into=scratch) as url, pointed_at(url):
                say(f"Growing {size:,} journeys.")
                rate = grown(size)
                told.append((f"`grow` to {size:,} journeys", f"{rate:,.0f} /s", "1,500 /s"))
                sizes[size], goals = measured()
        with templates.copy("postgresql", into=scratch) as url, pointed_at(url):
            told.append(_claims())
        if (imports := int(os.environ.get("IMPORTS") or 500)) > 0:
            with templates.copy("postgresql", into=scratch) as url, pointed_at(url):
                told.append(_imports(imports))
    finally:
        templates.close()
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n\n".join(
        (
            machine(database=f"PostgreSQL without fsync, {buffers:,} MB of buffers"),
            table(goals, sizes),
            rates(told),
        )
    )
    say(text)
    if "--write" in sys.argv[1:]:
        write_between_marks(ROOT / "README.md", f"\n{text}\n", begins=BEGINS, ends=ENDS)


def sizes_wanted() -> list[int]:
    """At least two, from the smallest."""
    given = os.environ.get("SIZES") or "10000,1000000"
    return sorted({int(size) for size in given.split(",")})


def grown(size: int) -> float:
    """Fill the database that Django points at; journeys a second, indexes and all."""
    from django.db import connection

    from reviews.growing.growing import Size, grow

    began = time.perf_counter()
    told: list[int] = []
    wanted = Size(journeys=size, open=min(_OPEN - _WHOLE, size), writers=2)
    grow(wanted, tell=told.append)
    rate = sum(told) / (time.perf_counter() - began)
    # Not part of the rate: they come in one by one, with their pictures.
    whole = Size(journeys=size + _WHOLE, full=_WHOLE, open=0)
    grow(whole, tell=told.append)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    return rate


def measured() -> tuple[dict, dict[str, str]]:  # type: ignore[type-arg]  # of what is imported late
    """Every step of the desk at the size of this database, and the goals."""
    from journeys.models import Journey
    from tests.bench.desk_pages import desk_over, steps
    from tests.bench.desk_times import measure
    from tests.bench.plans import tell_plans
    from tests.bench.table import say, share

    times = int(os.environ.get("TIMES") or 60)
    wanted = steps(desk_over(Journey.objects.count()))
    found = {}
    for step in wanted:
        found[step.what] = measure(step, times=times)
        p95 = share(found[step.what].samples, 95)
        say(f"{step.what:<42}{p95:>10,.1f} ms p95 {found[step.what].queries:>4} queries")
    if os.environ.get("EXPLAIN"):
        tell_plans(wanted)
    return found, {step.what: step.goal for step in wanted}


def _claims() -> tuple[str, str, str]:
    from tests.bench.claims_rate import CONNECTIONS, claims_per_second

    return f"claims by {CONNECTIONS} connections", f"{claims_per_second():,.0f} /s", "200 /s"


def _imports(journeys: int) -> tuple[str, str, str]:
    from tests.bench.import_rate import import_rate

    found = import_rate(journeys)
    what = f"import of {journeys:,} journeys with {found.pictures:,} files ÷ a bare loop"
    return what, f"{found.importer:,.0f} s ÷ {found.bare:,.0f} s = {found.ratio:.2f}", "1.5"


if __name__ == "__main__":
    main()
