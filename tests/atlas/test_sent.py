"""An atlas that is sent to another process while readers go on asking."""

from __future__ import annotations

import pickle
import threading

from tests.worlds import the_atlas


def test_what_other_readers_work_out_meanwhile_breaks_nothing_and_is_not_sent() -> None:
    atlas, over = the_atlas(), threading.Event()

    def work() -> None:
        while not over.is_set():
            for number in range(2000):
                atlas.__dict__[f"worked out {number}"] = number
            for number in range(2000):
                del atlas.__dict__[f"worked out {number}"]

    other = threading.Thread(target=work)
    other.start()
    try:
        sent = [pickle.loads(pickle.dumps(atlas)) for _ in range(5)]  # noqa: S301 -- sent by ourselves
    finally:
        over.set()
        other.join()
    assert all(set(each.__dict__) == set(atlas.__dataclass_fields__) for each in sent)
    assert sent[0].version == atlas.version
    assert sent[0].prefectures == atlas.prefectures
