"""The verbs that write what officials hand in: briefs as Word and PDF, and a slide."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verbs.parsing import NewVerb, add_question, exactly

if TYPE_CHECKING:
    from documents.press import Progress
    from documents.wanted import Wanted

PAGES = ("overview", "coverage", "compare", "plan", "prefecture", "siting")


def add_verbs(verb: NewVerb) -> None:
    """The verbs with their arguments."""
    brief = verb("brief", run_brief, "a brief as Word or PDF: province, a prefecture, siting, or all as an archive")
    brief.add_argument("which", choices=("province", "prefecture", "siting", "all"))
    brief.add_argument("adcode", nargs="?", type=exactly("folded"), help="of the prefecture, for example 440500")
    brief.add_argument("--out", type=Path, required=True, metavar="FILE", help=".docx or .pdf; of all: .zip")
    brief.add_argument("--lang", default="zh", choices=("zh", "en"), help="language of the brief (zh)")
    add_paper(brief)
    add_siting(brief)
    add_question(brief)
    slide = verb("slide", run_slide, "one slide of a page: its sentence, map and three figures, sources in the notes")
    slide.add_argument("--page", default="overview", choices=PAGES, help="whose answer (overview)")
    slide.add_argument("--prefecture", type=exactly("folded"), metavar="ADCODE", help="of the page prefecture")
    slide.add_argument("--out", type=Path, required=True, metavar="FILE.pptx")
    slide.add_argument("--lang", default="zh", choices=("zh", "en"), help="language of the slide (zh)")
    add_paper(slide)
    add_siting(slide)
    add_question(slide)


def add_paper(verb: argparse.ArgumentParser) -> None:
    """What an office says of its paper, as on the map."""
    verb.add_argument("--print-settings", type=Path, metavar="FILE", help="the office's map number and fonts (TOML)")


def add_siting(verb: argparse.ArgumentParser) -> None:
    """What is asked of siting, where that is what is told."""
    verb.add_argument(
        "--siting", default="question:most", metavar="TEXT", help="siting as links say it (question:most)"
    )


def run_brief(asked: argparse.Namespace) -> dict[str, Any]:
    """Write a brief and say what it says; of all, which files there are."""
    from atlas.question.choices import ALL
    from data.whole_files import write_whole
    from documents.press import StoppedError, brief_of, pictures, written

    atlas, question, wanted = _asked(asked)
    told = {"out": str(asked.out), "as_of": question.as_of.isoformat(), "data_version": atlas.version}
    if wanted.which == ALL:
        from documents.press import made, names_in

        (content,) = made(_go_on, _say_progress, atlas, question, wanted).values()
        write_whole(asked.out, content)
        return told | {"bytes": len(content), "files": names_in(content)}
    try:
        brief = brief_of(atlas, question, wanted, _go_on)
    except StoppedError:
        raise KeyboardInterrupt from None
    fonts = wanted.office.fonts
    content = written(brief, wanted.forms[0], pictures(wanted.loaded, fonts), fonts)
    write_whole(asked.out, content)
    return told | {"bytes": len(content)} | brief.as_json()


def run_slide(asked: argparse.Namespace) -> dict[str, Any]:
    """Write a slide and say what it says."""
    from atlas.inquiry import Inquiry
    from data.whole_files import write_whole
    from documents.press import pictures
    from documents.slide import as_pptx, slide_of

    if asked.out.suffix.lower() != ".pptx":
        raise ValueError(f"expected --out to end in .pptx, got {asked.out.name!r}")
    if (asked.page == "prefecture") != bool(asked.prefecture):
        raise ValueError("expected --prefecture ADCODE with --page prefecture, and with no other")
    atlas, question, wanted = _asked(asked)
    if asked.prefecture:
        _need_prefecture(atlas, asked.prefecture)
        question = question.with_changes(prefecture=asked.prefecture)
    found = None
    if asked.page == "siting":
        from documents.searched import found_for

        found = found_for(atlas, question, wanted, _go_on)
    stamp = wanted.office.stamp_in_brief(Inquiry(atlas, question), asked.page)
    slide = slide_of(atlas, question, asked.page, found, stamp)
    content = as_pptx(slide, pictures(wanted.loaded, wanted.office.fonts))
    write_whole(asked.out, content)
    return {"out": str(asked.out), "bytes": len(content), "data_version": atlas.version} | slide.as_json()


def _asked(asked: argparse.Namespace) -> tuple[Any, Any, Wanted]:
    """The atlas in the language asked for, the question, and what is to be made of it."""
    from atlas.atlas import siting_choices
    from atlas.loading import load
    from atlas.question.choices import ALL
    from data.print_settings import read_print_settings
    from documents.office import Office
    from documents.wanted import FORMS, Wanted
    from verbs.parsing import question_of

    which, form = getattr(asked, "which", "slide"), asked.out.suffix.lower().lstrip(".")
    forms = {"all": ("zip",), "slide": ("pptx",)}.get(which, FORMS)
    if form not in forms:
        raise ValueError(
            f"expected --out to end in {' or '.join(f'.{each}' for each in forms)}, got {asked.out.name!r}"
        )
    adcode = getattr(asked, "adcode", None)
    if (which == "prefecture") != bool(adcode):
        raise ValueError("expected an adcode after prefecture, and after nothing else")
    atlas = load(asked.plan, asked.lang, asked.plans, data=asked.data)
    question = question_of(atlas, asked)
    siting, unusable = siting_choices(atlas).read(asked.siting)
    if unusable:
        raise ValueError(f"expected --siting as a link says it, cannot use: {' '.join(unusable)}")
    if adcode:
        _need_prefecture(atlas, adcode)
    office = Office(read_print_settings(asked.print_settings))
    return atlas, question, Wanted(adcode or which, FORMS if which == ALL else (form,), siting, office=office)


def _need_prefecture(atlas: Any, adcode: str) -> None:
    if adcode not in atlas.prefectures:
        raise ValueError(
            f"{adcode!r} is not the adcode of a prefecture; expected one of: {', '.join(atlas.prefectures)}"
        )


def _go_on() -> int:
    """Nobody stops the command line but by Ctrl-C."""
    return 0


def _say_progress(now: Progress) -> bool:
    print(f"{now.done}/{now.of} {now.name}".rstrip(), file=sys.stderr, flush=True)
    return False
