"""A step of the schema a file; a step that offices have taken is never changed."""
