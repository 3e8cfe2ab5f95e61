"""National rapid-rights centres of single industries (国家级知识产权快速维权中心)."""

from layers.bodies import body_layer

LAYER = body_layer(
    "rapid-rights-centres",
    "rapid-rights centres",
    "one rapid-rights centre",
    "rapid_rights_centre",
    order=79,
    on_at_start=True,
)
