"""Colour is never the only sign: within a layer every two classes differ in form too, or at least as clearly in
lightness; ordered shades carry their values in the legend's texts and in the table.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from layers import all_layers, palette

SHADES = {
    "indicator": [{f"class{step}" for step in range(5)}],
    "measured": [{f"class{step}" for step in range(5)}],
    "two-measures": [{f"class{across}{up}" for across in range(3)} for up in range(3)],
    "reach": [{"reach2", "reach3", "reach4"}],
}
THEMES = ("light", "dark")
CLEAR = 3.0


def channels(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]


def lightness(channel_values: list[float]) -> float:
    """Relative luminance as WCAG defines it."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channel_values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: list[float], other: list[float]) -> float:
    low, high = sorted((lightness(one), lightness(other)))
    return (high + 0.05) / (low + 0.05)


def seen(style: dict[str, Any], key: str, theme: str) -> list[float]:
    """The colour as it appears on the land of its theme."""
    value = style[key]
    front = channels(value[theme] if isinstance(value, dict) else value)
    opacity = style.get("fillOpacity", 1.0)
    return [opacity * a + (1 - opacity) * b for a, b in zip(front, channels(palette.LAND[theme]), strict=True)]


def form(style: dict[str, Any]) -> tuple[Any, ...]:
    """What is left of a style without its colours."""
    parts = ("symbol", "filling", "ring", "pip", "orbit", "pattern", "dash")
    return (*(style.get(part, "") for part in parts), bool(style.get("fill")))


def differ(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if form(one) != form(other) or abs(one.get("size", 0) - other.get("size", 0)) >= 1.5:
        return True
    return all(contrast(seen(one, "fill", theme), seen(other, "fill", theme)) >= CLEAR for theme in THEMES)


@pytest.mark.parametrize("layer", [each.id for each in all_layers()])
def test_no_two_classes_differ_by_colour_alone(layer: str) -> None:
    styles, shades = palette.style_of(layer), SHADES.get(layer, [])
    pairs = [pair for pair in combinations(styles, 2) if not any(set(pair) <= ordered for ordered in shades)]
    alike = [(one, other) for one, other in pairs if not differ(styles[one], styles[other])]
    assert not alike


@pytest.mark.parametrize("layer", sorted(SHADES))
def test_shades_say_their_order_in_words(layer: str) -> None:
    texts = next(each for each in all_layers() if each.id == layer).legend
    assert set().union(*SHADES[layer]) <= set(texts)


@pytest.mark.parametrize("theme", THEMES)
def test_marks_stand_out_from_the_land(theme: str) -> None:
    land = channels(palette.LAND[theme])
    faint = {
        layer: round(contrast(seen(style, "line", theme), land), 2)
        for layer, styles in palette.STYLES.items()
        for style in styles.values()
        if "symbol" in style and contrast(seen(style, "line", theme), land) < CLEAR
    }
    assert not faint


# What is more of the same, from most to least.
STRONGER = {
    "reach": [("reach4", "reach3", "reach2")],
    "difference": [("gain2", "gain1"), ("loss2", "loss1")],
    "clusters": [("high-high", "high-low"), ("low-low", "low-high")],
    "indicator": [tuple(f"class{step}" for step in reversed(range(5)))],
    "measured": [tuple(f"class{step}" for step in reversed(range(5)))],
    "two-measures": [tuple(f"class{across}{up}" for across in reversed(range(3))) for up in range(3)],
}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("layer", sorted(STRONGER))
def test_what_is_more_stands_out_more_from_the_land_of_its_theme(layer: str, theme: str) -> None:
    land, styles = channels(palette.LAND[theme]), palette.style_of(layer)
    for order in STRONGER[layer]:
        apart = [contrast(seen(styles[each], "fill", theme), land) for each in order]
        assert apart == sorted(apart, reverse=True)
        assert len({round(each, 1) for each in apart}) == len(apart)
