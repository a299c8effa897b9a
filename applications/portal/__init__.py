"""The applicant's pages: start, task list, sections, documents, check, sent, case, mending, tracking.

Views load through what the person may see and call one verb. Not here: the verbs (drafting, documents,
corrections), the officers' pages (reviews.desk).
"""
