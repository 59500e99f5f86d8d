"""Names and values of fields as pages show them. Compares and judges nothing."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

from reviews.comparing.visible_text import one_line
from reviews.desk.routing.kinds import document_word
from reviews.evidence.data_names import house_label
from reviews.evidence.shapes import Tree


def values_named(tree: Tree, names: Sequence[str]) -> list[str]:
    """What was read or declared under any of these names, each spelling once."""
    read = [field for step in tree.steps for field in step.fields if field.name in names]
    said = [one for one in tree.declared if one.name in names]
    values = [*(field.value for field in read), *(one.value for one in said)]
    return list(dict.fromkeys(value for value in values if value))


def shown_name(name: str, key: str = "") -> SafeString:
    """Our own word for a name we know, else the provider's label, else the name in words."""
    known = house_label(name)
    return format_html("{}", known) if known else one_line(key or name.replace("_", " "))


def shown_document(name: str, limit: int) -> SafeString:
    """Our own word for a kind of document that we know, else the provider's name on one line."""
    word = document_word(name)
    return one_line(name, limit) if word == name else format_html("{}", word)
