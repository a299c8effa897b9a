"""How PostgreSQL runs the queries of a page. What to look for: sequential scans, and rows read to be thrown away."""

import re
from collections.abc import Sequence

from django.db import connection

from perizinan.devstack.bench.measure import Page, queries

_LARGE = re.compile(r"applications_|perizinan_(party|storedfile|auditentry|membership)|reviews_")
_SCANNED = re.compile(r"Seq Scan on (applications|perizinan|reviews)_(\w+)")
_LITERAL = re.compile(r"'[^']*'|\b[0-9]+\b")
_SMALL = {"unit", "rolegrant", "region", "permittype", "version", "officeprofile", "holiday"}


def show(pages: Sequence[Page]) -> None:
    """Each statement once, however many pages ask it."""
    seen: set[str] = set()
    for page in pages:
        for number, statement in enumerate(_reads(page), 1):
            form = _LITERAL.sub("?", statement)
            if form not in seen:
                seen.add(form)
                _explain(f"{page.label}, query {number}", statement)


def _explain(title: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}")
        lines = [str(row[0]) for row in cursor.fetchall()]
    scanned = {found.group(2) for line in lines if (found := _SCANNED.search(line))} - _SMALL
    warning = f"   READS ALL OF {', '.join(sorted(scanned))}" if scanned else ""
    print(f"\n--- {title}{warning}\n{statement[:400]}", *lines, sep="\n")


def _reads(page: Page) -> list[str]:
    return [text for text in queries(page) if text.startswith(("SELECT", "(SELECT")) and _LARGE.search(text)]
