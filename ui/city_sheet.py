"""The prefecture on one sheet of paper: plain HTML that only the printer shows."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from atlas.city import City
from atlas.comparing import rank_text
from atlas.words import EM_SPACE, counted, full_date, whole
from layers import safe
from ui.city_view import county_rows, effect_text, first_name, national, standing_rows, state_texts
from ui.shown import Shown

MEASURES = 6
SENTENCES = 3


def sheet(found: City, shown: Shown) -> str:
    """The sheet as HTML; every text made safe."""
    return shown.once("sheet", lambda: _sheet(found, shown), found.adcode)


def _sheet(found: City, shown: Shown) -> str:
    say, known = shown.say, shown.known
    place = found.standing.set_index("id").loc["reach"]
    facts = [
        f"{say('residents (2020)')} {whole(found.residents, say)}",
        f"{say('national centres')} {national(found)}",
        say("residents within {km} km").format(km=shown.asked.radius_km)
        + f" {found.covered / max(found.people, 1):.1%}",
        f"{say('rank by reach')} {rank_text(place, say)}",
    ]
    states = [
        f"{'○' if each['lacking'] else '●'} {text}"
        for each, text in zip(found.definitions, state_texts(found, shown), strict=True)
    ]
    body_text = say("{name} ({state}, {evidence})")
    bodies = say("; ").join(
        body_text.format(
            name=first_name(body, shown), state=say(str(body["state"] or "not-drawn")), evidence=body["evidence"]
        )
        for body in found.here.to_dict("records")
    )
    sentences = [each["text_zh"] for each in found.mentions[:SENTENCES]]
    if sentences and known.world.language != "zh":
        sentences.append(say("quoted in Chinese, the language of the source"))
    parts = [
        f"<h1>{safe.for_html(found.name)}{EM_SPACE}<small>{safe.for_html(known.name_of(found.zone))}</small></h1>",
        _paragraph(f"{EM_SPACE}·{EM_SPACE}".join(facts)),
        _list(say("under each definition"), states),
        _section(say("one more national centre here"), _paragraph(effect_text(found, shown))),
        _section(say("counties"), _table(county_rows(found, shown))),
        _section(
            counted(say("bodies in the prefecture"), len(found.here), say), _paragraph(bodies or say("none known"))
        ),
        _section(say("rank and peers"), _table(standing_rows(found, shown).head(MEASURES))),
        _list(
            counted(say("sentences of the plan that name it"), len(found.mentions), say),
            sentences or [say("none known")],
        ),
        _paragraph(
            say("as of {date} · data version {version}").format(
                date=full_date(shown.asked.as_of, say), version=known.version
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
