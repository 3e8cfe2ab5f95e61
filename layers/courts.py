"""Specialised IP courts, tribunals and their service offices (知识产权司法机构)."""

from layers.bodies import body_layer

LAYER = body_layer("courts", "courts", "one court or tribunal", "court", order=77, on_at_start=False)
