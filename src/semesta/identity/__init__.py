"""NIK, KK and card numbers, personal names and dates: parse, check, normalise."""
