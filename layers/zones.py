"""The plan's partition of the prefectures, for 14-5 一核一带一区: 珠三角核心区 9, 东翼 4, 西翼 3, 北部生态发展区 5."""

from __future__ import annotations

from layers.base import OF_THE_PLAN, Layer
from layers.regions import numbered_captions, numbered_legend, numbered_members, prefectures

LAYER = Layer(
    id="zones",
    title="zones of the plan",
    group="shading",
    order=21,
    shape="area",
    zone_group="partition",
    needs=("prefectures",),
    features=prefectures,
    classes=numbered_members("partition"),
    legend=numbered_legend(),
    exclusive=True,
    captions=numbered_captions("partition"),
    sources=(OF_THE_PLAN,),
)
