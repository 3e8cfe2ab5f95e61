"""Corrections of the records: who may do what, proposals, reviews, releases. Every write goes through `authorize`."""
