"""Reading an answered page as a browser would: its elements, its form fields, its words."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any


@dataclass(frozen=True)
class Element:
    tag: str
    attributes: dict[str, str]


@dataclass
class Page(HTMLParser):
    """All elements in order, and all text."""

    elements: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    @property
    def text(self) -> str:
        """All words with single spaces between."""
        return re.sub(r"\s+", " ", " ".join(self.pieces))

    def named(self, name: str) -> list[dict[str, str]]:
        """The attributes of all form controls of this name."""
        return [one.attributes for one in self.elements if one.attributes.get("name") == name]

    def value_of(self, name: str) -> str:
        return self.named(name)[0].get("value", "")

    def ticked(self, name: str) -> list[str]:
        return [one["value"] for one in self.named(name) if "checked" in one]


def page_of(answer: Any) -> Page:
    page = Page()
    page.feed(answer.content.decode())
    return page


def textarea(answer: Any, name: str) -> str:
    """What stands in a textarea."""
    found = re.search(
        rf'<textarea[^>]*name="{name}"[^>]*>(.*?)</textarea>', answer.content.decode(), re.S
    )
    assert found is not None, f"no textarea {name}"
    return html.unescape(found.group(1)).removeprefix("\r\n").removeprefix("\n")
