"""Who did what, when, on whose behalf: append-only rows and the hash chain over them.

Rows copy ids and labels and point at nothing; no applicant's name or number is in them.
`actions.record` writes, `tasks.link_entries` chains, `verify.walk` checks; each verb has one sentence in `verbs`.
"""
