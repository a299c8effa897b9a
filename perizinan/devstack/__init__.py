"""Everything one command needs on a machine without services: `make run`, `make test`, `.ci/run`.

Here: a private PostgreSQL, Redis and clamd, the table of the portal's own processes, what is prepared before they
start, and who ends them. Not here: anything the portal itself does; the portal only ever sees environment variables.
"""
