"""Every limit of the atlas in one table: the number, what it holds back, and what the one who meets it is told.

Nothing else in the code says such a number, so that an administrator reads them all in docs/operations.md, which a test
holds to this file. Limits are hard: what is larger is refused with its sentence, never cut and never silently changed.
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.scenario import LONGEST_NAME, MOST_CHANGES

LARGE_PARTS = (
    "{file}: expected a plain workbook, found one with too many or too large parts; "
    "copy the one sheet into a new workbook, or save it as CSV UTF-8"
)
UNREADABLE = (
    "{file}: expected an Excel workbook that can be opened (no password, not damaged, not too large); "
    "save the sheet as CSV UTF-8"
)
ODD_ZIP = (
    "{file}: expected a plain zip of one Shapefile, found one with too many, too large, linked or packed parts; "
    "pack the .shp, .shx, .dbf and .prj anew"
)
UNREADABLE_MAP = (
    "{file}: expected a map that can be opened (GeoJSON, zipped Shapefile or GeoPackage; not damaged, not too large); "
    "save it anew as GeoJSON in WGS-84"
)


@dataclass(frozen=True)
class Limit:
    """One limit.

    most      the largest number that is taken, in `unit`
    holds     what is held back by it, for administrators
    sentence  what the one who meets it is told, as the catalogues know it, with {most} and what else is put in; ""
              where there is nobody to tell: the connection ends
    """

    most: int
    unit: str
    holds: str
    sentence: str = ""

    @property
    def told(self) -> str:
        """The number as it is written in a sentence, bytes as whole megabytes or, below one, kilobytes."""
        if self.unit != "bytes":
            return f"{self.most:,}"
        return f"{self.most // 1_000_000:,} MB" if self.most >= 1_000_000 else f"{self.most // 1_000} kB"


# Views kept for a meeting (atlas/kept.py)
KEPT_VIEWS = Limit(10, "views", "kept for one meeting", "Expected at most {most} kept views; take one out first.")
KEPT_BYTES = Limit(200_000, "bytes", "a list of kept views, as a file", "{file}: expected at most {most}")

# Tables that a person brings (data/tables_in.py, data/workbooks_in.py)
TABLE_BYTES = Limit(20_000_000, "bytes", "one table from a person, as a file", "{file}: expected at most {most}")
TABLE_ROWS = Limit(
    200_000, "rows", "one table from a person, below its heading", "{file}: expected at most {most} rows, found more"
)
TABLE_CELL = Limit(
    131_072,  # what Python's csv module takes
    "characters",
    "one cell of a table",
    "{file}, row {row}: expected cells of at most {most} characters, found a longer one",
)
WORKBOOK_MEMBERS = Limit(200, "files", "packed in one workbook", LARGE_PARTS)
WORKBOOK_UNPACKED = Limit(200_000_000, "bytes", "of one workbook, unpacked", LARGE_PARTS)
WORKBOOK_RATIO = Limit(100, "times", "smaller than unpacked, a workbook or a file in it", LARGE_PARTS)
WORKBOOK_CELLS = Limit(5_000_000, "cells", "of one sheet, empty ones between others too", UNREADABLE)
WORKBOOK_MEMORY = Limit(500_000_000, "bytes", "of the process that opens a workbook", UNREADABLE)
WORKBOOK_SECONDS = Limit(20, "seconds", "for opening a workbook", UNREADABLE)

# Maps that a person brings (data/intake/maps_in.py); seconds, and what a zip may hold, as for workbooks
MAP_MEMBERS = Limit(50, "files", "packed in one zipped Shapefile", ODD_ZIP)
MAP_MEMORY = Limit(450_000_000, "bytes", "of the process that opens a map", UNREADABLE_MAP)
MAP_VERTICES = Limit(
    400_000, "vertices", "of all shapes of one map", "{file}: expected at most {most} vertices; simplify the outlines"
)
MAP_FEATURES = Limit(20_000, "features", "of one map", "{file}: expected at most {most} features")
INTAKE_ROWS = Limit(
    20_000, "rows", "one table that is checked against the data", "{file}: expected at most {most} rows, found more"
)
INTAKE_PROBLEMS = Limit(
    2_000, "problems", "told of one table", "Only the first {most} problems are told; mend these, then check again."
)
OWN_ROWS = Limit(
    2_000,
    "rows",
    "laid over the data by one session, of all its own tables",
    "Expected at most {most} rows laid over the data in one session; drop another table first, or take fewer rows.",
)

# Questions of siting (atlas/siting)
CANDIDATES = Limit(5_000, "rows", "candidate sites of one's own", TABLE_ROWS.sentence)
WEIGHTS = Limit(10_000, "rows", "weights of one's own", TABLE_ROWS.sentence)
SEARCH_MEMORY = Limit(
    1_500_000_000,
    "bytes",
    "of one search, estimated before and held to while it works",
    "This would take about {needed} of memory, {most} are allowed: {advice}.",
)
MATRIX_BYTES = Limit(500_000_000, "bytes", "one matrix on the command line", TABLE_BYTES.sentence)

# Networks of roads (data/roads_in.py) and the matrices made of them
ROAD_FILE_BYTES = Limit(4_000_000_000, "bytes", "one extract of roads on the command line", TABLE_BYTES.sentence)
ROAD_NODES = Limit(
    12_000_000, "nodes", "of the roads of one extract", "{file}: expected at most {most} nodes of roads, found more"
)
TRAVEL_BYTES = Limit(60_000_000, "bytes", "one matrix of travel, as a file", TABLE_BYTES.sentence)
TRAVEL_CELLS = Limit(
    2_000_000,
    "cells",
    "of one matrix of travel, places times bodies",
    "{file}: expected at most {most} cells, places times bodies, found more",
)

# Files of points (data/points_in.py), counted on the command line
POINT_FILE_BYTES = Limit(64_000_000_000, "bytes", "one file of points on the command line", TABLE_BYTES.sentence)
POINTS_AT_ONCE = Limit(250_000, "rows", "of a file of points in memory at a time, a worker; more are read in turn")
WORKERS = Limit(64, "processes", "of one count of points", "expected at most {most} workers")
FOLDED_CELLS = Limit(
    2_000_000, "cells", "of one count of points, folded", "expected at most {most} cells; fold to larger ones"
)

DEMAND_ROWS = Limit(200_000, "cells", "of one table of folded demand that gaps and siting run on")

# Scenarios (atlas/scenario)
SCENARIO_BYTES = Limit(
    1_000_000, "bytes", "one saved scenario", "expected a file of at most {most}, found a larger one"
)
SCENARIO_CHANGES = Limit(MOST_CHANGES, "changes", "of one scenario", "expected at most {most} changes")
NAME = Limit(
    LONGEST_NAME,
    "characters",
    "the name of a scenario or of a candidate",
    "{file}, row {row}: expected a name of at most {most} characters, found {found}",
)

# Corrections (atlas/corrections)
DOCUMENT_BYTES = Limit(5_000_000, "bytes", "one document attached to a proposal", "{file}: expected at most {most}")

RELEASES_OPEN = Limit(3, "releases", "laid over the data in memory, the present one among them")

# A link as other programs pass it on (ui/frame/toolbar.py)
LINK = Limit(
    2_000,
    "characters",
    "a link that every program passes on whole; a longer one is still shown, and offered as a file",
    "This link has {found} characters; some programs cut it off after {most}. Hand on the file instead; it opens in "
    "“open a list of views”.",
)

# A question in words (atlas/asked)
ASKED = Limit(200, "characters", "of a question in words", "Expected at most {most} characters; ask more briefly.")

# What a server keeps in memory (atlas, ui)
DATA_VERSIONS = Limit(2, "versions", "of the data in memory; who still asks for an older one is shown the present one")
MAP_PAGES = Limit(64_000_000, "bytes", "composed map pages in memory, each about 1 MB; the oldest are composed anew")
ANSWERS = Limit(48_000_000, "bytes", "answers kept for whoever asks the same, of all plans and data versions")
SESSION_ANSWERS = Limit(
    8_000_000,
    "bytes",
    "answers of siting kept for one session, those of views kept for a meeting among them",
    "Answers of kept views that find no room: {n}. One session keeps at most {most}; in the meeting these views say "
    "that they are not solved.",
)

# The door (ui/door): connections, requests, streams (the websocket of an open page)
HEAD_SECONDS = Limit(10, "seconds", "until a connection has sent the whole head of its next request")
CONNECTIONS_WAITING = Limit(1_000, "connections", "that have not sent a whole head; the oldest is ended for a new one")
ANSWER_SECONDS = Limit(120, "seconds", "for a reader to take what was sent before more is sent")
CONNECTIONS_STALLED = Limit(200, "connections", "whose reader takes nothing; the oldest is ended for a new one")
REQUEST_HEAD = Limit(
    16_384,  # what the HTTP library takes when it comes in pieces
    "characters",
    "the address and headers of one request",
    "Expected an address and headers of at most {most} characters together.",
)
REQUEST_BODY = Limit(
    64_000, "bytes", "what a request brings that is no upload", "Expected a request of at most {most}."
)
BODY_SECONDS = Limit(300, "seconds", "for a whole upload", "The file has not arrived within {most} seconds.")
BODY_PAUSE = Limit(20, "seconds", "between two pieces of an upload", "Nothing of the file came for {most} seconds.")
BUSY = "At this moment too many are here; please try again in a minute."
REQUESTS = Limit(500, "requests", "answered at once", BUSY)
STREAMS = Limit(500, "streams", "open pages of all readers together", BUSY)
STREAMS_CLIENT = Limit(300, "streams", "open pages from one address", BUSY)
API_QUERY = Limit(
    8_000,
    "characters",
    "of the question that a program asks (/api/v1, /ogc)",
    "Expected a question of at most {most} characters.",
)
API_MINUTE = Limit(
    120,
    "requests",
    "of programs from one address in a minute",
    "Expected at most {most} requests a minute; ask again in a minute.",
)
API_AT_ONCE = Limit(4, "answers", "worked out for programs at the same time", BUSY)
API_CLIENTS = Limit(10_000, "addresses", "whose requests are counted at the same time; the longest silent is forgotten")
FEATURES_MINUTE = Limit(
    600,  # a program that copies every layer asks some four times a layer
    "requests",
    "of geographic information systems from one address in a minute (/ogc)",
    "Expected at most {most} requests a minute; ask again in a minute.",
)
FEATURES_AT_ONCE = Limit(2, "answers", "worked out for geographic information systems at the same time; others wait")
FEATURES_WAITING = Limit(100, "requests", "of geographic information systems that wait for their turn (/ogc)", BUSY)
FEATURES_PAGE = Limit(1_000, "features", "of one layer in one answer (/ogc); the rest is on the next page")
FIRST_QUERY = Limit(
    8_000,
    "characters",
    "of the question by which a browser asks for a map before the page has run (/map)",
    "Expected a question of at most {most} characters.",
)
FIRST_MINUTE = Limit(
    3_000,
    "requests",
    "for a map before the page has run, from one address in a minute; a whole office may be one address",
    "Expected at most {most} requests a minute; ask again in a minute.",
)
FIRST_AT_ONCE = Limit(4, "maps", "worked out before pages have run at the same time", BUSY)
MESSAGE_BYTES = Limit(4_000_000, "bytes", "one message on a stream from a reader")
UPLOADS_FILES = Limit(
    20, "files", "held for one session", "At most {most} files are kept at a time: remove one, then bring this again."
)
UPLOADS_BYTES = Limit(
    60_000_000,
    "bytes",
    "of all files held for one session",
    "At most {most} of files are kept at a time: remove one, then bring this again.",
)
UPLOADS_ALL = Limit(400_000_000, "bytes", "of all files held for all sessions", BUSY)
COMPRESSED_BYTES = Limit(
    32_000_000, "bytes", "of compressed files kept in memory; the longest unasked for leaves first"
)


def every() -> dict[str, Limit]:
    """All limits by name, in the order of this file."""
    return {name: each for name, each in globals().items() if isinstance(each, Limit)}
