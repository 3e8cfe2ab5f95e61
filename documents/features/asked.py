"""What a geographic information system asks of a collection: which features, how many, in which coordinates, and for
which question. What cannot be used is refused in one sentence, also a name that is not known (OGC 17-069r4, 7.15).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from atlas.corrections.at_hand import unknown
from atlas.inquiry import Inquiry
from atlas.question.address import read_address
from atlas.question.parameters import Problem
from atlas.question.question import NAMES_ASKED, from_params
from atlas.service import Known, Pairs
from atlas.typed_question import refuse
from data.limits import FEATURES_PAGE
from documents.features.collection import Box
from documents.told import Told
from geo.checks import quoted
from geo.errors import BadValueError
from geo.typed import day, number, whole

CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
# WGS 84 and CGCS2000, which differ by less than a metre here: latitude first, as EPSG has it.
LATITUDE_FIRST = ("http://www.opengis.net/def/crs/EPSG/0/4326", "http://www.opengis.net/def/crs/EPSG/0/4490")
SYSTEMS = (CRS84, *LATITUDE_FIRST)
OPEN = ("", "..")
MOMENT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2}))?", re.IGNORECASE
)
# Parts of a question as in a link. `id` is a feature here, the page about one prefecture is not.
OF_A_QUESTION = (NAMES_ASKED | {"plan", "lang", "data"}) - {"id"}
OF_A_DOCUMENT = frozenset({"f"})
OF_A_FEATURE = OF_A_DOCUMENT | {"crs"}
OF_FEATURES = OF_A_FEATURE | {"limit", "offset", "bbox", "bbox-crs", "datetime"}


@dataclass(frozen=True)
class Asked:
    """Of a collection: features from the `offset`th on, at most `limit`, that meet one of the boxes and have exactly
    these attributes. boxes  WGS-84, one on each side of the date line, () for everywhere;  crs  of the answer
    """

    limit: int = FEATURES_PAGE.most
    offset: int = 0
    boxes: tuple[Box, ...] = ()
    crs: str = CRS84
    equal: Mapping[str, str] = field(default_factory=dict)


def said_once(pairs: Pairs) -> dict[str, str]:
    """What is said, each name once; a name without a value says nothing. Raises ValueError for one said twice."""
    said: dict[str, str] = {}
    problems = []
    for name, value in pairs:
        if value and said.get(name, value) != value:
            problems.append(Problem(name, value, "", repeated=True))
        said[name] = value or said.get(name, "")
    refuse(problems)
    return {name: value for name, value in said.items() if value}


def told_of(said: Mapping[str, str], known: Known) -> Told:
    """The question of an address, else the usual one, put to the atlas; its day may be told as `datetime` too.

    Raises ValueError, LookupError (data that are not known).
    """
    asked = {name: value for name, value in said.items() if name in OF_A_QUESTION}
    address, problems = read_address(asked, known.plans, known.usual_plan)
    refuse(problems)
    atlas, choices = (
        known.atlas(address.plan, address.language, address.data),
        known.choices(address.plan, address.data),
    )
    if address.data not in ("", atlas.version):
        raise unknown(address.data)
    on = _day_of(said.get("datetime", ""))
    if on is not None:
        if "date" in asked:
            raise ValueError("expected date or datetime, not both")
        asked["date"] = on.isoformat()
    question, problems = from_params(asked, choices)
    refuse(problems)
    return Told(Inquiry(atlas, question), choices)


def asked_of(said: Mapping[str, str], columns: Collection[str]) -> Asked:
    """Which features are asked for. columns  the attributes that may be asked by. Raises ValueError."""
    need_names(said, OF_FEATURES | OF_A_QUESTION | set(columns))
    if "bbox-crs" in said and "bbox" not in said:
        raise ValueError("expected bbox beside bbox-crs")
    return Asked(
        # More than the most is no error (/req/core/fc-limit-response-1); numberReturned says how many came.
        limit=min(_whole(said, "limit", 1, FEATURES_PAGE.most), FEATURES_PAGE.most),
        offset=_whole(said, "offset", 0, 0),
        boxes=_boxes(said["bbox"], system_of(said, "bbox-crs")) if "bbox" in said else (),
        crs=system_of(said, "crs"),
        equal={name: value for name, value in said.items() if name not in OF_FEATURES | OF_A_QUESTION},
    )


def _whole(said: Mapping[str, str], name: str, least: int, usual: int) -> int:
    try:
        return whole(said[name], least) if name in said else usual
    except BadValueError as error:
        raise ValueError(f"{name}: {error}") from None


def need_names(said: Mapping[str, str], names: Collection[str]) -> None:
    """Raise ValueError for names that are not known here, and for another form than JSON."""
    refuse([Problem(name, value, "") for name, value in said.items() if name not in names])
    if said.get("f", "json") != "json":
        raise ValueError(f"expected f=json, got {quoted(said['f'])}")


def system_of(said: Mapping[str, str], name: str) -> str:
    """The system of coordinates that `crs` or `bbox-crs` names, CRS84 where it does not. Raises ValueError."""
    given = said.get(name, CRS84)
    if given not in SYSTEMS:
        raise ValueError(f"expected {name} to be one of {', '.join(SYSTEMS)}, got {quoted(given)}")
    return given


def _boxes(text: str, system: str) -> tuple[Box, ...]:
    """The box of four numbers, or of six with heights that nothing here has. Raises ValueError."""
    numbers = [number(each) for each in text.split(",", 6)]
    flat: Mapping[int, Callable[[Sequence[float]], Sequence[float]]] = {
        4: lambda each: each,
        6: lambda each: [*each[:2], *each[3:5]],
    }
    if len(numbers) not in flat:
        raise ValueError(f"expected bbox as west,south,east,north, got {quoted(text)}")
    west, south, east, north = flat[len(numbers)](numbers)
    if system in LATITUDE_FIRST:
        west, south, east, north = south, west, north, east
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise ValueError(f"expected bbox in degrees, south below north, got {quoted(text)}")
    if west <= east:
        return ((west, south, east, north),)
    return (west, south, 180.0, north), (-180.0, south, east, north)


def _day_of(text: str) -> date | None:
    """The day at the end of a moment or an interval of RFC 3339; None for an open end. Raises ValueError."""
    if not text:
        return None
    parts = text.split("/")
    found = [None if each in OPEN and len(parts) > 1 else _moment(each) for each in parts]
    first, last = found[0], found[-1]
    if len(parts) > 2 or (first is not None and last is not None and first > last):
        raise ValueError(f"expected datetime as a day, or begin/end, got {quoted(text)}")
    return last


def _moment(text: str) -> date:
    found = MOMENT.fullmatch(text)
    if found is None:
        raise ValueError(f"expected datetime as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, got {quoted(text)}")
    return day(found[1])
