import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from applications.answers.queries import draft_of
from applications.documents.models import DocumentVersion
from applications.lifecycle.casenumber import case_number
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import Party, PowerOfAttorney, RoleGrant, User
from perizinan.accounts.queries import Capacity
from perizinan.outbox import delivery
from perizinan.outbox.models import Delivery, DevMail, Message
from tests import make
from tests.access_world import build, patterns
from tests.make import NOW
from tests.test_access import ONLY_FOR_DEVELOPERS, TABLE

SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


def browser(user=None, **more):
    client = Client(REMOTE_ADDR="203.0.113.7", **more)
    if user is not None:
        client.force_login(user)
    return client


def ktp_of(case):
    return DocumentVersion.objects.get(application=case, requirement_key="ktp", current=True)


# --- from another site


def test_no_form_of_another_site_is_answered(cast):
    world, answered = build(cast), []
    here = {name for name, _ in patterns()} - ONLY_FOR_DEVELOPERS
    for person in (cast.ayu, cast.budi, cast.dewi, cast.gita):
        client = browser(person, enforce_csrf_checks=True)
        for row in [row for row in TABLE if row.name in here]:
            if client.post(world.fill(row.address), {}).status_code != 403:
                answered.append(row.address)
    assert answered == []


@pytest.mark.parametrize(
    "target", ["//jahat.invalid/", "https:jahat.invalid", r"\\jahat.invalid", "/\t/jahat.invalid/"]
)
def test_nobody_is_sent_to_another_site(cast, target):
    ayu, gita = browser(cast.ayu), browser(cast.gita)
    for answer in (
        ayu.get("/masuk/", {"next": target}),
        ayu.post("/bahasa/", {"language": "en", "next": target}),
        gita.get("/admin/login/", {"next": target}),
    ):
        assert answer.status_code == 302
        assert re.match(r"/(?![/\\])", answer["Location"]), answer["Location"]


def test_a_forged_host_opens_nothing_and_stands_in_no_message(cast):
    assert browser(HTTP_HOST="jahat.invalid").post("/masuk/", {"login": cast.ayu.email}).status_code == 400
    assert not Message.objects.exists()

    case = make.draft(cast.ayu)
    behind = browser(cast.ayu, HTTP_X_FORWARDED_HOST="jahat.invalid", HTTP_X_ORIGINAL_HOST="jahat.invalid")
    behind.post(f"/permohonan/{case.number}/pengajuan/", {"benar": "1"})
    for row in Delivery.objects.all():
        delivery.deliver(row.pk, now=NOW + timedelta(hours=2))
    (mail,) = DevMail.objects.all()
    assert f"{settings.SITE_URL}/permohonan/{case.number}/" in mail.body
    assert "jahat" not in mail.body


# --- somebody else's case


def test_tampered_fields_choose_nobody_elses_business_place_or_role(cast):
    theirs = Party.objects.create(kind=Party.Kind.BUSINESS, name="CV Eko (contoh)", created_at=NOW)
    honest = {"village": "35.16.13.2001", "capacity": "self"}
    for forged in (
        {"capacity": "business", "business": str(theirs.pk), "business_name": ""},
        {"capacity": "officer"},
        {"village": "35.16.12.2001"},
    ):
        answer = browser(cast.ayu).post("/permohonan/baru/penelitian/?district=35.16.13", honest | forged)
        assert answer.status_code == 422
    more = {"applicant": str(theirs.pk), "filed_by": str(cast.eko.pk), "status": "ISSUED", "number": "26-0000-000"}
    browser(cast.ayu).post("/permohonan/baru/penelitian/?district=35.16.13", honest | more)
    case = Application.objects.get()
    assert (case.applicant.user, case.filed_by, case.status) == (cast.ayu, cast.ayu, Status.DRAFT)


def test_a_section_saves_its_own_fields_only(cast):
    case = make.draft(cast.ayu)
    before = draft_of(case, 1)
    forged = {"nama": "Ayu", "judul": "Judul lain", "@capacity": "power", "round": "7", "status": "ISSUED"}
    browser(cast.ayu).post(f"/permohonan/{case.number}/isi/peneliti/", forged)
    assert draft_of(case, 1) == before | {"nama": "Ayu"}
    assert make.fresh(case).status == Status.DRAFT


