"""The tolerant readers, each written once: tri-states, numbers, dates, percentages, countries.

A `Reading` is one pass over one body; a `Draft` collects the leaves that one part takes. A leaf has
one home: what is taken once cannot be taken again, and what nobody takes is listed as unmapped.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TypedDict

import pycountry

from journeys.choices import Outcome
from journeys.providers.bodies import (
    REDACTED,
    Node,
    Spelled,
    clean,
    json_text,
    plain_key,
    subtree_text,
)
from journeys.providers.results import Coded, Day, Leaf, Measured, Moment, Named, UnmappedLeaf

LeafId = tuple[str, int]
Table = Mapping[str, str]


class Traced(TypedDict):
    """The members that every Part has."""

    source_path: str
    leaves: tuple[Leaf, ...]
    particulars: tuple[Named, ...]


def table(entries: Mapping[str, str]) -> Table:
    """A mapping table whose keys are compared without case, spaces, underscores and hyphens."""
    return {plain_key(key): str(value) for key, value in entries.items()}


# Signzy sends "True", "true", true, "None", "NA"; IDWise "Passed"; both send null. Signzy's page:
# "true check passed, false check failed, none/na check was not done".
TRI_STATE = table(
    {
        "true": Outcome.PASS,
        "pass": Outcome.PASS,
        "passed": Outcome.PASS,
        "false": Outcome.FAIL,
        "fail": Outcome.FAIL,
        "failed": Outcome.FAIL,
        "none": Outcome.NOT_DONE,
        "na": Outcome.NOT_DONE,
        "n/a": Outcome.NOT_DONE,
        "": Outcome.NOT_DONE,
        "not started": Outcome.NOT_DONE,
        "not done": Outcome.NOT_DONE,
        "could not apply": Outcome.NOT_DONE,
        "undetermined": Outcome.UNCERTAIN,
    }
)
FLIPPED = {Outcome.PASS.value: Outcome.FAIL.value, Outcome.FAIL.value: Outcome.PASS.value}


class Reading:
    """One pass over one body: which leaves are secret, which were taken."""

    def __init__(self, root: Node, *, secret: frozenset[LeafId] = frozenset()) -> None:
        self.root = root
        self.secret = secret
        self._taken: set[LeafId] = set()

    def draft(self, node: Node | None) -> Draft:
        """Begin a part that is read from `node`."""
        return Draft(self, node)

    def take(self, leaf: Node) -> bool:
        """Claim a leaf; False where another part holds it already."""
        key = (leaf.pointer, leaf.occurrence)
        if key in self._taken:
            return False
        self._taken.add(key)
        return True

    def is_free(self, leaf: Node) -> bool:
        """Whether no part has taken the leaf yet."""
        return (leaf.pointer, leaf.occurrence) not in self._taken

    def is_secret(self, leaf: Node) -> bool:
        return (leaf.pointer, leaf.occurrence) in self.secret

    def unmapped(self) -> tuple[UnmappedLeaf, ...]:
        """Every leaf that no part took, in the order of the body."""
        return tuple(
            UnmappedLeaf(
                leaf.pointer,
                leaf.occurrence,
                f'"{REDACTED}"' if self.is_secret(leaf) else json_text(leaf),
            )
            for leaf in self.root.leaves()
            if self.is_free(leaf)
        )


class Draft:
    """Collects the leaves and particulars of one part while it is read."""

    def __init__(self, reading: Reading, node: Node | None) -> None:
        self._reading = reading
        self._source_path = node.pointer if node is not None else ""
        self._leaves: list[Leaf] = []
        self._particulars: list[Named] = []

    def traced(self) -> Traced:
        """What every Part's constructor takes, to be unpacked with `**`."""
        return Traced(
            source_path=self._source_path,
            leaves=tuple(self._leaves),
            particulars=tuple(self._particulars),
        )

    def raw(self, node: Node | None, attribute: str) -> str | None:
        """Take a leaf and return its text; None for null, a missing node, or an inner node.

        A secret leaf is taken too, its text is the redaction mark.
        """
        if node is None or not node.is_leaf or not self._claim(node, attribute):
            return None
        if self._reading.is_secret(node):
            return REDACTED
        return leaf_text(node)

    def text(self, node: Node | None, attribute: str) -> str:
        """As `raw`, with "" for what is missing."""
        return self.raw(node, attribute) or ""

    def locator(self, node: Node | None, attribute: str = "locator") -> str:
        """As `text`, but secret text is returned: for the vault's eyes only."""
        if node is None or not node.is_leaf or not self._claim(node, attribute):
            return ""
        return leaf_text(node) or ""

    def coded(
        self, node: Node | None, attribute: str, codes: Table, *, missing: str = "unknown"
    ) -> Coded:
        """Look the text up in a table: absent or null is `missing`, not in the table UNKNOWN.

        An object or a list where a word is expected is UNKNOWN too; its leaves stay unmapped.
        """
        return self.optional_coded(node, attribute, codes) or Coded(missing, "")

    def optional_coded(self, node: Node | None, attribute: str, codes: Table) -> Coded | None:
        """As `coded`, but None where nothing (or null) was sent."""
        if node is not None and not node.is_leaf:
            return Coded("unknown", "")
        raw = self.raw(node, attribute)
        return None if raw is None else Coded(codes.get(plain_key(raw), "unknown"), raw)

    def outcome(self, node: Node | None, attribute: str = "outcome") -> Coded:
        """A tri-state as an Outcome; nothing sent is NOT_DONE, an odd word UNKNOWN."""
        return self.coded(node, attribute, TRI_STATE, missing=Outcome.NOT_DONE)

    def raised(self, node: Node | None, attribute: str) -> Coded:
        """A tri-state whose truth is the bad news (`vpn`, `mask found`): true is FAIL."""
        read = self.outcome(node, attribute)
        return Coded(FLIPPED.get(read.code, read.code), read.raw)

    def measured(self, node: Node | None, attribute: str) -> Measured | None:
        """A number in any spelling, a trailing per cent sign allowed and dropped."""
        raw = self.raw(node, attribute)
        return None if raw is None else measure(raw)

    def moment(self, node: Node | None, attribute: str) -> Moment | None:
        raw = self.raw(node, attribute)
        return None if raw is None else read_moment(raw)

    def day(self, node: Node | None, attribute: str) -> Day | None:
        raw = self.raw(node, attribute)
        return None if raw is None else read_day(raw)

    def texts(self, node: Node | None, attribute: str, *, split: str = "") -> tuple[str, ...]:
        """A list of texts: an array, or one text (cut at `split` where that is given)."""
        if node is None:
            return ()
        if node.kind == "array":
            found: Iterable[str | None] = [self.raw(leaf, attribute) for leaf in node.leaves()]
            return tuple(text for text in found if text)
        raw = self.text(node, attribute)
        pieces = raw.split(split) if split else [raw]
        return tuple(piece.strip() for piece in pieces if piece.strip() not in ("", "[]", "{}"))

    def free_leaves(self, node: Node) -> list[Node]:
        """The leaves below `node` that no part has taken yet, sorted by pointer."""
        free = [leaf for leaf in node.leaves() if self._reading.is_free(leaf)]
        return sorted(free, key=lambda leaf: (leaf.pointer, leaf.occurrence))

    def keep(self, node: Node | None, attribute: str) -> str:
        """Take every leaf below `node` under one attribute; the text, or the JSON of a subtree."""
        if node is None:
            return ""
        if node.is_leaf:
            return self.text(node, attribute)
        leaves = list(node.leaves())
        claimed = [self._claim(leaf, attribute) for leaf in leaves]
        if any(self._reading.is_secret(leaf) for leaf in leaves) or not all(claimed):
            return REDACTED
        return clean(subtree_text(node))

    def particular(self, node: Node | None, name: str) -> str:
        """Take a small value under a name of its own, its home is `<part>.<name>`."""
        if node is None:
            return ""
        value = self.keep(node, name)
        self._particulars.append(Named(name, value))
        return value

    def _claim(self, leaf: Node, attribute: str) -> bool:
        if not self._reading.take(leaf):
            return False
        self._leaves.append(Leaf(leaf.pointer, leaf.occurrence, attribute))
        return True


