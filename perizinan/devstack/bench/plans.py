"""How PostgreSQL runs the queries of a page. What to look for: sequential scans, and rows read to be thrown away."""

import re

from django.db import connection

from perizinan.devstack.bench.measure import Page, queries

_LARGE = re.compile(r"applications_|perizinan_(party|storedfile|auditentry|membership)|reviews_")
_SCANNED = re.compile(r"Seq Scan on (applications|perizinan|reviews)_(\w+)")
_SMALL = {"unit", "rolegrant", "region", "permittype", "version", "officeprofile", "holiday"}


def show(page: Page) -> None:
    for number, statement in enumerate(_reads(page), 1):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF) {statement}")
            lines = [str(row[0]) for row in cursor.fetchall()]
        scanned = {found.group(2) for line in lines if (found := _SCANNED.search(line))} - _SMALL
        print(f"\n--- {page.label}, query {number}{f'   READS ALL OF {sorted(scanned)}' if scanned else ''}")
        print(statement[:400])
        print("\n".join(lines))


def _reads(page: Page) -> list[str]:
    return [text for text in queries(page) if text.startswith(("SELECT", "(SELECT")) and _LARGE.search(text)]
