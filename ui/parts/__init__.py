"""What several desks are made of: tables, charts, downloads, records."""
