"""Colours by meaning, for light and dark, and the style of every class. Hues are from the Okabe-Ito set, safe for
colour-blind readers.

A class never differs by colour alone: areas also differ by pattern (solid, hatch, dots), points by shape, filling and
outline.
"""

from __future__ import annotations

from typing import Any

INK = {"light": "#1f2933", "dark": "#e6e9ec"}
PAPER = {"light": "#ffffff", "dark": "#1b2229"}
SEA = {"light": "#dde8ef", "dark": "#131a20"}
LAND = {"light": "#f7f5ef", "dark": "#2a323a"}
ABROAD = {"light": "#e9e7e1", "dark": "#20272d"}
BORDER = {"light": "#8a8f94", "dark": "#79838c"}
FAINT = {"light": "#c3c7ca", "dark": "#46515b"}
BLUE, ORANGE, GREEN, VERMILION, PURPLE, SKY = "#0072b2", "#e69f00", "#009e73", "#d55e00", "#b0558f", "#56b4e9"
# Colours that stand out from the land of their theme by at least 3 : 1.
TEAL = {"light": "#0f766e", "dark": "#3fb8ab"}
INDIGO = {"light": "#3a4d9f", "dark": "#93a4ee"}
OCHRE = {"light": "#8a6d1f", "dark": "#d3ad4c"}
RUST = {"light": "#a8430a", "dark": "#f0955a"}
GOLD = {"light": "#a16207", "dark": "#e3b341"}
VIOLET = {"light": "#7a1fa2", "dark": "#d9a6f2"}
GREY = {"light": "#6b7280", "dark": "#a3adb5"}
# What is only supposed: no layer of what is known has this colour.
SUPPOSED = {"light": "#b5007f", "dark": "#ff7ad1"}
SEQUENTIAL = ("#e3eef3", "#b4d3df", "#7db3c8", "#41879f", "#155e75")
SEQUENTIAL_DARK = ("#23404b", "#2f6173", "#41879f", "#7db3c8", "#c9e6f0")
# Of two measures at once: pattern of each step of the second, and its three steps of the first on light and dark land.
CROSSED = (
    ("dots", ("#edbb81", "#b26b19", "#57340c"), ("#814d12", "#c5761c", "#f0c899")),
    ("hatch", ("#dabad5", "#ab639f", "#562e4f"), ("#7f4475", "#b474a9", "#e1c7dd")),
    ("", ("#7acfec", "#1885aa", "#0c4153"), ("#12607b", "#1b94bc", "#94d9f0")),
)

Style = dict[str, Any]


def area(
    fill: str | dict[str, str],
    *,
    opacity: float = 0.85,
    pattern: str = "",
    line: str | dict[str, str] = "",
    weight: float = 0.6,
) -> Style:
    """A filled area; `pattern` is "" or hatch, back, cross, lines, dots (atlas.js), drawn in the fill colour."""
    return {"fill": fill, "fillOpacity": opacity, "pattern": pattern, "line": line or BORDER, "weight": weight}


def outline(line: str | dict[str, str], *, weight: float = 2.5, dash: str = "", inner: bool = False) -> Style:
    """A line without filling; an inner one keeps to its own side, so that two areas with a common border show both."""
    return {"fill": "", "fillOpacity": 0, "line": line, "weight": weight, "dash": dash, "inner": inner}


def mark(
    symbol: str,
    colour: str | dict[str, str],
    *,
    size: float = 6.5,
    filling: str = "solid",
    ring: str = "solid",
    opacity: float = 1.0,
    pip: bool = False,
) -> Style:
    """A point: `filling` solid | half | hollow, `ring` solid | dashed (dates known only by a bound, or not at all),
    `pip` a dot in its middle.
    """
    return {
        "symbol": symbol,
        "fill": colour,
        "line": colour,
        "size": size,
        "filling": filling,
        "ring": ring,
        "opacity": opacity,
        "pip": pip,
    }


