"""The two commands of a newcomer: what they say when something is in the way, and that they do nothing twice."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools.check_catalogues import CATALOGUES, catalogue_faults, faults, foreign_in_python, foreign_in_script, said
from tools.declared_words import declared_words
from tools.run import busy

ROOT = Path(__file__).resolve().parent.parent
SHELL = shutil.which("sh") or "/bin/sh"


def ran(*command: str | Path, cwd: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    """Output of a command whose environment is ours with `settings` changed; none of make's own variables go along."""
    ours = {name: value for name, value in os.environ.items() if name not in {"PYTHON", "MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        list(map(str, command)), cwd=cwd, env=ours | settings, capture_output=True, text=True, check=False
    )


def command_file(folder: Path, name: str, script: str) -> Path:
    """An executable `name` in `folder` that runs a line of shell."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!{SHELL}\n{script}\n")
    path.chmod(0o755)
    return path


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the tools in a folder whose name has a space and Chinese characters, with nothing to install."""
    folder = tmp_path / "新 目录"
    shutil.copytree(ROOT / "tools", folder / "tools")
    shutil.copy(ROOT / "Makefile", folder)
    (folder / "requirements.txt").write_text("# nothing\n")
    return folder


def test_a_port_that_answers_is_busy_and_one_that_does_not_is_free() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert busy("127.0.0.1", port)
    assert not busy("127.0.0.1", port)


def test_a_busy_port_is_one_line_that_names_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        answer = ran(sys.executable, ROOT / "tools" / "run.py", "--host", "127.0.0.1", "--port", str(port), cwd=ROOT)
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [f"Port {port} is in use. Choose another: make run PORT={port + 1}"]


@pytest.mark.parametrize("port", ["0", "65536", "web", ""])
def test_a_port_that_is_none_stops_without_a_traceback(port: str) -> None:
    answer = ran(sys.executable, ROOT / "tools" / "run.py", "--port", port, cwd=ROOT)
    assert answer.returncode == 2
    assert "invalid port_number value" in answer.stderr.splitlines()[-1]


def test_an_old_python_is_refused_in_one_line(checkout: Path) -> None:
    old = command_file(checkout / "bin", "python3.8", '[ "$1" = --version ] && echo Python 3.8.18 && exit; exit 1')
    answer = ran(SHELL, "tools/setup.sh", "requirements.txt", cwd=checkout, PYTHON=str(old))
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1
    assert "3.11 or newer" in answer.stderr
    assert "Python 3.8.18" in answer.stderr
    assert not (checkout / ".venv").exists()


def test_a_python_without_venv_is_one_line_with_the_command_that_brings_it(checkout: Path) -> None:
    command_file(checkout / "bin", "id", "echo 1000")
    answers = 'case "$2" in *ensurepip*) exit 1 ;; *print*) echo python3.12-venv ;; esac'
    bare = command_file(checkout / "bin", "python3.12", answers)
    path = f"{checkout / 'bin'}{os.pathsep}{os.environ['PATH']}"
    answer = ran(SHELL, "tools/setup.sh", "requirements.txt", cwd=checkout, PYTHON=str(bare), PATH=path)
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        f"{bare} cannot make virtual environments. Run: sudo apt-get install -y python3.12-venv"
    ]


@pytest.fixture
def bare_path(tmp_path: Path) -> Path:
    """A folder of commands, to be the whole PATH: fonts but no browser, apt-get only writes down what it was asked."""
    tools = tmp_path / "bin"
    command_file(tools, "id", "echo 1000")
    command_file(tools, "fc-list", "echo Noto Sans CJK SC")
    command_file(tools, "grep", "exit 1")
    return tools


def browser_setup(path: Path) -> subprocess.CompletedProcess[str]:
    return ran(SHELL, ROOT / "tools" / "browser_setup.sh", cwd=path, PATH=str(path), CHROMIUM="")


def test_a_missing_browser_is_one_line_with_the_command_that_brings_it(bare_path: Path) -> None:
    answer = browser_setup(bare_path)
    assert answer.returncode == 1
    assert answer.stderr.splitlines() == [
        "The browser tests need a Chromium and a Chinese font. "
        "Run: sudo apt-get update && sudo apt-get install -y chromium"
    ]


def test_a_missing_font_is_named_too(bare_path: Path) -> None:
    command_file(bare_path, "fc-list", "exit 0")
    assert browser_setup(bare_path).stderr.endswith("install -y chromium fontconfig fonts-noto-cjk\n")


def test_root_installs_a_missing_browser_and_goes_on(bare_path: Path) -> None:
    command_file(bare_path, "id", "echo 0")
    browser, chmod = bare_path / "chromium", shutil.which("chmod")
    new = f'printf "#!{SHELL}\\necho Chromium 140\\n" > "{browser}"; {chmod} +x "{browser}"'
    command_file(bare_path, "apt-get", f'case "$*" in *chromium*) {new} ;; esac')
    answer = browser_setup(bare_path)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout == "Installing chromium for the browser tests\n"
    assert browser_setup(bare_path).stdout == ""


