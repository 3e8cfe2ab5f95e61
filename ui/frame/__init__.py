"""What surrounds every page: the row of controls, the tools, the tour."""
