"""Panel 1 after the rating: the machine's comparisons, and what people said about them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from journeys.providers import results as r
from reviews.evidence.open_items import OpenItem, is_asking
from reviews.evidence.said import Said, SaidBook
from reviews.evidence.shapes import Identity, Tree
from reviews.models import Statement


@dataclass(frozen=True, kw_only=True)
class ComparisonLine:
    """One comparison. `entry` is the explanation that holds, if any."""

    anchor: str
    part: r.FaceComparison
    identity: Identity
    entry: Said | None
    earlier: tuple[Said, ...]

    @property
    def asks(self) -> bool:
        return is_asking(self.part.outcome)


@dataclass(frozen=True, kw_only=True)
class FacesPanel:
    lines: tuple[ComparisonLine, ...]

    @property
    def asking(self) -> tuple[ComparisonLine, ...]:
        """What has to be explained, whether it was or not."""
        return tuple(line for line in self.lines if line.asks)

    @property
    def open_items(self) -> tuple[OpenItem, ...]:
        return tuple(
            OpenItem(line.anchor, _("Face comparison"))
            for line in self.asking
            if line.entry is None
        )


def faces_panel(tree: Tree, said: SaidBook) -> FacesPanel:
    """The comparisons in the provider's order."""
    lines = []
    for number, comparison in enumerate(tree.comparisons, 1):
        identity = tree.identity_of(comparison.part)
        lines.append(
            ComparisonLine(
                anchor=f"comparison-{number}",
                part=comparison.part,
                identity=identity,
                entry=said.current(identity, Statement.Kind.OVERRIDE),
                earlier=said.earlier(identity, Statement.Kind.OVERRIDE),
            )
        )
    return FacesPanel(lines=tuple(lines))