def test_root_whose_apt_fails_gets_the_one_line(bare_path: Path) -> None:
    command_file(bare_path, "id", "echo 0")
    command_file(bare_path, "apt-get", "exit 100")
    answer = browser_setup(bare_path)
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1


def test_a_browser_that_is_named_but_cannot_run_is_not_replaced_by_another(tmp_path: Path) -> None:
    answer = ran(SHELL, ROOT / "tools" / "browser_setup.sh", cwd=tmp_path, CHROMIUM=str(tmp_path / "none"))
    assert answer.returncode == 1
    assert "cannot be run" in answer.stderr


def test_make_alone_lists_every_verb_a_person_may_use() -> None:
    answer = ran("make", cwd=ROOT)
    listed = {line.split()[1] for line in answer.stdout.splitlines()}
    assert {"setup", "run", "test", "test-long", "check", "data", "data-accept", "requirements", "offline"} <= listed


@pytest.mark.long
def test_setup_works_in_any_folder_is_done_once_and_mends_a_broken_environment(checkout: Path) -> None:
    first = ran("make", "setup", cwd=checkout, PYTHON=sys.executable)
    assert first.returncode == 0, first.stderr
    assert "Installing requirements.txt" in first.stdout
    assert ran("make", "setup", cwd=checkout).stdout == ""
    (checkout / "requirements.txt").write_text("# still nothing\n")
    assert ran("make", "setup", cwd=checkout).stdout == "Installing requirements.txt\n"
    (checkout / ".venv" / "bin" / "python").unlink()
    assert "Making .venv" in ran("make", "setup", cwd=checkout, PYTHON=sys.executable).stdout


def catalogue(tmp_path: Path, entries: str) -> list[str]:
    path = tmp_path / "xx.po"
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n' + entries)
    return sorted(catalogue_faults(read_po(path.open("rb")), {}))


def test_a_complete_catalogue_has_no_faults(tmp_path: Path) -> None:
    assert catalogue(tmp_path, 'msgid "{n} records"\nmsgstr "{n} 条"\n') == []


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        ('msgid "map"\nmsgstr ""\n', "untranslated"),
        ('#, fuzzy\nmsgid "map"\nmsgstr "地图"\n', "fuzzy"),
        ('msgid "{n} records"\nmsgstr "{m} 条"\n', "placeholders differ"),
    ],
)
def test_a_fault_of_a_catalogue_is_named(tmp_path: Path, entries: str, fault: str) -> None:
    assert [found.split(":")[0] for found in catalogue(tmp_path, entries)] == [fault]


def test_a_sentence_the_code_says_must_be_in_the_catalogue(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "page.py").write_text('def show(say):\n    return say("one "\n               "sentence")\n')
    path = tmp_path / "xx.po"
    path.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n')
    assert said(tmp_path) == {"one sentence": "ui/page.py:2"}
    assert faults(tmp_path, [path]) == ["xx.po: missing: 'one sentence', said at ui/page.py:2"]


def small_tree(root: Path, code: str, **catalogues: str) -> list[str]:
    """The faults of a tree with one page and some catalogues; an entry is translated by its own id."""
    (root / "ui").mkdir(exist_ok=True)
    (root / "ui" / "page.py").write_text(code)
    (root / "data" / "sets" / "bodies").mkdir(parents=True)
    (root / "data" / "sets" / "bodies" / "meta.toml").write_text('[columns.kind]\nallowed = ["court"]\n')
    paths = []
    for name, ids in catalogues.items():
        paths.append(root / f"{name}.po")
        entries = "".join(f'\nmsgid "{each}"\nmsgstr "{each}"\n' for each in ids.split("|"))
        paths[-1].write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n' + entries)
    return faults(root, paths)


PAGE = """
def show(say, states):
    say("map")
    return [say(f"state {rule} {each}") for rule in ("access",) for each in ("met", "open")]
"""


def test_a_tree_that_says_all_it_has_is_clean(tmp_path: Path) -> None:
    ids = "map|court|state access met|state access open"
    assert small_tree(tmp_path, PAGE, xx=ids, yy=ids) == []


@pytest.mark.parametrize(
    "extra", ["maps", "state access below", "state met", "states access met", "courts", "another sentence"]
)
def test_an_id_that_nothing_says_is_unused(tmp_path: Path, extra: str) -> None:
    assert small_tree(tmp_path, PAGE, xx=f"map|{extra}") == [f"xx.po: unused: {extra!r}"]


def test_an_f_string_that_nobody_says_uses_no_id(tmp_path: Path) -> None:
    code = 'def show(say):\n    say("map")\n    return f"state {len(\'access\')}"\n'
    assert small_tree(tmp_path, code, xx="map|state access") == ["xx.po: unused: 'state access'"]


