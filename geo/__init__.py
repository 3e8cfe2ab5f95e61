"""The science: pure functions on frames and arrays. No files, no network, no widgets, nothing of ours imported."""
