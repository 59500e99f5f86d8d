"""Run a command in the tests' environment: fixed keys, a folder of its own, nothing inherited.

With --production as first argument it runs as a complete production would.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

from tests import environment


def main() -> int:
    command = sys.argv[1:]
    folder = environment.apply()
    if command[0] == "--production":
        os.environ.update(environment.PRODUCTION)
        command = command[1:]
    try:
        return subprocess.run(command, check=False).returncode
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
