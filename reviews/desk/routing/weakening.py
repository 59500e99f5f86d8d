"""What a change of the rules takes from four-eyes or a gate: journeys sent to a milder queue.

Pure. Looks at the rules that came, went, changed or moved, not at any journey.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from django.utils.translation import gettext as _

from reviews.desk.policies import Policy, weakens
from reviews.desk.routing.rules import Rule
from reviews.desk.routing.words import Change, diff


def weakened_by(
    before: Sequence[Rule],
    after: Sequence[Rule],
    *,
    policies: Mapping[str, Policy],
    default: str,
) -> tuple[str, ...]:
    """A sentence for each pair of queues between which journeys may go to the milder one."""
    pairs = dict.fromkeys(
        (old, new)
        for change in diff(before, after)
        for old, new in _ways(change.change, change.rule_id, before, after, default)
        if old != new and old in policies and new in policies
    )
    return tuple(
        _("From “%(old)s” to “%(new)s”: %(why)s")
        % {"old": policies[old].name, "new": policies[new].name, "why": sentence}
        for old, new in pairs
        for sentence in weakens(policies[old], policies[new])
    )


def _ways(
    change: Change, rule_id: str, before: Sequence[Rule], after: Sequence[Rule], default: str
) -> Iterator[tuple[str, str]]:
    """From which queue to which one journeys may go because of one changed rule."""
    # A rule that came or went in the same change is judged for itself.
    both = {rule.id for rule in before} & {rule.id for rule in after}
    old, below_old = _found(before, rule_id, default, among=both)
    new, below_new = _found(after, rule_id, default, among=both)
    if new is not None and (old is None or old.when != new.when):
        # It catches what others caught.
        yield from ((queue, new.queue) for queue in below_new.values())
    if old is not None and (new is None or old.when != new.when):
        # It lets go of what others catch now.
        yield from ((old.queue, queue) for queue in below_old.values())
    if old is not None and new is not None:
        yield old.queue, new.queue
        if change is Change.MOVED:
            yield from ((below_new[one], new.queue) for one in below_new.keys() - below_old)
            yield from ((old.queue, below_old[one]) for one in below_old.keys() - below_new)


def _found(
    rules: Sequence[Rule], rule_id: str, default: str, *, among: Set[str]
) -> tuple[Rule | None, dict[str, str]]:
    """A rule, and the queues by rule that come after it, the default one at last."""
    for index, rule in enumerate(rules):
        if rule.id == rule_id:
            below = {one.id: one.queue for one in rules[index + 1 :] if one.id in among}
            return rule, below | {"": default}
    return None, {}
