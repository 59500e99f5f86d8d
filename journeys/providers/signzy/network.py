"""Where the journey was made from: the addresses with their risk flags, and the device's place."""

from __future__ import annotations

from collections.abc import Iterator

from journeys.providers.bodies import Node, clean
from journeys.providers.reading import Draft, Reading
from journeys.providers.results import DeviceReport, IpAddress, IpFlag, Measured
from journeys.providers.signzy.envelope import Envelope, is_blank, under
from journeys.providers.signzy.tables import FRAUD_BANDS

ADDRESS_KEYS = ("ip", "ipAddress")
KNOWN_KEYS = (
    "message",
    "asn",
    "isp",
    "countryCode",
    "fraudScore",
    "vpn",
    "proxy",
    "tor",
    "host",
    "city",
    "region",
)
# Signzy's key -> the flag's name. True is the bad news; `mobile` is neither, so it is no flag.
FLAGS = (
    ("isCrawler", "crawler"),
    ("proxy", "proxy"),
    ("vpn", "vpn"),
    ("tor", "tor"),
    ("recentAbuse", "recent_abuse"),
    ("botStatus", "bot"),
)


def ip_addresses(reading: Reading, envelope: Envelope, *, owner: Draft) -> tuple[IpAddress, ...]:
    """One part for each address. The keys are addresses, with dots and colons, never paths."""
    found: list[IpAddress] = []
    for addresses in envelope.every((("ipAddresses",),)):
        if is_blank(addresses):
            owner.text(addresses, "ip_addresses")
        else:
            for key, node in _entries("", addresses):
                found.append(_ip_address(reading, key, node))
    return tuple(found)


def device_reports(
    reading: Reading, envelope: Envelope, *, owner: Draft
) -> tuple[DeviceReport, ...]:
    location = under(envelope.find("capturedData"), "location")
    if location is None:
        return ()
    if is_blank(location):
        owner.text(location, "location")
        return ()
    draft = reading.draft(location)
    return (
        DeviceReport(
            latitude=draft.measured(location.child("latitude"), "latitude"),
            longitude=draft.measured(location.child("longitude"), "longitude"),
            **draft.traced(),
        ),
    )


def fraud_band(score: Measured | None) -> str:
    """ "75+ = suspicious | 85+ = risky | 90+ = high risk"; out of 0..100 is unknown."""
    if score is None or score.value is None or not 0 <= score.value <= 100:
        return "unknown"
    return next(band for least, band in FRAUD_BANDS if score.value >= least)


def _entries(key: str, node: Node) -> Iterator[tuple[str, Node]]:
    """The vendor's sample has an object keyed by address, its table calls it a list."""
    if node.kind == "array":
        for item in node.items:
            yield from _entries(key, item)
    elif key or node.is_leaf or node.child(*KNOWN_KEYS, *ADDRESS_KEYS) is not None:
        yield key, node
    else:
        for name, member in node.members:
            yield from _entries(clean(name), member)


def _ip_address(reading: Reading, key: str, node: Node) -> IpAddress:
    draft = reading.draft(node)
    if node.is_leaf:
        # A list of bare addresses, or an address with a bare remark.
        text = draft.text(node, "message" if key else "address")
        return IpAddress(address=key or text, message=text if key else "", **draft.traced())
    score = draft.measured(node.child("fraudScore"), "fraud_score")
    flags = tuple(IpFlag(name, draft.raised(node.child(theirs), name)) for theirs, name in FLAGS)
    draft.particular(node.child("mobile"), "mobile")
    return IpAddress(
        address=draft.text(node.child(*ADDRESS_KEYS), "address") or key,
        message=draft.text(node.child("message"), "message"),
        country=draft.text(node.child("countryCode"), "country"),
        region=draft.text(node.child("region"), "region"),
        city=draft.text(node.child("city"), "city"),
        asn=draft.text(node.child("asn"), "asn"),
        isp=draft.text(node.child("isp"), "isp"),
        organization=draft.text(node.child("organization"), "organization"),
        host=draft.text(node.child("host"), "host"),
        timezone=draft.text(node.child("timezone"), "timezone"),
        postal_address=draft.text(node.child("address"), "postal_address"),
        latitude=draft.measured(node.child("latitude"), "latitude"),
        longitude=draft.measured(node.child("longitude"), "longitude"),
        fraud_score=score,
        fraud_band=fraud_band(score),
        flags=flags,
        **draft.traced(),
    )
