"""One fetch: ask the provider outside any transaction, then save."""

from __future__ import annotations

from journeys.calls import counted
from journeys.connections import connection_of, provider_of
from journeys.importing.saving import Saved, save_answer
from journeys.models import Account, Snapshot


def fetch_and_save(account: Account, provider_id: str, *, how: Snapshot.How) -> Saved:
    """Raises ProviderUnavailable, ProviderRejected and CredentialsRefused as the provider does."""
    provider, connection = provider_of(account), connection_of(account)
    with counted(account):
        raw = provider.fetch_journey(connection, provider_id)
    return save_answer(account, provider_id, raw, how=how)
