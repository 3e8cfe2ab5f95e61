"""The prefecture on one sheet of paper: plain HTML that only the printer shows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from layers import safe
from ui.city import City
from ui.city_view import county_rows, effect_text, national, standing_rows, state_texts
from ui.comparing import rank_text
from ui.shown import Shown

MEASURES = 6
SENTENCES = 3


def sheet(found: City, shown: Shown) -> str:
    """The sheet as HTML; every text made safe."""
    say, known = shown.say, shown.known
    place = found.standing.set_index("id").loc["reach"]
    facts = [
        f"{say('residents (2020)')} {found.residents:,}",
        f"{say('national centres')} {national(found)}",
        say("residents within {km} km").format(km=shown.asked.radius_km)
        + f" {found.covered / max(found.people, 1):.1%}",
        f"{say('rank by reach')} {rank_text(place, say)}",
    ]
    states = [
        f"{'○' if each['lacking'] else '●'} {text}"
        for each, text in zip(found.definitions, state_texts(found, shown), strict=True)
    ]
    bodies = "；".join(
        f"{body['name_zh'].split(' / ')[0]}（{say(str(body['state'] or 'not-drawn'))}，{body['evidence']}）"
        for body in found.here.to_dict("records")
    )
    sentences = [each["text_zh"] for each in found.mentions[:SENTENCES]]
    parts = [
        f"<h1>{safe.for_html(found.name)}　<small>{safe.for_html(known.name_of(found.zone))}</small></h1>",
        _paragraph("　·　".join(facts)),
        _list(say("under each definition"), states),
        _section(say("one more national centre here"), _paragraph(effect_text(found, shown))),
        _section(say("counties"), _table(county_rows(found, shown))),
        _section(f"{say('bodies in the prefecture')}（{len(found.here)}）", _paragraph(bodies or say("none known"))),
        _section(say("rank and peers"), _table(standing_rows(found, shown).head(MEASURES))),
        _list(
            f"{say('sentences of the plan that name it')}（{len(found.mentions)}）", sentences or [say("none known")]
        ),
        _paragraph(
            say("as of {date} · data version {version}").format(
                date=shown.asked.as_of.isoformat(), version=known.version
            )
            + " · "
            + say("sketch map, not reviewed, not for public use")
        ),
    ]
    return f'<div class="sheet">{"".join(parts)}</div>'


def _section(title: str, body: str) -> str:
    return f"<h2>{safe.for_html(title)}</h2>{body}"


def _list(title: str, texts: Sequence[str]) -> str:
    return _section(title, "<ul>" + "".join(f"<li>{safe.for_html(text)}</li>" for text in texts) + "</ul>")


def _paragraph(text: str) -> str:
    return f"<p>{safe.for_html(text)}</p>"


def _table(table: pd.DataFrame) -> str:
    head = "".join(f"<th>{safe.for_html(name)}</th>" for name in table.columns)
    rows = "".join(
        "<tr>" + "".join(f"<td>{safe.for_html(cell)}</td>" for cell in row) + "</tr>"
        for row in table.itertuples(index=False, name=None)
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
