"""Settings of all tests."""

from __future__ import annotations

from hypothesis import settings

# A busy machine must not turn a right answer into a failure.
settings.register_profile("semesta", deadline=None)
settings.load_profile("semesta")
