"""The prefecture on one sheet of paper: plain HTML that only the printer shows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from atlas.conditions import filters_told, suppositions_told
from atlas.lead import lead
from atlas.own.laying import own_told
from atlas.prefecture import Prefecture
from atlas.prefecture_told import state_texts
from atlas.words import EM_SPACE, counted, full_date
from documents.columns import cell_text
from documents.links import link_of
from documents.readable import supposed_table
from documents.shared import sources_short
from documents.tables.one_prefecture import county_rows_with_key, standing_rows
from layers import safe
from layers.held import held_together
from ui.desks.prefecture.summary import effect_texts, figures, first_name
from ui.parts.shown import Shown
from ui.server import served_at

MEASURES = 6
SENTENCES = 3


def sheet(found: Prefecture, shown: Shown) -> str:
    """The sheet as HTML; every text made safe."""
    at = served_at()
    return shown.once("sheet", lambda: _sheet(found, shown, at), found.adcode, at)


def _sheet(found: Prefecture, shown: Shown, at: str) -> str:
    say, atlas = shown.say, shown.atlas
    counties, key = county_rows_with_key(shown)
    facts = [f"{title} {figure}" for title, figure, _ in figures(shown)]
    parts = [
        f"<h1>{safe.for_html(found.name)}{EM_SPACE}<small>{safe.for_html(atlas.name_of(found.zone))}</small></h1>",
        *map(_paragraph, [*lead("prefecture", shown.inquiry), *_conditions(shown)]),
        _paragraph(f"{EM_SPACE}·{EM_SPACE}".join(facts)),
        _list(say("under each definition"), _states(shown), "signed"),
        _section(say("one more national centre here"), "".join(map(_paragraph, effect_texts(shown)))),
        _section(say("counties"), _table(counties) + _paragraph(say("; ").join(key))),
        _section(counted(say("bodies in the prefecture"), len(found.here), say), _paragraph(_bodies(found, shown))),
        *(
            [_list(say("supposed, no records ({n})").format(n=len(found.supposed)), _supposed(found, shown))]
            if shown.question.supposes
            else []
        ),
        _section(say("rank and peers"), _table(standing_rows(shown).head(MEASURES))),
        _list(counted(say("sentences of the plan that name it"), len(found.mentions), say), _sentences(found, shown)),
        _paragraph(
            say("as of {date} · data version {version}").format(
                date=full_date(shown.question.as_of, say), version=atlas.version
            )
            + " · "
            + say("sketch map, not reviewed, not for public use")
        ),
        _paragraph(sources_short(shown.inquiry)),
        _paragraph(shown.supposed(at + link_of(shown.inquiry, "prefecture"))),
    ]
    return f'<div class="sheet">{"".join(parts)}</div>'


def _states(shown: Shown) -> list[str]:
    lacking = [each["lacking"] for each in shown.real.inquiry.prefecture.definitions]
    return [f"{'○' if lacks else '●'} {text}" for lacks, text in zip(lacking, state_texts(shown.inquiry), strict=True)]


def _bodies(found: Prefecture, shown: Shown) -> str:
    say = shown.say
    text = say("{name} – {state}, {evidence}")
    told = [
        text.format(name=first_name(body, shown), state=say(body["state"] or "not-drawn"), evidence=body["evidence"])
        for body in found.here.to_dict("records")
    ]
    return say("; ").join(told) or say("none known")


def _sentences(found: Prefecture, shown: Shown) -> list[str]:
    """The first sentences of the plan that name it, in the plan's own words."""
    told = [each["text_zh"] for each in found.mentions[:SENTENCES]]
    if told and shown.atlas.world.language != "zh":
        told.append(shown.say("quoted in Chinese, the language of the source"))
    return told or [shown.say("none known")]


def _conditions(shown: Shown) -> list[str]:
    """What the sheet stands under: on paper the notices of the page are not seen."""
    say, atlas, question = shown.say, shown.atlas, shown.question
    supposed, filters = suppositions_told(atlas, question, say), filters_told(atlas, question, say)
    told = [own_told(atlas, say)] if atlas.own else []
    told += [say("supposed: {text}").format(text=supposed)] if supposed else []
    return told + ([say("Counted with filters: {filters}").format(filters=say("; ").join(filters))] if filters else [])


def _supposed(found: Prefecture, shown: Shown) -> list[str]:
    rows = supposed_table(found.supposed, shown).itertuples(index=False, name=None)
    return [" · ".join(row) for row in rows] or [shown.say("none")]


def _section(title: str, body: str) -> str:
    return f"<h2>{safe.for_html(title)}</h2>{body}"


def _list(title: str, texts: Sequence[str], look: str = "") -> str:
    """Look  "signed" where each text begins with a sign of its own"""
    return _section(
        title, f'<ul class="{look}">' + "".join(f"<li>{held_together(text)}</li>" for text in texts) + "</ul>"
    )


def _paragraph(text: str) -> str:
    return f"<p>{held_together(text)}</p>"


def _table(table: pd.DataFrame) -> str:
    head = "".join(f"<th>{held_together(name)}</th>" for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{held_together(cell_text(cell))}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False, name=None)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
