"""What all tests share. pyproject.toml puts the root on the path, so every room can be imported."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

# A busy machine is no fault of the code, and what CI found must be found again from the same commit.
settings.register_profile("atlas", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("atlas")
# Asserts of what tests share say as much as those of the tests.
pytest.register_assert_rewrite("tests.worlds", "tests.oracles", "tests.atlas.oracles", "tests.browser.steps")
