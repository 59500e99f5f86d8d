"""The routing as it stands: the newest list of rules, and the queues that they name.

Reads only. A rule that cannot be read any more is passed over, and the log says so: what it would
have caught goes on to the rules after it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass

from reviews.desk.routing.facts import Facts
from reviews.desk.routing.matching import Choice, choose
from reviews.desk.routing.rules import Rule, RuleError, asks_for, parse_rules
from reviews.models import Queue, RoutingVersion

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Standing:
    """One version of the routing with everything that choosing needs."""

    number: int
    rules: tuple[Rule, ...]
    queues: Mapping[str, Queue]
    default: Queue
    technical: Queue

    @property
    def asks_nationality(self) -> bool:
        """Reading it takes a query and half of the time; most lists do not ask."""
        return asks_for(self.rules, "nationality")

    def choose(self, facts: Facts) -> Choice:
        """The first rule that fits, of those whose queue is in use."""
        rules = (rule for rule in self.rules if self.queues[rule.queue].is_active)
        return choose(rules, facts, default=self.default.pk, technical=self.technical.pk)


def standing() -> Standing:
    """Two queries. The default and the technical queue always exist."""
    version = RoutingVersion.objects.order_by("-number").first()
    queues = {queue.pk: queue for queue in Queue.objects.select_related("calendar")}
    number, plain = (version.number, version.rules) if version else (0, [])
    kinds = {queue.kind: queue for queue in queues.values() if queue.kind}
    return Standing(
        number,
        tuple(readable_rules(plain, queues=queues)),
        queues,
        default=kinds[Queue.Kind.DEFAULT],
        technical=kinds[Queue.Kind.TECHNICAL],
    )


def readable_rules(plain: object, *, queues: Mapping[str, Queue]) -> list[Rule]:
    """The rules of a saved list that can still be read; they were checked when they were saved."""
    slugs = set(queues)
    try:
        return parse_rules(plain, queues=slugs)
    except RuleError:
        found: list[Rule] = []
        for one in plain if isinstance(plain, list) else []:
            try:
                found += parse_rules([one], queues=slugs)
            except RuleError as error:
                _log.error("a saved rule cannot be read and is passed over: %s", error)
        return found
