"""What lies around the province as far as any window shows it (layers.folium_map.FRAME is a little smaller), so that no
frame ever ends in a ruler-straight coast.
"""

from __future__ import annotations

import shapely

# The southern edge lets Hainan begin and never end: it is not drawn whole.
CONTEXT = shapely.box(104.3, 19.45, 123.0, 36.2)
# Where the map lies when the whole province is looked at: names are placed for this.
LOOKED_AT = shapely.box(108.2, 19.55, 118.4, 26.2)
