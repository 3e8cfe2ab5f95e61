"""The pages that are measured: each draws the same scene its own way (tools/bench/scene.py)."""
