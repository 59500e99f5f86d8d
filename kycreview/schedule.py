"""What the clock asks for, and how often. A ring that nobody took in time is dropped."""

from __future__ import annotations

from typing import Any


def beat_schedule(*, sweep_seconds: float) -> dict[str, dict[str, Any]]:
    """Celery's table: name, task, seconds between two rings, seconds after which one is stale."""
    return {
        "sweep": _every(sweep_seconds, "kycreview.jobs.tasks.sweep", stale=30),
        "pull": _every(5.0, "reviews.tasks.pull_cases", stale=30),
        "hand_out": _every(5.0, "reviews.tasks.hand_out", stale=30),
        "desk": _every(60.0, "reviews.tasks.look_after_desk", stale=60),
        "expected": _every(30.0, "journeys.tasks.look_after_expected", stale=60),
        "media": _every(30.0, "journeys.tasks.settle_media", stale=60),
        "inbox": _every(3600.0, "journeys.tasks.erase_old_callbacks", stale=600),
        "hook_log": _every(3600.0, "reviews.tasks.forget_old_deliveries", stale=600),
        "beats": _every(3600.0, "kycreview.jobs.tasks.forget_old", stale=600),
        "calls": _every(3600.0, "journeys.tasks.forget_old_calls", stale=600),
        # Looks often whether a day has passed: a clock that starts anew would count from the start.
        "trail": _every(600.0, "kycreview.trail.tasks.check", stale=300),
    }


def _every(seconds: float, task: str, *, stale: int) -> dict[str, Any]:
    return {"task": task, "schedule": seconds, "options": {"expires": stale}}
