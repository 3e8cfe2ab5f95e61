"""Platforms and centres for IP operation and trade (知识产权运营平台)."""

from layers.bodies import body_layer

LAYER = body_layer(
    "operation-platforms",
    "operation platforms",
    "one operation platform",
    "operation_platform",
    order=74,
    on_at_start=False,
)
