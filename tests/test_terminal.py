"""The command line as a program: whatever becomes of its output, one line, the right code, nothing half written."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import cli
from data.whole_files import write_whole

ROOT = Path(__file__).resolve().parents[1]
COVERAGE = [sys.executable, "cli.py", "coverage", "--json"]
RECORDS = [sys.executable, "cli.py", "records"]


def test_nobody_who_stops_reading_meets_a_traceback() -> None:
    with subprocess.Popen(RECORDS, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        said = running.stderr.read()
        assert (running.wait(60), said) == (141, b"")


@pytest.mark.parametrize("arguments", [["--help"], ["coverage", "--json"]])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_one_line_and_no_success(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "cli.py", *arguments], cwd=ROOT, stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "the answer could not be written: No space left on device\n"


def test_a_terminal_without_chinese_gets_the_same_answer() -> None:
    plain = subprocess.run(RECORDS, cwd=ROOT, capture_output=True, check=True).stdout
    ascii_only = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    narrow = subprocess.run(RECORDS, cwd=ROOT, capture_output=True, check=True, env=ascii_only).stdout
    assert narrow.isascii()
    assert json.loads(narrow) == json.loads(plain)
    for command in (["--help"], ["coverage", "--definition", "没有"]):
        done = subprocess.run(
            [sys.executable, "cli.py", *command], cwd=ROOT, capture_output=True, check=False, env=ascii_only
        )
        assert b"Traceback" not in done.stderr
        assert (done.stdout + done.stderr).isascii()


def test_a_locale_without_a_language_gets_the_same_answer() -> None:
    found = [
        subprocess.run(COVERAGE, cwd=ROOT, capture_output=True, check=True, env=os.environ | {"LC_ALL": locale}).stdout
        for locale in ("C", "C.UTF-8")
    ]
    assert json.loads(found[0]) == json.loads(found[1])


def interrupted(code: str, sign: signal.Signals) -> tuple[int, bytes]:
    """With what a program ends, and what it says on its error stream, when the signal comes after it has begun."""
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"begun\n"
        running.send_signal(sign)
        return running.wait(30), running.stderr.read()


def test_ctrl_c_is_one_line() -> None:
    code = (
        # A shell that starts something in the background lets it ignore Ctrl-C.
        "import signal, sys, time; from atlas.terminal import ended\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def run():\n print('begun', flush=True); time.sleep(60); return 0\n"
        "sys.exit(ended(run))"
    )
    assert interrupted(code, signal.SIGINT) == (130, b"stopped\n")


# What libraries do with an interruption: another error of it, a code, a word when all is over, a word before.
MADE_OF_IT = {
    "another error": "raise RuntimeError('a model could not be made')",
    "a refusal": "print('refused', file=sys.stderr); return 2",
    "a word at the end": "atexit.register(sys.stderr.write, 'never retrieved'); raise",
    "a word before": "sys.stderr.write('exception ignored'); raise",
    "the end of the program": "sys.exit(3)",
}


@pytest.mark.parametrize("made", MADE_OF_IT)
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_is_one_line_whatever_a_library_makes_of_it(made: str, sign: signal.Signals) -> None:
    code = (
        "import atexit, signal, sys, time; from atlas.terminal import ended\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "def run():\n"
        " print('begun', flush=True)\n"
        " try: time.sleep(60)\n"
        f" except BaseException: {MADE_OF_IT[made]}\n"
        "sys.exit(ended(run, signal.SIGTERM))"
    )
    assert interrupted(code, sign) == (130, b"stopped\n")


def test_a_fault_that_nobody_interrupted_is_told_whole() -> None:
    code = (
        "import sys; from atlas.terminal import ended\ndef run(): raise RuntimeError('a fault')\nsys.exit(ended(run))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.endswith(b"RuntimeError: a fault\n")


def test_ctrl_c_where_python_cannot_raise_is_not_lost() -> None:
    code = (
        "import os, signal, sys, time; import cli; from atlas.terminal import ended\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "sys.unraisablehook = cli.stop_again\n"
        "class Left:\n def __del__(self): os.kill(os.getpid(), signal.SIGINT); time.sleep(1)\n"
        "def run():\n Left()\n end = time.monotonic() + 20\n while time.monotonic() < end: pass\n return 0\n"
        "sys.exit(ended(run))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (130, b"stopped\n")


def test_ctrl_c_after_the_answer_is_out_changes_nothing() -> None:
    code = (
        "import atexit, signal, sys, time; from atlas.terminal import ended\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "atexit.register(lambda: (sys.stderr.write('leaving\\n'), sys.stderr.flush(), time.sleep(3)))\n"
        "sys.exit(ended(lambda: print('{}') or 0))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stderr.readline() == b"leaving\n"
        running.send_signal(signal.SIGINT)
        assert (running.wait(30), running.stdout.read(), running.stderr.read()) == (0, b"{}\n", b"")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "map.html"
    write_whole(file, "旧")
    started = time.monotonic()
    with pytest.raises(OSError, match="File name too long") as fault:
        write_whole(tmp_path / ("x" * 300), "新")
    assert time.monotonic() - started < 5
    assert str(fault.value.filename).startswith(str(tmp_path))
    with pytest.raises(OSError, match=str(tmp_path / "no" / "map.html")):
        write_whole(tmp_path / "no" / "map.html", "新")
    assert [path.name for path in tmp_path.iterdir()] == ["map.html"]
    write_whole(file, "新")
    assert file.read_text(encoding="utf-8") == "新"
    assert file.stat().st_mode & 0o777 == 0o666 & ~_mask()


def _mask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_what_stood_there_stays_when_the_disk_fills(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "map.html"
    write_whole(file, "旧")

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_whole(file, "新" * 1000)
    assert [(path.name, path.read_text(encoding="utf-8")) for path in tmp_path.iterdir()] == [("map.html", "旧")]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["site", "--problem", "rule", "--theta", "1e9999999"], "expected a share from 0 to 1 such as 0.8, 80% or 4/5"),
        (["site", "--problem", "mclp", "--p", "1_0"], "expected a whole number from 0 to"),
        (["site", "--problem", "mclp", "--p", "+5"], "expected a whole number from 0 to"),
        (["site", "--problem", "mclp", "--p", " 5"], "expected a whole number from 0 to"),
        (["site", "--problem", "mclp", "--p", "٣"], "expected a whole number from 0 to"),
        (["site", "--problem", "mclp", "--p", "3", "--time-limit", "1e308"], "expected seconds above 0 and at most"),
        (["site", "--problem", "rule", "--zone-floor", "north=+3"], "expected a floor such as north=3, got"),
        (["site", "--problem", "rule", "--zone-floor", "north=1", "north=2"], "expected north once"),
        (["site", "--problem", "rule", "--quota", "441500=1_0:"], "expected a quota such as 441500=0:1"),
        (["coverage", "--as-of", "2020-W53"], "expected a date YYYY-MM-DD"),
        (["coverage", "--as-of", "20201231"], "expected a date YYYY-MM-DD"),
        (["gaps", "--radius-km", "50.5"], "expected a whole number from 5 to 150"),
        (["link", "/coverage?radius=50.5"], "radius '50.5' cannot be used"),
        (["link", "/coverage?radius=1_0"], "radius '1_0' cannot be used"),
        (["link", "/coverage?date=2020-W53-1"], "date '2020-W53-1' cannot be used"),
        (["link", "/siting?siting=p:%2B5"], "siting 'p:+5' cannot be used"),
        (["coverage", "--definition", "x" * 5000], "x" * 80 + "…"),
        (["site", "--problem", "x" * 5000], "x" * 80 + "…"),
        (["records", "--kind", "x" * 5000], "x" * 80 + "…"),
    ],
)
@pytest.mark.usefixtures("one_atlas")
def test_an_argument_takes_the_form_that_its_refusal_names(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code = cli.main(arguments)
    except SystemExit as stopped:
        code = stopped.code  # type: ignore[assignment]
    told = capsys.readouterr().err
    assert code == 2
    assert sentence in told
    assert "x" * 81 not in told
    assert told.count("\n") == 1
