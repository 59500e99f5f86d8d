"""Parse a provider's body into a tree that loses nothing: duplicate keys, spelling, empty parts.

Knows JSON and nothing about providers. The tree is what `reading` reads and `show_journey` walks.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

MAX_DEPTH = 100
MAX_LEAVES = 100_000
# All pointers of one body together: a long key above many leaves would fill the memory.
MAX_POINTER_CHARS = 32_000_000
REDACTED = "[redacted]"


class Unreadable(Exception):
    """The body cannot be read as one JSON object. `sentence` says why, in words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Spelled(str):
    """A JSON number, NaN or Infinity as it was spelled."""


Scalar = str | bool | None


@dataclass(slots=True)
class Node:
    """One object, array or leaf. An empty object or array is a leaf, its value `{}` or `[]`."""

    pointer: str
    kind: str
    value: Scalar = None
    occurrence: int = 1
    members: list[tuple[str, Node]] = field(default_factory=list)
    items: list[Node] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return self.kind not in ("object", "array")

    def child(self, *names: str) -> Node | None:
        """The member with one of these names, case and separators ignored; the last wins."""
        found = self.children(*names)
        return found[-1] if found else None

    def children(self, *names: str) -> list[Node]:
        """All members with one of these names, first the order of `names`, then of the body."""
        wanted = [plain_key(name) for name in names]
        keyed = [(plain_key(key), node) for key, node in self.members]
        for name in wanted:
            found = [node for key, node in keyed if key == name]
            if found:
                return found
        return []

    def at(self, *path: str) -> Node | None:
        """The node under a path of names; None where any of them is missing."""
        node: Node | None = self
        for name in path:
            node = node.child(name) if node is not None else None
        return node

    def leaves(self) -> Iterator[Node]:
        """Every leaf below (or this one), in the order of the body."""
        stack = [self]
        while stack:
            node = stack.pop()
            if node.is_leaf:
                yield node
            else:
                below = node.items or [child for _, child in node.members]
                stack.extend(reversed(below))


_SEPARATORS = re.compile(r"[\s_\-]+")


@lru_cache(maxsize=4096)
def plain_key(key: str) -> str:
    """A key without case, spaces, underscores and hyphens: `_id`, ` id` and `id` are one."""
    return _SEPARATORS.sub("", key).lower()


def parse(raw: bytes) -> Node:
    """Parse `raw` into a tree. Raises Unreadable with a sentence, never anything else."""
    try:
        text = raw.decode(json.detect_encoding(raw), "surrogatepass")
    except (UnicodeDecodeError, LookupError):
        raise Unreadable("The answer is not readable text (its encoding is broken).") from None
    text = text.removeprefix("\ufeff")
    _refuse_depth(text)
    try:
        plain = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=Spelled,
            parse_float=Spelled,
            parse_constant=Spelled,
        )
    except (ValueError, RecursionError) as error:
        raise Unreadable(_why_not_json(text, error)) from None
    return _tree(plain)


def parse_object(raw: bytes) -> Node:
    """Parse `raw`, which must hold one JSON object that is not empty."""
    root = parse(raw)
    if root.kind != "object":
        words = {"array": "a list", "empty_array": "a list", "empty_object": "an empty object"}
        word = words.get(root.kind, "a bare value")
        raise Unreadable(f"The answer is {word} where an object was expected.")
    return root


def json_text(leaf: Node) -> str:
    """The leaf as JSON in ASCII, numbers as they were spelled."""
    if leaf.kind == "empty_object":
        return "{}"
    if leaf.kind == "empty_array":
        return "[]"
    if isinstance(leaf.value, Spelled):
        return str(leaf.value)
    return json.dumps(leaf.value)


def subtree_text(node: Node) -> str:
    """The whole subtree as JSON, duplicate keys and number spelling kept."""
    if node.kind == "object":
        inner = ", ".join(f"{json.dumps(key)}: {subtree_text(n)}" for key, n in node.members)
        return "{" + inner + "}"
    if node.kind == "array":
        return "[" + ", ".join(subtree_text(item) for item in node.items) + "]"
    return json_text(node)


def clean(text: str) -> str:
    """Make text storable anywhere: NUL and lone surrogates become visible instead of fatal."""
    if "\x00" in text:
        text = text.replace("\x00", "\u2400")
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


class _Pairs(list[tuple[str, object]]):
    """The members of one object in the order of the body, duplicates included."""


# A string, closed or cut off, or a bracket. Possessive, so that a body that ends inside a string
# is read once: with backtracking, 200 kB of escaped quotes take minutes.
_TOKEN = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[\[{]|[\]}]', re.DOTALL)


def _refuse_depth(text: str) -> None:
    # Counting brackets outside strings is cheaper than a RecursionError in the C scanner,
    # which on some platforms is a crash of the process instead.
    depth = 0
    for match in _TOKEN.finditer(text):
        mark = match.group()
        if mark in "[{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(f"The answer is nested more than {MAX_DEPTH} levels deep.")
        elif mark in "]}":
            depth -= 1


def _why_not_json(text: str, error: Exception) -> str:
    head = text.lstrip()[:200].lower()
    if head.startswith(("<!doctype", "<html", "<?xml", "<")):
        return "The answer is a web page (HTML or XML) where JSON was expected."
    if not head:
        return "The answer is empty."
    if isinstance(error, json.JSONDecodeError):
        return (
            f"The answer is not valid JSON: it breaks at line {error.lineno}, column {error.colno}."
        )
    return "The answer is not valid JSON."


def _escape(key: str) -> str:
    # Cleaned, so that a pointer can be stored; keys that become equal are told apart by occurrence.
    return clean(key).replace("~", "~0").replace("/", "~1")


def _tree(plain: object) -> Node:
    """Build the tree without recursion; number the leaves that share a pointer."""
    root = Node("", "leaf")
    stack: list[tuple[Node, object]] = [(root, plain)]
    seen: Counter[str] = Counter()
    leaves = 0
    pointer_chars = 0
    while stack:
        node, value = stack.pop()
        if not isinstance(value, list) or not value:
            leaves += 1
            _fill_leaf(node, value)
            seen[node.pointer] += 1
            node.occurrence = seen[node.pointer]
            continue
        # Judged before the nodes are made: whatever waits on the stack holds a leaf at least.
        if leaves + len(stack) + len(value) > MAX_LEAVES:
            raise Unreadable(f"The answer holds more than {MAX_LEAVES:,} values.")
        names = (
            [_escape(key) for key, _ in value]
            if isinstance(value, _Pairs)
            else [str(index) for index in range(len(value))]
        )
        pointer_chars += (len(node.pointer) + 1) * len(names) + sum(map(len, names))
        if pointer_chars > MAX_POINTER_CHARS:
            raise Unreadable("The answer has names too long for the number of its values.")
        below = [Node(f"{node.pointer}/{name}", "leaf") for name in names]
        if isinstance(value, _Pairs):
            node.kind = "object"
            node.members = [(key, child) for (key, _), child in zip(value, below, strict=True)]
            inner: list[object] = [child for _, child in value]
        else:
            node.kind = "array"
            node.items = below
            inner = value
        stack.extend(zip(reversed(below), reversed(inner), strict=True))
    return root


def _fill_leaf(node: Node, value: object) -> None:
    if isinstance(value, _Pairs):
        node.kind = "empty_object"
    elif isinstance(value, list):
        node.kind = "empty_array"
    elif isinstance(value, (str, bool)):
        node.value = value
