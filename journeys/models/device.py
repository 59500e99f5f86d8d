"""The device, its signals, and the addresses the journey came from."""

from __future__ import annotations

from typing import ClassVar

from journeys.models.graph import GraphRow, code_column
from journeys.providers import results


class DeviceReport(GraphRow):
    """The device as a whole."""

    PART: ClassVar[type[results.Part]] = results.DeviceReport
    CLEAR: ClassVar[tuple[str, ...]] = ("outcome",)

    outcome = code_column()


class DeviceSignal(GraphRow):
    """One test of the device."""

    PART: ClassVar[type[results.Part]] = results.DeviceSignal
    CLEAR: ClassVar[tuple[str, ...]] = ("outcome",)

    outcome = code_column()


class IpAddress(GraphRow):
    """One address."""

    PART: ClassVar[type[results.Part]] = results.IpAddress
    CLEAR: ClassVar[tuple[str, ...]] = ("fraud_band",)

    fraud_band = code_column()
