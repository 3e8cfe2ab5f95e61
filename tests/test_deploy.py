"""What docs/deploy tells to run is there: settings that are known, files that exist, ports and sizes that agree."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from streamlit import config

from tools.cluster_demo.nginx import derived
from tools.run import port_number
from ui.settings import read_settings

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "docs" / "deploy"


def text(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_the_settings_are_known_and_can_be_used() -> None:
    lines = [line for line in text("atlas.env").splitlines() if line and not line.startswith("#")]
    told = dict(line.split("=", 1) for line in lines)
    own = {name: value for name, value in told.items() if name.startswith("ATLAS_")}
    settings = read_settings(own)
    assert settings.shows_metrics
    assert settings.host_names == (re.search(r"server_name (\S+);", text("nginx.conf"))[1],)
    options = {f"STREAMLIT_{name.replace('.', '_')}" for name in config._config_options_template}
    snake = {re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).upper() for name in options}
    assert set(told) - set(own) <= snake


def test_both_processes_are_tried_first_by_one_route_and_last_by_the_other() -> None:
    upstreams = re.findall(r"upstream atlas_(\w) \{(.*?)\}", text("nginx.conf"), re.DOTALL)
    assert [name for name, _ in upstreams] == ["a", "b"]
    first, second = (re.findall(r"127\.0\.0\.1:(\d+)", servers) for _, servers in upstreams)
    assert first == second[::-1]
    unit = text("atlas@.service")
    assert all(f"atlas@{port_number(port)}" in unit for port in first)


def test_the_proxy_takes_what_the_atlas_takes_and_hands_on_what_it_judges_by() -> None:
    conf = text("nginx.conf")
    streamlit = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert int(re.search(r"client_max_body_size (\d+)m", conf)[1]) > streamlit["server"]["maxUploadSize"]
    for header in ("Host $http_host", "Upgrade $http_upgrade", 'Connection "upgrade"', "X-Forwarded-For $remote_addr"):
        assert f"proxy_set_header {header};" in conf


def test_the_container_copies_what_exists_and_all_that_runs() -> None:
    copied = {
        name for line in re.findall(r"^COPY (.+)$", text("Containerfile"), re.MULTILINE) for name in line.split()[:-1]
    }
    assert all((ROOT / name).exists() for name in copied)
    rooms = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests"}
    assert rooms | {"streamlit_app.py", "cli.py", "requirements.txt", ".streamlit", "static", "tools"} <= copied
    ignored = set(text("Containerfile.dockerignore").split())
    assert not ignored & copied


def test_what_is_started_is_the_starter_of_make_run() -> None:
    for name in ("Containerfile", "atlas@.service"):
        assert re.search(r"tools/run\.py\W+--host", text(name))


def test_what_the_demo_starts_is_the_shipped_file_with_other_ports_and_nothing_else() -> None:
    shipped = text("nginx.conf")
    # The second process where the first usually is: a port is written once, not twice.
    made = derived(shipped, 8080, (8502, 8501))
    changed = {
        (old.strip(), new.strip())
        for old, new in zip(shipped.splitlines(), made.splitlines(), strict=True)
        if old != new
    }
    assert changed == {
        ("listen 80;", "listen 127.0.0.1:8080;"),
        ("server 127.0.0.1:8501 max_fails=1 fail_timeout=5s;", "server 127.0.0.1:8502 max_fails=1 fail_timeout=5s;"),
        ("server 127.0.0.1:8502 max_fails=1 fail_timeout=5s;", "server 127.0.0.1:8501 max_fails=1 fail_timeout=5s;"),
        ("server 127.0.0.1:8501 backup;", "server 127.0.0.1:8502 backup;"),
        ("server 127.0.0.1:8502 backup;", "server 127.0.0.1:8501 backup;"),
    }


@pytest.mark.parametrize("line", ["listen 80;", "server 127.0.0.1:8501 backup;"])
def test_the_demo_refuses_a_file_that_it_does_not_know(line: str) -> None:
    with pytest.raises(ValueError, match=r"nginx\.conf: expected"):
        derived(text("nginx.conf").replace(line, ""), 8080, (1, 2))
