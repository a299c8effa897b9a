"""Cases of the shipped types, sent, and worked on by people of the units their stages name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from applications.answers.facts import facts_of
from applications.answers.models import AnswerSet
from applications.answers.queries import answers_of
from applications.answers.samples import sample_answers
from applications.catalogue import yamlfile
from applications.catalogue.load import publish_all
from applications.catalogue.models import PermitType
from applications.catalogue.schema import FieldType, FormField, PermitTypeSpec, StageKind
from applications.corrections.models import PointKind
from applications.documents.queries import slots
from applications.drafting import actions as drafting
from applications.drafting.starting import start_case
from applications.lifecycle.models import Application, WorkItem
from perizinan.accounts.models import User
from perizinan.accounts.queries import Capacity
from perizinan.accounts.roles import Role
from perizinan.files.models import State, StoredFile
from perizinan.regions.models import Region
from perizinan.vault import seal
from reviews.checklists import actions as checklists
from reviews.checklists.items import items
from reviews.checklists.models import Judgement
from reviews.decisions import actions as decisions
from tests import make
from tests.make import NOW

SMALL_SIGN = {
    "pemilik": "perseorangan",
    "nama": "Ayu Contoh",
    "jenis": "papan_nama",
    "narasi": "Toko Roti Contoh",
    "keperluan": "usaha_sendiri",
    "panjang": 2,
    "lebar": 1,
    "muka": 1,
    "jumlah": 1,
    "ketinggian": 4,
}
BIG_SIGN = SMALL_SIGN | {"jenis": "billboard", "panjang": 8, "lebar": 4, "ketinggian": 9}
HALL = {"aset": "gedung_serbaguna", "keringanan": "tidak"}
LAND = HALL | {"aset": "lahan"}
PASSING = {
    StageKind.CHECK: "complete",
    StageKind.RECOMMENDATION: "recommend",
    StageKind.ENDORSEMENT: "endorse",
}


def person(role: str, unit: str) -> User:
    """One for each role and unit, made when first needed."""
    name = f"{role}{unit}"
    found = User.objects.filter(email=f"{name}@contoh.test".lower()).first()
    if found is not None:
        return found
    made = make.user(name, role=Role[role], unit=unit)
    if role == "HEAD":
        make.signatory(made)
    return made


@dataclass
class Walk:
    """A sent case and the hands that work on it."""

    case: Application
    now: datetime = NOW
    people: dict[str, User] = field(default_factory=dict)

    @property
    def fresh(self) -> Application:
        return make.fresh(self.case)

    @property
    def open(self) -> dict[str, WorkItem]:
        return {item.stage_key: item for item in self.case.items.filter(closed_at=None).order_by("pk")}

    def officer(self, stage: str) -> User:
        wanted = self.case.spec.stage(stage)
        return person(wanted.role, wanted.unit)

    def said(self, stage: str, **more: Any) -> dict[str, Any]:
        known = {
            "item_id": self.open[stage].pk,
            "seen": self.fresh.revision,
            "by": self.officer(stage),
            "now": self.now,
        }
        return known | more

    def judge(self, stage: str, mend: Mapping[str, str] | None = None) -> None:
        for found in items(self.fresh):
            note = (mend or {}).get(found.key, "")
            if found.kind == PointKind.FIELD and not note:
                continue
            checklists.judge(
                item_id=self.open[stage].pk,
                kind=found.kind,
                key=found.key,
                fingerprint=found.fingerprint,
                judgement=Judgement.MEND if note else Judgement.FITS,
                note=note,
                internal="",
                by=self.officer(stage),
                now=self.now,
            )

    def fill(self, stage: str) -> None:
        """Something readable in every field of the officers of the stage that is still empty."""
        answers = AnswerSet.objects.get(application=self.case, round=self.fresh.round)
        for section in self.case.spec.stage_sections(stage):
            answers.data = {asked.key: _something(asked) for asked in section.fields} | answers.data
        answers.save(update_fields=["data"])

    def visit(self, stage: str, **more: Any) -> Application:
        known = {"on": date(2026, 11, 24), "result": "fits", "note": ""}
        return decisions.report_visit(**self.said(stage, **known | more))

    def pay(self, stage: str, amount: int = 1_000_000, **more: Any) -> Application:
        return decisions.confirm_payment(**self.said(stage, on=date(2026, 11, 24), amount=amount, **more))

    def step(self, stage: str) -> None:
        """What the officer of that stage does when all is well."""
        kind = self.case.spec.stage(stage).kind
        if kind is StageKind.CHECK:
            self.judge(stage)
        self.fill(stage)
        if kind in PASSING:
            decisions.pass_on(**self.said(stage, verb=PASSING[kind]))
        elif kind is StageKind.VISIT:
            self.visit(stage)
        elif kind is StageKind.PAYMENT:
            self.pay(stage, note="Menurut SKPD.")
        else:
            decisions.approve(**self.said(stage))

    def to(self, stage: str) -> "Walk":
        """Until that stage is open."""
        while stage not in self.open:
            self.step(next(iter(self.open)))
        return self

    def mended(self, **answers: Any) -> None:
        """The returned case comes back with these answers changed, and with what they ask for besides."""
        case = self.fresh
        round = AnswerSet.objects.get(application=case, round=case.round + 1)
        round.data = complete(case, round.data | answers)
        round.save(update_fields=["data"])
        attach_all(case, answers_of(case, case.round + 1), self.now)
        make.mend(case, case.filed_by, now=self.now)


def publish(slug: str, *, fee: Mapping[str, Any]) -> None:
    """The next version of a shipped type, with another fee."""
    spec = next(yamlfile.read(path) for path in yamlfile.shipped() if path.stem == slug).model_dump(by_alias=True)
    spec["fee"] = {**spec["fee"], **fee}
    publish_all(specs=[PermitTypeSpec.model_validate(spec)], by=None, now=NOW)


def sent(
    by: User, slug: str, answers: Mapping[str, Any], *, kind: str = "new", former: str = "", now: datetime = NOW
) -> Walk:
    version = PermitType.objects.select_related("current").get(slug=slug).current
    assert version is not None
    village = Region.objects.get(code="35.16.13.2001")
    case = start_case(version=version, capacity=Capacity.SELF, village=village, party=None, by=by, now=now)
    Application.objects.filter(pk=case.pk).update(kind=kind, former_number=former)
    case = make.fresh(case)
    AnswerSet.objects.filter(application=case).update(data=complete(case, answers))
    attach_all(case, answers_of(case, 1), now)
    found = drafting.look(make.fresh(case), now=now)
    assert found.ready, [problem for section in found.sections for problem in section.problems]
    drafting.submit(application_id=case.pk, by=by, now=now)
    return Walk(make.fresh(case), now)


def complete(case: Application, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with samples for every other question of the applicant that they show."""
    samples = sample_answers(case.spec, kind=case.kind, today=NOW.date())
    seen = facts_of(case, {})
    for section in case.spec.applicant_sections():
        for asked in section.fields:
            if asked.type is not FieldType.COMPUTED and (asked.show_if is None or asked.show_if.holds(seen)):
                seen[asked.key] = answers.get(asked.key) or samples.get(asked.key) or _something(asked)
    return {**answers, **{key: value for key, value in seen.items() if not key.startswith("@")}}


