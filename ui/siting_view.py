"""An answer of siting on the page: at work, certificate, sites, reasons, before and after, frontier, re-runs."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
import streamlit as st

from atlas.answers import PROPOSED, Proposed
from atlas.question.question import Asked
from atlas.siting import ground as siting
from atlas.siting import sentences as site_words
from atlas.siting.background import Solving
from atlas.siting.question import SiteForm
from atlas.siting.search import RUNS, SEED, Found, begin, begin_runs, faults, key_of, lost_without, question_of
from atlas.siting.studies import Robust
from atlas.words import Say, listed, say_in
from atlas.world import Known
from geo.siting.task import gap
from layers import safe
from layers.extras import DECIMALS
from ui import charts, controls, linked, scenario_view, tables
from ui.download import offer
from ui.shown import Shown
from ui.siting_form_view import ask, memory

LOOK_S = 0.7
SITE = "site-"
RUN_KEY = "runs"


def start_or_say(form: SiteForm, shown: Shown) -> None:
    """The button that starts the search, or the sentences that say why it cannot start."""
    say, held = shown.say, memory()
    if held.refused:
        st.error(safe.for_markdown(held.refused))
    told = faults(shown.known, form, shown.asked, held.loaded, say)
    for sentence in told:
        st.error(safe.for_markdown(sentence))
    key = _key(form, shown)
    if key in held.running:
        _at_work(held.running[key], say)
    elif not told:
        found: Found | None = held.found.get(key)
        known = found is not None
        st.button(
            say("search again") if known else say("search"),
            type="secondary" if known else "primary",
            icon=":material/search:",
            key="siting-search",
            on_click=_start,
            args=(key, form, shown),
            width="stretch",
        )
        if found is not None and found.answer is not None:
            # The certificate is above the form, perhaps out of sight.
            proven = found.answer.status == "optimal"
            text = say("{proof}: {answer}").format(
                proof=say("proven best") if proven else say("not proven best"), answer=headline(found, say)
            )
            (st.success if proven else st.warning)(safe.for_markdown(text))


def found_of(form: SiteForm, shown: Shown) -> Found | None:
    """What came of the question of the form, and is on the map (`proposed` takes it over); None while nothing has."""
    found: Found | None = memory().found.get(_key(form, shown))
    return found


def proposed(form: SiteForm, known: Known, asked: Asked) -> Proposed:
    """The sites of the answer, and the candidates locked in or out, as the map shows them."""
    held = memory()
    found: Found | None = held.take(key_of(form, asked, held.loaded, known.version))
    chosen = () if found is None else _chosen(found)
    looks = dict.fromkeys(chosen, "proposed") | dict.fromkeys(form.ban, "banned") | dict.fromkeys(form.lock, "locked")
    if form.sites == "counties":
        return Proposed({f"{SITE}{each}": look for each, look in looks.items()})
    if not looks or (form.sites == "own" and held.loaded.candidates is None):
        return Proposed()
    rows = siting.candidates_of(known, question_of(form, asked, held.loaded))
    rows = rows[rows["id"].astype(str).isin(list(looks))]
    say = say_in(known.world.language)
    told = [[say("candidates"), held.loaded.candidates_name if form.sites == "own" else say("candidates places")]]
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


def _chosen(found: Found) -> list[str]:
    """Ids of the sites of an answer, or of the whole build order of a frontier."""
    if found.on is None:
        return []
    if found.studied is not None:
        return [str(each) for each in found.studied.built["site"]]
    return [] if found.answer is None else found.on.ids(found.answer.sites)


def _key(form: SiteForm, shown: Shown) -> Hashable:
    return key_of(form, shown.asked, memory().loaded, shown.known.version)


def _start(key: Hashable, form: SiteForm, shown: Shown) -> None:
    held = memory()
    held.running[key] = begin(shown.known, shown.asked, form, held.loaded)


@st.fragment(run_every=LOOK_S)
def _at_work(solving: Solving[Any], say: Say) -> None:
    """What is known so far, looked at again and again; alone, so that the page stays as it is."""
    if solving.done:
        st.rerun()
    now = solving.progress
    if solving.waiting:
        st.info(say("Waiting for another search to end."), icon=":material/hourglass:")
    elif now is None:
        st.info(say("At work: distances and rows are made."), icon=":material/hourglass:")
    elif now.aim == "runs":
        done = int(now.incumbent or 0)
        st.progress(done / RUNS, say("{n} of {runs} runs").format(n=done, runs=RUNS))
    else:
        best, bound = (
            say("none yet") if each is None else site_words.amount(now.aim, each, say)
            for each in (now.incumbent, now.bound)
        )
        aim = say(f"working {now.aim}")
        open_gap = "–" if now.incumbent is None or now.bound is None else f"{gap(now.incumbent, now.bound):.1%}"
        text = say("At work on {aim}: best so far {best}, no answer beyond {bound}, gap {gap}, {seconds:.0f} s")
        told = text.format(aim=aim, best=best, bound=bound, gap=open_gap, seconds=now.seconds)
        st.info(told, icon=":material/hourglass:")
    st.button(say("stop and keep the best"), icon=":material/stop_circle:", on_click=solving.stop, key="siting-stop")


def show_found(form: SiteForm, found: Found, shown: Shown) -> None:
    """Everything that came of a question."""
    if found.studied is not None:
        _frontier(found, shown)
    elif found.answer is not None:
        _sites(form, found, shown)
        if found.answer.sites:
            st.button(
                shown.say("make these sites a scenario"),
                icon=":material/science:",
                key="siting-adopt",
                on_click=scenario_view.adopt,
                args=(found, shown),
            )
        _prefectures(found, shown)
        _robust(form, found, shown)


def headline(found: Found, say: Say) -> str:
    """The answer in a figure; "" when there is none."""
    if found.answer is None or found.on is None:
        return ""
    first = siting.in_units(found.on, found.answer)[0]
    return site_words.amount(first["aim"], first["objective"], say)


def show_certificate(form: SiteForm, found: Found, shown: Shown) -> None:
    """The answer in a figure, with its certificate, and why not fewer."""
    say, answer, on = shown.say, found.answer, found.on
    if found.refused:
        st.error(safe.for_markdown(found.refused), icon=":material/block:")
    if answer is None or on is None:
        return
    told = siting.in_units(on, answer)
    figure = headline(found, say)
    proven = say("proven best") if answer.status == "optimal" else say("not proven best")
    stands = say(
        "{sites} candidates, {places} places where people live, {bodies} bodies that stay; data version {version}"
    ).format(sites=len(on.candidates), places=len(on.demand), bodies=len(on.existing), version=shown.known.version)
    lines = [site_words.certificate(told, answer.solver, answer.seconds, say), stands]
    if any(each["aim"] == "worst" for each in told):
        lines.append(site_words.farthest(shown.known, found.question, on, answer, say))
    if answer.problem == "rule":
        lines.append(site_words.by_body(siting.by_body(shown.known, shown.asked), say))
    if found.why is not None:
        lines += site_words.fewer(found.why, form.k, say)
    body = "".join(f"<p>{safe.for_html(line)}</p>" for line in lines if line)
    look = "met" if answer.status == "optimal" else "open"
    st.html(
        f'<div class="card certificate {look}"><h2>{safe.for_html(proven)}</h2>'
        f"<b>{safe.for_html(figure)}</b>{body}</div>"
    )


def site_rows(found: Found, shown: Shown) -> pd.DataFrame:
    """The new sites: id, name, prefecture, lost (people only this one reaches), depends (prefectures)."""
    on, answer = found.on, found.answer
    if on is None or answer is None:
        return pd.DataFrame(columns=["id", "name", "prefecture", "lost", "depends"])
    rows = on.candidates.iloc[list(answer.sites)]
    lost = lost_without(on, found.question, answer)
    depends = {} if found.why is None else found.why.depends
    return pd.DataFrame(
        {
            "id": rows["id"].astype(str).to_numpy(),
            "name": rows["name"].to_numpy(),
            "prefecture": [shown.known.name_of(each) for each in rows["prefecture"]],
            "lost": [round(lost[str(each)]) for each in rows["id"]],
            "depends": [_named(depends.get(str(each), ()), shown) for each in rows["id"]],
        }
    )


def _sites(form: SiteForm, found: Found, shown: Shown) -> None:
    say = shown.say
    rows = site_rows(found, shown)
    st.markdown(f"## {say('the new centres')}")
    if rows.empty:
        st.success(say("No new centre is needed: what is there is enough."))
        return
    columns = ["name", "prefecture", "lost", *(["depends"] if form.question == "rule" else [])]
    titles = {"lost": say("column only through it"), "depends": say("column prefectures that hang on it")}
    table = rows[columns].rename(columns=lambda name: titles.get(name) or say(f"column {name}"))
    ids = list(rows["id"])
    linked.table(table, ids, f"sites-{hash(_key(form, shown))}", lambda chosen: _go(chosen, shown))
    offer(table, "sites", shown, say("the new centres"))
    st.caption(say("Choose a row, or a county on the map, to lock it in or out for the next search."))


def offer_locks(form: SiteForm, shown: Shown) -> None:
    """Buttons that lock the candidate chosen in the map or in a table in or out, or set it free again."""
    say, names = shown.say, _candidates(form, shown)
    chosen = picked(form, shown)
    if chosen not in names:
        return
    name = names[chosen]
    lock, ban = ([each for each in held if each != chosen] for held in (form.lock, form.ban))
    with st.container(horizontal=True, key="siting-locks"):
        if chosen not in form.lock:
            _lock(say("lock {name} in").format(name=name), "lock", form, shown, lock=(*lock, chosen), ban=tuple(ban))
        if chosen not in form.ban:
            _lock(say("lock {name} out").format(name=name), "block", form, shown, lock=tuple(lock), ban=(*ban, chosen))
        if chosen in (*form.lock, *form.ban):
            _lock(say("set {name} free").format(name=name), "lock_open", form, shown, lock=tuple(lock), ban=tuple(ban))


def picked(form: SiteForm, shown: Shown) -> str:
    """The candidate that is chosen: on the map its mark or its county, in a table its row; "" for none."""
    selected = shown.asked.selected
    if form.sites == "counties":
        return selected.removeprefix(SITE).removeprefix("c")
    return selected.removeprefix(SITE) if selected.startswith(SITE) else str(st.session_state.get("siting-chosen", ""))


def _lock(title: str, icon: str, form: SiteForm, shown: Shown, **changes: tuple[str, ...]) -> None:
    st.button(title, icon=f":material/{icon}:", key=f"siting-{icon}", on_click=_ask, args=(form, shown), kwargs=changes)


def _candidates(form: SiteForm, shown: Shown) -> dict[str, str]:
    """Id of every candidate -> its name; {} while a table is still to be loaded."""
    loaded = memory().loaded
    if form.sites == "own" and loaded.candidates is None:
        return {}
    rows = siting.candidates_of(shown.known, question_of(form, shown.asked, loaded))
    return dict(zip(rows["id"].astype(str), rows["name"].astype(str), strict=True))


def _ask(form: SiteForm, shown: Shown, **changes: Any) -> None:
    ask(form, shown, **changes)


def _go(chosen: str, shown: Shown) -> None:
    """Show a site on the map, and remember it for the buttons that lock."""
    st.session_state["siting-chosen"] = chosen
    if chosen:
        controls.choose(f"{SITE}{chosen}")


def _prefectures(found: Found, shown: Shown) -> None:
    say, known = shown.say, shown.known
    if found.on is None or found.answer is None:
        return
    table = siting.per_prefecture(found.question, found.on, found.answer.sites)
    more = (table["covered_after"] - table["covered_before"]).round().astype(int)
    told = pd.DataFrame(
        {
            say("column prefecture"): [known.name_of(adcode) for adcode in table.index],
            say("column zone"): [known.name_of(known.zone_of.get(adcode, "")) for adcode in table.index],
            say("column new centres"): table["sites"].astype(int).to_numpy(),
            say("column in reach before"): [_share(each) for each in table["share_before"]],
            say("column in reach after"): [_share(each) for each in table["share_after"]],
            say("column more residents"): more.to_numpy(),
        }
    )
    st.markdown(f"## {say('before and after, by prefecture')}")
    key = f"before-after-{hash(found.answer.sites)}"
    linked.table(told, list(table.index), key, controls.choose, tallest=420)
    offer(told, "before-after", shown, say("before and after, by prefecture"))


def _robust(form: SiteForm, found: Found, shown: Shown) -> None:
    """Seeded re-runs, on request: they take a while."""
    say, held = shown.say, memory()
    key = (RUN_KEY, _key(form, shown))
    st.markdown(f"## {say('how robust is it?')}")
    robust: Robust | None = held.take(key)
    if key in held.running:
        _at_work(held.running[key], say)
    elif robust is None:
        st.caption(
            say(
                "Solved again {n} times with radius, detour, positions and weights drawn anew (±10 %, 3 km); the same "
                "seed draws the same."
            ).format(n=RUNS)
        )
        st.button(
            say("run {n} times").format(n=RUNS),
            icon=":material/casino:",
            key="siting-runs",
            on_click=_start_runs,
            args=(key, found, shown),
        )
    else:
        text = say("{runs} runs, {proven} proven, {failed} without an answer; seed {seed}.")
        st.caption(text.format(runs=robust.runs, proven=robust.proven, failed=robust.failed, seed=SEED))
        solved = max(1, robust.runs - robust.failed)
        chosen = set() if found.on is None or found.answer is None else set(found.on.ids(found.answer.sites))
        rows = pd.DataFrame(
            {
                say("column name"): robust.sites["name"],
                say("column prefecture"): [shown.known.name_of(each) for each in robust.sites["prefecture"]],
                say("column in the answer"): ["●" if each in chosen else "–" for each in robust.sites["id"]],
                say("column chosen"): [
                    say("{n} of {runs}").format(n=each, runs=solved) for each in robust.sites["chosen"]
                ],
            }
        )
        tables.show(rows, tallest=420)
        offer(rows, "robustness", shown, say("how robust is it?"))


def _start_runs(key: Hashable, found: Found, shown: Shown) -> None:
    memory().running[key] = begin_runs(shown.known, shown.asked, found)


def _frontier(found: Found, shown: Shown) -> None:
    say, studied = shown.say, found.studied
    if studied is None or found.on is None:
        return
    points, built, total = studied.points, studied.built, float(found.on.task.weights.sum())
    proven = bool((points["status"] == "optimal").all())
    st.markdown(f"## {say('what each further centre buys')}")
    st.caption(
        say("Every number of centres is proven best.")
        if proven
        else say("Not every number is proven best; the thin mark says what no choice can exceed.")
    )
    rows = pd.DataFrame(
        {
            "p": points["p"],
            "share": points["covered"] / total,
            "bound": points["bound"] / total,
            "text": [f"{covered / total:.1%}" for covered in points["covered"]],
        }
    )
    chart = charts.frontier(rows, say("new centres"), say("share of residents"))
    charts.show(chart, alt=say("what each further centre buys"))
    told = pd.DataFrame(
        {
            say("column new centres"): points["p"].astype(int),
            say("column residents in reach"): points["covered"].round().astype(int),
            say("column share"): rows["text"],
            say("column more residents"): points["gain"].round().astype(int),
            say("column proof"): [
                say("proven best") if status == "optimal" else say("gap {gap:.1%}").format(gap=each)
                for status, each in zip(points["status"], points["gap"], strict=True)
            ],
        }
    )
    order = pd.DataFrame(
        {
            say("column step"): built["p"].astype(int),
            say("column name"): built["name"],
            say("column residents in reach"): built["covered"].round().astype(int),
            say("column loss against the best"): built["loss"].round().astype(int),
        }
    )
    left, right = st.columns(2, gap="large")
    with left:
        tables.show(told, tallest=480)
        offer(told, "frontier", shown, say("what each further centre buys"))
    with right:
        st.markdown(f"**{say('an order to build in')}**")
        tables.show(order, tallest=480)
        offer(order, "build-order", shown, say("an order to build in"))


def _share(share: float) -> str:
    return "–" if pd.isna(share) else f"{share:.1%}"


def _named(prefectures: Sequence[str], shown: Shown) -> str:
    return listed([shown.known.name_of(each) for each in prefectures], shown.say) or "–"
