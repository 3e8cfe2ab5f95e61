"""强市 and related national titles of prefectures and counties."""

from layers.base import Layer
from layers.titles import title_classes, title_features

LEGEND = {
    "strong_city_demonstration": "strong-city demonstration",
    "strong_city_pilot": "strong-city pilot",
    "protection_demonstration_area": "protection demonstration area",
    "older_demonstration_city": "older title: demonstration city",
    "strong_county": "strong county",
    "pilot_park": "pilot park",
    "service_cluster": "IP service cluster",
    "service_pilot_city": "service-standard pilot city",
    "expired": "term ended, renewal not known",
}
LAYER = Layer(
    id="strong-cities",
    title="strong cities and titles",
    single="one title of a city or county",
    group="titles",
    order=68,
    shape="point",
    needs=("titles", "prefectures", "counties"),
    features=title_features(tuple(LEGEND)),
    classes=title_classes(tuple(LEGEND)),
    legend=LEGEND,
    note="drawn at the seat of the holder",
    sources=("titles",),
)
