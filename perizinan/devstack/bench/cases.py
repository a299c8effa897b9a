"""Cases by SQL, INSERT … SELECT generate_series, spread over states, units and officers like those of a busy office."""

import io
import json
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection, transaction

from applications.catalogue.models import PermitType, Version
from applications.documents.queries import wanted
from applications.lifecycle.casenumber import case_number
from perizinan.accounts.models import Unit
from perizinan.accounts.roles import Role
from perizinan.devstack.bench import people, statements
from perizinan.devstack.bench.people import CASES_EACH, Office

HEAVY = 300  # cases of the first applicant, an agent who files for many
SEED = 0.42
TABLES = [
    "perizinan_user",
    "perizinan_party",
    "perizinan_membership",
    "perizinan_storedfile",
    "perizinan_pageimage",
    "perizinan_auditentry",
    "applications_application",
    "applications_workitem",
    "applications_statuschange",
    "applications_clockinterval",
    "applications_answerset",
    "applications_documentversion",
    "applications_round",
    "applications_point",
    "applications_numberentry",
    "applications_permit",
    "reviews_verdict",
]


@dataclass(frozen=True)
class Shape:
    """What the statements need to know of the permit type and the office."""

    version: Version
    office: Office

    def values(self, have: int, want: int) -> dict[str, Any]:
        spec = self.version.parsed
        units = dict(Unit.objects.values_list("code", "pk"))
        documents = [r for r in wanted(spec, {**self.office.answers, "@capacity": "self"}) if r.required]
        stages = [
            [n, s.key, s.kind, s.name.id, Role[s.role].value, units[s.unit], self.office.keys(s.role)]
            for n, s in enumerate(spec.stages, 1)
        ]
        return {
            "base": have,
            "count": want - have,
            "heavy": HEAVY if have == 0 else 0,
            "first_person": _people(have) + 1,
            "people": _people(want) - _people(have),
            "version": self.version.pk,
            "type_name": spec.name.id,
            "positions": len(stages) + 1,
            "stages": json.dumps(stages),
            "documents": [r.key for r in documents],
            "answers": json.dumps(self.office.answers),
            "verifier": self.office.first(Role.VERIFIER).pk,
            "head_role": Role.HEAD.value,
            "head": self.office.first(Role.HEAD).pk,
            "unit": units["dpmptsp"],
        }


def shape(office: Office) -> Shape:
    current = PermitType.objects.select_related("current").get(slug="penelitian").current
    assert current is not None, "seed publishes it"
    return Shape(current, office)


def grow(form: Shape, have: int, want: int) -> None:
    """From `have` cases to `want`."""
    values = form.values(have, want)
    with connection.cursor() as cursor:
        _without_row_checks(cursor)
        cursor.execute("SET synchronous_commit TO off; SET work_mem TO '128MB'; SELECT setseed(%s)", [SEED])
        people.add_people(_people(have) + 1, _people(want))
        _number(cursor, have, want)
        for statement in statements.ALL:
            cursor.execute(statement, values)
        cursor.execute("RESET work_mem; SET session_replication_role TO DEFAULT")
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")


def _people(cases: int) -> int:
    return cases // CASES_EACH


def _number(cursor: Any, have: int, want: int) -> None:
    """Case numbers carry a check digit that SQL would have to learn first."""
    cursor.execute("CREATE UNLOGGED TABLE IF NOT EXISTS bench_number (id int PRIMARY KEY, number text)")
    lines = (f"{n}\t{case_number(2025 - n // 1_000_000, n)}\n" for n in range(have + 1, want + 1))
    cursor.copy_expert("COPY bench_number FROM STDIN", io.StringIO("".join(lines)))


def _without_row_checks(cursor: Any) -> None:
    """A superuser may skip foreign key checks of rows that are right by construction: minutes become seconds."""
    try:
        with transaction.atomic():
            cursor.execute("SET session_replication_role TO replica")
    except DatabaseError:
        return
