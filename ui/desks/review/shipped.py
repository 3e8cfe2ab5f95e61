"""The data as shipped, under whatever release a page shows."""

from __future__ import annotations

from dataclasses import replace

from atlas.atlas import Atlas
from atlas.corrections.released import parts_of
from ui import shared
from ui.settings import read_settings


def shipped_atlas(atlas: Atlas) -> Atlas:
    """The same plan and language without any release, and without the tables of a session."""
    settings = replace(read_settings(), plan=str(atlas.plan.about["id"]))
    return shared.atlas_of(settings, parts_of(atlas.released.version)[0], atlas.world.language)
