"""What can be drawn: one declared layer a file, discovered here, and the few renderers that serve them all."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from layers.base import Layer


@cache
def all_layers() -> tuple[Layer, ...]:
    """Every `LAYER` declared in a module of this package, in drawing order (`order`, then id). Two layers with one id
    fail by name.
    """
    found: dict[str, Layer] = {}
    for module in pkgutil.iter_modules(__path__):
        layer = getattr(importlib.import_module(f"layers.{module.name}"), "LAYER", None)
        if layer is None:
            continue
        if layer.id in found:
            raise ValueError(f"two layers are called {layer.id!r}: the second is in layers/{module.name}.py")
        found[layer.id] = layer
    return tuple(sorted(found.values(), key=lambda layer: (layer.order, layer.id)))


def layer(layer_id: str) -> Layer:
    """A layer by id. Raises LookupError naming the known ones."""
    for candidate in all_layers():
        if candidate.id == layer_id:
            return candidate
    raise LookupError(
        f"layer {layer_id!r} is not known; expected one of: {', '.join(each.id for each in all_layers())}"
    )
