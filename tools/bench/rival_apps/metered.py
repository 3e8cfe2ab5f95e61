"""Runs the page named by BENCH_SCRIPT and notes what its run cost; Streamlit is pointed at this file."""

import os
from pathlib import Path

from tools.bench.meter import run_metered

run_metered(Path(os.environ["BENCH_SCRIPT"]))
