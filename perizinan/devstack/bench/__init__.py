"""`make bench`: the portal's pages against bare Django views, in one process, at several numbers of cases.

Here: cases made by SQL in a database of their own, the pages and the bare views, the measuring, the query plans.
Not here: any limit that fails a run. The table is for a person to read; only an error ends it with 1.
"""
