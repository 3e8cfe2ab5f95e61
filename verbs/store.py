"""Verbs of the store of corrections: what an administrator does at the server, with the rights of its files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from verbs.parsing import NewVerb, OneSentence


def add_verbs(verb: NewVerb) -> None:
    """The verb with what it does."""
    store = verb("store", run_store, "the store of corrections: look it through, back it up, restore it, give roles")
    does = store.add_subparsers(dest="does", required=True, parser_class=OneSentence)
    does.add_parser("check", help="look the whole store through, and count what it holds")
    for name, about in (
        ("backup", "copy it to one file"),
        ("restore", "put a backup in its place; stop the app before"),
    ):
        does.add_parser(name, help=about).add_argument("file", type=Path, metavar="FILE")
    account = does.add_parser("account", help="give a login a role")
    account.add_argument("subject", metavar="SUBJECT", help="as the provider calls it: issuer, a space, subject")
    account.add_argument("--role", required=True, choices=("reader", "editor", "reviewer", "administrator"))
    account.add_argument("--prefecture", default="", metavar="ADCODE", help="of an editor")
    account.add_argument("--name", default="", metavar="TEXT")
    for each in does.choices.values():
        each.add_argument("--json", action="store_true", help="one JSON document on one line")


def run_store(asked: argparse.Namespace) -> dict[str, Any]:
    """See data.store.keeping and atlas.corrections.accounts."""
    from data.store.keeping import backup, counts, restore
    from data.store.opening import open_store
    from data.store.place import StoreError, place
    from data.told import Told

    where = place()
    if asked.does == "restore":
        return restore(where, asked.file)
    if asked.does != "account" and not where.begun:
        raise StoreError(Told("there is no store yet: nobody has proposed anything"), place=where.told)
    store = open_store(where)
    if asked.does == "backup":
        return backup(store, asked.file)
    if asked.does == "account":
        from atlas.corrections.accounts import appoint
        from atlas.corrections.roles import AT_THE_KEYBOARD

        appoint(store, AT_THE_KEYBOARD, asked.subject, asked.role, asked.prefecture, asked.name)
    told = counts(store)
    store.need_sound()
    return told
