"""National demonstration zones for geographical-indication products (国家地理标志产品保护示范区)."""

from layers.base import Layer
from layers.titles import title_classes, title_features

LEGEND = {
    "gi_zone": "geographical-indication demonstration zone",
    "expired": "term ended, renewal not known",
}
LAYER = Layer(
    id="gi-zones",
    title="geographical-indication zones",
    single="one geographical-indication zone",
    group="titles",
    order=69,
    shape="point",
    needs=("titles", "prefectures", "counties"),
    features=title_features(tuple(LEGEND)),
    classes=title_classes(tuple(LEGEND)),
    legend=LEGEND,
    note="drawn at the centre of the county or at the seat",
    sources=("titles",),
)
