"""The 21 prefectures (地级以上市), always under everything else, with their names."""

from layers.base import Layer
from layers.regions import prefectures, same_class

LAYER = Layer(
    id="prefectures",
    title="prefectures",
    single="one prefecture",
    group="base",
    order=10,
    shape="area",
    needs=("prefectures",),
    features=prefectures,
    classes=same_class("prefecture"),
    legend={"prefecture": "prefecture (21)"},
    on_at_start=True,
    labels=True,
    sources=("prefectures",),
)
