"""The office's own tables: kinds as declared data, one file an idea, a frozen result (`check`). See check.py."""