def leaf_text(leaf: Node) -> str | None:
    """The plain text of a leaf: None for null, "true"/"false" for booleans, "{}" and "[]"."""
    if leaf.kind == "empty_object":
        return "{}"
    if leaf.kind == "empty_array":
        return "[]"
    if leaf.value is None:
        return None
    if isinstance(leaf.value, bool):
        return "true" if leaf.value else "false"
    return clean(leaf.value)


def is_number(leaf: Node) -> bool:
    return isinstance(leaf.value, Spelled)


def measure(raw: str) -> Measured:
    """Read "0.99", "99.00%", "NA": the value is None where there is no finite number."""
    text = raw.strip().removesuffix("%").strip()
    if not re.fullmatch(r"[+-]?[0-9]{0,18}(?:\.[0-9]{0,30})?(?:[eE][+-]?[0-9]{1,3})?", text):
        return Measured(None, raw)
    try:
        value = float(text)
    except ValueError:
        return Measured(None, raw)
    return Measured(value if math.isfinite(value) else None, raw)


def read_moment(raw: str) -> Moment:
    """Epoch milliseconds or ISO 8601. A time without a zone is taken as UTC and flagged.

    Both are seen: Signzy sends milliseconds and ISO in one body, IDWise naive microseconds.
    """
    text = raw.strip()
    try:
        if re.fullmatch(r"[0-9]{9,16}", text):
            return Moment(_iso(datetime.fromtimestamp(int(text) / 1000, tz=UTC)), raw)
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ].{4,30}", text):
            parsed = datetime.fromisoformat(text)
            if parsed.tzinfo is None:
                return Moment(_iso(parsed.replace(tzinfo=UTC)), raw, is_naive=True)
            return Moment(_iso(parsed.astimezone(UTC)), raw)
    except (ValueError, OverflowError, OSError):
        pass
    return Moment(None, raw)


