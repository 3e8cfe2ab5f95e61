"""Rights-aid bodies and provincial, municipal and district rapid bodies (维权援助与市级快维)."""

from layers.bodies import body_layer

LAYER = body_layer("rights-aid", "rights-aid bodies", "one rights-aid body", "rights_aid", order=72, on_at_start=False)
