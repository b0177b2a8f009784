"""Which resident is which member: links with a stated error rate."""
