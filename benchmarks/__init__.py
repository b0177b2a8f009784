"""How fast and how right: a build beside the cheapest possible pass over the same files, and beside rivals."""
