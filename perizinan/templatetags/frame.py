"""The frame of every page: navigation by role, the office's foot, the sample banner. Wiring, so it may ask anybody."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext as _

from perizinan.accounts.queries import roles_of
from perizinan.accounts.roles import Role
from perizinan.office import duty_line
from perizinan.office import queries as office
from perizinan.office.models import OfficeProfile
from perizinan.workdays import queries as workdays

register = template.Library()

# the addresses that design.md fixes
HOME, MINE, TRACK, CHECK, SIGN_IN, SIGN_OUT = "/", "/permohonan/", "/lacak/", "/periksa/", "/masuk/", "/keluar/"
DESK, SIGNING, ACCOUNT, ADMIN = "/meja/", "/meja/tanda-tangan/", "/akun/", "/admin/"
TYPES = "/pengelola/jenis/"
COMPLAINTS, PRIVACY, STANDARDS = "/pengaduan/", "/privasi/", "/standar-pelayanan/"


@dataclass(frozen=True)
class NavLink:
    label: str
    href: str
    current: bool = False


@register.inclusion_tag("parts/nav.html", takes_context=True)
def main_nav(context: Context) -> dict[str, Any]:
    request = context.get("request")
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    wanted = (
        _staff_links(user) if signed_in and getattr(user, "is_staff", False) else _public_links(signed_in=signed_in)
    )
    return {
        "links": _existing(wanted, here=getattr(request, "path", "")),
        "signed_in": signed_in,
        "sign_out": SIGN_OUT,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("parts/foot.html", takes_context=True)
def office_foot(context: Context, kind: str = "") -> dict[str, Any]:
    """kind: "" (public), "desk" (one line), "address" (the verification page)."""
    profile = office.profile()
    request = context.get("request")
    return {
        "kind": kind,
        "office": profile,
        "duty": "" if kind else _duty(profile),
        "whatsapp": f"https://wa.me/{international(profile.whatsapp)}",
        "phone": f"tel:+{international(profile.phone)}",
        "foot_links": _existing(
            [(_("Pengaduan"), COMPLAINTS), (_("Privasi"), PRIVACY), (_("Standar pelayanan"), STANDARDS)], here=""
        ),
        "next": request.get_full_path() if request and request.method == "GET" else HOME,
        "csrf_token": context.get("csrf_token"),
    }


def _duty(profile: OfficeProfile) -> str:
    now = timezone.now()
    return duty_line.sentence(now, profile, workdays.calendar(timezone.localdate(now)).is_working_day)


@register.inclusion_tag("parts/sample.html")
def sample_banner() -> dict[str, Any]:
    return {"demo": settings.DEMO}


def _public_links(*, signed_in: bool) -> list[tuple[str, str]]:
    if signed_in:
        return [
            (_("Permohonan saya"), MINE),
            (_("Daftar izin"), HOME),
            (_("Periksa izin"), CHECK),
            (_("Akun"), ACCOUNT),
        ]
    return [
        (_("Daftar izin"), HOME),
        (_("Lacak permohonan"), TRACK),
        (_("Periksa izin"), CHECK),
        (_("Masuk"), SIGN_IN),
    ]


def _staff_links(user: Any) -> list[tuple[str, str]]:
    roles = roles_of(user, timezone.localdate())
    links = [(_("Antrean"), DESK)] if roles - {Role.APPLICANT, Role.ADMIN} else []
    if roles & {Role.ADMIN, Role.AUDITOR}:
        links.append((_("Jenis izin"), TYPES))
    if Role.ADMIN in roles:
        links.append((_("Administrasi"), ADMIN))
    if Role.HEAD in roles:
        links.append((_("Tanda tangan"), SIGNING))
    return [*links, (user.name, ACCOUNT)]


def _existing(links: Iterable[tuple[str, str]], *, here: str) -> list[NavLink]:
    """A page that is not built yet has no link."""
    return [NavLink(label, href, current=href == here) for label, href in links if resolves(href)]


def resolves(path: str) -> bool:
    return _resolves(path, settings.ROOT_URLCONF)


@cache
def _resolves(path: str, urlconf: str) -> bool:
    try:
        resolve(path, urlconf)
    except Resolver404:
        return False
    return True


@register.filter
def international(number: str) -> str:
    """As `tel:` and wa.me want it."""
    digits = re.sub(r"\D", "", number)
    return f"62{digits[1:]}" if digits.startswith("0") else digits