def dot(symbol: str, colour: dict[str, str], *, size: float, filling: str = "solid") -> Style:
    """One of very many small marks: with a thin rim and edge, so that neighbours do not wipe each other out."""
    return mark(symbol, colour, size=size, filling=filling) | {"thin": True}


def body_styles(symbol: str, light: str, dark: str) -> dict[str, Style]:
    """The styles of a body layer's classes `state[-bound][-believed]`.

    operating solid, operation not documented half, approved hollow; a date known by a bound only gets a dashed ring;
    believed records (B) are paler, with a dot in the middle. What a scenario supposes has a colour of its own and
    signs: new ones stand in a dashed circle, moved ones with a dot too, those at another stage or of another certainty
    half filled; closed ones, and those taken as wrong, are struck out. A record of a session's own table has the colour
    of its layer, in a dashed circle.
    """
    colour = {"light": light, "dark": dark}
    fillings = {"operating": "solid", "unclear": "half", "approved": "hollow"}
    looks: dict[str, dict[str, Any]] = {
        "assumed": {"filling": "hollow", "orbit": True},
        "moved": {"filling": "hollow", "orbit": True, "pip": True},
        "restated": {"filling": "half", "orbit": True},
        "closed": {"filling": "struck"},
    }
    supposed = {name: mark(symbol, SUPPOSED) | look for name, look in looks.items()}
    own = {"own": mark(symbol, colour) | {"orbit": True}}
    return (
        supposed
        | own
        | {
            f"{state}{bound}{believed}": mark(
                symbol,
                colour,
                filling=filling,
                ring="dashed" if bound else "solid",
                opacity=0.75 if believed else 1.0,
                pip=bool(believed),
            )
            for state, filling in fillings.items()
            for bound in ("", "-bound")
            for believed in ("", "-believed")
        }
    )


def supposed_areas() -> dict[str, Style]:
    """Areas whose state only a supposition leads to: hatched in the colour of what is supposed, never solid."""
    return {
        "supposed": area(SUPPOSED, opacity=0.8, pattern="back", line=SUPPOSED, weight=1.6),
        "supposed-possible": area(SUPPOSED, opacity=0.8, pattern="cross", line=SUPPOSED, weight=1.6),
        "supposed-none": area(SUPPOSED, opacity=0.8, pattern="lines", line=SUPPOSED, weight=1.6),
    }


def crossed_areas() -> dict[str, Style]:
    """The nine classes of two measures: the first goes from light to dark (on dark land from dark to light), the second
    from ochre dots over violet hatching to solid blue.
    """
    return {
        f"class{across}{up}": area({"light": light[across], "dark": dark[across]}, opacity=1, pattern=pattern)
        for up, (pattern, light, dark) in enumerate(CROSSED)
        for across in range(3)
    }


