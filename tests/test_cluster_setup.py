"""What `make cluster-demo` needs of the system: found in silence, installed as programs and never as services."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from tools.cluster_demo.children import Program, started

ROOT = Path(__file__).resolve().parents[1]
SHELL = shutil.which("sh") or "/bin/sh"


def command_file(path: Path, script: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!{SHELL}\n{script}\n")
    path.chmod(0o755)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A system with nothing but what the script itself is written with; below bin is the whole PATH."""
    for name in ("rm", "chmod"):
        found = shutil.which(name)
        assert found is not None
        command_file(tmp_path / "bin" / name, f'exec {found} "$@"')
    command_file(tmp_path / "bin" / "id", "echo 1000")
    (tmp_path / "usr" / "sbin").mkdir(parents=True)
    return tmp_path


def setup(system: Path) -> subprocess.CompletedProcess[str]:
    settings = {"PATH": str(system / "bin"), "ATLAS_SYSTEM_ROOT": str(system)}
    command = [SHELL, str(ROOT / "tools" / "cluster_setup.sh")]
    return subprocess.run(command, cwd=system, env=settings, capture_output=True, text=True, check=False)


def test_what_is_missing_is_one_line_with_the_command_that_brings_it(bare: Path) -> None:
    answer = setup(bare)
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "This needs: nginx-light postgresql. "
        "Run: sudo apt-get update && sudo apt-get install -y --no-install-recommends nginx-light postgresql"
    ]


def test_what_is_where_debian_puts_it_is_found_in_silence(bare: Path) -> None:
    command_file(bare / "usr" / "sbin" / "nginx", "exit 0")
    for name in ("initdb", "pg_ctl"):
        command_file(bare / "usr" / "lib" / "postgresql" / "17" / "bin" / name, "exit 0")
    answer = setup(bare)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_root_installs_the_programs_and_no_service_is_started(bare: Path) -> None:
    command_file(bare / "bin" / "id", "echo 0")
    policy, nginx = bare / "usr" / "sbin" / "policy-rc.d", bare / "usr" / "sbin" / "nginx"
    for name in ("initdb", "pg_ctl"):
        command_file(bare / "bin" / name, "exit 0")
    # As invoke-rc.d does: a service is started unless the policy says 101.
    ask = f'"{policy}"; [ $? = 101 ] || echo started > "{bare}/service"'
    install = f'printf "#!{SHELL}\\n" > "{nginx}"; chmod 755 "{nginx}"; {ask}'
    command_file(bare / "bin" / "apt-get", f'case "$*" in *install*nginx-light) {install} ;; esac')
    answer = setup(bare)
    assert (answer.returncode, answer.stdout) == (0, "Installing nginx-light\n"), answer.stderr
    assert not (bare / "service").exists()
    assert not policy.exists(), "what comes later is the system's own affair"


def test_a_policy_of_the_system_stays(bare: Path) -> None:
    command_file(bare / "bin" / "id", "echo 0")
    command_file(bare / "bin" / "apt-get", "exit 100")
    policy = bare / "usr" / "sbin" / "policy-rc.d"
    command_file(policy, "exit 104")
    answer = setup(bare)
    assert (answer.returncode, len(answer.stderr.splitlines())) == (1, 1)
    assert "exit 104" in policy.read_text()


def program(folder: Path, name: str, code: str, *, ready: bool) -> Program:
    return Program(name, [sys.executable, "-c", code], dict(os.environ), folder / f"{name}.log", lambda: ready)


def test_one_that_cannot_start_is_told_with_its_log_and_the_others_are_ended(tmp_path: Path) -> None:
    good = program(tmp_path, "good", "import time; time.sleep(600)", ready=True)
    broken = program(tmp_path, "broken", "print('no such port'); raise SystemExit(3)", ready=False)
    with pytest.raises(RuntimeError, match=r"broken has ended; its log:\nno such port"), started(good, broken):
        pytest.fail("nothing begins before all are ready")
    assert not good.running


DEAF = """
import signal, subprocess, sys, time
child = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(600)"
grown = subprocess.Popen([sys.executable, "-c", child], stdout=subprocess.PIPE)
grown.stdout.readline()
print(grown.pid, flush=True)
time.sleep(600)
"""


@pytest.mark.parametrize("end", [Program.stop, Program.kill], ids=["asked", "killed"])
def test_what_a_program_has_started_ends_with_it(tmp_path: Path, end: Callable[[Program], None]) -> None:
    log = tmp_path / "parent.log"
    parent = Program(
        "parent", [sys.executable, "-c", DEAF], dict(os.environ), log, lambda: log.read_text().strip() != ""
    )
    parent.start()
    parent.wait()
    child = psutil.Process(int(log.read_text()))
    end(parent)
    psutil.wait_procs([child], timeout=10)
    assert not child.is_running() or child.status() == psutil.STATUS_ZOMBIE
    assert not parent.running


def test_ctrl_c_at_the_terminal_reaches_no_program_by_itself(tmp_path: Path) -> None:
    found = program(tmp_path, "one", "import time; time.sleep(600)", ready=True)
    with started(found):
        assert found.process is not None
        assert os.getpgid(found.process.pid) == found.process.pid != os.getpgrp()
