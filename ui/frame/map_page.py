"""What the settings change on the map page."""

from __future__ import annotations

from typing import Any

from atlas.words import Say
from ui.settings import Settings

TILES = "https://t0.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk="


def page_options(settings: Settings, say: Say) -> dict[str, Any]:
    """What the settings change on the map page: the base map, and the stamp when this product's map has been given a
    number.
    """
    tiles = (
        {"url": TILES + settings.tianditu_key, "title": say("Tianditu base map"), "attribution": say("Tianditu")}
        if settings.tianditu_key
        else {}
    )
    return {"tiles": tiles, "stamp": settings.map_number}
