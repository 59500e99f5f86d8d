"""What is different between two snapshots, in sentences that a reviewer understands."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from journeys.models import ROW_OF_SLOT, Blob, MediaUse, Snapshot

_WORDS = {
    "applicant": lambda n: ngettext("%(n)d applicant entry", "%(n)d applicant entries", n),
    "declared": lambda n: ngettext("%(n)d declared value", "%(n)d declared values", n),
    "documents": lambda n: ngettext("%(n)d document step", "%(n)d document steps", n),
    "fields": lambda n: ngettext("%(n)d extracted field", "%(n)d extracted fields", n),
    "checks": lambda n: ngettext("%(n)d check", "%(n)d checks", n),
    "face_comparisons": lambda n: ngettext("%(n)d face comparison", "%(n)d face comparisons", n),
    "selfies": lambda n: ngettext("%(n)d selfie result", "%(n)d selfie results", n),
    "rules": lambda n: ngettext("%(n)d rule", "%(n)d rules", n),
    "matches": lambda n: ngettext("%(n)d screening match", "%(n)d screening matches", n),
    "media": lambda n: ngettext("%(n)d picture", "%(n)d pictures", n),
}


def what_changed(seen: Snapshot, now: Snapshot) -> list[str]:
    """Sentences, at least one. The same snapshot means that pictures arrived meanwhile."""
    if seen.pk == now.pk:
        return [_("Pictures that were missing arrived, or one was asked for again.")]
    sentences = []
    if seen.verdict != now.verdict:
        sentences.append(
            _("The provider's verdict went from %(before)s to %(after)s.")
            % {"before": seen.get_verdict_display(), "after": now.get_verdict_display()}
        )
    for slot, row_type in ROW_OF_SLOT.items():
        if slot not in _WORDS:
            continue
        rows = row_type.objects  # type: ignore[attr-defined]  # abstract base's manager
        columns = ("stable_key", "result_hash")
        before = dict(rows.filter(snapshot=seen).values_list(*columns))
        after = dict(rows.filter(snapshot=now).values_list(*columns))
        new = len(after.keys() - before.keys())
        gone = len(before.keys() - after.keys())
        changed = sum(1 for key in after.keys() & before.keys() if after[key] != before[key])
        for count, sentence in (
            (new, _("New: %(what)s.")),
            (gone, _("No longer there: %(what)s.")),
            (changed, _("Changed: %(what)s.")),
        ):
            if count:
                sentences.append(sentence % {"what": _WORDS[slot](count) % {"n": count}})
    new_bytes = _hashes(now) - _hashes(seen)
    if new_bytes:
        sentences.append(
            ngettext(
                "%(n)d picture has new content.", "%(n)d pictures have new content.", len(new_bytes)
            )
            % {"n": len(new_bytes)}
        )
    return sentences or [_("Details of the answer changed.")]


def _hashes(snapshot: Snapshot) -> set[str]:
    uses = MediaUse.objects.filter(snapshot=snapshot, locator__blob__isnull=False)
    blobs = Blob.objects.filter(locators__uses__in=uses)
    return set(blobs.values_list("sha256", flat=True))
