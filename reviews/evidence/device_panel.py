"""Panel 7: the device's signals, addresses with flags and fraud score, places. No queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from journeys.providers import results as r
from reviews.evidence.map_drawing import MapDrawing, draw
from reviews.evidence.open_items import OpenItem, is_asking
from reviews.evidence.places import Places, places_of
from reviews.evidence.shapes import Tree

_QUIET = ("pass", "not_done")
_BAND_OUTCOME = {"low": "pass", "suspicious": "uncertain", "risky": "uncertain", "high": "fail"}
# On a drawn band 300 wide.
BAND_WIDTH = 300


@dataclass(frozen=True, kw_only=True)
class AddressShown:
    """One IP address; `raised` are flags that were found, worst first, `quiet` the others."""

    anchor: str
    part: r.IpAddress
    raised: tuple[r.IpFlag, ...]
    quiet: tuple[r.IpFlag, ...]
    score_x: int | None  # where the score stands on the band; None: no score on it

    @property
    def is_scored_badly(self) -> bool:
        """A score above the lowest band, or in none that we know."""
        return self.part.fraud_score is not None and self.part.fraud_band != "low"

    @property
    def is_unchecked(self) -> bool:
        """The provider says that it looked at nothing."""
        return not self.part.flags and self.part.fraud_score is None


@dataclass(frozen=True, kw_only=True)
class DevicePanel:
    """`asking` signals failed or are unclear; counts are over signals, flags and scores."""

    device: r.DeviceReport | None
    asking: tuple[r.DeviceSignal, ...]
    quiet: tuple[r.DeviceSignal, ...]
    addresses: tuple[AddressShown, ...]
    places: Places
    drawing: MapDrawing | None
    failed: int
    to_check: int
    passed: int

    @property
    def hints(self) -> tuple[OpenItem, ...]:
        """Everything raised or unclear: to be looked at, and not to be explained."""
        items = [OpenItem("device-signals", one.name or one.key) for one in self.asking]
        if self.device is not None and not items and is_asking(self.device.outcome):
            items.append(OpenItem("device-signals", _("Device")))
        items += [
            OpenItem(one.anchor, _("IP address"))
            for one in self.addresses
            if one.raised or one.is_scored_badly
        ]
        return tuple(items)

    @property
    def is_empty(self) -> bool:
        """Nothing at all was sent about device and network."""
        return self.device is None and not self.signals and not self.addresses

    @property
    def signals(self) -> tuple[r.DeviceSignal, ...]:
        return (*self.asking, *self.quiet)


def device_panel(tree: Tree) -> DevicePanel:
    """The whole panel. Whatever was raised is a hint for a person and stops nothing by itself."""
    codes = [signal.outcome.code for signal in tree.signals]
    if tree.device is not None and tree.device.outcome.code != "not_done":
        codes.append(tree.device.outcome.code)
    for address in tree.addresses:
        codes += [flag.outcome.code for flag in address.flags]
        if address.fraud_score is not None:
            codes.append(_BAND_OUTCOME.get(address.fraud_band, "unknown"))
    places = places_of(tree)
    return DevicePanel(
        device=tree.device,
        asking=tuple(one for one in tree.signals if one.outcome.code not in _QUIET),
        quiet=tuple(one for one in tree.signals if one.outcome.code in _QUIET),
        addresses=tuple(
            _address(number, address) for number, address in enumerate(tree.addresses, 1)
        ),
        places=places,
        drawing=draw(places),
        failed=codes.count("fail"),
        to_check=codes.count("uncertain") + codes.count("unknown"),
        passed=codes.count("pass"),
    )


def _address(number: int, part: r.IpAddress) -> AddressShown:
    score = part.fraud_score.value if part.fraud_score is not None else None
    is_on_band = score is not None and 0 <= score <= 100
    return AddressShown(
        anchor=f"address-{number}",
        part=part,
        raised=tuple(
            sorted(
                (flag for flag in part.flags if flag.outcome.code not in _QUIET),
                key=lambda flag: flag.outcome.code != "fail",
            )
        ),
        quiet=tuple(flag for flag in part.flags if flag.outcome.code in _QUIET),
        score_x=round(score * BAND_WIDTH / 100) if is_on_band and score is not None else None,
    )
