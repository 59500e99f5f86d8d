"""Where the journey stands in the body: at the root, in `result`, in `result.data` or in `data`.

Also finds every place that answers one question, so that two answers can be seen to disagree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journeys.providers.bodies import Node, clean, plain_key
from journeys.providers.reading import leaf_text

WRAPPERS = ("result", "data")
BLANK = frozenset({"", "{}", "[]"})
# A key of one level with its other spellings.
Names = tuple[str, ...]

STATUS = (("currentStatus",),)
DELETED = (("_deleted",),)
CONSENT = (("capturedData",), ("consent",))
LIVENESS_CONSENT = (("capturedData",), ("livenessConsent",))
COMPLETE_STATUS = ("completeStatus",)
PASSIVE_LIVENESS = ("passiveLiveliness", "passiveLiveness")
IS_LIVE = ("liveness", "livenessConfirmed")
IS_SAME_FACE = ("verified", "matched")
DOCUMENT_OVERALL = (("documentIntelligence",), COMPLETE_STATUS, ("overallStatus",))
LIVENESS = (("selfieAnalysis",), PASSIVE_LIVENESS, IS_LIVE)
FACE_MATCH = (("selfieAnalysis",), ("faceMatch",), IS_SAME_FACE)


@dataclass(frozen=True)
class Envelope:
    """The objects that may hold a journey's sections, the innermost first."""

    scopes: tuple[Node, ...]

    def find(self, *names: str) -> Node | None:
        """The section or value with one of these names; the innermost wins, then the last."""
        for scope in self.scopes:
            found = scope.child(*names)
            if found is not None:
                return found
        return None

    def every(self, path: Sequence[Names]) -> list[Node]:
        """Every node under a path, through all wrappers, spellings and repeated keys."""
        nodes = list(self.scopes)
        for names in path:
            nodes = [below for node in nodes for name in names for below in node.children(name)]
        return nodes

    def disagree(self, path: Sequence[Names]) -> bool:
        """Whether a path is answered more than once, and not in the same way."""
        answers = {
            plain_key(leaf_text(node) or "") if node.is_leaf else node.pointer
            for node in self.every(path)
        }
        return len(answers) > 1


def open_envelope(root: Node) -> Envelope:
    """Follow the wrappers down; each level stays in sight, since sections may stand beside one."""
    scopes = [root]
    for name in WRAPPERS:
        inner = Envelope(tuple(scopes)).find(name)
        if inner is not None and inner.kind == "object":
            scopes.insert(0, inner)
    return Envelope(tuple(scopes))


def under(node: Node | None, *names: str) -> Node | None:
    """The member of a node that may itself be missing."""
    return None if node is None else node.child(*names)


def is_blank(node: Node | None) -> bool:
    """Whether a node is there and says nothing: null, "", {} or []."""
    return node is not None and node.is_leaf and (leaf_text(node) or "").strip() in BLANK


def said(node: Node | None) -> str:
    """The text or number that a node holds; "" for everything else."""
    return clean(node.value).strip() if node is not None and isinstance(node.value, str) else ""
