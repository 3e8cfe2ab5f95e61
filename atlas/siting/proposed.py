"""How the answer of a search, and the candidates locked in or out, are marked on the map."""

from __future__ import annotations

from atlas.atlas import Atlas
from atlas.map_state import PROPOSED, Proposed
from atlas.siting.ground import Loaded, candidates_of
from atlas.siting.question import COUNTIES, OWN, SitingQuestion
from atlas.siting.search import Found
from atlas.words import say_in
from layers.extras import DECIMALS

SITE = "site-"


def proposed_sites(atlas: Atlas, siting: SitingQuestion, found: Found | None, loaded: Loaded) -> Proposed:
    """The marks of a question. found  what came of it, None while nothing has;  loaded  tables of the reader's own"""
    looks = dict.fromkeys([] if found is None else found.sites, "proposed")
    looks |= dict.fromkeys(siting.ban, "banned") | dict.fromkeys(siting.lock, "locked")
    if siting.sites == COUNTIES:
        return Proposed({f"{SITE}{each}": look for each, look in looks.items()})
    if not looks or (siting.sites == OWN and loaded.candidates is None):
        return Proposed()
    rows = candidates_of(atlas, siting, loaded)
    rows = rows[rows["id"].astype(str).isin(list(looks))]
    say = say_in(atlas.world.language)
    told = [[say("candidates"), loaded.candidates_name if siting.sites == OWN else say(f"candidates {siting.sites}")]]
    return Proposed(
        marks=[
            {
                "id": f"{SITE}{row['id']}",
                "layer": PROPOSED,
                "name": str(row["name"]),
                "p": row["prefecture"],
                "lon": round(row["lon"], DECIMALS),
                "lat": round(row["lat"], DECIMALS),
                "class": looks[str(row["id"])],
                "details": told,
            }
            for row in rows.to_dict("records")
        ]
    )
