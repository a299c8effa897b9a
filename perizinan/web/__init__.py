"""What every page stands on and no noun owns: middleware, keyset pages, words for dates and numbers, error pages,
htmx and form rendering, structured logs, the forgiving cache. Knows no model of the portal; whatever needs the office
profile or a role on the page frame is a template tag (perizinan/templatetags), since those may import all.
"""
