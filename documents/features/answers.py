"""What is answered at each address of OGC API – Features: Part 1 (17-069r4) core, Part 2 (18-058r1) systems of
coordinates, Part 3 (19-079r2) names to ask by.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote, urlencode

from atlas.service import Known, NothingHereError, Pairs
from documents.features.asked import (
    CRS84,
    OF_A_DOCUMENT,
    OF_A_FEATURE,
    OF_A_QUESTION,
    OF_FEATURES,
    SYSTEMS,
    asked_of,
    need_names,
    said_once,
    system_of,
    told_of,
)
from documents.features.chosen import chosen
from documents.features.collection import Collection, collection_of, collections_of, origins
from documents.features.described import described
from documents.told import Told
from layers import all_layers

JSON, GEOJSON, SCHEMA = "application/json", "application/geo+json", "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
FEATURES = "http://www.opengis.net/spec/ogcapi-features"
CONFORMS = (
    f"{FEATURES}-1/1.0/conf/core",
    f"{FEATURES}-1/1.0/conf/geojson",
    f"{FEATURES}-1/1.0/conf/oas30",
    f"{FEATURES}-2/1.0/conf/crs",
    f"{FEATURES}-3/1.0/conf/queryables",
    f"{FEATURES}-3/1.0/conf/queryables-query-parameters",
)
QUERYABLES = "http://www.opengis.net/def/rel/ogc/1.0/queryables"
SCHEMA_DRAFT = "https://json-schema.org/draft/2020-12/schema"
NOTHING = "there is nothing at this address; see collections for the layers, api for all addresses"


@dataclass(frozen=True)
class Answer:
    """A document. version  of the data it is of;  language  of its texts;  crs  of its coordinates, "" without any"""

    content: Mapping[str, Any]
    form: str
    version: str
    language: str
    crs: str = ""


@dataclass(frozen=True)
class Here:
    """Where an answer is given. base  the address of the landing page;  said  what was asked;  told  of which atlas"""

    base: str
    said: Mapping[str, str]
    told: Told

    def link(self, rel: str, path: str, form: str, **more: str) -> dict[str, str]:
        """A link that asks the same question; more  what else it says."""
        kept = {name: value for name, value in self.said.items() if name in OF_A_QUESTION} | more
        query = f"?{urlencode(kept)}" if kept else ""
        return {"rel": rel, "type": form, "href": f"{self.base}{path}{query}"}


Documents = Callable[[Here, Sequence[str]], tuple[Mapping[str, Any], str]]


def answer_of(path: Sequence[str], pairs: Pairs, known: Known, base: str) -> Answer:
    """The document at an address below `base`. path  its parts, [] for the landing page;  pairs  its question

    Raises NothingHereError; ValueError, LookupError, DataError for what cannot be used, in one sentence.
    """
    need_address(path)
    said = said_once(pairs)
    if path[2:3] != ["items"]:
        need_names(said, OF_A_DOCUMENT | OF_A_QUESTION)
    here = Here(base, said, told_of(said, known))
    atlas = here.told.atlas
    found = Answer({}, JSON, atlas.version, atlas.world.language)
    if len(path) == 3 and path[2] == "items":
        return _items(here, path[1], found)
    if len(path) == 4:
        return _item(here, path[1], path[3], found)
    content, form = DOCUMENTS[_kind(path)](here, path)
    return replace(found, content=content, form=form)


def need_address(path: Sequence[str]) -> None:
    """Raise NothingHereError for an address at which nothing is."""
    named = len(path) < 2 or (path[0] == "collections" and path[1] in {each.id for each in all_layers()})
    items = path[2:3] == ["items"] and len(path) <= 4 and path[3:] != [""]
    if not named or not (items or _kind(path) in DOCUMENTS):
        raise NothingHereError(NOTHING)


def _kind(path: Sequence[str]) -> str:
    """An address without what it names: "", "api", "collections", "collections/*", "collections/*/queryables"."""
    return "/".join([*path[:1], *("*" for _ in path[1:2]), *path[2:]])


def _landing(here: Here, _path: Sequence[str]) -> tuple[Mapping[str, Any], str]:
    say, atlas = here.told.say, here.told.atlas
    content = {
        "title": say("Guangdong IP Layout Atlas"),
        "description": say("sketch map, not reviewed, not for public use"),
        "dataVersion": atlas.version,
        "links": [
            here.link("self", "/", JSON),
            here.link("service-desc", "/api", OPENAPI),
            here.link("conformance", "/conformance", JSON),
            here.link("data", "/collections", JSON),
        ],
    }
    return content, JSON


def _conformance(_here: Here, _path: Sequence[str]) -> tuple[Mapping[str, Any], str]:
    return {"conformsTo": list(CONFORMS)}, JSON


def _api(here: Here, _path: Sequence[str]) -> tuple[Mapping[str, Any], str]:
    return described(here.base, here.told), OPENAPI


def _collections(here: Here, _path: Sequence[str]) -> tuple[Mapping[str, Any], str]:
    found = [_collection_told(here, each) for each in collections_of(here.told)]
    return {
        "links": [here.link("self", "/collections", JSON)],
        "crs": list(SYSTEMS),
        "collections": found,
    }, JSON


def _collection(here: Here, path: Sequence[str]) -> tuple[Mapping[str, Any], str]:
    return _collection_told(here, collection_of(path[1], here.told)), JSON


def _collection_told(here: Here, each: Collection) -> dict[str, Any]:
    place, choices = f"/collections/{each.id}", here.told.choices
    days = [f"{day.isoformat()}T00:00:00Z" for day in (choices.first_day, choices.last_day)]
    return {
        "id": each.id,
        "title": each.title,
        "description": each.note,
        "attribution": here.told.say("; ").join(
            dict.fromkeys(source.get("attribution") or source["title"] for source in origins(each.id, here.told))
        ),
        "sources": origins(each.id, here.told),
        "stamp": here.told.say("sketch map, not reviewed, not for public use"),
        "dataVersion": here.told.atlas.version,
        "itemType": "feature",
        "extent": {"spatial": {"bbox": [list(each.bounds)], "crs": CRS84}, "temporal": {"interval": [days]}},
        "crs": list(SYSTEMS),
        "storageCrs": CRS84,
        "links": [
            here.link("self", place, JSON),
            here.link("items", f"{place}/items", GEOJSON),
            here.link(QUERYABLES, f"{place}/queryables", SCHEMA),
        ],
    }


def _queryables(here: Here, path: Sequence[str]) -> tuple[Mapping[str, Any], str]:
    each = collection_of(path[1], here.told)
    link = here.link("self", "/".join(["", *path]), SCHEMA)
    columns = {name: kind for name, kind in each.columns.items() if name in names_to_ask_by(each)}
    content = {
        "$schema": SCHEMA_DRAFT,
        "$id": link["href"],
        "type": "object",
        "title": each.title,
        "properties": {name: {"title": name, "type": kind} for name, kind in columns.items()},
        "additionalProperties": False,
    }
    return content, SCHEMA


def names_to_ask_by(each: Collection) -> list[str]:
    """The attributes that features may be asked by: a name that a question has means what it means in a link."""
    return [name for name in each.columns if name not in OF_FEATURES | OF_A_QUESTION]


def _items(here: Here, layer_id: str, found: Answer) -> Answer:
    each = collection_of(layer_id, here.told)
    asked = asked_of(here.said, names_to_ask_by(each))
    matched, features = chosen(each, asked)
    place = f"/collections/{each.id}"
    more = {name: value for name, value in here.said.items() if name not in {"offset", "limit"}}
    links = [here.link("self", f"{place}/items", GEOJSON, **here.said)]
    # Pages are told apart by `limit` too, so that the reader's own choice holds on the next one.
    turned = [("next", asked.offset + asked.limit), ("prev", max(0, asked.offset - asked.limit))]
    for rel, offset in turned:
        if (rel == "next" and offset < matched) or (rel == "prev" and asked.offset > 0):
            where = {**more, "limit": str(asked.limit), "offset": str(offset)}
            links.append(here.link(rel, f"{place}/items", GEOJSON, **where))
    content = {
        "type": "FeatureCollection",
        "numberMatched": matched,
        "numberReturned": len(features),
        "features": features,
        "links": [*links, here.link("collection", place, JSON)],
    }
    return replace(found, content=content, form=GEOJSON, crs=asked.crs)


def _item(here: Here, layer_id: str, feature: str, found: Answer) -> Answer:
    need_names(here.said, OF_A_FEATURE | OF_A_QUESTION)
    each = collection_of(layer_id, here.told)
    asked = replace(asked_of({}, ()), equal={"id": feature}, crs=system_of(here.said, "crs"))
    _, features = chosen(each, asked)
    if not features:
        raise NothingHereError(NOTHING)
    place = f"/collections/{each.id}"
    item = f"{place}/items/{quote(feature, safe='')}"
    crs = {"crs": here.said["crs"]} if "crs" in here.said else {}
    links = [
        here.link("self", item, GEOJSON, **crs),
        here.link("collection", place, JSON),
    ]
    return replace(found, content=features[0] | {"links": links}, form=GEOJSON, crs=asked.crs)


DOCUMENTS: Mapping[str, Documents] = {
    "": _landing,
    "api": _api,
    "conformance": _conformance,
    "collections": _collections,
    "collections/*": _collection,
    "collections/*/queryables": _queryables,
}
