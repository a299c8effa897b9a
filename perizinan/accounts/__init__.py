"""People: logins, persons and businesses (Party), who may act for whom, units and role grants.

Sign-in is django-allauth's, dressed in our pages; its messages leave through the outbox.
What a person may see of a case is not decided here: the slices above ask `queries.roles_of`,
`units_of`, `grant_for` and `standings_of`.
"""
