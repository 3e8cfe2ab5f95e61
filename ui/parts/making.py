"""What a session has at work beside its pages, or ready, of one view; another view begins anew."""

from __future__ import annotations

from collections.abc import Hashable
from concurrent.futures import CancelledError
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from atlas.background import Work
from atlas.children import LostError

Made = TypeVar("Made")


@dataclass(eq=False)
class Held(Generic[Made]):
    """view  tells views apart;  works, files  by the id of the thing;  lost  things that ended without a file"""

    view: Hashable = None
    works: dict[str, Work[Made]] = field(default_factory=dict)
    files: dict[str, Made] = field(default_factory=dict)
    lost: set[str] = field(default_factory=set)

    def look_at(self, view: Hashable) -> None:
        """Let go of what belongs to another view, and take over what is ready of this one."""
        if self.view != view:
            self.stop()
            self.files.clear()
            self.lost.clear()
            self.view = view
        self.settle()

    def settle(self) -> None:
        """Take over what is ready; what was stopped left nothing. Raises, once, what nobody expected of a work: it is
        lost from then on, and neither waits nor begins by itself again.
        """
        for thing, work in [(thing, work) for thing, work in self.works.items() if work.done]:
            del self.works[thing]
            try:
                content = work.answer()
            except CancelledError:
                continue
            except (LostError, MemoryError):
                self.lost.add(thing)
                continue
            except Exception:
                self.lost.add(thing)
                raise
            if content:
                self.files[thing] = content

    def stop(self) -> None:
        """End all that is at work."""
        for work in self.works.values():
            work.stop()
        self.works.clear()
