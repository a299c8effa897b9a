"""Rounds of mending: what the office asked for, what the applicant answered.

Here: Round, Point, the reply, lapse when nothing comes. Not here: who judged what (reviews.checklists),
the answers and files themselves (answers, documents).
"""
