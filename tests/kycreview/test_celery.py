"""Celery speaks for the house from every thread, and takes nothing but JSON."""

from __future__ import annotations

import threading

from celery import current_app

from kycreview.celery import app


def test_every_thread_rings_through_the_house_s_own_app() -> None:
    seen: list[object] = []
    thread = threading.Thread(target=lambda: seen.append(current_app.main))
    thread.start()
    thread.join()
    assert seen == [app.main] == ["kycreview"]


def test_only_json_is_accepted_and_no_result_is_kept() -> None:
    assert list(app.conf.accept_content) == ["json"]
    assert app.conf.task_ignore_result
    assert app.conf.task_acks_late
    assert app.conf.task_reject_on_worker_lost
    assert app.conf.worker_prefetch_multiplier == 1