def test_the_profile_gives_no_rights(cast):
    forged = {"name": "Ayu", "nik": "", "address": "", "language": "id", "is_staff": "on", "is_superuser": "on"}
    browser(cast.ayu).post("/akun/data-diri/", forged | {"email": "dewi@contoh.test", "phone": "0812 0000 0001"})
    ayu = User.objects.get(pk=cast.ayu.pk)
    assert (ayu.email, ayu.phone, ayu.is_staff, ayu.is_superuser) == (cast.ayu.email, None, False, False)


def test_an_ended_power_of_attorney_closes_case_files_and_buttons(cast):
    case = make.application(cast, status=Status.ISSUED)
    principal = Party.objects.create(name="Pak Contoh", created_at=NOW)
    power = PowerOfAttorney.objects.create(principal=principal, holder=cast.ayu, starts_on=NOW.date())
    Application.objects.filter(pk=case.pk).update(applicant=principal, capacity=Capacity.POWER)
    client, pages = browser(cast.ayu), ["", "izin.pdf", "tanda-terima.pdf", "dokumen/ktp/1/", "penarikan/"]
    assert [client.get(f"/permohonan/{case.number}/{page}").status_code for page in pages] == [200] * 5
    PowerOfAttorney.objects.filter(pk=power.pk).update(
        starts_on=NOW.date() - timedelta(days=9), ends_on=NOW.date() - timedelta(days=1)
    )
    assert [client.get(f"/permohonan/{case.number}/{page}").status_code for page in pages] == [404] * 5
    assert case.number not in client.get("/permohonan/").content.decode()


def test_private_bytes_are_kept_by_nobody(cast):
    case = make.application(cast, status=Status.ISSUED)
    applicants = [
        f"/permohonan/{case.number}/{page}" for page in ("", "izin.pdf", "tanda-terima.pdf", "dokumen/ktp/1/")
    ]
    version = ktp_of(case)
    officers = [f"/meja/{case.number}/{page}" for page in ("", "izin.pdf", f"dokumen/{version.pk}/", "riwayat/")]
    for person, addresses in ((cast.ayu, [*applicants, "/akun/"]), (cast.budi, officers)):
        for address in addresses:
            answer = browser(person).get(address)
            assert answer.status_code == 200
            assert "no-store" in answer["Cache-Control"]
            assert answer["X-Content-Type-Options"] == "nosniff"


# --- an old session


def test_a_session_ends_with_the_role_the_login_and_the_password(cast):
    case = make.application(cast)
    budi, dewi, ayu = browser(cast.budi), browser(cast.dewi), browser(cast.ayu)
    press = {"revision": case.revision, "reason": case.spec.refusal_reasons[0].id, "text": "Ditolak."}
    RoleGrant.objects.filter(user=cast.budi).update(ends_on=NOW.date() - timedelta(days=1))
    assert budi.get(f"/meja/{case.number}/").status_code == 403
    assert budi.post(f"/meja/{case.number}/penolakan/", press).status_code == 403

    User.objects.filter(pk=cast.dewi.pk).update(is_active=False)
    assert dewi.post("/meja/tanda-tangan/", {"passphrase": make.PASSPHRASE})["Location"].startswith("/masuk/")

    cast.ayu.set_password("kalimat lain yang panjang")
    cast.ayu.save(update_fields=["password"])
    assert ayu.get(f"/permohonan/{case.number}/")["Location"].startswith("/masuk/")
    assert make.fresh(case).status == Status.SUBMITTED


# --- guessing


def test_a_refused_password_does_not_say_who_has_an_account(cast):
    told = []
    for address in (cast.ayu.email, "tidak-ada@contoh.test"):
        page = browser().post("/masuk/", {"login": address, "password": "salah sekali"}).content.decode()
        hidden = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
        told.append(hidden.replace(address, ""))
    assert told[0] == told[1]


def test_a_wrong_tracking_code_and_an_unknown_number_look_the_same(cast):
    case = make.application(cast)
    unknown = case_number(2026, 999_998)
    told = []
    for number in (case.number, unknown):
        answer = browser().post("/lacak/", {"number": number, "code": "AAAAAA"})
        page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
        told.append((answer.status_code, page.replace(number, "")))
    assert told[0] == told[1]


