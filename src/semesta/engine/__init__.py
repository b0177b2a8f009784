"""The set-based engine; the only room that names DuckDB.

Rooms above write SQL and hand it to an `Engine`. What differs between engines (reading files,
similarity functions, writing Parquet) is a function here.
"""

from semesta.engine.duck import Engine, EngineError, StepRecord, identifier, literal

__all__ = ["Engine", "EngineError", "StepRecord", "identifier", "literal"]
