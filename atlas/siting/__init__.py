"""Siting (选址): the question, what it stands on, its one search, its sentences.

Nothing is imported here: the solver costs a second of start, and every page wants the question alone.
"""
