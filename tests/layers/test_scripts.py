"""The modules of the map become one script and one sheet, or the one that cannot is named."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from layers import scripts
from layers.scripts import joined_script, joined_sheet

WRITTEN = sorted(path for path in scripts.BROWSER.iterdir() if path.suffix in {".js", ".css"})


def modules(folder: Path, **texts: str) -> Path:
    """A folder of modules, name -> text."""
    for name, text in texts.items():
        (folder / f"{name}.js").write_text(text, encoding="utf-8")
    return folder


def test_each_module_stands_once_and_before_those_that_use_it(tmp_path: Path) -> None:
    modules(
        tmp_path,
        atlas='import { a } from "./a.js";\nimport {\n  b,\n} from "./b.js";\nwindow.sum = a + b();\n',
        a="/* What a is:\n   one. */\nexport const a = 1;\n",
        b='import { a } from "./a.js";\n\nexport function b() {\n  // Twice.\n  return a + a; // 2\n}\n',
    )
    assert joined_script(tmp_path) == (
        '"use strict";\n(() => {\nconst a = 1;\nfunction b() {\nreturn a + a; // 2\n}\nwindow.sum = a + b();\n})();\n'
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('import { a as b } from "./a.js";\n', "atlas.js imports under another name"),
        ('import a from "./a.js";\n', 'atlas.js has "import a from'),
        ('import * as a from "./a.js";\n', "atlas.js has"),
        ('import "./a.js";\n', "atlas.js has"),
        ("export default 1;\n", 'atlas.js has "export default 1;"'),
        ("export { a };\n", "atlas.js has"),
        ("const text = `one\n  two`;\n", "atlas.js has a text over several lines"),
        ('import { a } from "./a.js";\nconst a = 2;\n', "atlas.js and a.js both declare a"),
        ('import { c } from "./c.js";\nexport const d = 1;\n', "circle: atlas → c → atlas"),
    ],
)
def test_what_cannot_be_joined_is_named(tmp_path: Path, text: str, fault: str) -> None:
    modules(tmp_path, a="export const a = 1;\n", c='import { d } from "./atlas.js";\nexport const c = d;\n', atlas=text)
    with pytest.raises(ValueError, match=fault.replace("*", r"\*")):
        joined_script(tmp_path)


def test_a_line_goes_on_only_within_brackets_and_never_into_a_comment(tmp_path: Path) -> None:
    text = "const a = f(\n  1,\n  // two\n  2, // too\n);\nconst b = { // c,\n  c: 3,\n};\nif (a) {\n  b();\n}\n"
    modules(tmp_path, atlas=text)
    wanted = "const a = f(1,2, // too\n);\nconst b = { // c,\nc: 3,};\nif (a) {\nb();}\n"
    assert joined_script(tmp_path) == f'"use strict";\n(() => {{\n{wanted}}})();\n'


def test_a_name_inside_a_function_belongs_to_it_alone(tmp_path: Path) -> None:
    modules(
        tmp_path,
        a="export function a() {\n  const same = 1;\n  return same;\n}\n",
        atlas='import { a } from "./a.js";\nconst same = a();\nwindow.same = same;\n',
    )
    assert joined_script(tmp_path).count("const same") == 2


def test_every_module_and_every_sheet_is_on_the_page() -> None:
    script = joined_script()
    for path in WRITTEN:
        if path.suffix == ".js" and path.name not in scripts.BESIDE:
            names = scripts.NAME.findall(scripts.EXPORT.sub("", path.read_text(encoding="utf-8")))
            assert names, path.name
            assert all(name in script for name in names), path.name
    beside = {Path(each).stem for each in scripts.BESIDE if each.endswith(".css")}
    assert {path.stem for path in WRITTEN if path.suffix == ".css"} - beside == set(scripts.SHEETS)
    assert joined_sheet().count("{") == joined_sheet().count("}") > 100


RULE = re.compile(r"^[^{}@/\n][^{}]*\{[^{}]*;\n[^{}]*;\n\}$", re.MULTILINE)


def test_no_rule_of_what_is_served_beside_the_map_is_written_in_two_sheets() -> None:
    sheets = [scripts.BROWSER / each for each in scripts.BESIDE if each.endswith(".css")]
    rules = [rule for sheet in sheets for rule in set(RULE.findall(sheet.read_text(encoding="utf-8")))]
    assert len(rules) > 50
    assert [rule for rule in set(rules) if rules.count(rule) > 1] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_a_file_of_the_map_keeps_the_measures_of_the_house(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 400
    assert max(map(len, lines)) <= 120


def test_the_script_stays_light() -> None:
    """As one file it weighed 48 KB before names knew whose land they stand on; each browser that comes reads it all."""
    assert len(joined_script().encode()) < 68_000
