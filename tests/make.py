"""Shared builders. Ayu applies, Budi verifies, Citra recommends, Darma endorses, Dewi signs, Eko is a stranger."""

import hashlib
import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.models import OuterRef, Subquery

from applications.answers.facts import facts_of
from applications.answers.queries import answers_of
from applications.catalogue import models as catalogue_models
from applications.catalogue import yamlfile
from applications.catalogue.load import canonical, show
from applications.catalogue.models import LegalBasis, PermitType, Version
from applications.catalogue.schema import PermitTypeSpec
from applications.corrections import actions as corrections
from applications.corrections.models import PointKind, Reply
from applications.corrections.queries import open_points
from applications.documents.models import DocumentVersion
from applications.documents.queries import slots
from applications.drafting import actions as drafting
from applications.drafting.starting import start_case
from applications.lifecycle.models import Application, WorkItem
from applications.lifecycle.states import Status
from applications.permits import actions as permits
from applications.permits import sealing
from applications.permits.models import Permit
from perizinan.accounts.actions import ensure_own_party
from perizinan.accounts.models import RoleGrant, Unit, User
from perizinan.accounts.queries import Capacity
from perizinan.accounts.roles import Role
from perizinan.devstack import demo_walk
from perizinan.files.models import State, StoredFile
from perizinan.regions.models import Region
from perizinan.signing.authority import LocalAuthority
from reviews.assignments import actions as assignments
from reviews.checklists import actions as checklists
from reviews.checklists.items import items
from reviews.checklists.models import Judgement
from reviews.decisions import actions as decisions

# A Tuesday morning in Mojokerto (10.00 WIB), far from holidays.
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
PASSPHRASE = "contoh-tanda-tangan"
PASSWORD = "contoh-sandi-uji"
NIK = "3516134505990007"
AGENCIES = ["Bakesbangpol", "Bapenda", "BPKAD", "Dinkes", "Dishub", "Disdik", "Perkim", "PUPR", "SatpolPP"]
ANSWERS: dict[str, dict[str, str]] = {
    "peneliti": {
        "nama": "Ayu Contoh",
        "nik": NIK,
        "alamat": "Jalan Contoh 12",
        "telepon": "0812 0000 0007",
        "email": "ayu@contoh.test",
    },
    "lembaga": {"asal": "perseorangan"},
    "penelitian": {
        "judul": "Pencatatan penjualan pedagang pasar (contoh)",
        "bidang": "ekonomi",
        "tujuan": "Mengetahui cara mencatat penjualan.",
        "metode": "Wawancara.",
    },
    "pelaksanaan": {"lokasi_rinci": "Pasar desa", "mulai": "2026-12-14", "selesai": "2027-03-14"},
    "anggota": {"kelompok": "tidak"},
}


@dataclass
class Cast:
    ayu: User  # applicant
    budi: User  # verifier
    bayu: User  # second verifier
    citra: User  # Bakesbangpol
    darma: User  # endorser
    dewi: User  # head
    eko: User  # a stranger with an account
    gita: User  # admin
    hadi: User  # auditor


def office() -> None:
    """Regions of two districts, units and the shipped permit types. Holidays are left out: tests name theirs."""
    Region.objects.bulk_create(
        [
            Region(code="35", name="Jawa Timur", level=Region.Level.PROVINCE),
            Region(code="35.16", name="Kabupaten Mojokerto", level=Region.Level.REGENCY, parent_id="35"),
            Region(code="35.16.13", name="Sooko", level=Region.Level.DISTRICT, parent_id="35.16"),
            Region(code="35.16.12", name="Trowulan", level=Region.Level.DISTRICT, parent_id="35.16"),
            Region(code="35.16.13.2001", name="Contoh", level=Region.Level.VILLAGE, kind="desa", parent_id="35.16.13"),
            Region(
                code="35.16.12.2001", name="Bejijong", level=Region.Level.VILLAGE, kind="desa", parent_id="35.16.12"
            ),
        ],
        ignore_conflicts=True,
    )
    office_unit = Unit(code="dpmptsp", name="DPMPTSP Kabupaten Mojokerto", short_name="DPMPTSP")
    agencies = [Unit(code=code.lower(), name=code, short_name=code, kind=Unit.Kind.AGENCY) for code in AGENCIES]
    Unit.objects.bulk_create([office_unit, *agencies], ignore_conflicts=True)
    _publish_shipped()


