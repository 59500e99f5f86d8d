"""The child gives up its rights before it reads a byte."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from journeys.vault import decoding

# What a decoder that was talked into it would try, after the child's own preparations.
TRIES = {
    "open a socket": "import socket; socket.socket()",
    "open a file": "open('/etc/hostname')",
    "write a file": "open('/tmp/kycreview-escaped', 'w')",
    # Root may fork, but what it starts can open neither its libraries nor anything else.
    "start a program": "pid = os.posix_spawn('/bin/true', ['true'], {})\n"
    "if os.waitpid(pid, 0)[1]: raise OSError",
    "take all memory": "bytearray(4 * 1024**3)",
    "fill the disk": "os.ftruncate(1, 10**9)",
}
PROGRAM = """
import _socket, os, resource, sys
from importlib.util import module_from_spec, spec_from_file_location
spec = spec_from_file_location("child", sys.argv[1])
child = module_from_spec(spec)
spec.loader.exec_module(child)
import socket
child.leave_the_network()
child.give_up_rights()
try:
    exec(sys.argv[2])
except (OSError, MemoryError) as error:
    print(type(error).__name__)
else:
    print("it could")
"""


def after_giving_up(attempt: str, tmp_path: Path) -> str:
    printed = tmp_path / "printed"
    with printed.open("w+b") as file:
        done = subprocess.run(
            [sys.executable, "-I", "-c", PROGRAM, str(decoding.CHILD), attempt],
            stdout=file,
            stderr=subprocess.PIPE,
            env={},
            check=False,
            timeout=60,
        )
    assert done.returncode == 0, done.stderr
    return printed.read_text().strip()


@pytest.mark.parametrize("name", TRIES)
def test_the_child_cannot(name: str, tmp_path: Path) -> None:
    assert after_giving_up(TRIES[name], tmp_path) in ("OSError", "MemoryError", "BlockingIOError")


def test_the_child_can_still_reckon(tmp_path: Path) -> None:
    assert after_giving_up("sum(range(10))", tmp_path) == "it could"


def test_the_child_leaves_no_core_and_ends_by_itself(tmp_path: Path) -> None:
    told = "print(resource.getrlimit(resource.RLIMIT_CORE)[1], __import__('signal').alarm(0) > 0)"
    assert after_giving_up(told, tmp_path).splitlines()[0] == "0 True"


def test_the_child_burns_no_more_than_its_share_of_the_processor(tmp_path: Path) -> None:
    told = "print(*resource.getrlimit(resource.RLIMIT_CPU))"
    assert after_giving_up(told, tmp_path).splitlines()[0] == "10 10"


def test_the_child_imports_nothing_of_the_house() -> None:
    program = (
        "import sys; from importlib.util import *; "
        f"s = spec_from_file_location('c', {str(decoding.CHILD)!r}); "
        "m = module_from_spec(s); s.loader.exec_module(m); "
        "print([n for n in sys.modules if n.split('.')[0] in "
        "('journeys', 'kycreview', 'reviews', 'django', 'requests')])"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
