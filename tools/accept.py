"""`make data-accept`: see data.accept; the layers a target may name are those there are."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from atlas.terminal import ended
from data.accept import main
from layers import all_layers

if __name__ == "__main__":
    sys.exit(ended(lambda: main(layers=[layer.id for layer in all_layers()])))