@pytest.mark.parametrize(
    "code",
    ["f\"**{say('a word')}**\"", 'shown.say("a word")', 'say_in("en")("a word")', 'say("map" if n else "a word")'],
)
def test_a_sentence_is_found_wherever_it_is_said(tmp_path: Path, code: str) -> None:
    found = small_tree(tmp_path, f"def show(shown, say, say_in, n):\n    say('map')\n    return {code}\n", xx="map")
    assert found == ["xx.po: missing: 'a word', said at ui/page.py:3"]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("layers/moon.py", 'LAYER = Layer(id="moon", title="a word", order=1)\n'),
        ("layers/moon.py", 'LAYER = Layer("moon", legend={"full": "a word", "new": ""})\n'),
        ("layers/moon.py", 'LAYER = body_layer("moon", "a word", "court", order=80)\n'),
        ("layers/moon.py", 'LEGEND: dict[str, str] = {"full": "a word"}\n'),
        ("layers/moon.py", 'def details(row):\n    return [["a word", row["height"]]]\n'),
        ("ui/desks/moon.py", 'PAGES = (Page("moon", "a word", ":material/moon:"),)\n'),
        ("ui/moon.py", 'class MoonError(FaultError):\n    """Dark."""\nraise MoonError("a word", file="x")\n'),
        ("geo/moon.py", 'WORDS = {"full": "a word"}\n'),
    ],
)
def test_a_word_that_is_declared_and_said_later_is_missing_by_name(tmp_path: Path, file: str, code: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / file).write_text(code)
    (tmp_path / "ui").mkdir(exist_ok=True)
    found = small_tree(tmp_path, 'def show(say):\n    say("map")\n', xx="map")
    assert [line.split(":")[:2] for line in found] == [["xx.po", " missing"]]
    assert f"'a word', declared at {file}:" in found[0]


def test_codes_of_records_and_of_plans_need_words_where_tables_say_them(tmp_path: Path) -> None:
    (tmp_path / "ui").mkdir()
    (tmp_path / "ui" / "tables.py").write_text('CODED = ("kind", "subkind")\nRECORD_COLUMNS = ("name", "kind")\n')
    (tmp_path / "data" / "plans" / "moon").mkdir(parents=True)
    (tmp_path / "data" / "plans" / "moon" / "targets.toml").write_text('[[target]]\nid = "T1"\nmeasure = "depth"\n')
    (tmp_path / "data" / "sets" / "areas").mkdir(parents=True)
    (tmp_path / "data" / "sets" / "areas" / "meta.toml").write_text(
        '[columns.kind]\nallowed = ["crater", ""]\n[columns.subkind]\nallowed = ["deep"]\n[columns.evidence]\n'
    )
    assert declared_words(tmp_path) == {
        "crater": "data/sets/areas/meta.toml, column kind",
        "measure depth": "data/plans/moon/targets.toml, T1",
    }


def test_an_entry_of_a_layer_that_is_gone_is_unused(tmp_path: Path) -> None:
    found = small_tree(tmp_path, 'def show(say):\n    say("map")\n', xx="map|full moon")
    assert found == ["xx.po: unused: 'full moon'"]


def test_an_id_of_one_catalogue_must_be_in_the_others(tmp_path: Path) -> None:
    found = small_tree(tmp_path, PAGE, xx="map|court", yy="map|state access met")
    assert found == [
        "xx.po: only in another catalogue: 'state access met'",
        "yy.po: only in another catalogue: 'court'",
    ]


def test_chinese_and_full_width_text_in_code_is_found_with_its_line(tmp_path: Path) -> None:
    code = '"""页面"""\n\ndef show(say):\n    """显示"""\n    # 注释\n    say("map")\n    return "、".join(say.names)\n'
    assert small_tree(tmp_path, code, xx="map") == ['ui/page.py:7: Chinese in code: "、"']


@pytest.mark.parametrize("text", ['"地图"', "f'{n}（{m}）'", '"""甲\n乙"""', '["。"]', "print('　')"])
def test_every_kind_of_string_is_looked_at(text: str) -> None:
    assert {line for line, _ in foreign_in_python(f"n = m = 1\nname = {text}\n")} == {2}
    assert list(foreign_in_python("# 地图\nname = '\\u3000'\n")) == []


def test_chinese_in_a_script_is_found_outside_its_comments() -> None:
    script = "/* 甲\n   乙 */\nconst a = 1; // 丙\nconst b = '丁';\nt.replace(/[（]/g, '');\n"
    assert list(foreign_in_script(script)) == [(4, "const b = '丁';")]
    assert list(foreign_in_script("const u = 'http://甲';\n")) == [(1, "const u = 'http://甲';")]


def test_the_catalogues_of_the_product_are_whole() -> None:
    catalogues = sorted(CATALOGUES.glob("*.po"))
    assert [path.stem for path in catalogues] == ["en", "zh_CN"]
    assert faults(ROOT, catalogues) == []
