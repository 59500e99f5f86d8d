"""How long things took and how many there were, by several groupings in one pass over the rows.

PostgreSQL works it out itself, in one statement: the rows of a year are joined once. SQLite cannot:
there they pass by once, and eight bytes of each stay. Both interpolate percentiles between the two
nearest, as `percentile_cont` does.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connections
from django.db.models import QuerySet

from reviews.insight.shapes import PERCENTS, Spread

# (name of the key, its value); the name is empty for everything together.
Group = tuple[str, Any]
EVERYTHING: Group = ("", None)
# Names of keys that rows are counted by together.
Keys = tuple[str, ...]


@dataclass
class Tally:
    """Spreads of everything and by each value of a key; counts by values of several keys."""

    spreads: dict[Group, Spread] = field(default_factory=dict)
    counts: dict[Keys, Counter[tuple[Any, ...]]] = field(
        default_factory=lambda: defaultdict(Counter)
    )

    def spread(self, group: Group) -> Spread:
        return self.spreads.get(group, Spread())


def tally(
    rows: QuerySet[Any, Any],
    *,
    keys: Mapping[str, str],
    length: str,
    spread_by: Sequence[str],
    count_by: Sequence[Keys] = (),
) -> Tally:
    """`keys` gives names to columns; `length` is a column with a duration. One query."""
    asked = rows.order_by().values_list(*keys.values(), length)
    names = tuple(keys)
    if connections[rows.db].vendor == "postgresql":
        return _worked_out(asked, names, spread_by, count_by)
    return _passed_by(asked, names, spread_by, count_by)


def percentiles_of(in_order: Sequence[float]) -> dict[int, float]:
    """Interpolated between the two nearest; of at least one."""
    found = {}
    for percent in PERCENTS:
        place, rest = divmod(percent * (len(in_order) - 1), 100)
        low = in_order[place]
        high = in_order[min(place + 1, len(in_order) - 1)]
        found[percent] = low + (high - low) * rest / 100
    return found


def _worked_out(
    asked: QuerySet[Any, Any], names: Keys, spread_by: Sequence[str], count_by: Sequence[Keys]
) -> Tally:
    inner, params = asked.query.sql_with_params()
    sets: list[list[Keys]] = [[(), *((name,) for name in spread_by)], list(count_by)]
    parts = [_part(number, names, sets[number]) for number in (0, 1) if sets[number]]
    statement = (
        f"WITH one ({', '.join(names)}, length) AS MATERIALIZED ({inner})"
        f" {' UNION ALL '.join(parts)}"
    )
    found = Tally()
    with connections[asked.db].cursor() as cursor:
        cursor.execute(statement, params)
        for number, grouping, *values, count, percentiles in cursor.fetchall():
            by = _grouped_by(grouping, _used(names, sets[number]))
            row = dict(zip(names, values, strict=True))
            if number:
                found.counts[by][tuple(row[name] for name in by)] = count
            elif count:
                group = (by[0], row[by[0]]) if by else EVERYTHING
                found.spreads[group] = Spread(count, dict(zip(PERCENTS, percentiles, strict=True)))
    return found


def _part(number: int, names: Keys, sets: Sequence[Keys]) -> str:
    """Spreads for number 0, counts alone for 1. All names and numbers in it are ours."""
    used = _used(names, sets)
    fractions = ", ".join(str(percent / 100) for percent in PERCENTS)
    measured = (
        f"percentile_cont(ARRAY[{fractions}]::double precision[])"
        " WITHIN GROUP (ORDER BY EXTRACT(EPOCH FROM length)::double precision)"
    )
    columns = ", ".join(name if name in used else "NULL" for name in names)
    grouped = ", ".join(f"({', '.join(by)})" for by in sets)
    return (
        f"SELECT {number}, GROUPING({', '.join(used)}), {columns}, count(*),"  # noqa: S608 - as said
        f" {'NULL' if number else measured} FROM one GROUP BY GROUPING SETS ({grouped})"
    )


def _used(names: Keys, sets: Sequence[Keys]) -> Keys:
    return tuple(name for name in names if any(name in by for by in sets))


def _grouped_by(grouping: int, names: Keys) -> Keys:
    """A bit is set where a row is not grouped by a key; the last name has the lowest."""
    last = len(names) - 1
    return tuple(name for place, name in enumerate(names) if not grouping & 1 << (last - place))


def _passed_by(
    asked: QuerySet[Any, Any], names: Keys, spread_by: Sequence[str], count_by: Sequence[Keys]
) -> Tally:
    found = Tally()
    lengths: dict[Group, array[float]] = defaultdict(lambda: array("d"))
    ordered = [_in_order(by, names) for by in count_by]
    for *values, length in asked.iterator(chunk_size=2_000):
        row = dict(zip(names, values, strict=True))
        for group in _groups(row, spread_by):
            lengths[group].append(length.total_seconds())
        for by in ordered:
            found.counts[by][tuple(row[name] for name in by)] += 1
    for group, these in lengths.items():
        found.spreads[group] = Spread(len(these), percentiles_of(sorted(these)))
    return found


def _groups(row: Mapping[str, Any], spread_by: Sequence[str]) -> Iterator[Group]:
    yield EVERYTHING
    for name in spread_by:
        yield name, row[name]


def _in_order(by: Keys, names: Keys) -> Keys:
    """As the names stand, which is how PostgreSQL answers."""
    return tuple(name for name in names if name in by)
