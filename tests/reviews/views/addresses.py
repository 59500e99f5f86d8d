"""Who may go where: the table of all addresses."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from kycreview.staff.models import User
from kycreview.staff.permissions import Permission as P
from tests.reviews.hooks.outside import delivery_row, hook_row, token_row
from tests.reviews.views.world import World

Arguments = Callable[[World, User], list[Any]]


def nothing(_world: World, _person: User) -> list[Any]:
    return []


@dataclass(frozen=True)
class Address:
    """Who may go there (none of these permissions: whoever is signed in), and how."""

    needs: tuple[P, ...] = ()
    methods: tuple[str, ...] = ("get",)
    args: Arguments = nothing
    form: dict[str, str] = field(default_factory=dict)
    # allauth's own pages, and those for machines, keep no table of permissions.
    is_foreign: bool = False

    def url(self, name: str, world: World, person: User) -> str:
        return reverse(name, args=self.args(world, person))


def of_case(world: World, _person: User) -> list[Any]:
    return [world.held.pk]


def of_link(world: World, _person: User) -> list[Any]:
    return [world.link.pk]


def of_message(world: World, _person: User) -> list[Any]:
    return [world.asked_again.outbox.pk]


def of_hook(_world: World, _person: User) -> list[Any]:
    return [hook_row().pk]


def of_delivery(_world: World, _person: User) -> list[Any]:
    return [delivery_row().pk]


REVIEW, EVIDENCE, LEAD, TRAIL = P.CASES_REVIEW, P.EVIDENCE_VIEW, P.CASES_LEAD, P.TRAIL_VIEW
IMPORTS, ACCOUNTS, STAFF = P.IMPORTS_MANAGE, P.ACCOUNTS_MANAGE, P.STAFF_MANAGE
QUEUES = P.QUEUES_MANAGE
BOTH, POST = ("get", "post"), ("post",)
ADDRESSES: dict[str, Address] = {
    "callback": Address(methods=POST, args=lambda world, person: ["no-such-path"], is_foreign=True),
    "expected": Address(methods=POST, is_foreign=True),
    "account_login": Address(methods=BOTH, is_foreign=True),
    "account_logout": Address(methods=BOTH, is_foreign=True),
    "account_reauthenticate": Address(methods=BOTH, is_foreign=True),
    "account_change_password": Address(methods=BOTH, is_foreign=True),
    "mfa_index": Address(is_foreign=True),
    "mfa_authenticate": Address(methods=BOTH, is_foreign=True),
    "mfa_reauthenticate": Address(methods=BOTH, is_foreign=True),
    "mfa_activate_totp": Address(methods=BOTH, is_foreign=True),
    "mfa_deactivate_totp": Address(methods=BOTH, is_foreign=True),
    "mfa_view_recovery_codes": Address(is_foreign=True),
    "mfa_generate_recovery_codes": Address(methods=BOTH, is_foreign=True),
    "mfa_download_recovery_codes": Address(is_foreign=True),
    "home": Address(),
    "desk": Address(),
    "desk_next": Address((REVIEW,), POST),
    "desk_availability": Address((REVIEW,), POST, form={"availability": "away"}),
    "notices": Address(),
    "notices_read": Address(methods=POST),
    "notice_open": Address(methods=POST, args=lambda world, person: [world.notice_to(person).pk]),
    "notice_read": Address(methods=POST, args=lambda world, person: [world.notice_to(person).pk]),
    "queues": Address((REVIEW,)),
    "queue": Address((REVIEW,), args=lambda world, person: ["main"]),
    "view_save": Address((REVIEW,), POST, form={"name": "x"}),
    "view_change": Address((REVIEW,), POST, lambda world, person: [world.view_of(person).pk]),
    "bulk": Address((LEAD,), POST, form={"act": "rank"}),
    "case": Address((EVIDENCE,), BOTH, of_case, {"outcome": "reject"}),
    "case_claim": Address((REVIEW,), POST, of_case),
    "case_hold": Address((REVIEW,), POST, of_case, {"until": "hour", "why": "x"}),
    "case_pass_on": Address((REVIEW,), POST, of_case, {"why": "x"}),
    "desk_ahead": Address((REVIEW,)),
    "case_release": Address((REVIEW,), POST, of_case),
    "case_recuse": Address((REVIEW,), POST, of_case),
    "case_keep": Address((REVIEW,), POST, of_case),
    "case_beat": Address((EVIDENCE,), POST, of_case, {"held": "1"}),
    "case_skip": Address((REVIEW,), POST, of_case, {"reason": "time"}),
    "case_ask": Address((REVIEW,), POST, of_case),
    "case_hand_over": Address((LEAD,), BOTH, of_case, {"to": "everybody", "why": "x"}),
    "nobody": Address((LEAD, P.QUEUES_MANAGE)),
    "case_tags": Address((REVIEW,), POST, of_case),
    "case_notes": Address((REVIEW,), POST, of_case, {"text": ""}),
    "case_colleagues": Address((REVIEW,), args=of_case),
    "case_files": Address((REVIEW,), POST, of_case),
    "file": Address((EVIDENCE,), args=lambda world, person: [world.file().pk, "thumb"]),
    "file_original": Address((EVIDENCE,), args=lambda world, person: [world.file().pk]),
    "case_opinion": Address((REVIEW,), POST, of_case, {"rating": "1"}),
    "case_say": Address((REVIEW,), POST, of_case, {"kind": "element", "code": "genuine"}),
    "case_seen": Address((EVIDENCE,), POST, of_case, {"panel": "2"}),
    "case_window": Address((REVIEW,), POST, of_case, {"x": "0.1"}),
    "case_unblind": Address((EVIDENCE,), POST, of_case),
    "case_note_draft": Address((REVIEW,), POST, of_case, {"text": ""}),
    "case_draft": Address((REVIEW,), POST, of_case, {"note": "x"}),
    "case_reopen": Address((LEAD,), POST, of_case, {"why": "x"}),
    "case_conflict": Address((LEAD,), POST, of_case, {"then": "accept"}),
    "case_outbox": Address((EVIDENCE,), args=of_case),
    "case_trail": Address((TRAIL, REVIEW), args=of_case),
    "decision_undo": Address((REVIEW,), POST, lambda world, person: [world.decision.pk]),
    "outbox_retry": Address((REVIEW,), POST, lambda world, person: [world.asked_again.outbox.pk]),
    "outbox": Address((LEAD, IMPORTS)),
    "outbox_message": Address((LEAD, TRAIL), args=of_message),
    "outbox_again": Address((LEAD,), POST, of_message),
    "outbox_cancel": Address((LEAD,), POST, of_message),
    "hooks": Address((ACCOUNTS,)),
    "hook_new": Address((ACCOUNTS,), BOTH, form={"name": ""}),
    "hook": Address((ACCOUNTS,), BOTH, of_hook, {"name": ""}),
    "hook_secret": Address((ACCOUNTS,), POST, of_hook),
    "hook_test": Address((ACCOUNTS,), POST, of_hook),
    "hook_resume": Address((ACCOUNTS,), POST, of_hook),
    "hook_replay": Address((ACCOUNTS,), POST, of_hook),
    "delivery_replay": Address((ACCOUNTS,), POST, of_delivery),
    "delivery_cancel": Address((ACCOUNTS,), POST, of_delivery),
    "tokens": Address((ACCOUNTS,), BOTH, form={"name": ""}),
    "token_revoke": Address((ACCOUNTS,), POST, lambda world, person: [token_row().pk]),
    "api_description": Address(is_foreign=True),
    "api_cases": Address(is_foreign=True),
    "api_case": Address(args=of_case, is_foreign=True),
    "api_decisions": Address(is_foreign=True),
    "api_expected": Address(methods=POST, is_foreign=True),
    "api_relationship_end": Address(methods=POST, is_foreign=True),
    "api_health": Address(is_foreign=True),
    "link_show": Address((REVIEW,), POST, of_link),
    "link_renew": Address((REVIEW,), POST, of_link),
    "journey": Address((EVIDENCE,), args=lambda world, person: [world.passed.pk]),
    "media": Address((EVIDENCE,), args=lambda world, person: [world.picture.public_id, "thumb"]),
    "media_original": Address((TRAIL,), args=lambda world, person: [world.picture.public_id]),
    "media_retry": Address(
        (REVIEW, IMPORTS), POST, lambda world, person: [world.picture.public_id]
    ),
    "search": Address((EVIDENCE,), BOTH, form={"query": "REF-01-00000"}),
    "search_results": Address(
        (EVIDENCE,), BOTH, lambda world, person: [world.search_of(person).pk], {"state": "open"}
    ),
    "trail": Address((TRAIL,)),
    "figures": Address((P.FIGURES_VIEW,)),
    "figures_csv": Address((P.FIGURES_VIEW,)),
    "imports": Address((IMPORTS,), BOTH, form={"ids": ""}),
    "imports_batch": Address((IMPORTS,), args=lambda world, person: [world.batch.pk]),
    "import_retry": Address((IMPORTS,), POST, lambda world, person: [world.job.pk]),
    "import_retry_all": Address((IMPORTS,), POST),
    "manage_queues": Address((QUEUES,)),
    "manage_queue_new": Address((QUEUES,), BOTH, form={"name": ""}),
    "manage_queue": Address((QUEUES,), BOTH, lambda world, person: ["main"], {"name": ""}),
    "manage_queue_versions": Address((QUEUES,), args=lambda world, person: ["main"]),
    "manage_rules": Address((QUEUES,), BOTH, form={"act": "add"}),
    "manage_rules_versions": Address((QUEUES,)),
    "reasons": Address((QUEUES,)),
    "reason_new": Address((QUEUES,), BOTH, form={"code": ""}),
    "reason_edit": Address((QUEUES,), BOTH, lambda world, person: ["reject-not-live"]),
    "manage_calendars": Address((QUEUES,)),
    "manage_calendar_new": Address((QUEUES,), BOTH, form={"name": ""}),
    "manage_calendar": Address((QUEUES,), BOTH, lambda world, person: [world.calendar().pk]),
    "manage_changes": Address((QUEUES, STAFF, ACCOUNTS)),
    "manage_change_settle": Address(
        (QUEUES, STAFF, ACCOUNTS),
        POST,
        lambda world, person: [world.change().pk],
        {"act": "refuse"},
    ),
    "health": Address((ACCOUNTS,)),
    "accounts": Address((ACCOUNTS,)),
    "account_new": Address((ACCOUNTS,), BOTH, form={"slug": ""}),
    "account_edit": Address((ACCOUNTS,), BOTH, lambda world, person: [world.idwise.slug]),
    "account_token": Address((ACCOUNTS,), POST, lambda world, person: [world.idwise.slug]),
    "account_pause": Address(
        (ACCOUNTS,), POST, lambda world, person: [world.idwise.slug], {"why": ""}
    ),
    "account_resume": Address((IMPORTS, ACCOUNTS), POST, lambda world, person: [world.idwise.slug]),
    "staff": Address((STAFF,)),
    "staff_new": Address((STAFF,), BOTH, form={"name": ""}),
    "staff_edit": Address((STAFF,), BOTH, lambda world, person: [world.somebody.pk]),
    "staff_deactivate": Address((STAFF,), POST, lambda world, person: [world.somebody.pk]),
    "roles": Address((STAFF,)),
    "role_new": Address((STAFF,), BOTH, form={"name": ""}),
    "role_edit": Address((STAFF,), BOTH, lambda world, person: ["auditor"]),
    "role_remove": Address((STAFF,), POST, lambda world, person: ["auditor"]),
    "tags": Address((P.QUEUES_MANAGE,), BOTH, form={"name": ""}),
    "tag_change": Address((P.QUEUES_MANAGE,), POST, lambda world, person: [world.tag().pk]),
    "profile": Address(methods=BOTH, form={"theme": "dark"}),
    "profile_keys": Address(methods=BOTH, form={"approve": "P"}),
}
OWN = {name: address for name, address in ADDRESSES.items() if not address.is_foreign}
UNKNOWN = uuid.UUID(int=7)


def names_in_the_urlconf() -> set[str]:
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns)
        else:
            assert pattern.name, f"{pattern.pattern} has no name"
            yield pattern.name
