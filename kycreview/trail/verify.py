"""Check the chain: order, signatures, commitments, the head. Reads only."""

from __future__ import annotations

import hmac
import json
from dataclasses import dataclass

from django.db import connection
from django.db.models import Subquery

from kycreview.sealing import Broken, KeyGone, data_key, unseal_json
from kycreview.sealing.keyring import trail_ring
from kycreview.trail import chain, guards
from kycreview.trail.models import TrailDetail, TrailEntry, TrailHead
from kycreview.trail.record import field_values


@dataclass(frozen=True)
class Verdict:
    """What the check found. `broken_at` is the first bad `seq`, None for a whole chain."""

    checked: int
    head_mac: str
    broken_at: int | None = None
    why: str = ""


def verify_chain(*, up_to: int | None = None, saved_head: tuple[int, str] | None = None) -> Verdict:
    """Walk the whole chain in order, in constant memory.

    `saved_head` is a (seq, mac) that was kept elsewhere: only with one can a chain be told from an
    older copy of itself, or from one that was cut at its end together with the head.
    """
    head = TrailHead.objects.filter(pk=1).first()
    if head is None:
        return Verdict(0, chain.GENESIS, 1, "The head is missing.")
    last = head.seq if up_to is None else up_to
    so_far = _walk(last, saved_head)
    if so_far.broken_at is not None:
        return so_far
    checked, prev_mac = so_far.checked, so_far.head_mac
    if checked != last:
        return Verdict(checked, prev_mac, checked + 1, "Entries are missing at the end.")
    if up_to is None and head.mac != prev_mac:
        return Verdict(checked, prev_mac, last, "The head does not match the last entry.")
    if saved_head is not None and saved_head[0] > last:
        return Verdict(checked, prev_mac, last + 1, "The saved head lies beyond the last entry.")
    # One statement: the head may have moved on since, together with honest entries.
    current = Subquery(TrailHead.objects.filter(pk=1).values("seq")[:1])
    beyond = TrailEntry.objects.filter(seq__gt=current).order_by("seq").first()
    if beyond is not None:
        return Verdict(checked, prev_mac, beyond.seq, "An entry lies beyond the head.")
    return _verify_details(so_far)


def verify_tail(*, entries: int) -> Verdict:
    """Walk the newest entries alone: what a page can afford at each look.

    `checked` is the `seq` reached; the first of them is trusted to join what lies before it.
    """
    head = TrailHead.objects.filter(pk=1).first()
    if head is None:
        return Verdict(0, chain.GENESIS, 1, "The head is missing.")
    after = max(0, head.seq - entries)
    before = TrailEntry.objects.filter(seq=after).values_list("mac", flat=True).first()
    if after and before is None:
        return Verdict(0, chain.GENESIS, after, "An entry is missing.")
    so_far = _walk(head.seq, None, after=after, prev_mac=before or chain.GENESIS)
    if so_far.broken_at is None and so_far.head_mac != head.mac:
        return Verdict(so_far.checked, so_far.head_mac, head.seq, "The head does not match.")
    return so_far


def _walk(
    last: int,
    saved_head: tuple[int, str] | None,
    *,
    after: int = 0,
    prev_mac: str = chain.GENESIS,
) -> Verdict:
    ring = trail_ring()
    checked = after
    wanted = TrailEntry.objects.filter(seq__lte=last).order_by("seq")
    if after:  # from the start a row before the first must show, so there is no lower bound
        wanted = wanted.filter(seq__gt=after)
    rows = wanted.iterator(chunk_size=2000)
    while True:
        expected = checked + 1
        try:
            entry = next(rows, None)
        except (TypeError, ValueError, OverflowError):  # SQLite keeps any text in any column
            return Verdict(checked, prev_mac, expected, "The entry cannot be read.")
        if entry is None:
            return Verdict(checked, prev_mac)
        if entry.seq != expected:
            why = "An entry is missing." if entry.seq > expected else "An entry was added."
            return Verdict(checked, prev_mac, min(entry.seq, expected), why)
        if entry.prev_mac != prev_mac:
            return Verdict(checked, prev_mac, expected, "The chain does not join here.")
        key = ring.keys.get(entry.key_id)
        if key is None:
            return Verdict(checked, prev_mac, expected, "The signing key is not known here.")
        leaf = chain.leaf_hash(chain.field_commitments(field_values(entry), bytes(entry.salt)))
        if not _same(chain.mac_of(key, prev_mac, leaf), entry.mac):
            return Verdict(checked, prev_mac, expected, "The entry was changed.")
        if saved_head is not None and entry.seq == saved_head[0] and entry.mac != saved_head[1]:
            return Verdict(checked, prev_mac, expected, "The entry is not the one that was saved.")
        prev_mac, checked = entry.mac, expected


def _same(one: str, other: str) -> bool:
    # As bytes: a signature that was overwritten may hold any text.
    return hmac.compare_digest(one.encode(), str(other).encode("utf-8", "replace"))


def _verify_details(so_far: Verdict) -> Verdict:
    """Details whose key is gone were erased, and are no fault."""
    for detail in TrailDetail.objects.select_related("entry").iterator(chunk_size=2000):
        try:
            opened = unseal_json(
                data_key(detail.key_id),
                detail.sealed,
                context=f"trail:{detail.entry.id}:{detail.name}",
            )
        except KeyGone:
            continue
        except Broken:
            return Verdict(so_far.checked, so_far.head_mac, detail.entry_id, "A detail is broken.")
        said = json.loads(detail.entry.commitments).get(detail.name, "")
        if not _same(chain.commit(bytes.fromhex(opened["salt"]), opened["value"]), said):
            return Verdict(
                so_far.checked, so_far.head_mac, detail.entry_id, "A detail was changed."
            )
    return so_far


def triggers_stand() -> bool:
    """Whether the database still refuses changes to the trail."""
    if connection.vendor == "sqlite":
        sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        needed = guards.SQLITE_TRIGGERS
    else:
        # 'A': fires always, for replicated sessions too.
        sql = (
            "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
            "WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND pg_table_is_visible(c.oid)"
        )
        needed = guards.POSTGRESQL_TRIGGERS
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return needed <= {name for (name,) in cursor.fetchall()}