def attach_all(case: Application, answers: Mapping[str, Any], now: datetime) -> None:
    for slot in slots(case, facts_of(case, answers)):
        if slot.requirement.required and slot.version is None:
            make.attach(case, slot.requirement.key, case.filed_by, now=now)


def _something(asked: FormField) -> Any:
    if asked.type is FieldType.ROWS:
        return [{column.key: _something(column) for column in asked.columns}]
    if asked.type is FieldType.CHOICES:
        return [asked.options[0].value]
    if asked.type is FieldType.CHOICE:
        return asked.options[0].value
    if asked.type in (FieldType.NUMBER, FieldType.MONEY):
        return max(1, int(asked.minimum or 1))
    if asked.type is FieldType.NIK:
        return seal(make.NIK)
    known = {FieldType.DATE: "2026-11-24", FieldType.YES_NO: "ya", FieldType.POINT: "-7.473211, 112.433890"}
    return known.get(asked.type, "contoh")


def cleared(stored: StoredFile) -> None:
    """As the checks leave a file in which they found nothing."""
    clean = make.stored(stored.uploaded_by, name=stored.name)
    names = ("state", "key", "engine", "checked_at", "content_type", "size", "sha256", "quarantine_key")
    StoredFile.objects.filter(pk=stored.pk).update(**{name: getattr(clean, name) for name in names})


def turned_down(stored: StoredFile) -> None:
    """As the checks leave a file that they refuse."""
    StoredFile.objects.filter(pk=stored.pk).update(state=State.REJECTED, problem="encrypted", checked_at=make.NOW)
