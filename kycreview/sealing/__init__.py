"""Keys and boxes: who may read what lies encrypted. Knows no models.

`keyring` holds the master keys, `store` the data keys (apart from the database), `boxes` seals and
opens, `blind` makes keyed look-up values.
"""

from kycreview.sealing.blind import lookup_hash, lookup_hashes
from kycreview.sealing.boxes import Broken, seal, seal_json, unseal, unseal_json
from kycreview.sealing.store import KeyGone, data_key, destroy_data_key, new_data_key

__all__ = [
    "Broken",
    "KeyGone",
    "data_key",
    "destroy_data_key",
    "lookup_hash",
    "lookup_hashes",
    "new_data_key",
    "seal",
    "seal_json",
    "unseal",
    "unseal_json",
]
