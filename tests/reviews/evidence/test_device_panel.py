"""Panel 7: the worst first, and the head never says less than the lines beneath."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from journeys.providers import results as r
from reviews.evidence.device_panel import device_panel
from tests.reviews.evidence.bare_trees import bare_tree, coded, degrees, step


def address(band: str = "low", score: float | None = 10, **flags: str) -> r.IpAddress:
    return r.IpAddress(
        address="192.0.2.1",
        fraud_score=degrees(score) if score is not None else None,
        fraud_band=band,
        flags=tuple(r.IpFlag(name, coded(code)) for name, code in flags.items()),
    )


def test_an_address_counts_in_the_head_where_there_is_no_device() -> None:
    tree = bare_tree(device=r.DeviceReport(), addresses=(address(vpn="pass", tor="pass"),))
    panel = device_panel(tree)
    assert (panel.failed, panel.to_check, panel.passed) == (0, 0, 3)


@pytest.mark.parametrize(
    "band,failed,to_check",
    [("low", 0, 0), ("suspicious", 0, 1), ("risky", 0, 1), ("high", 1, 0), ("unknown", 0, 1)],
)
def test_the_band_of_the_fraud_score_counts(band: str, failed: int, to_check: int) -> None:
    panel = device_panel(bare_tree(addresses=(address(band),)))
    assert (panel.failed, panel.to_check) == (failed, to_check)


def test_raised_flags_stand_first() -> None:
    (shown,) = device_panel(
        bare_tree(addresses=(address(vpn="pass", tor="unknown", bot="fail"),))
    ).addresses
    assert [flag.name for flag in shown.raised] == ["bot", "tor"]
    assert [flag.name for flag in shown.quiet] == ["vpn"]


def test_failed_signals_ask_and_the_others_are_folded() -> None:
    signals = tuple(
        r.DeviceSignal(key=code, outcome=coded(code)) for code in ("fail", "unknown", "pass")
    )
    panel = device_panel(bare_tree(signals=signals))
    assert [one.key for one in panel.asking] == ["fail", "unknown"]
    assert [one.key for one in panel.quiet] == ["pass"]


@pytest.mark.parametrize("score,x", [(0, 0), (75, 225), (100, 300), (101, None), (-1, None)])
def test_a_score_stands_on_the_band_only_where_it_is_one(score: float, x: int | None) -> None:
    (shown,) = device_panel(bare_tree(addresses=(address(score=score),))).addresses
    assert shown.score_x == x


def test_an_address_that_was_not_looked_at_is_not_a_pass() -> None:
    unchecked = r.IpAddress(address="192.0.2.1", message="IP Check is not Enabled")
    panel = device_panel(bare_tree(addresses=(unchecked,)))
    assert panel.addresses[0].is_unchecked
    assert (panel.failed, panel.to_check, panel.passed) == (0, 0, 0)


def test_nothing_sent_is_nothing_checked() -> None:
    assert device_panel(bare_tree()).is_empty
    assert device_panel(bare_tree()).passed == 0


def test_the_map_asks_nobody_and_holds_no_style_or_script() -> None:
    tree = bare_tree(
        device=r.DeviceReport(latitude=degrees(25.3), longitude=degrees(55.4)),
        addresses=(replace(address(vpn="fail"), latitude=degrees(51.5), longitude=degrees(-0.1)),),
        steps=(step(country_code="ARE", country="United Arab Emirates"),),
    )
    shown = SimpleNamespace(device=device_panel(tree))
    page = render_to_string("reviews/case/_device.html", {"tree": tree, "panels": shown})
    assert '<svg class="d-map"' in page
    assert re.search(r"https?://|<script|<image|style=|url\(", page) is None
    assert page.count("<title ") == page.count("<desc ") == 1


def test_the_panel_is_drawn_where_nothing_was_sent() -> None:
    shown = SimpleNamespace(device=device_panel(bare_tree()))
    page = render_to_string("reviews/case/_device.html", {"tree": bare_tree(), "panels": shown})
    assert "not checked" in page
