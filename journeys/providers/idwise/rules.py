"""`rule_results`: the flow's business rules, their details, the objects that these point to.

Reads only; what the parts mean together is for `verdict`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from journeys.choices import Outcome
from journeys.providers.bodies import Node, plain_key
from journeys.providers.idwise.gathering import every, keyed, take_if_nothing
from journeys.providers.idwise.tables import OBJECT_KINDS
from journeys.providers.reading import TRI_STATE, Reading
from journeys.providers.results import RuleDetail, RuleResult

_DETAIL_KEYS = frozenset({"title", "result", "resultdescription", "referenceobject"})


@dataclass
class RuleParts:
    """What the rules of one body become, collected while they are read."""

    rules: list[RuleResult] = field(default_factory=list)
    details: list[RuleDetail] = field(default_factory=list)


def read_rules(reading: Reading, section: Node, *, into: RuleParts) -> None:
    """Read one `rule_results` section that is not empty. Keys that IDWise adds are read alike."""
    for rule_key, node in keyed(section):
        draft = reading.draft(node)
        for details in every(node, "details"):
            if take_if_nothing(draft, details, "details"):
                continue
            # A list in the sample, "object of RuleResultDetailsModel" in the text: one model,
            # or a dictionary of them.
            is_model = any(plain_key(key) in _DETAIL_KEYS for key, _ in details.members)
            models = [details] if is_model else [model for _, model in keyed(details)]
            for model in models:
                into.details.append(_read_detail(reading, model, rule_key=rule_key))
        stated = node if node.is_leaf else node.child("result")
        into.rules.append(
            RuleResult(
                key=rule_key,
                name=draft.text(node.child("name"), "name"),
                outcome=draft.coded(stated, "outcome", TRI_STATE, missing=Outcome.NOT_DONE),
                description=draft.text(node.child("description"), "description"),
                information=draft.text(node.child("information"), "information"),
                tips=draft.text(node.child("tips"), "tips"),
                **draft.traced(),
            )
        )


def _read_detail(reading: Reading, node: Node, *, rule_key: str) -> RuleDetail:
    draft = reading.draft(node)
    kind = key = ""
    for reference in every(node, "reference_object"):
        if not take_if_nothing(draft, reference, "reference_object"):
            kind = draft.text(reference.child("object_key"), "object_kind")
            key = draft.text(reference.child("instance_key"), "object_key")
    return RuleDetail(
        rule_key=rule_key,
        title=draft.text(node.child("title"), "title"),
        outcome=draft.coded(node.child("result"), "outcome", TRI_STATE, missing=Outcome.NOT_DONE),
        result_description=draft.text(node.child("result_description"), "result_description"),
        object_kind=OBJECT_KINDS.get(plain_key(kind), kind),
        object_key=key,
        **draft.traced(),
    )
