"""Asked in words: what a reader types in one box, as parts that were understood, a question, a page, and what was not.

A small grammar over the catalogue's own words and the spoken ones beside them (spoken.toml): no model, no network.
Whatever is not understood, or understood and not used, is said; nothing is left out in silence.
"""
