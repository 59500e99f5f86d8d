"""What can go wrong between the house and a provider.

Owns the errors that a provider module may raise. Every one carries a sentence for a person and a
code for the program; neither ever holds a secret, a path or a query.
"""


class ProviderError(Exception):
    """A call that brought no usable answer. `status` is that of the answer, where there was one."""

    status: int | None = None

    def __init__(self, sentence: str, *, code: str = "provider_error") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


class ProviderUnavailable(ProviderError):
    """Not now: asking again later may bring the answer.

    `retry_after` is in seconds, where the provider said how long to wait, else None.
    """

    def __init__(
        self, sentence: str, *, code: str = "unavailable", retry_after: float | None = None
    ) -> None:
        super().__init__(sentence, code=code)
        self.retry_after = retry_after


class ProviderRejected(ProviderError):
    """Asking again in the same way brings the same refusal."""

    def __init__(self, sentence: str, *, code: str = "rejected") -> None:
        super().__init__(sentence, code=code)


class CredentialsRefused(ProviderRejected):
    """401 (`credentials_refused`) or 403 (`forbidden`).

    On a request that carried credentials it means the account; on a media address that holds its
    own secret it means that this one address is no longer good.
    """

    def __init__(self, sentence: str, *, code: str = "credentials_refused") -> None:
        super().__init__(sentence, code=code)


class AddressRefused(ProviderRejected):
    """Our own guard refused: the address, the place it leads to, or a redirect to another."""

    def __init__(self, sentence: str, *, code: str = "address_refused") -> None:
        super().__init__(sentence, code=code)
