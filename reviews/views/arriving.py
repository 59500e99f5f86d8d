"""Files on their way into the vault: in clear only where nothing survives a crash, never too much.

Django's own handlers keep large files under a name in the system's folder for anybody's files.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, BinaryIO, Final

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from journeys import vault
from journeys.providers.guarded import IMAGE_LIMIT

MOST_AT_ONCE: Final = 10


class ArrivedFile(UploadedFile):  # type: ignore[type-arg]  # generic in its stubs alone
    """A file that came, or as much as says that it is too large; no `body`: the disk refused it."""

    def __init__(self, name: str, file: BinaryIO | None, size: int) -> None:
        super().__init__(file=file, name=name, size=size)
        self.body = file


class IntoTheVault(FileUploadHandler):
    """Nameless files, each cut off one byte above the limit, and ten at once."""

    def __init__(self, request: HttpRequest, *, until: ExitStack) -> None:
        super().__init__(request)
        self._until = until
        self._body: BinaryIO | None = None
        self._size = 0
        self._count = 0
        # More came than are looked at.
        self.are_too_many = False

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._count += 1
        if self._count > MOST_AT_ONCE:
            self.are_too_many = True
            raise SkipFile
        self._size = 0
        try:
            self._body = self._until.enter_context(vault.incoming_file())
        except OSError:
            self._body = None

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        left = max(0, IMAGE_LIMIT + 1 - self._size)
        self._size += len(raw_data)
        if self._body is None:
            return
        try:
            self._body.write(raw_data[:left])
        except OSError:
            self._body = None

    def file_complete(self, file_size: int) -> ArrivedFile:
        return ArrivedFile(self.file_name or "", self._body, self._size)
