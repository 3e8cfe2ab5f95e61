"""What is known, and from where: every dataset and every source as tables."""

from __future__ import annotations

import pandas as pd

from documents.told import Told

SOURCE_COLUMNS = ("title", "publisher", "date", "quality", "evidence", "url", "id")


def set_rows(told: Told) -> pd.DataFrame:
    """One row a dataset: nature, date, rows, datum, licence, attribution, sources, notes and the first signs of its
    hash. Rows are those that the page answers from, with a release and a session's own laid over them.
    """
    say, frames, language = told.say, told.atlas.world.frames, told.atlas.world.language
    return pd.DataFrame(
        [
            {
                say("column title"): each.told("title", language),
                say("column nature"): say(each.status),
                say("column as_of"): each.as_of,
                say("column records"): len(frames[each.id]) if each.id in frames else None,
                say("column datum"): each.original_datum or each.datum or "–",
                say("column licence"): each.told("licence", language),
                say("column attribution"): each.told("attribution", language),
                say("column sources"): "; ".join(each.sources),
                say("column notes"): each.told("notes", language),
                "SHA-256": each.sha256[:12],
            }
            for each in told.atlas.sets
        ]
    )


def source_rows(told: Told) -> pd.DataFrame:
    """One row a source that records and plans cite."""
    sources = pd.DataFrame([{"id": name, **source} for name, source in told.atlas.sources.items()]).fillna("")
    sources["quality"] = sources["quality"].map(told.say)
    columns = [name for name in SOURCE_COLUMNS if name in sources]
    return sources[columns].rename(columns={name: told.say(f"column {name}") for name in columns})
