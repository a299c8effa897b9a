"""What is tried against types as data: their forms, fees, stages, letters. See test_attacks.py for the rest."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from applications.answers.models import AnswerSet
from applications.answers.queries import draft_of
from applications.catalogue.models import PermitType
from applications.catalogue.schema import FieldType
from applications.corrections.models import Point
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.permits.samples import sample_letter
from perizinan.audit.models import AuditEntry
from perizinan.outbox.models import Message
from perizinan.vault import holds_number
from reviews.inspections.models import StageReport
from tests import make
from tests.applications.drafting.conftest import publish, section
from tests.everything import stored_texts
from tests.make import NIK, NOW
from tests.perizinan.papers.conftest import words_of
from tests.reviews.cases import BIG_SIGN, HALL, SMALL_SIGN, person, sent
from tests.test_attacks import SCRIPT, browser

NEVER_TYPED = ["9" * 29, "9" * 19_000, "0," + "9" * 18_000, "9" * 15, "1e999", "NaN", "-1", "\0", "٣", SCRIPT, "²"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


def typed(fields, text):
    """That text in every box of a form, three rows of each list."""
    boxes = {}
    for field in fields:
        boxes[field.key] = "" if field.type is FieldType.ROWS else text
        boxes |= {f"{field.key}-{row}-{column.key}": text for column in field.columns for row in (0, 1, 9999)}
    return boxes


def fields_of(case, section_key):
    return case.spec.section(section_key).fields


# --- forms


@pytest.mark.parametrize("slug", ["paud", "bagian-jalan"])
def test_nothing_that_can_be_typed_breaks_a_draft(cast, slug):
    kind = PermitType.objects.get(slug=slug).current.parsed.kinds[0].kind.value
    case, client, broken = make.draft_of(slug, cast.ayu, kind=kind), browser(cast.ayu), []
    client.raise_request_exception = False
    for text in NEVER_TYPED:
        for part in case.spec.applicant_sections():
            address = f"/permohonan/{case.number}/isi/{part.key}/"
            answers = client.post(address, typed(part.fields, text)), client.get(f"/permohonan/{case.number}/periksa/")
            broken += [(part.key, text[:20]) for answer in answers if answer.status_code >= 500]
    assert broken == []


def test_an_answer_of_the_wrong_shape_is_kept_as_words_or_not_at_all(cast):
    case, client = make.draft_of("trayek", cast.ayu), browser(cast.ayu)
    rows = next(f for part in case.spec.applicant_sections() for f in part.fields if f.type is FieldType.ROWS)
    part = case.spec.section_of(rows.key)
    column = rows.columns[0].key
    posts = [
        {rows.key: ["x", "y"], f"{rows.key}-0-{column}": ["satu", "dua"], f"{rows.key}-99999-{column}": "jauh"},
        {rows.key: "x", f"{rows.key}-1-{column}-2-{column}": "dalam", f"{rows.key}--1-{column}": "minus"},
        {rows.key: "x"} | {f"{rows.key}-{n}-{column}": str(n) for n in range(900)},
    ]
    kept = []
    for post in posts:
        client.post(f"/permohonan/{case.number}/isi/{part.key}/", post)
        kept.append(draft_of(case, 1).get(rows.key, []))
    assert kept[:2] == [[{column: "dua"}], []]
    assert len(kept[2]) == 100
    too_many = {f"{rows.key}-{n}-{column}": "x" for n in range(1001)}
    assert client.post(f"/permohonan/{case.number}/isi/{part.key}/", too_many).status_code == 400
    too_long = {rows.key: "x" * 3_000_000}
    assert client.post(f"/permohonan/{case.number}/isi/{part.key}/", too_long).status_code in (400, 413)


def test_applicants_never_write_what_officers_fill_in(cast):
    walk = sent(cast.ayu, "reklame", SMALL_SIGN)
    theirs = [part for part in walk.case.spec.sections if part.stage is not None]
    fields = [field for part in theirs for field in part.fields]
    client = browser(cast.ayu)
    make.send_back(walk.case, walk.officer("kelengkapan"), mend={"narasi": "Samakan dengan gambar."})
    for part in theirs:
        address = f"/permohonan/{walk.case.number}/isi/{part.key}/"
        assert client.post(address, typed(part.fields, "7")).status_code == 404
    point = Point.objects.get(round__application=walk.case)
    forged = typed(fields, "7") | {"narasi": "Toko Roti Ayu", "reply": "mended"}
    client.post(f"/permohonan/{walk.case.number}/perbaikan/{point.pk}/", forged)
    answers = AnswerSet.objects.get(application=walk.case, round=2).data
    assert answers["narasi"] == "Toko Roti Ayu"
    assert answers.keys() & {field.key for field in fields} == set()


def test_a_page_of_an_older_form_writes_for_applicants_only(cast):
    case, client = make.draft(cast.ayu), browser(cast.ayu)
    publish(lambda content: section(content, "anggota").update(stage="kelengkapan"))
    address = f"/permohonan/{case.number}/isi/anggota/"
    for version in ("1", "2", "0", "99999", "-1", "٣", "x"):
        client.post(address, {"versi": version} | typed(fields_of(case, "anggota"), "7"))
    assert draft_of(make.fresh(case), 1).keys() & {f.key for f in fields_of(case, "anggota")} == set()


# --- the fee, asked by anybody


@pytest.mark.parametrize("slug", ["aset-daerah", "bagian-jalan"])
def test_the_fee_is_counted_or_not_and_nothing_typed_becomes_part_of_the_page(seeded, slug):
    spec, visitor = PermitType.objects.get(slug=slug).current.parsed, browser()
    visitor.raise_request_exception = False
    for place, text in enumerate(NEVER_TYPED):
        chosen = {f.key: f.options[0].value for f in spec.all_fields() if f.options}
        for asked in (typed(spec.all_fields(), text), typed(spec.all_fields(), text) | chosen):
            answer = visitor.get(f"/izin/{slug}/biaya/", asked, REMOTE_ADDR=f"203.0.113.{place}")
            assert answer.status_code == 200
            assert SCRIPT not in answer.content.decode()


# --- personal numbers


def test_a_number_in_a_row_is_masked_wherever_it_goes(cast, nudged, caplog):
    """Typed into a list, carried to a form where the column is gone and one where the whole list is another type."""

    def with_nik(content):
        section(content, "anggota")["fields"].append(
            {
                "key": "orang",
                "type": "rows",
                "label": {"id": "Anggota"},
                "required": False,
                "columns": [
                    {"key": "nama", "type": "text", "label": {"id": "Nama"}},
                    {"key": "nik", "type": "nik", "label": {"id": "NIK"}},
                    {"key": "telepon", "type": "phone", "label": {"id": "Ponsel"}},
                ],
            }
        )

    def without_nik(content):
        del section(content, "anggota")["fields"][-1]["columns"][1]

    def as_text(content):
        section(content, "anggota")["fields"][-1].update(type="text", columns=[])

    publish(with_nik)
    case, client = make.draft(cast.ayu, filled=False), browser(cast.ayu)
    address = f"/permohonan/{case.number}/isi/anggota/"
    with caplog.at_level("DEBUG"):
        client.post(address, {"orang": "", "orang-0-nama": "Sari", "orang-0-nik": NIK, "orang-1-nik": f"{NIK}1"})
        for change in (without_nik, as_text):
            publish(change)
            pages = [client.get(f"/permohonan/{case.number}/{page}").content.decode() for page in ("isi/", "periksa/")]
            assert NIK not in "".join(pages).replace("\u00a0", "").replace(" ", "")
    assert "Sari" in "".join(pages)
    assert [text for text in stored_texts() if NIK in text] == []
    assert not holds_number(caplog.text + str(nudged))


def test_audit_and_messages_of_stages_hold_no_word_that_somebody_typed(cast, nudged):
    secret = f"NIK {NIK} atas nama Sari Rahasia"
    visit = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    visit.fill("kunjungan")
    visit.visit("kunjungan", result="notes", note=secret)
    other = sent(cast.ayu, "reklame", SMALL_SIGN)
    officer = browser(other.officer("kelengkapan"))
    moved = {"revision": other.fresh.revision, "slug": "bagian-jalan", "text": secret}
    assert officer.post(f"/meja/{other.case.number}/pengalihan/", moved).status_code == 302
    assert other.fresh.status == Status.TRANSFERRED
    kept = [str(entry.data) + entry.label for entry in AuditEntry.objects.all()]
    assert [text for text in kept if NIK in text or "Rahasia" in text] == []
    assert [m for m in Message.objects.all() if NIK in str(m.context)] == []
    assert not holds_number(str(nudged))


# --- stages


def test_a_case_is_moved_once_and_only_to_what_is_offered(cast):
    walk = sent(cast.ayu, "reklame", SMALL_SIGN)
    address, officer = f"/meja/{walk.case.number}/pengalihan/", walk.officer("kelengkapan")
    press = {"revision": walk.fresh.revision, "slug": "bagian-jalan", "text": "Ini bagian jalan."}
    for forged in ({"slug": "nib"}, {"slug": "reklame"}, {"slug": "\0"}, {"text": " "}):
        assert browser(officer).post(address, press | forged).status_code == 422
    assert browser(officer).post(address, press | {"revision": "٣"}).status_code == 409
    for stranger, answer in ((person("VERIFIER", "dinkes"), 404), (cast.ayu, 403), (cast.gita, 403)):
        assert browser(stranger).post(address, press).status_code == answer
    codes = [browser(officer).post(address, press).status_code for _ in range(2)]
    assert codes == [302, 409]
    assert Application.objects.filter(status=Status.DRAFT).count() == 1


@pytest.mark.parametrize(
    "amount", ["-1", "0", "1,5", "1.5", "9" * 12 + "9", "9" * 4400, "1e9", "٣", "Rp", "NaN", SCRIPT]
)
def test_money_is_recorded_once_and_in_whole_rupiah(cast, nudged, amount):
    walk = sent(cast.ayu, "aset-daerah", HALL | {"mulai": "2027-03-01", "selesai": "2027-03-02"}).to("pembayaran")
    walk.fill("pembayaran")
    address, treasurer = f"/meja/{walk.case.number}/pembayaran/", browser(walk.officer("pembayaran"))
    press = {"revision": walk.fresh.revision, "on": "24-11-2026", "note": "Menurut bukti."}
    assert treasurer.post(address, press | {"amount": amount}).status_code == 422
    codes = [treasurer.post(address, press | {"amount": "1.000.000"}).status_code for _ in range(2)]
    assert codes == [302, 409]
    assert StageReport.objects.get().amount == 1_000_000


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "bap.pdf.exe", "laporan\u202efdp.exe.pdf", "x" * 300 + ".pdf"]
)
def test_a_hostile_scan_stays_a_name_and_is_read_by_nobody_before_its_check(cast, nudged, name):
    walk = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    walk.fill("kunjungan")
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.7 contoh")
    upload._name = name
    press = {"revision": walk.fresh.revision, "on": "24-11-2026", "result": "fits", "scan": upload}
    answer = browser(walk.officer("kunjungan")).post(f"/meja/{walk.case.number}/kunjungan/", press)
    if name.endswith("exe"):
        assert answer.status_code == 422
        return
    report = StageReport.objects.get()
    assert len(report.scan.name) <= 120
    assert not set("/\\\u202e") & set(report.scan.name)
    for pk in (str(report.pk), "9" * 30):
        answer = browser(walk.officer("pajak")).get(f"/meja/{walk.case.number}/laporan/{pk}/")
        assert answer.status_code == 404


# --- permits


@pytest.mark.parametrize("typed_as", ["{}", "Nomor {}", "no.{}", "{}\u200b"])
def test_a_strangers_permit_number_opens_nothing(cast, typed_as):
    permit = make.permit_of(make.application(cast, status=Status.ISSUED))
    every = [{"kind": "new"}, {"kind": "renewal"}, {"kind": "revocation"}]
    publish(lambda content: content.update(kinds=every))
    number = typed_as.format(permit.number)
    for how in ("izin", "nomor"):
        for kind in ("renewal", "revocation"):
            said = {"jenis": kind, how: number, "district": "35.16.13"}
            page = browser(cast.eko).get("/permohonan/baru/penelitian/", said).content.decode()
            assert make.ANSWERS["peneliti"]["nama"] not in page
            query = "&".join(f"{key}={value}" for key, value in said.items())
            browser(cast.eko).post(
                f"/permohonan/baru/penelitian/?{query}", {"village": "35.16.13.2001", "capacity": "self"}
            )
    assert not Application.objects.filter(filed_by=cast.eko).exists()


def test_a_permit_is_asked_about_in_the_name_it_has(cast):
    permit = make.permit_of(make.application(cast, status=Status.ISSUED))
    publish(lambda content: content.update(kinds=[{"kind": "new"}, {"kind": "duplicate"}]))
    address = f"/permohonan/baru/penelitian/?jenis=duplicate&izin={permit.number}&district=35.16.13"
    for forged in ({"capacity": "business", "business_name": "CV Ayu"}, {"capacity": "power", "principal_name": "Eko"}):
        answer = browser(cast.ayu).post(address, {"village": "35.16.13.2001"} | forged)
        assert answer.status_code == 422
        assert "Ajukan atas nama yang sama" in answer.content.decode()
    assert browser(cast.ayu).post(address, {"village": "35.16.13.2001", "capacity": "self"}).status_code == 302


def test_no_word_of_a_type_is_a_command_in_its_letter(cast):
    wording = '#read("/etc/passwd") $x$ *b* @preview/x:1.0.0 \\ = {judul}'
    publish(lambda content: content["letter"].update(opening=wording, conditions=[wording]))
    spec = PermitType.objects.get(slug="penelitian").current.parsed
    words = words_of(sample_letter(spec, now=NOW))
    assert words.count('#read("/etc/passwd") $x$ *b* @preview/x:1.0.0 \\ =') == 2
