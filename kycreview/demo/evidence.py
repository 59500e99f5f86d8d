"""Journeys come in: asked for as a person would, brought by the worker, counted on the job rows."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from django.db.models import Count, QuerySet
from tqdm import tqdm

from journeys.importing import ask_for, fetch_key
from journeys.models import Account, Journey, Locator, Snapshot
from kycreview.demo.stand_in import NAMES
from kycreview.jobs.models import Job, Lane
from reviews.desk.pulling import pull
from reviews.models import Case

_ENDED = frozenset({Job.State.DONE, Job.State.FAILED, Job.State.SET_ASIDE})
# A job of these states has its turn still to come: asking again would only list it twice.
_UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)

tqdm.monitor_interval = 0  # no thread of its own: children are started from this process


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How far the import is."""

    journeys: int
    journeys_ended: int
    files: int
    files_ended: int

    @property
    def is_over(self) -> bool:
        return self.journeys_ended == self.journeys and self.files_ended == self.files


def ask_for_missing(ids: Mapping[str, Iterable[str]]) -> list[str]:
    """One batch a provider, of what is not here yet; the job keys of all that is still to come."""
    keys: list[str] = []
    for account in Account.objects.filter(slug__in=NAMES):
        here = set(
            Journey.objects.filter(account=account, current_snapshot__isnull=False).values_list(
                "provider_id", flat=True
            )
        )
        missing = {fetch_key(account.id, one): one for one in ids[account.slug] if one not in here}
        under_way = set(
            Job.objects.filter(key__in=missing, state__in=_UNDER_WAY).values_list("key", flat=True)
        )
        wanted = [one for key, one in missing.items() if key not in under_way]
        if wanted:
            ask_for(account, wanted, how=Snapshot.How.COMMAND)
        keys += missing
    return keys


def follow(keys: list[str], *, between: Callable[[], None]) -> None:
    """Show a progress bar until all of it has come in. `between` is called twice a second."""
    if count(keys).is_over:
        return
    with tqdm(
        total=1,
        desc="Importing",
        bar_format="{l_bar}{bar}| {elapsed}{postfix}",
        dynamic_ncols=True,
        # A file that catches the output gets a line now and then, not twice a second.
        mininterval=0.4 if sys.stdout.isatty() else 15,
        miniters=0,
        file=sys.stdout,
    ) as bar:
        while not _show(bar, count(keys)).is_over:
            between()


def count(keys: list[str]) -> Counts:
    """Counted on the job rows: these journeys, and every picture or file of the two accounts."""
    journeys = Job.objects.filter(key__in=keys)
    lanes = [account.lane for account in Account.objects.filter(slug__in=NAMES)]
    files = Job.objects.filter(kind="media.fetch", lane__in=lanes)
    # In this order: a file's row is there before its journey's job has ended.
    states, of_files = _by_state(journeys), _by_state(files)
    return Counts(
        journeys=len(keys),
        journeys_ended=_ended(states),
        files=sum(of_files.values()),
        files_ended=_ended(of_files),
    )


def open_cases() -> int:
    """Open what the pull would open within five seconds; how many cases wait for a reviewer."""
    pull()
    return Case.objects.filter(state__in=(Case.State.OPEN, Case.State.CLAIMED)).count()


def summary() -> str:
    """What is here, in one line."""
    accounts = Account.objects.filter(slug__in=NAMES)
    journeys = Journey.objects.filter(account__in=accounts, current_snapshot__isnull=False).count()
    stored = Locator.objects.filter(state=Locator.State.STORED).count()
    unusable = Locator.objects.filter(state=Locator.State.FAILED).count()
    refused = f" ({unusable:,} more could not be used)" if unusable else ""
    return f"{journeys:,} journeys with {stored:,} pictures and files are here{refused}."


def _show(bar: tqdm[NoReturn], counts: Counts) -> Counts:
    bar.total = counts.journeys + counts.files
    bar.set_postfix_str(_words(counts), refresh=False)
    bar.update(counts.journeys_ended + counts.files_ended - bar.n)
    return counts


def _by_state(jobs: QuerySet[Job]) -> dict[str, int]:
    return dict(jobs.values_list("state").annotate(Count("id")))


def _ended(states: Mapping[str, int]) -> int:
    return sum(number for state, number in states.items() if state in _ENDED)


def _words(counts: Counts) -> str:
    words = f"pictures and files {counts.files_ended}/{counts.files}"
    if counts.journeys:
        words = f"journeys {counts.journeys_ended}/{counts.journeys}, {words}"
    paused = Lane.objects.filter(paused_at__isnull=False).values_list("reason", flat=True).first()
    return f"{words}; paused: {paused}" if paused else words
