"""One demo case, told by the same verbs that people use, never by hand-made rows."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone

from applications.answers.facts import facts_of
from applications.answers.queries import answers_of
from applications.catalogue.models import PermitType
from applications.corrections.models import PointKind
from applications.corrections.queries import open_points
from applications.documents import actions as documents
from applications.documents.models import DocumentVersion
from applications.documents.queries import slots
from applications.drafting import actions as drafting
from applications.drafting.starting import start_case
from applications.lifecycle.models import Application, WorkItem
from applications.permits import actions as permits
from applications.permits import sealing
from applications.permits.models import Permit
from perizinan.accounts.models import Party, User
from perizinan.accounts.queries import Capacity
from perizinan.devstack.demo_papers import paper
from perizinan.devstack.demo_people import PASSPHRASE, Cast
from perizinan.files.checking import check
from perizinan.regions.models import Region
from reviews.checklists import actions as checklists
from reviews.checklists.items import items
from reviews.checklists.models import Judgement
from reviews.decisions import actions as decisions

NIK = "3516134505990007"
ANSWERS: dict[str, dict[str, str]] = {
    "peneliti": {
        "nama": "",
        "nik": NIK,
        "alamat": "Jalan Contoh 12, Desa Sooko, Kecamatan Sooko (contoh)",
        "telepon": "0812 0000 0007",
        "email": "peneliti@contoh.test",
    },
    "lembaga": {
        "asal": "pendidikan",
        "lembaga": "Universitas Contoh, Fakultas Ekonomi",
        "alamat_lembaga": "Jalan Kampus Contoh 1, Mojokerto",
        "penanggung_jawab": "Dosen Pembimbing (contoh)",
        "jabatan": "Dosen pembimbing",
    },
    "penelitian": {
        "judul": "",
        "bidang": "ekonomi",
        "tujuan": "Mengetahui cara pedagang kecil mencatat penjualan sehari-hari (contoh).",
        "metode": "Wawancara dengan 20 pedagang dan pengamatan di pasar (contoh).",
    },
    "pelaksanaan": {"lokasi_rinci": "Pasar desa dan balai desa (contoh)", "mulai": "", "selesai": ""},
    "anggota": {"kelompok": "tidak"},
}
PHOTOGRAPHED = {"ktp", "pasfoto"}
TITLES = [
    "Pencatatan penjualan pedagang pasar desa",
    "Minat baca anak sekolah dasar di desa",
    "Pengelolaan sampah rumah tangga",
    "Pola tanam petani padi di musim kering",
    "Pelayanan posyandu bagi ibu muda",
    "Pemanfaatan situs sejarah untuk wisata belajar",
    "Kebiasaan menabung pelaku usaha kecil",
    "Partisipasi warga dalam musyawarah desa",
    "Mutu air sumur di permukiman",
    "Pemasaran daring perajin bata",
    "Ketahanan pangan keluarga petani",
    "Angkutan umum untuk pelajar",
]


class Story:
    """One case, told step by step at given times."""

    def __init__(
        self,
        cast: Cast,
        number: int,
        applicant: User,
        village: Region,
        start: datetime,
        slug: str = "penelitian",
    ) -> None:
        self.cast, self.number, self.applicant, self.now = cast, number, applicant, start
        party = Party.objects.get(user=applicant)
        permit_type = PermitType.objects.select_related("current").get(slug=slug)
        assert permit_type.current is not None
        self.pk = start_case(
            version=permit_type.current,
            party=party,
            capacity=Capacity.SELF,
            village=village,
            by=applicant,
            now=start,
        ).pk

    def case(self) -> Application:
        return Application.objects.select_related("version", "applicant", "village").get(pk=self.pk)

    def later(self, **time: int) -> "Story":
        self.now += timedelta(**time)
        return self

    def fill(self, *sections: str) -> "Story":
        begin = timezone.localdate(self.now) + timedelta(days=20)
        for key in sections or tuple(ANSWERS):
            typed = dict(ANSWERS[key])
            if key == "peneliti":
                typed["nama"] = self.applicant.name
            if key == "penelitian":
                typed["judul"] = f"{TITLES[self.number % len(TITLES)]} (contoh)"
            if key == "pelaksanaan":
                typed |= {"mulai": begin.isoformat(), "selesai": (begin + timedelta(days=90)).isoformat()}
            drafting.save_section(application_id=self.pk, section_key=key, typed=typed, by=self.applicant, now=self.now)
        return self

    def upload(self, *only: str) -> "Story":
        case = self.case()
        given = facts_of(case, answers_of(case, case.round))
        for slot in slots(case, given):
            requirement = slot.requirement
            if slot.version or not requirement.required or (only and requirement.key not in only):
                continue
            self._attach(requirement.key)
        return self

    def _attach(self, key: str, *, note: str = "") -> DocumentVersion:
        requirement = self.case().spec.requirement(key)
        as_pdf = "pdf" in requirement.accept and key not in PHOTOGRAPHED
        upload = paper(requirement.name.id, self.applicant.name, as_pdf=as_pdf, note=note)
        version = documents.attach(
            application_id=self.pk, requirement=requirement, upload=upload, by=self.applicant, now=self.now
        )
        check(pk=version.stored_id, clock=timezone.now)
        return version

    def send(self) -> "Story":
        drafting.submit(application_id=self.pk, by=self.applicant, now=self.now)
        return self

    def item(self) -> WorkItem:
        return WorkItem.objects.get(application_id=self.pk, closed_at=None)

    def judge(self, officer: User, *, mend: dict[str, str] | None = None) -> "Story":
        mend = mend or {}
        for found in items(self.case()):
            if found.key not in mend and (found.kind != PointKind.DOCUMENT or found.judged):
                continue
            note = mend.get(found.key, "")
            checklists.judge(
                item_id=self.item().pk,
                kind=found.kind,
                key=found.key,
                fingerprint=found.fingerprint,
                judgement=Judgement.MEND if note else Judgement.FITS,
                note=note,
                internal="",
                by=officer,
                now=self.now,
            )
        return self

    def _press(self, action: Callable[..., Application], officer: User, **more: str) -> "Story":
        action(item_id=self.item().pk, seen=self.case().revision, by=officer, now=self.now, **more)
        return self

    def complete(self) -> "Story":
        """The verifier finds every document fit."""
        verifier = self.cast.verifier
        return self.judge(verifier)._press(decisions.pass_on, verifier, verb="complete", note="")

    def recommend(self, note: str = "") -> "Story":
        return self._press(decisions.pass_on, self.cast.technical, verb="recommend", note=note)

    def endorse(self) -> "Story":
        return self._press(decisions.pass_on, self.cast.endorser, verb="endorse", note="")

    def give_back(self, **points: str) -> "Story":
        verifier = self.cast.verifier
        return self.judge(verifier, mend=points)._press(decisions.return_case, verifier)

    def reject(self, reason: str, text: str) -> "Story":
        return self._press(decisions.reject, self.cast.verifier, reason=reason, text=text)

    def approve(self) -> "Story":
        return self._press(decisions.approve, self.cast.head)

    def mend_and_send(self) -> "Story":
        for point in open_points(self.case()):
            if point.kind == PointKind.DOCUMENT:
                self._attach(point.key, note="sudah diperbaiki")  # another file, or nothing was mended
        drafting.resubmit(application_id=self.pk, by=self.applicant, now=self.now)
        return self

    def sign(self) -> "Story":
        permit = Permit.objects.get(application_id=self.pk)
        permits.render_letter(permit_id=permit.pk, now=self.now)
        sealing.sign(permit_id=permit.pk, by=self.cast.head, passphrase=PASSPHRASE, now=self.now)
        return self

    def withdraw(self) -> "Story":
        drafting.withdraw(application_id=self.pk, by=self.applicant, now=self.now)
        return self
