"""What sessions may bring: Streamlit bounds a file, not how many are held for a session."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import streamlit as st
from streamlit import runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from data import limits
from data.limits import Limit
from ui.door.judge import Refusal

Held = Mapping[str, Sequence[int]]


def held() -> Held:
    """The sizes in bytes of the files that Streamlit holds at this moment, by session."""
    manager = runtime.get_instance().uploaded_file_mgr if runtime.exists() else None
    if not isinstance(manager, MemoryUploadedFileManager):
        return {}
    # Other threads add and remove: a list is taken in one step.
    by_session = list(manager.file_storage.items())
    return {session: [len(file.data) for file in list(files.values())] for session, files in by_session}


def largest() -> int:
    """The largest file that Streamlit takes, in bytes."""
    return int(st.get_option("server.maxUploadSize")) * 1024 * 1024


class Uploads:
    """Files that are held and files under way, together within the limits of a session and of all.

    held  sizes of what is held, by session;  unknown  what is reckoned for a file that does not tell its length
    """

    def __init__(self, held: Callable[[], Held] = held, unknown: Callable[[], int] = largest) -> None:
        self._held, self._unknown = held, unknown
        self._coming: list[tuple[str, int]] = []

    @contextmanager
    def expected(self, session: str, length: int) -> Iterator[Refusal | None]:
        """Keeps room for a file of `length` bytes (below 0: unknown) while it comes; why there is none, if so.

        session  "" for a request that brings no file
        """
        if not session:
            yield None
            return
        coming = (session, length if length >= 0 else self._unknown())
        limit = self._met(*coming)
        if limit is not None:
            yield Refusal(413, limit.sentence, {"most": limit.told})
            return
        self._coming.append(coming)
        try:
            yield None
        finally:
            self._coming.remove(coming)

    def _met(self, session: str, length: int) -> Limit | None:
        held = self._held()
        of_session = [*held.get(session, ()), *(size for owner, size in self._coming if owner == session)]
        of_all = sum(map(sum, held.values())) + sum(size for _, size in self._coming)
        if len(of_session) >= limits.UPLOADS_FILES.most:
            return limits.UPLOADS_FILES
        if sum(of_session) + length > limits.UPLOADS_BYTES.most:
            return limits.UPLOADS_BYTES
        return limits.UPLOADS_ALL if of_all + length > limits.UPLOADS_ALL.most else None
