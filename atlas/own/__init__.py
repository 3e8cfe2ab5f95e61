"""The office's own data: checked (data.intake), laid over the released data for one session, exported."""
