"""What panel 2 is made of: documents, fragments beside references, checks. No queries."""

from __future__ import annotations

from dataclasses import dataclass

from journeys.providers import results as r
from reviews.evidence.diagnose import Worded
from reviews.evidence.open_items import OpenItem, is_asking
from reviews.evidence.said import Said
from reviews.evidence.shapes import CheckShown, Identity, Picture, StepShown


@dataclass(frozen=True, kw_only=True)
class CheckLine:
    """A check that can be explained. `entry` is the explanation that holds, if any."""

    anchor: str
    check: CheckShown
    identity: Identity
    name: Worded
    element: Worded | None = None
    finding: Worded | None = None
    entry: Said | None = None
    earlier: tuple[Said, ...] = ()

    @property
    def part(self) -> r.Check:
        return self.check.part

    @property
    def asks(self) -> bool:
        """Failed, uncertain or unknown: it has to be explained before an approval."""
        return is_asking(self.part.outcome)

    @property
    def is_quiet(self) -> bool:
        return not self.asks


@dataclass(frozen=True, kw_only=True)
class Fragment(CheckLine):
    """A submitted fragment beside its reference, and what people said about it.

    `similarity` is empty until this person gave a verdict. `is_face`: nothing may lay one picture
    over the other.
    """

    position: int
    verdict: Said | None = None
    is_own: bool = False
    earlier_verdicts: tuple[Said, ...] = ()
    similarity: str = ""
    is_face: bool = False
    is_first: bool = False
    next_anchor: str = ""
    is_next_below: bool = False  # the next one without a verdict is the next of the list

    @property
    def has_pair(self) -> bool:
        """Both pictures are there to be compared."""
        submitted, reference = self.check.submitted, self.check.reference
        return bool(submitted and submitted.is_ready and reference and reference.is_ready)

    @property
    def has_picture(self) -> bool:
        return self.check.submitted is not None or self.check.reference is not None

    @property
    def has_tools(self) -> bool:
        return self.has_pair and not self.is_face


@dataclass(frozen=True, kw_only=True)
class FragmentGroup:
    """`code` is open (failed, uncertain, unknown), passed or not_run."""

    code: str
    head: str
    fragments: tuple[Fragment, ...]


@dataclass(frozen=True, kw_only=True)
class CheckLines:
    """Checks of one group, of both sides: what asks for a look, and the rest."""

    group: str
    open_lines: tuple[CheckLine, ...]
    rest: tuple[CheckLine, ...]

    @property
    def passed(self) -> int:
        return sum(1 for line in self.rest if line.part.outcome.code == "pass")

    @property
    def not_run(self) -> int:
        return len(self.rest) - self.passed


@dataclass(frozen=True, kw_only=True)
class LightShown:
    """The pictures taken in one light: white, uv or ir."""

    light: str
    label: str
    pictures: tuple[Picture, ...]


@dataclass(frozen=True, kw_only=True)
class DocumentShown:
    """One document. `lights` has several entries only where the media name their light."""

    anchor: str
    slug: str
    step: StepShown
    predicted: r.PredictedType | None
    lights: tuple[LightShown, ...]
    fragments: tuple[FragmentGroup, ...]
    checks: tuple[CheckLines, ...]

    @property
    def part(self) -> r.DocumentStep:
        return self.step.part

    @property
    def all_fragments(self) -> tuple[Fragment, ...]:
        return tuple(one for group in self.fragments for one in group.fragments)

    @property
    def all_lines(self) -> tuple[CheckLine, ...]:
        return tuple(line for group in self.checks for line in (*group.open_lines, *group.rest))

    @property
    def judged(self) -> int:
        return sum(1 for one in self.all_fragments if one.verdict is not None)


@dataclass(frozen=True, kw_only=True)
class DocumentPanel:
    """`doubtful` names what people doubt; `open_items` are failed fragments without a verdict and
    failed checks without an explanation."""

    documents: tuple[DocumentShown, ...]
    other_pictures: tuple[Picture, ...]
    doubtful: tuple[str, ...]
    open_items: tuple[OpenItem, ...]

    @property
    def judged(self) -> int:
        return sum(document.judged for document in self.documents)

    @property
    def fragment_count(self) -> int:
        return sum(len(document.all_fragments) for document in self.documents)
