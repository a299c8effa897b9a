"""Who at the desk works on a stage: taking a case, giving it back.

Here: claim, release, the named refusals of both.
Not here: which unit a stage belongs to (the permit type says), what is decided (decisions).
"""
