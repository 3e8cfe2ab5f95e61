"""What the session and the address remember."""
