"""Officers by the ORM, applicants by SQL: some thousand logins, each with a party, every tenth with a business."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from applications.answers.models import AnswerSet
from perizinan import vault
from perizinan.accounts.actions import ensure_own_party
from perizinan.accounts.models import RoleGrant, Unit, User
from perizinan.accounts.roles import Role
from perizinan.devstack.demo_people import Cast
from perizinan.devstack.demo_story import NIK, Story
from perizinan.regions.models import Region

STAFF = [
    (Role.VERIFIER, "dpmptsp", 12),
    (Role.TECHNICAL, "bakesbangpol", 6),
    (Role.ENDORSER, "dpmptsp", 3),
    (Role.HEAD, "dpmptsp", 1),
]
CASES_EACH = 4  # of an applicant, on average

LOGINS = """
INSERT INTO perizinan_user (password, is_superuser, name, email, phone_verified, language, is_staff, is_active,
    created_at)
SELECT '!', false, 'Warga ' || i || ' (contoh)', 'warga' || i || '@bench.invalid', false, 'id', false, true, now()
FROM generate_series(%(first)s, %(last)s) AS i
"""
PARTIES = """
INSERT INTO perizinan_party (kind, name, nik, nik_digest, nik_last4, npwp_digest, npwp_last4, nib, address, phone,
    email, created_at, user_id)
SELECT 'person', u.name, %(nik)s, md5(u.email), '0007', '', '', '', 'Jalan Contoh 12', '', u.email, now(), u.id
FROM bench_login l JOIN perizinan_user u ON u.id = l.user_id WHERE l.i BETWEEN %(first)s AND %(last)s
UNION ALL
SELECT 'business', 'CV Contoh ' || l.i, NULL, '', '', '', '', '', 'Jalan Contoh 12', '', '', now(), NULL
FROM bench_login l WHERE l.i BETWEEN %(first)s AND %(last)s AND l.i %% 10 = 0
"""
KNOWN_LOGINS = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_login (i int PRIMARY KEY, user_id bigint);
INSERT INTO bench_login
SELECT substring(email FROM 'warga([0-9]+)@')::int, id FROM perizinan_user WHERE email LIKE 'warga%%@bench.invalid'
ON CONFLICT DO NOTHING
"""
MEMBERSHIPS = """
INSERT INTO perizinan_membership (position, created_at, user_id, party_id)
SELECT 'Direktur', now(), l.user_id, p.id
FROM bench_login l JOIN perizinan_party p ON p.kind = 'business' AND p.name = 'CV Contoh ' || l.i
WHERE l.i BETWEEN %(first)s AND %(last)s
"""
PEOPLE = """
CREATE UNLOGGED TABLE IF NOT EXISTS bench_person (i int PRIMARY KEY, user_id bigint, party_id bigint, name text);
INSERT INTO bench_person
SELECT l.i, l.user_id, p.id, p.name FROM bench_login l
LEFT JOIN perizinan_membership m ON m.user_id = l.user_id
LEFT JOIN perizinan_party own ON own.user_id = l.user_id
JOIN perizinan_party p ON p.id = coalesce(m.party_id, own.id)
WHERE l.i BETWEEN %(first)s AND %(last)s
"""


@dataclass(frozen=True)
class Office:
    officers: dict[str, list[User]]  # by role
    answers: dict[str, object]  # as the portal itself stores them
    applicant: User

    def first(self, role: Role) -> User:
        return self.officers[role.name][0]

    def keys(self, role: str) -> list[int]:
        return [officer.pk for officer in self.officers[role]]


def open_office(now: datetime) -> Office:
    """The officers, and one case filled in by the portal's own verbs: its answers are copied by SQL."""
    officers = {role.name: [_officer(role, unit, n) for n in range(1, count + 1)] for role, unit, count in STAFF}
    applicant = User.objects.create(email="isian@bench.invalid", name="Isian (contoh)")
    ensure_own_party(user=applicant, now=now)
    first = [officers[role.name][0] for role, _unit, _count in STAFF]
    cast = Cast(first[0], first[1], first[2], first[3], [applicant])
    village = Region.objects.filter(level=Region.Level.VILLAGE, code__startswith="35.16.").order_by("code")[0]
    with connection.cursor() as cursor:  # out of the way of the ids that SQL will give
        cursor.execute("SELECT setval(pg_get_serial_sequence('applications_application', 'id'), 2000000)")
    filled = Story(cast, 0, applicant, village, now).fill()
    return Office(officers, AnswerSet.objects.get(application=filled.pk).data, applicant)


def add_people(first: int, last: int) -> None:
    values: dict[str, int | str] = {"first": first, "last": last, "nik": vault.encrypt(NIK)}
    with connection.cursor() as cursor:
        for statement in (LOGINS, KNOWN_LOGINS, PARTIES, MEMBERSHIPS, PEOPLE):
            cursor.execute(statement, values)


def _officer(role: Role, unit: str, number: int) -> User:
    email = f"{role.lower()}{number}@bench.invalid"
    user = User.objects.create(email=email, name=f"{role.label} {number} (contoh)", is_staff=True)
    RoleGrant.objects.create(user=user, role=role, unit=Unit.objects.get(code=unit), starts_on=date(2026, 1, 1))
    return user
