"""The media vault, only reader and writer of media bytes: fetch, verify, encrypt, derive, erase.

`fetching` and `bringing` take files in, `storing` keeps them, `decoding` judges them in a child
process, `chunks` is the file format, `places` the folder, `reading` hands bytes out, `enlarging`
makes the full resolution and windows of it when they are asked for.
"""

from journeys.vault.bringing import TAKEN_TYPES, bring
from journeys.vault.decoding import Unusable
from journeys.vault.enlarging import read_full, read_window
from journeys.vault.fetching import fail_locator, fetch_locator, retry_locator
from journeys.vault.places import VaultUnavailable, incoming_file
from journeys.vault.reading import (
    NoPicture,
    erase_journey_files,
    original_size,
    read_derivative,
    read_original,
    read_range,
    verify_blob,
)

__all__ = [
    "TAKEN_TYPES",
    "NoPicture",
    "Unusable",
    "VaultUnavailable",
    "bring",
    "erase_journey_files",
    "fail_locator",
    "fetch_locator",
    "incoming_file",
    "original_size",
    "read_derivative",
    "read_full",
    "read_original",
    "read_range",
    "read_window",
    "retry_locator",
    "verify_blob",
]
