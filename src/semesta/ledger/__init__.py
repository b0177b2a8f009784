"""The ledger: what is owed, billed and paid, in double entry and integer rupiah.

An entry is a set of postings that add up to nothing; it is never changed, a correction is an entry that
reverses it. Balances, arrears and which month a payment settled are derived from the postings.

Call `semesta.database.use(...)` before importing a module of this room.
"""
