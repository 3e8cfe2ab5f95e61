"""A file of the reader's own: the field that takes it, and a sentence when it was not taken.

Streamlit marks such a file red and says why only to the pointer, in English, and of an answer of the door only its
number (413). The sentence stands in the page all along, and a style shows it as soon as a file is marked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from atlas.words import Say
from data import limits
from layers import safe

MARKED = '[data-testid="stFileChip"][aria-invalid="true"]'


def largest_mb(most: limits.Limit) -> int:
    """What a field says of the largest file it takes, in whole megabytes: its own limit, never more than the door's."""
    return min(int(st.get_option("server.maxUploadSize")), -(-most.most // 1_000_000))


def ask_for_file(
    title: str,
    types: Sequence[str],
    say: Say,
    *,
    key: str,
    on_change: Callable[..., None],
    args: tuple[Any, ...],
    most: limits.Limit = limits.TABLE_BYTES,
) -> None:
    """A field for one file of some types, which is read in `on_change`. most  bytes of a file that are read there"""
    megabytes = largest_mb(most)
    st.file_uploader(title, type=list(types), max_upload_size=megabytes, key=key, on_change=on_change, args=args)
    text = say(
        "This file was not taken: it is of another type ({types} are taken), larger than {file}, or more than is kept "
        "at a time ({files} files, {most} together). Remove it, or another one, and try again."
    ).format(
        types=" ".join(types),
        file=f"{megabytes} MB",
        files=limits.UPLOADS_FILES.told,
        most=limits.UPLOADS_BYTES.told,
    )
    field, told = safe.for_html(key), safe.for_html(text)
    st.html(f'<style>.st-key-{field}:has({MARKED})::after {{ content: "{told}"; }}</style>')
