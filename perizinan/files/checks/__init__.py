"""What may be wrong with hostile bytes: type, structure, size. Pure functions on bytes; no model, no setting.

They run only in the forked child of `child.py`, which has limits on time, memory and written bytes.
Not here: viruses (`files.clamd`) and what becomes of the row (`files.checking`).
"""
