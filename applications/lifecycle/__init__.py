"""Where a case stands: the application, its history of states, open stages and clocks.

`transitions.py` is the only table of moves and `moves.move()` the only writer of a status.
Not here: what was answered (answers), what officers judged (reviews), pages.
"""
