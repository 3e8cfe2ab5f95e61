"""Patent and trademark examination cooperation (审查协作)."""

from layers.bodies import body_layer

LAYER = body_layer(
    "examination-centres",
    "examination centres",
    "one examination centre",
    "examination_centre",
    order=76,
    on_at_start=False,
)
