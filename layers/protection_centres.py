"""National IP protection centres (国家级知识产权保护中心)."""

from layers.bodies import body_layer

LAYER = body_layer(
    "protection-centres", "protection centres", "one protection centre", "protection_centre", order=80, on_at_start=True
)
