"""A plan small enough to be seen at once, whole in every file, for tests that break it in one place."""

from __future__ import annotations

from pathlib import Path

PREFECTURES = [f"44{number:02d}00" for number in (*range(1, 10), *range(12, 21), 51, 52, 53)]
QUOTED = ", ".join(f'"{each}"' for each in PREFECTURES)
FILES = {
    "plan": f"""
id = "tiny"
title_zh = "小规划"
start = "2026-01-01"
end = "2030-12-31"
issued = "2026-01"
source = "plan-14-5"
default_definition = "one-centre"
prefectures = [{QUOTED}]
compared_zones = ["east"]
inequality_zones = ["east", "west"]
siting_clause = "clause-1"
earlier = ["13-5"]
""",
    "clauses": """
[clause-1]
chapter_zh = "第一章"
text_zh = "至2030年，一半以上地市建有保护中心，在广州先行。"
""",
    "targets": """
[[target]]
id = "N001"
layers = ["protection-centres"]
item_zh = "建有保护中心的地市"
unit_zh = "%"
target = 50
target_text = "50%以上"
comparison = ">="
target_year = "2030"
base = 10
base_year = "2026"
measure = "level"
zones = ["east"]
clause = "clause-1"

[[target]]
id = "N002"
item_zh = "先行"
measure = "qualitative"
prefectures = ["440100"]
areas = ["qianhai"]
same_as = "N001"
clause = "clause-1"
""",
    "definitions": """
[[definition]]
id = "one-centre"
title_zh = "有一家"
explain_zh = "有一家。"
target = "N001"
share = "0.50"
stage = "approved"
[[definition.admits]]
kinds = ["protection_centre"]
subkinds = ["national_protection_centre"]
levels = ["national"]

[[definition]]
id = "near"
title_zh = "可及"
explain_zh = "可及。"
rule = "access"
share = "0.5"
residents_share = "0.8"
radius_km = 30
stage = "operating"
[[definition.admits]]
kinds = ["protection_centre"]
""",
    "zones": f"""
[[zone]]
id = "east"
group = "partition"
title_zh = "东"
members = [{", ".join(f'"{each}"' for each in PREFECTURES[:10])}]
evidence = "A1"
clause = "clause-1"

[[zone]]
id = "west"
group = "partition"
title_zh = "西"
members = [{", ".join(f'"{each}"' for each in PREFECTURES[10:])}]

[[zone]]
id = "beyond"
group = "outside"
title_zh = "外"
members = ["440100", "810000"]
""",
    "cards": """
[[card]]
id = "covered"
title_zh = "覆盖"
kind = "coverage"
definition = "one-centre"
target = "N001"
order = 1

[[card]]
id = "centres"
title_zh = "中心"
kind = "bodies"
kinds = ["protection_centre"]
target = "T001"
order = 2

[[card]]
id = "counted"
title_zh = "计数"
kind = "count"
count_ids = ["count-tisc-2020"]
order = 3
""",
    "planned": """
[[planned]]
id = "planned-one"
name_zh = "拟建"
area = "qianhai"
prefecture = "440300"
lon = 113.9
lat = 22.5
position = "area_centre"
clause = "clause-1"
target = "N001"
""",
    "mentions": """
[[mention]]
prefectures = ["440100"]
words = ["广州"]
chapter_zh = "第一章"
text_zh = "在广州先行。"
""",
}


def written(home: Path, **changed: tuple[str, str] | bytes | None) -> Path:
    """The plan as the folder `home`/tiny, each file of `changed` with one text put for another, with other bytes, or
    left out (None). Returns `home`, a folder of further plans.
    """
    folder = home / "tiny"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        change = changed.get(name, b"") if name in changed else ("", "")
        if change is None:
            (folder / f"{name}.toml").unlink(missing_ok=True)
        elif isinstance(change, bytes):
            (folder / f"{name}.toml").write_bytes(change)
        else:
            old, new = change
            assert old in text, f"{name} does not say {old!r}"
            (folder / f"{name}.toml").write_text(text.replace(old, new, 1), encoding="utf-8")
    return home


def mis_saved(text: str) -> dict[str, bytes]:
    """One rule file as editors, disks and people leave it."""
    return {
        "GB18030": text.encode("gb18030"),
        "UTF-16": text.encode("utf-16"),
        "truncated": text.encode()[: text.encode().rindex(b'"') - 1],
        "empty": b"",
        "blank": b" \r\n\n",
        "a comment only": "# 规划".encode(),
        "a picture": bytes(range(256)),
        "a list": b"[1, 2]",
        "nested a thousand deep": b"a = " + b"[" * 5000,
        "another file": b'[[other]]\nid = "x"\n',
        "a date that does not exist": b"a = 2025-13-31\n",
    }
