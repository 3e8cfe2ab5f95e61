"""`make cluster-demo`: the installation of docs/operations.md for several processes, a walk through it, and its end."""

from __future__ import annotations

import signal
import sys
import time

from atlas.terminal import ended
from tools.bench.browser import chromium
from tools.cluster_demo.cluster import running
from tools.cluster_demo.walk import walk


def main() -> int:
    """A line a step; 1 when one has not seen what it should."""
    began, bad = time.monotonic(), 0
    print("starting PostgreSQL, a provider of logins, two processes, Dask and nginx …", flush=True)
    with running() as cluster:
        print(f"{cluster.url}: ready after {time.monotonic() - began:.0f} s", flush=True)
        with chromium() as browser:
            for number, seen in enumerate(walk(cluster, browser), 1):
                bad += not seen.good
                print(f"{number}. {'' if seen.good else 'WRONG: '}{seen.told()}", flush=True)
    print(f"all ended after {time.monotonic() - began:.0f} s; {bad or 'no'} step was wrong", flush=True)
    return min(bad, 1)


if __name__ == "__main__":
    # Whoever ends the demo politely has its programs ended as well.
    sys.exit(ended(main, signal.SIGTERM))
