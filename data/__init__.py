"""What is known, how we know it, and how it comes and goes."""