STYLES: dict[str, dict[str, Style]] = {
    "neighbours": {"neighbour": area(ABROAD, opacity=1, line=FAINT)},
    "prefectures": {"prefecture": area(LAND, opacity=1, line=BORDER, weight=1.1)},
    "counties": {"county": outline(FAINT, weight=0.7)},
    "coverage": {
        "certain": area(TEAL, opacity=0.8, line=PAPER, weight=1.2),
        "best": area(TEAL, opacity=0.85, pattern="hatch", line=PAPER, weight=1.2),
        "possible": area(OCHRE, opacity=0.85, pattern="dots"),
        "none": area({"light": "#f3efe6", "dark": "#313a42"}, opacity=1),
        **supposed_areas(),
    },
    "zones": {
        "zone0": area(BLUE, opacity=0.42),
        "zone1": area(ORANGE, opacity=0.5, pattern="back"),
        "zone2": area(VERMILION, opacity=0.4, pattern="hatch"),
        "zone3": area(GREEN, opacity=0.5, pattern="lines"),
        "zone4": area(PURPLE, opacity=0.4, pattern="dots"),
        "zone5": area(SKY, opacity=0.5, pattern="cross"),
    },
    "indicator": {
        f"class{step}": area({"light": SEQUENTIAL[step], "dark": SEQUENTIAL_DARK[step]}, opacity=1) for step in range(5)
    }
    | {"no-data": area({"light": "#9aa0a5", "dark": "#6b747c"}, opacity=0.7, pattern="hatch")},
    "measured": {
        f"class{step}": area({"light": SEQUENTIAL[step], "dark": SEQUENTIAL_DARK[step]}, opacity=1) for step in range(5)
    }
    | {"no-data": area({"light": "#9aa0a5", "dark": "#6b747c"}, opacity=0.7, pattern="hatch")},
    "two-measures": crossed_areas()
    | {"no-data": area({"light": "#9aa0a5", "dark": "#6b747c"}, opacity=0.7, pattern="cross")},
    "clusters": {
        "high-high": area({"light": "#b4531c", "dark": "#f08a4b"}, opacity=0.85),
        "low-low": area({"light": "#2f6f9f", "dark": "#6cb8ea"}, opacity=0.85, pattern="lines"),
        "high-low": area({"light": "#d98a4e", "dark": "#a8642f"}, opacity=0.85, pattern="back"),
        "low-high": area({"light": "#6fa8cf", "dark": "#3f7196"}, opacity=0.85, pattern="hatch"),
        "not-significant": outline(BORDER, weight=0.6),
        "no-neighbour": area({"light": "#9aa0a5", "dark": "#6b747c"}, opacity=0.7, pattern="dots"),
        "no-data": area({"light": "#9aa0a5", "dark": "#6b747c"}, opacity=0.7, pattern="cross"),
    },
    "difference": {
        "gain2": area({"light": "#155e75", "dark": "#8fd3e3"}, opacity=0.85),
        "gain1": area("#41879f", opacity=0.8, pattern="dots"),
        "same": outline(BORDER, weight=0.6),
        "loss1": area({"light": "#e0a56b", "dark": "#9c6a3a"}, opacity=0.8, pattern="hatch"),
        "loss2": area({"light": "#b4531c", "dark": "#f2a470"}, opacity=0.85, pattern="back"),
        "no-data": area({"light": "#9aa0a5", "dark": "#6b747c"}, opacity=0.7, pattern="cross"),
    },
    "reach": {
        "reach4": area({"light": "#0f5f6b", "dark": "#8fd6cf"}, opacity=0.85),
        "reach3": area("#3d8c94", opacity=0.8),
        "reach2": area({"light": "#8fc0bd", "dark": "#245d66"}, opacity=0.85),
        "reach1": area("#a9812b", opacity=0.7, pattern="dots"),
        "reach0": area("#c98a62", opacity=0.55, pattern="hatch"),
        "no-data": area({"light": "#9aa0a5", "dark": "#6b747c"}, opacity=0.7, pattern="cross"),
    },
    "access": {
        "certain": area(INDIGO, opacity=0.8, line=PAPER, weight=1.2),
        "best": area(INDIGO, opacity=0.85, pattern="hatch", line=PAPER, weight=1.2),
        "possible": area(OCHRE, opacity=0.85, pattern="dots"),
        "none": area({"light": "#f3efe6", "dark": "#313a42"}, opacity=1),
        **supposed_areas(),
    },
    "reach-rings": {"ring": outline({"light": "#37474f", "dark": "#b8c4cc"}, weight=1.4, dash="6 4")},
    "travel-places": {
        "near": dot("circle", TEAL, size=3.4),
        "within": dot("circle", TEAL, size=2.8, filling="hollow"),
        "beyond": dot("diamond", RUST, size=2.4),
        "far": dot("square", RUST, size=0.9),
        "no-way": dot("cross", GREY, size=2.8),
    },
    "coastal-belt": {"coastal": outline(SKY, weight=3.5, inner=True)},
    "double-city": {"lead": outline(PURPLE, weight=3.5, inner=True)},
    "finance-areas": {
        "zone0": outline(BLUE, weight=2.8, dash="10 5", inner=True),
        "zone1": outline(VERMILION, weight=2.2, dash="3 5", inner=True),
        "zone2": outline(GREEN, weight=2.4, dash="12 3 2 3", inner=True),
        "zone3": outline(PURPLE, weight=2.4, dash="6 3", inner=True),
        "zone4": outline(ORANGE, weight=2.4, dash="2 4", inner=True),
        "zone5": outline(SKY, weight=2.4, dash="16 4", inner=True),
    },
    "bay-area": {
        "mainland": outline(INDIGO, weight=2.6, dash="12 4 2 4", inner=True),
        "sar": area(INDIGO, opacity=0.45, pattern="dots", line=INDIGO, weight=1.6),
    },
    "demonstration-areas": {"approximate": {**area(PURPLE, opacity=0.3, line=PURPLE, weight=2), "dash": "5 4"}},
    "protection-centres": body_styles("circle", "#b3261e", "#f0786e"),
    "rapid-rights-centres": body_styles("diamond", "#b8500a", "#f0a04b"),
    "overseas-branches": body_styles("triangle", "#1d4ed8", "#8fb0ff"),
    "courts": body_styles("square", "#4a3f9f", "#b3a8f5"),
    "examination-centres": body_styles("pentagon", "#0e7490", "#56c2dc"),
    "filing-windows": body_styles("bar", "#0e7490", "#56c2dc"),
    "operation-platforms": body_styles("hexagon", "#7c2d6b", "#e39cc6"),
    "information-outlets": body_styles("triangle-down", "#4d7c0f", "#a3cf5c"),
    "rights-aid": body_styles("cross", "#047857", "#4fd1a5"),
    "parks": {
        "national_high_tech_zone": mark("square", TEAL, size=7.5),
        "provincial_high_tech_zone": mark("square", TEAL, size=7.5, filling="half"),
        "national_development_zone": mark("square", TEAL, size=7.5, filling="hollow"),
        "township_park": mark("square", TEAL, size=5, filling="hollow"),
        "national_cluster": mark("hexagon", OCHRE, size=7),
        "provincial_cluster": mark("hexagon", OCHRE, size=7, filling="hollow"),
        "former_upgrade_area": mark("hexagon", GREY, size=5.5, filling="hollow", ring="dashed"),
    },
    "planned-centres": {"planned": mark("circle", GREY, filling="hollow", ring="dotted", size=8)},
    "proposed-sites": {
        "proposed": mark("star", VIOLET, size=9),
        "locked": mark("star", VIOLET, size=9, pip=True, ring="dashed"),
        "banned": mark("cross", GREY, size=6, filling="hollow"),
    },
    "strong-cities": {
        "strong_city_demonstration": mark("star", GOLD, size=8),
        "strong_city_pilot": mark("star", GOLD, size=8, filling="hollow"),
        "protection_demonstration_area": mark("shield", GOLD, size=7),
        "older_demonstration_city": mark("star", GREY, size=6, filling="hollow"),
        "strong_county": mark("star", GOLD, size=5.5),
        "pilot_park": mark("square", GOLD, size=6.5),
        "service_cluster": mark("hexagon", GOLD, size=6.5),
        "service_pilot_city": mark("triangle", GOLD, size=6.5),
        "expired": mark("star", GREY, size=7, filling="half", ring="dashed"),
    },
    "gi-zones": {
        "gi_zone": mark("leaf", {"light": "#3f7d20", "dark": "#8cc970"}, size=7.5),
        "expired": mark("leaf", GREY, size=7, ring="dashed"),
    },
}


def style_of(layer: str) -> dict[str, Style]:
    """The styles of a layer's classes. A layer without styles fails by name."""
    if layer not in STYLES:
        raise LookupError(f"layer {layer!r} has no styles in layers/palette.py")
    return STYLES[layer]
