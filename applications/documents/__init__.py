"""The files of a case, one slot per requirement, every version kept.

Here: attaching, the current version, whether a slot is filled. Not here: checking bytes and serving them
(perizinan.files), judging them (reviews.checklists).
"""
