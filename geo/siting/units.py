"""Numbers of any unit as the solver takes them: its tolerances are absolute, so a question must look the same to it in
people, in thousandths of them, or in anything else.

Where all numbers are whole multiples of a power of ten (tenths of a kilometre, thousands of people) they become those
whole numbers, exactly. Otherwise the largest becomes `LARGEST`, and what rounding adds to the last digits is cut off.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from geo.distance import Floats

NEAR = 2e-11  # of a number: what adding up or changing the unit may alter; a micrometre in fifty kilometres
LARGEST = 2.0**17  # so that 1e-9, the finest tolerance of the solver, is 1e-14 of the largest number
MOST_WHOLE = 1e9
BITS = 40
SAMPLE = 64


@dataclass(frozen=True, eq=False)
class Scaled:
    """values * unit are the numbers given;  whole  whether all the values are whole numbers, exactly."""

    values: Floats
    unit: float
    whole: bool


def scaled(values: Floats) -> Scaled:
    """The numbers (0 or more or less, any shape, all finite) in a unit of their own; the same for every power of ten
    they are multiplied with. Nothing but zeros, or no number, has the unit 1.
    """
    sizes = np.abs(values)
    largest = float(sizes.max(initial=0.0))
    if largest == 0:
        return Scaled(values.astype(float), 1.0, True)
    power = _power(sizes, largest)
    if power is not None:
        return Scaled(np.rint(_times(values, power)), _ten(-power), True)
    unit = largest / LARGEST
    return Scaled(cut(values / unit), unit, False)


def cut(values: Floats) -> Floats:
    """The numbers without their last digits, which rounding changes: half of 2^-40 of each at most."""
    share, exponent = np.frexp(values)
    return np.asarray(np.ldexp(np.rint(share * 2.0**BITS) / 2.0**BITS, exponent), dtype=float)


def parts(weights: Floats, whole: float) -> Floats:
    """What part of `whole` (above 0) each weight is, at most 1: rows are stated so, as their tolerance is absolute."""
    return cut(np.minimum(weights / whole, 1.0))


def _power(sizes: Floats, largest: float) -> int | None:
    """The smallest power of ten that makes every number whole and none too large; None when there is none."""
    sizes = sizes[sizes > 0]
    sample = sizes[:: max(1, sizes.size // SAMPLE)]
    most = min(300, math.floor(math.log10(MOST_WHOLE) - math.log10(largest)))
    for power in range(-math.floor(math.log10(largest)), most + 1):
        if _whole(sample, power) and _whole(sizes, power):
            return power
    return None


def _whole(sizes: Floats, power: int) -> bool:
    times = _times(sizes, power)
    nearest = np.rint(times)
    return bool((np.abs(times - nearest) <= NEAR / 10 * nearest).all())


def _times(values: Floats, power: int) -> Floats:
    # Powers of ten are exact up to 22, those below 1 never are: dividing keeps 0.3 = 3 / 10.
    return np.asarray(values * 10.0**power if power >= 0 else values / 10.0**-power, dtype=float)


def _ten(power: int) -> float:
    return 10.0**power if power >= 0 else 1 / 10.0**-power
