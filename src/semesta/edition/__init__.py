"""Build, store, open, verify and compare editions: what the world looked like on a date."""
