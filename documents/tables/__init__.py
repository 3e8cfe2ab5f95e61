"""The tables of every page, for the screen, paper and files alike, made of the answers of an inquiry."""
