"""Measures the atlas beside its rivals: `make bench` and `make load` print tables and assert nothing."""