def _publish_shipped() -> None:
    """What `permit_types import` leaves, in a few statements: every test begins with it."""
    written = _written()
    kept = set(PermitType.objects.values_list("slug", flat=True))
    new = [(spec, content, digest) for spec, content, digest in written if spec.slug not in kept]
    if not new:
        return
    bases = {basis.key: basis for spec, _content, _digest in new for basis in spec.bases}
    LegalBasis.objects.bulk_create(
        [LegalBasis(**basis.model_dump()) for basis in bases.values()], ignore_conflicts=True
    )
    types = [PermitType(slug=spec.slug) for spec, _content, _digest in new]
    for row, (spec, _content, _digest) in zip(types, new, strict=True):
        show(row, None, spec)
    PermitType.objects.bulk_create(types)
    versions = Version.objects.bulk_create(
        Version(permit_type=row, number=1, spec=content, sha256=digest, published_at=NOW)
        for row, (_spec, content, digest) in zip(types, new, strict=True)
    )
    for version, (spec, _content, _digest) in zip(versions, new, strict=True):
        catalogue_models._parsed[version.pk] = spec
    first = Version.objects.filter(permit_type=OuterRef("pk"), number=1).values("pk")
    PermitType.objects.filter(current=None).update(current=Subquery(first))


@cache
def _written() -> list[tuple[PermitTypeSpec, dict[str, object], str]]:
    return [(spec, *canonical(spec)) for spec in _shipped()]


@cache
def _shipped() -> list[PermitTypeSpec]:
    return [yamlfile.read(path) for path in yamlfile.shipped()]


def user(name: str, *, role: Role | None = None, unit: str = "", since: date = date(2026, 1, 1)) -> User:
    email = f"{name.lower().split()[0]}@contoh.test"
    found = User.objects.filter(email=email).first()
    if found is None:
        found = User.objects.create_user(
            email=email, name=f"{name} (contoh)", is_staff=role is not None, created_at=NOW
        )
        User.objects.filter(pk=found.pk).update(password=_hashed(PASSWORD))
        found.refresh_from_db()
        from allauth.account.models import EmailAddress

        EmailAddress.objects.create(user=found, email=email, verified=True, primary=True)
    if role is not None:
        RoleGrant.objects.create(
            user=found, role=role, unit=Unit.objects.get(code=unit) if unit else None, starts_on=since
        )
    else:
        ensure_own_party(user=found, now=NOW)
    return found


# role and unit of each; nobody's for who only applies
CAST: dict[str, tuple[Role | None, str]] = {
    "Ayu": (None, ""),
    "Budi": (Role.VERIFIER, "dpmptsp"),
    "Bayu": (Role.VERIFIER, "dpmptsp"),
    "Citra": (Role.TECHNICAL, "bakesbangpol"),
    "Darma": (Role.ENDORSER, "dpmptsp"),
    "Dewi": (Role.HEAD, "dpmptsp"),
    "Eko": (None, ""),
    "Gita": (Role.ADMIN, ""),
    "Hadi": (Role.AUDITOR, ""),
}


def cast() -> Cast:
    known = User.objects.filter(email__in=[f"{name.lower()}@contoh.test" for name in CAST]).exists()
    found = {n: user(n, role=role, unit=unit) for n, (role, unit) in CAST.items()} if known else _entered_at_once()
    people = Cast(**{name.lower(): found[name] for name in CAST})
    signatory(people.dewi)
    return people


def _entered_at_once() -> dict[str, User]:
    """What `user` makes of each, in a few statements: every other test begins with them."""
    from allauth.account.models import EmailAddress

    units = {unit.code: unit for unit in Unit.objects.all()}
    made = {
        name: User(
            email=f"{name.lower()}@contoh.test",
            name=f"{name} (contoh)",
            is_staff=role is not None,
            created_at=NOW,
            password=_hashed(PASSWORD),
        )
        for name, (role, _unit) in CAST.items()
    }
    User.objects.bulk_create(made.values())
    EmailAddress.objects.bulk_create(
        EmailAddress(user=each, email=each.email, verified=True, primary=True) for each in made.values()
    )
    RoleGrant.objects.bulk_create(
        RoleGrant(user=made[name], role=role, unit=units.get(unit), starts_on=date(2026, 1, 1))
        for name, (role, unit) in CAST.items()
        if role is not None
    )
    for name, (role, _unit) in CAST.items():
        if role is None:
            ensure_own_party(user=made[name], now=NOW)
    return made


def signatory(person: User) -> None:
    """The key behind PASSPHRASE is made once a session: its scrypt is slow on purpose."""
    authority, once = LocalAuthority(Path(settings.SIGNING_DIR)), "contoh"
    if not authority.knows(once):
        authority.enrol(once, person.name, PASSPHRASE)
    signers = Path(settings.SIGNING_DIR) / "signers"
    shutil.copy(signers / f"{once}.json", signers / f"user-{person.pk}.json")


