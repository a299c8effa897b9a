"""What officers bring back from a field visit or from the till: one report a stage, with its scans.

Here: the report, what keeps it from being taken (rules), writing and reading it.
Not here: passing the stage on (decisions), showing it (desk).
"""
