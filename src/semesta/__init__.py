"""Semesta: who is covered by the national health insurance, who is left out, and why."""

__version__ = "0.1.0"
