"""Applicants of the demo who are asked to do something again: they do it, half a minute later."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from kycreview.demo.stand_in import NoAnswer, ask
from kycreview.demo.surroundings import Place

TAKES = timedelta(seconds=30)
# What comes of it: the reviewer sees the same person again, with good evidence.
OUTCOME = "clean_pass"


def answer(place: Place) -> None:
    """Play everybody whose time has come, each request once, over restarts too."""
    done_file = place.run / "applicants"
    done = _read(done_file)
    with suppress(NoAnswer):
        receipts = ask(place, "GET", "receipts")["receipts"]
        for receipt in receipts[done:]:
            if datetime.now(UTC) - datetime.fromisoformat(receipt["at"]) < TAKES:
                break
            if _asks_again(receipt) and not _is_replaced(receipt, receipts):
                journey = {"journey_id": receipt["journey_id"], "outcome": OUTCOME}
                ask(place, "POST", "applicant", journey)
            done_file.write_text(str(receipt["number"]), encoding="ascii")


def _asks_again(receipt: Mapping[str, Any]) -> bool:
    if receipt["status"] >= 300:
        return False
    if receipt["kind"] == "manual_review":
        return bool(receipt["body"].get("new_decision") == "Resubmission Requested")
    return bool(receipt["kind"] == "create_journey")


def _is_replaced(receipt: Mapping[str, Any], receipts: list[dict[str, Any]]) -> bool:
    """A link that was renewed: the applicant got the newer one."""
    return receipt["kind"] == "create_journey" and any(
        later["kind"] == "create_journey"
        and later["number"] > receipt["number"]
        and _asks_again(later)
        and later["body"].get("userId") == receipt["body"].get("userId")
        for later in receipts
    )


def _read(path: Path) -> int:
    try:
        return int(path.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
