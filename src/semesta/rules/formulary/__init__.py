"""The formulas of the law, one subject a module."""
