"""Bring journeys in: fetch outside, save inside; the only writer of the graph.

`saving` keeps the bytes first and then what they say; `digests` tells whether evidence is new;
`asking` turns lists of ids into jobs.
"""

from journeys.importing.asking import (
    NotAnId,
    ask_for,
    fetch_key,
    media_key,
    request_fetch,
    split_ids,
)
from journeys.importing.digests import evidence_digest
from journeys.importing.fetching import fetch_and_save
from journeys.importing.identity import material
from journeys.importing.saving import UNFINISHED, Saved, save_answer
from journeys.importing.settling import settle

__all__ = [
    "UNFINISHED",
    "NotAnId",
    "Saved",
    "ask_for",
    "evidence_digest",
    "fetch_and_save",
    "fetch_key",
    "material",
    "media_key",
    "request_fetch",
    "save_answer",
    "settle",
    "split_ids",
]
