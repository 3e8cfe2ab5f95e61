"""The table twin of the map: exactly the rows the map shows; choosing a row chooses on the map."""

from __future__ import annotations

import streamlit as st

from atlas.words import listed
from documents.tables.drawn import legend_texts, readable_rows
from layers import all_layers, decide, safe
from ui.parts import linked
from ui.parts.shown import Shown
from ui.session.question import choose


def show_twin(shown: Shown) -> None:
    """The table, folded and only sent when open; below it the records that stand at the date but have no place."""
    layers = tuple(reversed(shown.question.layers))
    n = sum(decide.count(shown.view.decision, layers).values())
    title = shown.supposed(shown.say("table of what the map shows ({n} rows)").format(n=n))
    twin = st.expander(title, icon=":material/table_rows:", key="twin", on_change="rerun")
    if not twin.open:
        return
    rows = decide.table(shown.atlas.world, shown.view.decision, layers, legend_texts(shown), shown.view.moment.extras)
    with twin:
        if rows.empty:
            st.info(shown.say("Nothing is shown: switch a layer on."))
            return
        name = shown.supposed(shown.say("what the map shows"))
        about = [shown.say("column name"), shown.say("column class")]
        linked.table(readable_rows(rows, shown), list(rows["id"]), "map", name, shown, choose, about=about)
        _say_unplaced(shown)


def _say_unplaced(shown: Shown) -> None:
    missing = decide.unplaced(shown.atlas.world, shown.view.moment)
    kinds = {kind for layer in all_layers() if layer.id in shown.question.layers for kind in layer.kinds}
    missing = missing[missing["kind"].isin(kinds)]
    if not missing.empty:
        text = shown.say(
            "{n} more records stand at this date but have no known place, so the map cannot show them: {names}"
        )
        names = [shown.atlas.world.title(record, "name") for record in missing.to_dict("records")]
        st.caption(safe.for_markdown(text.format(n=len(missing), names=listed(names, shown.say))))