@cache
def _hashed(password: str) -> str:
    return make_password(password)


def stored(
    by: User, *, data: bytes = b"%PDF-1.7 contoh", name: str = "contoh.pdf", state: str = State.CLEAN
) -> StoredFile:
    """A file as the checks leave it, without running them."""
    key = storages["clean"].save(secrets.token_hex(8), ContentFile(data))
    decided = {"key": key, "engine": "uji", "checked_at": NOW, "content_type": "application/pdf"}
    rejected = {"problem": "encrypted", "checked_at": NOW}
    waiting = {"quarantine_key": key}
    more = {State.CLEAN: decided, State.REJECTED: rejected, State.QUARANTINE: waiting}[State(state)]
    return StoredFile.objects.create(
        name=name,
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        state=state,
        uploaded_by=by,
        created_at=NOW,
        **more,
    )


def attach(case: Application, key: str, by: User, *, state: str = State.CLEAN, now: datetime = NOW) -> DocumentVersion:
    slot = DocumentVersion.objects.filter(application=case, requirement_key=key)
    last = slot.count()
    slot.update(current=False)
    return DocumentVersion.objects.create(
        application=case,
        requirement_key=key,
        number=last + 1,
        round=case.round + (case.status == Status.RETURNED),
        stored=stored(by, data=f"%PDF-1.7 {key} {last} {case.pk}".encode(), state=state),
        attached_by=by,
        attached_at=now,
    )


def draft(by: User, *, village: str = "35.16.13.2001", now: datetime = NOW, filled: bool = True) -> Application:
    permit_type = PermitType.objects.select_related("current").get(slug="penelitian")
    assert permit_type.current is not None
    case = start_case(
        version=permit_type.current,
        capacity=Capacity.SELF,
        village=Region.objects.get(code=village),
        party=None,
        by=by,
        now=now,
    )
    if filled:
        for section, typed in ANSWERS.items():
            drafting.save_section(application_id=case.pk, section_key=section, typed=typed, by=by, now=now)
        for slot in slots(case, facts_of(case, answers_of(case, 1))):
            if slot.requirement.required:
                attach(case, slot.requirement.key, by, now=now)
    return fresh(case)


def staff(since: date = date(2026, 1, 1)) -> None:
    """Beside the cast: somebody for every stage of every shipped type, one officer a unit."""
    named = {(stage.role, stage.unit) for spec in _shipped() for stage in spec.stages}
    held = set(RoleGrant.objects.exclude(unit=None).values_list("role", "unit__code"))
    for role, unit in sorted(named):
        if (Role[role], unit) not in held:
            user(unit.capitalize(), role=Role[role], unit=unit, since=since)


def draft_of(
    slug: str, by: User, *, kind: str = "new", former_number: str = "", now: datetime = NOW, **own: object
) -> Application:
    """A complete draft of any shipped type with sample answers; `own` answers win over them."""
    permit_type = PermitType.objects.select_related("current").get(slug=slug)
    assert permit_type.current is not None
    case = start_case(
        version=permit_type.current,
        capacity=Capacity.SELF,
        village=Region.objects.get(code="35.16.13.2001"),
        party=ensure_own_party(user=by, now=now),
        kind=kind,
        former_number=former_number,
        by=by,
        now=now,
    )
    demo_walk.fill(fresh(case), by=by, now=now, **own)
    for slot in slots(case, facts_of(case, answers_of(case, 1))):
        if slot.requirement.required:
            attach(case, slot.requirement.key, by, now=now)
    return fresh(case)


def fresh(case: Application) -> Application:
    return Application.objects.select_related("version", "applicant", "village__parent").get(pk=case.pk)


def item(case: Application) -> WorkItem:
    return WorkItem.objects.get(application=case, closed_at=None)


def judge(case: Application, by: User, *, mend: dict[str, str] | None = None, now: datetime = NOW) -> None:
    """All documents fit, but for those named in `mend` (documents or fields), which get that sentence."""
    mend = mend or {}
    for found in items(fresh(case)):
        if found.kind == PointKind.FIELD and found.key not in mend:
            continue
        note = mend.get(found.key, "")
        checklists.judge(
            item_id=item(case).pk,
            kind=found.kind,
            key=found.key,
            fingerprint=found.fingerprint,
            judgement=Judgement.MEND if note else Judgement.FITS,
            note=note,
            internal="",
            by=by,
            now=now,
        )


