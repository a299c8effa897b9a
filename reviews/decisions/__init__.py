"""The verbs of the desk: declare complete, return, recommend, endorse, approve, reject;
another scan of a report.

Every verb locks, checks that nobody was faster, changes, records. Not here: judging single documents (checklists),
the permit's number and letter (applications.permits).
"""
