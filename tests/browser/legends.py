"""What of the map's legend is in sight, and which land it lies on."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.browser.steps import map_frame

# How much of the key of the fill is in sight, and which land the legend lies on.
LEGEND = """() => {
    const host = atlas.map.getContainer(), legend = host.querySelector(".atlas-legend");
    const [outer, box] = [host, legend].map((each) => each.getBoundingClientRect());
    const body = legend.querySelector(".atlas-body").getBoundingClientRect();
    const key = legend.querySelector(".atlas-body > div.atlas-block");
    const rows = [...key.children].map((each) => each.getBoundingClientRect());
    const bottom = Math.min(body.bottom, outer.bottom, window.frameElement ? parent.innerHeight
        - window.frameElement.getBoundingClientRect().top : outer.bottom) + 1;
    const covered = [];
    for (const { properties, geometry } of atlas.features.prefectures.collection.features) {
        const parts = (geometry.type === "MultiPolygon" ? geometry.coordinates : [geometry.coordinates]);
        const size = (part) => part[0].length, main = Math.max(...parts.map(size));
        for (const [lon, lat] of parts.filter((part) => size(part) === main).flat(2)) {
            const { x, y } = atlas.map.latLngToContainerPoint([lat, lon]);
            const inside = x > box.left && x < box.right && y > box.top && y < box.bottom;
            if (inside && (!atlas.about || atlas.about === properties.id)) covered.push(properties.id);
        }
    }
    return { open: legend.classList.contains("open"), hidden: rows.filter((row) => row.bottom > bottom).length,
        rows: rows.length, covered: [...new Set(covered)] };
}"""
IN_SIGHT = {"open": True, "hidden": 0, "covered": []}


def legend(page: Page) -> Any:
    found = map_frame(page).evaluate(LEGEND)
    assert found.pop("rows") > 1
    return found