def read_day(raw: str) -> Day:
    """dd/mm/yyyy (also with - or .), ISO dates, years and months. Never mm/dd."""
    text = raw.strip()
    if match := re.fullmatch(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})", text):
        day, month, year = (int(piece) for piece in match.groups())
        return _day(raw, year, month, day)
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?", text):
        year, month, day = (int(piece) for piece in match.groups())
        return _day(raw, year, month, day)
    if match := re.fullmatch(r"([0-9]{4})-([0-9]{2})", text):
        year, month = (int(piece) for piece in match.groups())
        if 1 <= month <= 12 and year >= 1:
            return Day(f"{year:04}-{month:02}", raw, "month")
    if re.fullmatch(r"[0-9]{4}", text) and int(text) >= 1:
        return Day(text, raw, "year")
    return Day(None, raw)


@lru_cache(maxsize=1024)
def country_code(text: str) -> str:
    """An ISO 3166 alpha-3 code from alpha-2, alpha-3 or an English name, any case; else ""."""
    wanted = text.strip()
    if not wanted or len(wanted) > 80:
        return ""
    if wanted.upper() in ICAO_CODES:
        return ICAO_CODES[wanted.upper()]
    try:
        found = pycountry.countries.lookup(wanted)
    except LookupError:
        return ""
    return str(found.alpha_3)


# Codes of ICAO Doc 9303 part 3 section 5 that ISO 3166 does not have, and Utopia, its specimen.
ICAO_CODES = {"D": "DEU", "RKS": "XKX", "XKX": "XKX", "UTO": "UTO", "UTOPIA": "UTO"}


def _day(raw: str, year: int, month: int, day: int) -> Day:
    try:
        return Day(date(year, month, day).isoformat(), raw, "day")
    except ValueError:
        return Day(None, raw)


def _iso(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
