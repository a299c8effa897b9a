"""Demo accounts, one for each role. Only for DEMO installations; production settings refuse them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.hashers import make_password

from perizinan.accounts.actions import ensure_own_party
from perizinan.accounts.backends import DEMO_DOMAIN
from perizinan.accounts.models import RoleGrant, Unit, User
from perizinan.accounts.roles import Role
from perizinan.office.queries import profile
from perizinan.signing.authority import LocalAuthority

PASSWORD = "contoh-sandi-demo"  # noqa: S105  # printed by `make run`; DEMO only
PASSPHRASE = "contoh-tanda-tangan"  # noqa: S105  # the same
UNITS = [
    ("dpmptsp", "DPMPTSP Kabupaten Mojokerto", "DPMPTSP", Unit.Kind.OFFICE),
    ("bakesbangpol", "Badan Kesatuan Bangsa dan Politik", "Bakesbangpol", Unit.Kind.AGENCY),
    ("bapenda", "Badan Pendapatan Daerah", "Bapenda", Unit.Kind.AGENCY),
    ("bpkad", "Badan Pengelolaan Keuangan dan Aset Daerah", "BPKAD", Unit.Kind.AGENCY),
    ("dinkes", "Dinas Kesehatan", "Dinkes", Unit.Kind.AGENCY),
    ("dishub", "Dinas Perhubungan", "Dishub", Unit.Kind.AGENCY),
    ("disdik", "Dinas Pendidikan", "Disdik", Unit.Kind.AGENCY),
    ("perkim", "Dinas Perumahan Rakyat dan Kawasan Permukiman", "Perkim", Unit.Kind.AGENCY),
    ("pupr", "Dinas Pekerjaan Umum dan Penataan Ruang", "PUPR", Unit.Kind.AGENCY),
    ("satpolpp", "Satuan Polisi Pamong Praja", "Satpol PP", Unit.Kind.AGENCY),
]


def _agency(code: str, person: str, *roles: Role) -> list[tuple[str, str, Role, str]]:
    """One person for all that an agency does."""
    return [(code, person, role, code) for role in roles]


STAFF: list[tuple[str, str, Role, str]] = [
    ("verifikator", "Budi Verifikator (contoh)", Role.VERIFIER, "dpmptsp"),
    ("verifikator2", "Ratna Verifikator (contoh)", Role.VERIFIER, "dpmptsp"),
    ("bakesbangpol", "Citra Bakesbangpol (contoh)", Role.TECHNICAL, "bakesbangpol"),
    *_agency("bapenda", "Indah Bapenda (contoh)", Role.TECHNICAL, Role.TREASURER),
    *_agency("bpkad", "Joko BPKAD (contoh)", Role.INSPECTOR, Role.TECHNICAL, Role.TREASURER),
    *_agency("dinkes", "Kartika Dinkes (contoh)", Role.INSPECTOR, Role.TECHNICAL),
    *_agency("disdik", "Lukman Disdik (contoh)", Role.INSPECTOR, Role.TECHNICAL),
    *_agency("dishub", "Mira Dishub (contoh)", Role.INSPECTOR, Role.TECHNICAL),
    *_agency("perkim", "Nanda Perkim (contoh)", Role.TECHNICAL, Role.TREASURER),
    *_agency("pupr", "Oki PUPR (contoh)", Role.INSPECTOR, Role.TECHNICAL),
    *_agency("satpolpp", "Putri Satpol PP (contoh)", Role.TECHNICAL),
    ("bendahara", "Rama Bendahara (contoh)", Role.TREASURER, "dpmptsp"),
    ("kabid", "Darma Kepala Bidang (contoh)", Role.ENDORSER, "dpmptsp"),
    ("kadis", "Dewi Kepala Dinas (contoh)", Role.HEAD, "dpmptsp"),
    ("admin", "Gita Admin (contoh)", Role.ADMIN, ""),
    ("auditor", "Hadi Auditor (contoh)", Role.AUDITOR, ""),
]
APPLICANTS = [
    ("pemohon", "Ayu Pemohon (contoh)"),
    ("pemohon2", "Bagas Wicaksana (contoh)"),
    ("pemohon3", "Sekar Rahayu (contoh)"),
]


@dataclass
class Cast:
    verifier: User
    technical: User
    endorser: User
    head: User
    applicants: list[User] = field(default_factory=list)


def units() -> dict[str, Unit]:
    found = {}
    for code, name, short, kind in UNITS:
        found[code], _made = Unit.objects.get_or_create(
            code=code, defaults={"name": name, "short_name": short, "kind": kind}
        )
    return found


@cache
def _hashed_password() -> str:
    """One slow hash for all: they share the password anyway."""
    return make_password(PASSWORD)


def _login(name: str, person: str, now: datetime, *, staff: bool) -> User:
    email = f"{name}{DEMO_DOMAIN}"
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create(
            email=email, name=person, password=_hashed_password(), is_staff=staff, created_at=now
        )
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"verified": True, "primary": True})
    return user


def enter(now: datetime) -> Cast:
    known = units()
    staff: dict[str, User] = {}
    for name, person, role, unit in STAFF:
        user = staff[name] = _login(name, person, now, staff=True)
        RoleGrant.objects.get_or_create(
            user=user, role=role, unit=known.get(unit), defaults={"starts_on": date(2026, 1, 1), "decree": "contoh"}
        )
    head, office = staff["kadis"], profile()
    if office.head_name != head.name:
        office.head_name = head.name
        office.save()
    authority = LocalAuthority(Path(settings.SIGNING_DIR))
    if not authority.knows(f"user-{head.pk}"):
        authority.enrol(f"user-{head.pk}", head.name, PASSPHRASE)
    applicants = [_login(name, person, now, staff=False) for name, person in APPLICANTS]
    for applicant in applicants:
        ensure_own_party(user=applicant, now=now)
    return Cast(staff["verifikator"], staff["bakesbangpol"], staff["kabid"], head, applicants)


def accounts_text() -> str:
    roles: dict[str, list[str]] = {}
    for name, _person, role, _unit in STAFF:
        roles.setdefault(name, []).append(str(role.label))
    rows = [(f"{name}{DEMO_DOMAIN}", ", ".join(labels)) for name, labels in roles.items()]
    rows = [(f"{name}{DEMO_DOMAIN}", "Pemohon") for name, _person in APPLICANTS] + rows
    lines = [f"  {email:28} {role}" for email, role in rows]
    lines += [f"  kata sandi semua akun: {PASSWORD}", f"  kata sandi tanda tangan Kepala Dinas: {PASSPHRASE}"]
    return "\n".join(lines)
