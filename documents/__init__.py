"""Documents: briefs and print products made from answers of the atlas; what they say, how they look."""
