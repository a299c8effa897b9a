"""Every byte a person uploads: quarantine, checks, then clean or rejected.

Here live the stored file, the checks on hostile bytes (in a forked child), the client of clamd, the sentences
about what is wrong, and `respond`, the only door through which bytes leave.
Not here: what a file means to a case (applications.documents) and who may read it (the view that calls `respond`).
"""
