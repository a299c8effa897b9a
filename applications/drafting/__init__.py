"""The applicant's verbs: start a draft, carry it to the newest form, save a section, send, answer a return, withdraw.

Here: who may change what in which state, what is missing before sending, and the draft that follows a transfer. Not
here: the form itself and what fits another one (answers), files (documents), the officers' verbs (reviews).
"""
