"""Keys that were not set are made once under DATA_DIR, for laptops. Production refuses them."""

from __future__ import annotations

import base64
import os
import secrets
import sys
from pathlib import Path


def made_key(data_dir: Path, name: str) -> str:
    """The key kept in DATA_DIR/`name`.key, made (mode 0600) where there is none yet.

    Written to a temporary name and linked, so that two processes agree on one key.
    """
    path = data_dir / f"{name.lower()}.key"
    if not path.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        draft = data_dir / f".{name.lower()}.{os.getpid()}.{secrets.token_hex(4)}"
        text = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
            sys.stderr.write(
                f"warning: {name} is not set; a new one was made under DATA_DIR. "
                "Keep a copy: without it, what it protects is lost.\n"
            )
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii").strip()
