"""Branches of the national guidance centre for overseas disputes (海外知识产权纠纷应对指导中心地方分中心)."""

from layers.bodies import body_layer

LAYER = body_layer(
    "overseas-branches",
    "overseas-dispute branches",
    "one overseas-dispute branch",
    "overseas_branch",
    order=78,
    on_at_start=False,
)