def judge_one(
    case: Application,
    key: str,
    by: User,
    *,
    judgement: Judgement = Judgement.FITS,
    note: str = "",
    fingerprint: str | None = None,
    now: datetime = NOW,
) -> None:
    found = next(i for i in items(fresh(case)) if i.key == key)
    checklists.judge(
        item_id=item(case).pk,
        kind=found.kind,
        key=key,
        fingerprint=found.fingerprint if fingerprint is None else fingerprint,
        judgement=judgement,
        note=note,
        internal="",
        by=by,
        now=now,
    )


def send_back(case: Application, by: User, *, mend: dict[str, str] | None = None, now: datetime = NOW) -> Application:
    """Judge all and return the case for these points (documents or fields)."""
    judge(case, by, mend=mend or {"ktp": "Foto KTP buram."}, now=now)
    return decisions.return_case(item_id=item(case).pk, seen=fresh(case).revision, by=by, now=now)


def mend(case: Application, by: User, *, now: datetime = NOW) -> Application:
    """A new file for every document asked for; answers stay as they are, with a reason. Send the case back."""
    for point in open_points(fresh(case)):
        reply, text = Reply.CANNOT, "Isian lama benar."
        if point.kind == PointKind.DOCUMENT:
            attach(fresh(case), point.key, by, now=now)
            reply, text = Reply.MENDED, ""
        drafting.answer(application_id=case.pk, point_id=point.pk, reply=reply, text=text, now=now)
    return drafting.resubmit(application_id=case.pk, by=by, now=now)


def pass_on(case: Application, verb: str, by: User, *, note: str = "", now: datetime = NOW) -> Application:
    seen = fresh(case).revision
    return decisions.pass_on(item_id=item(case).pk, verb=verb, seen=seen, note=note, by=by, now=now)


def approve(case: Application, by: User, *, now: datetime = NOW) -> Application:
    return decisions.approve(item_id=item(case).pk, seen=fresh(case).revision, by=by, now=now)


def rendered(people: Cast, *, now: datetime = NOW) -> Permit:
    """A permit whose letter waits for Dewi's signature."""
    found = permit_of(application(people, status=Status.AWAITING_SIGNATURE, now=now))
    permits.render_letter(permit_id=found.pk, now=now)
    found.refresh_from_db()
    return found


def application(
    people: Cast, *, status: Status = Status.SUBMITTED, stage: str = "", now: datetime = NOW
) -> Application:
    """A case of Ayu's, walked by the verbs people use until it has this status (and, IN_REVIEW, this stage)."""
    case = draft(people.ayu, now=now)
    if status == Status.DRAFT:
        return case
    drafting.submit(application_id=case.pk, by=people.ayu, now=now)
    if status == Status.SUBMITTED:
        return fresh(case)
    if status == Status.WITHDRAWN:
        return drafting.withdraw(application_id=case.pk, by=people.ayu, now=now)
    if status in (Status.RETURNED, Status.LAPSED):
        judge(case, people.budi, mend={"ktp": "Foto KTP buram."}, now=now)
        decisions.return_case(item_id=item(case).pk, seen=fresh(case).revision, by=people.budi, now=now)
        if status == Status.LAPSED:
            later = now + timedelta(days=60)
            corrections.lapse(application_id=case.pk, today=later.date(), now=later)
        return fresh(case)
    if status == Status.REJECTED:
        reason = fresh(case).spec.refusal_reasons[0].id
        return decisions.reject(
            item_id=item(case).pk, seen=fresh(case).revision, reason=reason, text="Penjelasan.", by=people.budi, now=now
        )
    if stage == "kelengkapan":
        assignments.claim(item_id=item(case).pk, by=people.budi, now=now)
        return fresh(case)
    judge(case, people.budi, now=now)
    for verb, officer, reached in [
        ("complete", people.budi, "rekomendasi"),
        ("recommend", people.citra, "paraf"),
        ("endorse", people.darma, "persetujuan"),
    ]:
        decisions.pass_on(item_id=item(case).pk, verb=verb, seen=fresh(case).revision, by=officer, now=now)
        if status == Status.IN_REVIEW and stage in ("", reached):
            return fresh(case)
    decisions.approve(item_id=item(case).pk, seen=fresh(case).revision, by=people.dewi, now=now)
    if status == Status.AWAITING_SIGNATURE:
        return fresh(case)
    permit = permit_of(case)
    permits.render_letter(permit_id=permit.pk, now=now)
    sealing.sign(permit_id=permit.pk, by=people.dewi, passphrase=PASSPHRASE, now=now + timedelta(minutes=1))
    return fresh(case)


def permit_of(case: Application) -> Permit:
    return Permit.objects.get(application=case)
