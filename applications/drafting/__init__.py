"""The applicant's verbs: start a draft, save a section, send, answer a return, withdraw.

Here: who may change what in which state, and what is missing before sending. Not here: the form itself (answers),
files (documents), the officers' verbs (reviews).
"""