@pytest.mark.parametrize("address", ["/lacak/", "/periksa/"])
def test_a_forged_sender_does_not_start_the_count_again(seeded, address):
    guesses = [
        browser(HTTP_X_FORWARDED_FOR=f"198.51.100.{n}").post(address, {"number": "1", "code": "A"}).status_code
        for n in range(21)
    ]
    assert guesses[-1] == 429


# --- hostile words and names


def test_no_word_of_an_applicant_becomes_part_of_a_page(cast):
    client = browser(cast.ayu)
    client.post("/akun/data-diri/", {"name": f"Ayu {SCRIPT}", "nik": "", "address": SCRIPT, "language": "id"})
    case = make.draft(cast.ayu)
    typed = make.ANSWERS["penelitian"] | {"judul": f"{SCRIPT} {{nik}}", "tujuan": SCRIPT}
    client.post(f"/permohonan/{case.number}/isi/penelitian/", typed)
    upload = SimpleUploadedFile(f"{SCRIPT}.pdf", b"%PDF-1.7 contoh", content_type="text/html")
    client.post(f"/permohonan/{case.number}/dokumen/ktp/", {"file": upload})
    make.attach(case, "ktp", cast.ayu)
    pages = [client.get(f"/permohonan/{case.number}/{page}") for page in ("isi/", "isi/penelitian/", "periksa/")]
    assert client.post(f"/permohonan/{case.number}/pengajuan/", {"benar": "1"}).status_code == 302
    make.judge(case, cast.budi, mend={"judul": f"Samakan. {SCRIPT}"})
    pages += [client.get(address) for address in ("/permohonan/", f"/permohonan/{case.number}/", "/akun/")]
    desk = browser(cast.budi)
    pages += [desk.get(f"/meja/{page}") for page in ("?tab=semua", f"{case.number}/?nilai=field-judul")]
    pages += [desk.get(f"/meja/{case.number}/{page}") for page in ("riwayat/", "pengembalian/")]
    for page in pages:
        assert page.status_code == 200
        assert "<script>alert" not in page.content.decode(), page.request["PATH_INFO"]
    assert any("&lt;script&gt;alert" in page.content.decode() for page in pages)


def test_words_of_an_applicant_are_printed_and_never_obeyed(cast):
    case = make.draft(cast.ayu)
    typed = make.ANSWERS["penelitian"] | {"judul": '#read("/etc/passwd") {nomor_permohonan} $x$ *tebal* = Bab \\'}
    browser(cast.ayu).post(f"/permohonan/{case.number}/isi/penelitian/", typed)
    browser(cast.ayu).post(f"/permohonan/{case.number}/pengajuan/", {"benar": "1"})
    receipt = browser(cast.ayu).get(f"/permohonan/{case.number}/tanda-terima.pdf")
    assert receipt.content.startswith(b"%PDF")

    for verb, officer in (("complete", cast.budi), ("recommend", cast.citra), ("endorse", cast.darma)):
        if verb == "complete":
            make.judge(case, officer)
        make.pass_on(case, verb, officer)
    make.approve(case, cast.dewi)
    permit = make.permit_of(case)
    title = next(fact["value"] for fact in permit.facts if "passwd" in fact["value"])
    assert title.startswith('#read("/etc/passwd") {nomor_permohonan} $x$ *tebal*')


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.pdf", "a\r\nX-Jahat: 1.pdf", "laporan\u202efdp.exe.pdf", "x" * 300 + ".pdf"]
)
def test_a_hostile_file_name_stays_a_name(cast, name):
    case = make.draft(cast.ayu)
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.7 contoh")
    upload._name = name
    browser(cast.ayu).post(f"/permohonan/{case.number}/dokumen/ktp/", {"file": upload})
    stored = ktp_of(case).stored
    assert len(stored.name) <= 120
    assert not re.search(r"[/\\\r\n\u202e]", stored.name)
    assert stored.name.endswith(".pdf")
    assert "pdf" not in stored.quarantine_key
