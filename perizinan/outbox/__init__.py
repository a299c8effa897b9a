"""Messages to people: a row for each thing said, a delivery for each address it goes to.

`actions.post` and `actions.post_code` write rows inside the caller's transaction; `delivery` takes them out through
`channels`. Who is told what, and when, is decided by the slices that post; their texts lie in templates/messages/.
"""
