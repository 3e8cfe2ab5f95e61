"""What belongs to one session: a table of one's own at one process, a search with the solver at the other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import expect

from tools.cluster_demo.landing import Landed
from tools.cluster_demo.reader import WAIT_MS, Reader

NAME = "韶关保护中心"
TABLE = {
    "编号": "own-shaoguan", "名称": NAME, "类别": "保护中心", "层级": "国家级", "地市": "韶关市",
    "县区": "武江区", "经度": "113.58", "纬度": "24.79", "运行日期": "2024年6月", "现状": "运行中",
}  # fmt: skip
STRIP = re.compile("本单位数据（未发布）")
SITING = "siting?radius=80&siting=floors:north=3"
PROVEN = "已证最优"


@dataclass(frozen=True)
class Uploaded:
    """A table of one's own at a.

    checked  what the check said;  strip  what a's pages then say of it;  others  how often b's pages say so
    without, within  the sentence of the coverage page before and with it
    """

    checked: str
    strip: str
    others: int
    without: str
    within: str

    @property
    def good(self) -> bool:
        """It counts in the session that brought it, and in no other."""
        return bool(self.strip) and self.others == 0 and self.without != self.within

    def told(self) -> str:
        """One line."""
        return f"own table uploaded through a ({self.checked}); a: {self.strip}; told at b: {self.others} times"


def upload(landed: Landed, folder: Path) -> Uploaded:
    """At a: upload, check, lay over the pages; then both look at the coverage page."""
    reader, page = landed.a, landed.a.page
    reader.go("coverage")
    without = reader.answer()
    file = folder / "韶关.csv"
    file.write_text("\n".join([",".join(TABLE), ",".join(TABLE.values())]), encoding="utf-8-sig")
    reader.turn_to("数据与来源", "data")
    page.get_by_text("WGS-84（GPS）").click()
    reader.settle()
    page.locator(".st-key-widget-own-table input[type=file]").set_input_files(file)
    checked = page.get_by_text(re.compile("共1行，可收下1行，问题0个"))
    expect(checked).to_be_visible(timeout=WAIT_MS)
    said = checked.inner_text().strip()
    page.get_by_role("button", name="叠加到各页").click()
    expect(page.get_by_text(STRIP).first).to_be_visible(timeout=WAIT_MS)
    reader.turn_to("覆盖缺口", "coverage")
    strip = page.get_by_text(STRIP).first.inner_text().strip()
    landed.b.go("coverage")
    return Uploaded(said, strip, landed.b.page.get_by_text(STRIP).count(), without, reader.answer())


@dataclass(frozen=True)
class Solved:
    """The certificate of a search at b."""

    asked: str
    card: str

    @property
    def good(self) -> bool:
        """It was proven."""
        return PROVEN in self.card

    def told(self) -> str:
        """One line."""
        return f"siting with the solver through b, {self.asked}: {' '.join(self.card.split())[:200]}"


def solve(reader: Reader) -> Solved:
    """Ask for the fewest centres that reach the plan's rule, and wait for the proof."""
    reader.go(SITING)
    reader.page.get_by_role("button", name=re.compile("^(search )?(重新)?求解$")).click()
    card = reader.page.locator(".card.met, .card.open").first
    expect(card).to_contain_text(PROVEN, timeout=WAIT_MS)
    return Solved(reader.asked, card.inner_text())
