"""The environment of the demo's children: the sandbox is the only provider they can reach."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import environment
from tests.databases import ROOT
from tests.demo.running import free_port

_PROGRAM = """
import json, os
from kycreview.demo.surroundings import enter
place = enter()
print(json.dumps({"environ": dict(os.environ), "size": place.sandbox_size,
                  "sandbox": place.sandbox, "socket": str(place.socket)}))
"""


def entered(data_dir: Path, **variables: str) -> dict[str, object]:
    own = {"DATA_DIR": str(data_dir), "PORT": str(free_port()), **variables}
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        cwd=ROOT,
        env=environment.for_children(**own),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, object] = json.loads(done.stdout)
    return found


def variables_of(found: dict[str, object]) -> dict[str, str]:
    environ = found["environ"]
    assert isinstance(environ, dict)
    return environ


def test_credentials_of_real_accounts_are_not_handed_on(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("a real secret")
    environ = variables_of(
        entered(
            tmp_path / "var",
            IDWISE_API_KEY="a real key",
            IDWISE_API_SECRET_FILE=str(secret),
            SIGNZY_AUTH_TOKEN="a real token",
            OUTBOUND_PROXY="http://proxy.example",
            PUBLIC_URL="https://kyc.example",
            ALLOWED_HOSTS="kyc.example",
        )
    )
    assert not {name for name in environ if name.startswith(("IDWISE_", "SIGNZY_", "OUTBOUND_"))}
    assert environ["PUBLIC_URL"] == f"http://127.0.0.1:{environ['PORT']}"
    assert environ["ALLOWED_HOSTS"] == "kyc.example,127.0.0.1"


def test_only_the_sandbox_may_be_private(tmp_path: Path) -> None:
    found = entered(tmp_path / "var", PROVIDER_PRIVATE_HOSTS="10.0.0.1:80")
    address = str(found["sandbox"]).removeprefix("http://")
    assert variables_of(found)["PROVIDER_PRIVATE_HOSTS"] == address


def test_a_given_broker_is_used_and_none_is_started(tmp_path: Path) -> None:
    found = entered(tmp_path / "var", REDIS_URL="redis://127.0.0.1:1/0")
    assert variables_of(found)["REDIS_URL"] == "redis://127.0.0.1:1/0"
    assert found["socket"] == "None"


def test_the_socket_lies_in_a_folder_of_its_owner_alone_and_is_short(tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="k", dir="/tmp") as near_by:
        near = entered(Path(near_by))
        assert Path(str(near["socket"])).parent == Path(near_by) / "run"
    deep = entered(tmp_path / ("d" * 100) / "var")
    short = Path(str(deep["socket"]))
    assert len(str(short)) < 100
    assert short.parent.stat().st_mode & 0o077 == 0
    assert variables_of(deep)["REDIS_URL"] == f"redis+socket://{short}"
    short.parent.rmdir()


def test_the_sandbox_never_shrinks(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    sizes = [entered(data_dir, JOURNEYS=text)["size"] for text in ("8", "6", "", "12")]
    assert sizes == [8, 8, 60, 60]


def test_the_sandbox_keeps_the_port_of_the_last_run(tmp_path: Path) -> None:
    data_dir = tmp_path / "var"
    data_dir.mkdir()
    port = free_port()
    card = {"address": "", "logins": [], "sandbox": f"http://127.0.0.1:{port}"}
    (data_dir / "demo.json").write_text(json.dumps(card))
    assert entered(data_dir)["sandbox"] == f"http://127.0.0.1:{port}"
