"""The law and the vocabularies of the scheme, dated, as data."""
