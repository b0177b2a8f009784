"""The register: people, their numbers, families and membership, on two clocks.

Every fact says when it holds (`valid_from`, `valid_to`) and when we knew it (`change_id`, `superseded_by_id`:
numbers of changes, whose `recorded_at` is the time). Facts are appended; of an old one only
`superseded_by` is ever written, once. `person` carries the present state, which can be rebuilt from the facts.

Call `semesta.database.use(...)` before importing a module of this room.
"""
