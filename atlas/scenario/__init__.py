"""What would change if bodies stood elsewhere: read, marked on the map, compared, kept as a file."""
