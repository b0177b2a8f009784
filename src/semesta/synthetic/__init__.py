"""A province that does not exist, made to published totals, with a truth file beside it."""
