"""The officers' pages under `/meja/`: queue, case page, the forms of every decision, the signing list.

Here: reading for pages, forms, views, the words of refusals. Not here: the verbs themselves (assignments,
checklists, decisions, applications.permits) and who may see a case (applications.lifecycle).
"""
