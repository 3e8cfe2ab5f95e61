"""One file a page: read, compute, show."""
