"""Windows that accept patent and trademark business (受理窗口、代办处)."""

from layers.bodies import body_layer

LAYER = body_layer(
    "filing-windows", "filing windows", "one filing window", "filing_window", order=75, on_at_start=False
)
