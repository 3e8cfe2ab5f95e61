"""`make test-versions`: install the pinned requirements on other Pythons of this machine, each in an environment of its
own, and run the tests of the science, the data and the answers there, and every desk once. A Python that is not here is
said and left out.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = ("3.11", "3.12", "3.13")
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")
SELECTION = ("tests/geo", "tests/data", "tests/atlas", "tests/ui/desks/test_every_desk.py", "tests/ui/door")
# Where pyenv keeps what it has built: its shims answer for one version only.
BUILT = Path.home() / ".pyenv" / "versions"


def interpreter(version: str) -> str | None:
    """A Python of this version that runs here; None when there is none."""
    built = sorted(BUILT.glob(f"{version}.*/bin/python")) if BUILT.is_dir() else []
    named = shutil.which(f"python{version}")
    for path in [*map(str, reversed(built)), *filter(None, [named])]:
        asked = [path, "-c", "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.stdout.strip() == version:
            return path
    return None


def environment(version: str, python: str) -> Path:
    """The interpreter of an environment with all that the tests need, made or brought up to date."""
    place = ROOT / ".venvs" / version
    if not (place / "bin" / "python").exists():
        subprocess.run([python, "-m", "venv", "--clear", str(place)], check=True)
    inside = place / "bin" / "python"
    files = [option for name in REQUIREMENTS for option in ("-r", name)]
    install = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--python", str(inside), *files]
    subprocess.run(install, cwd=ROOT, check=True)
    return inside


def run(version: str, more: list[str]) -> bool | None:
    """Whether the tests pass on a version; None when it is not here."""
    python = interpreter(version)
    if python is None:
        print(f"== Python {version}: not on this machine, left out", flush=True)
        return None
    print(f"== Python {version}: {python}", flush=True)
    tests = [str(environment(version, python)), "-m", "pytest", "-n", "2", "-m", "not long", *(more or SELECTION)]
    return subprocess.run(tests, cwd=ROOT, check=False).returncode == 0


def main(arguments: list[str] | None = None) -> int:
    """Run the versions one after another; 1 when a test fails on one, or none of them is here."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--versions", nargs="*", default=WANTED, help=f"of these, {' '.join(WANTED)} unless said")
    parser.add_argument("tests", nargs="*", help="what to run instead of the usual selection")
    asked = parser.parse_args(arguments)
    passed = {version: run(version, asked.tests) for version in asked.versions}
    words = {True: "passed", False: "FAILED", None: "left out: not on this machine"}
    print(*(f"Python {version}: {words[told]}" for version, told in passed.items()), sep="\n")
    return 0 if any(passed.values()) and False not in passed.values() else 1


if __name__ == "__main__":
    sys.exit(main())
