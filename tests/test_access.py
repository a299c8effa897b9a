import re
from datetime import timedelta
from functools import partial
from typing import NamedTuple

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.access_world import ROLES, build, patterns
from tests.make import NOW

# Columns: anonymous owner stranger verifier technical endorser head admin auditor. "in": to the sign-in page.
# Two columns: anonymous, and everybody with a login.
ALL, LOGIN = "200 200", "in 200"
OWNER = "in 200 404 404 404 404 404 404 404"
OWNER_SENT_ON = "in 302 404 404 404 404 404 404 404"
NOBODY = "in 404 404 404 404 404 404 404 404"
CLOSED = "405 405"
LOGIN_CLOSED = "in 405"
READERS = "in 403 403 200 404 200 200 403 200"  # the case has not been at the technical unit
READERS_OF_ALL_UNITS = "in 403 403 200 200 200 200 403 200"
NO_READER = "in 403 403 404 404 404 404 403 404"
POST_FOR_READERS = "in 403 403 405 405 405 405 403 405"
POST_FOR_OFFICERS = "in 403 403 405 405 405 405 403 403"
VERIFIER_ASKS, VERIFIER_DOES = "in 403 403 200 404 302 302 403 403", "in 403 403 302 404 409 409 403 403"
STAGE_WORK = "in 403 403 422 404 422 422 403 403"  # something is missing, before anything is asked of the case
TUS = OWNER.replace("in 200", "401 412")  # a script asks, and without the header of its protocol
NO_UPLOAD = "00000000-0000-4000-8000-000000000000"
HEAD = "in 403 403 403 403 403 200 403 403"
EDITOR, EDITOR_NOT_THERE = "in 403 403 403 403 403 403 200 200", "in 403 403 403 403 403 403 404 404"
ADMIN = "302 302 302 302 302 302 302 200 302"  # the others end at admin:login, which refuses them


class Row(NamedTuple):
    name: str
    address: str
    get: str
    post: str = ""
    typed: str = ""


TABLE = [
    # --- for everybody
    Row("catalogue:home", "/", ALL),
    Row("catalogue:list", "/izin/", ALL),
    Row("catalogue:service", "/izin/penelitian/", ALL),
    Row("catalogue:checklist", "/izin/penelitian/persiapan/", ALL),
    Row("catalogue:tree", "/izin/pilih/", ALL),
    Row("catalogue:question", "/izin/pilih/usaha/", ALL),
    Row("catalogue:answer", "/izin/pilih/jalan/1/", ALL),
    Row("portal:fee", "/izin/aset-daerah/biaya/?aset=lahan", ALL),
    Row("portal:fee", "/izin/penelitian/biaya/", "404 404"),
    Row("catalogue:privacy", "/privasi/", ALL),
    Row("catalogue:complaints", "/pengaduan/", ALL),
    Row("catalogue:standards", "/standar-pelayanan/", ALL),
    Row("catalogue:standard", "/standar-pelayanan/penelitian/", ALL),
    Row("portal:track", "/lacak/", ALL, "422 422", "number=26-0000-000&code=ABCDEF"),
    Row("permits:proof", "/v/{token}/", ALL),
    Row("permits:verify", "/periksa/", ALL, ALL, "number={number}&code={code}"),
    Row("permits:verify-file", "/periksa/berkas/", CLOSED, "422 422"),
    Row("web:language", "/bahasa/", CLOSED, "302 302", "language=en"),
    # --- the applicant's
    Row("portal:mine", "/permohonan/", LOGIN),
    Row("portal:start", "/permohonan/baru/penelitian/?district=35.16.13", LOGIN, "in 422", "capacity=self"),
    Row("portal:start", "/permohonan/baru/nib/", "in 404"),
    Row("portal:start", "/permohonan/baru/reklame/?jenis=renewal&nomor=1", LOGIN, LOGIN),
    Row("portal:case", "/permohonan/{SUBMITTED}/", OWNER),
    Row("portal:case", "/permohonan/{DRAFT}/", OWNER_SENT_ON),
    Row("portal:case", "/permohonan/entah/", NOBODY),
    Row("portal:permit", "/permohonan/{ISSUED}/izin.pdf", OWNER),
    Row("portal:permit", "/permohonan/{AWAITING_SIGNATURE}/izin.pdf", NOBODY),
    Row("portal:clock", "/permohonan/{SUBMITTED}/hitungan/", OWNER),
    Row("portal:withdraw", "/permohonan/{SUBMITTED}/penarikan/", OWNER, OWNER_SENT_ON),
    Row("portal:tasks", "/permohonan/{DRAFT}/isi/", OWNER),
    Row("portal:changes", "/permohonan/{DRAFT}/perubahan/", LOGIN_CLOSED, OWNER_SENT_ON),
    Row("portal:section", "/permohonan/{DRAFT}/isi/peneliti/", OWNER, OWNER_SENT_ON, "nama=Ayu"),
    Row("portal:section", "/permohonan/{DRAFT}/isi/entah/", OWNER_SENT_ON, NOBODY, "nama=Ayu"),
    Row("portal:document", "/permohonan/{DRAFT}/dokumen/ktp/", OWNER_SENT_ON, OWNER.replace("200", "422")),
    Row("portal:download", "/permohonan/{DRAFT}/dokumen/ktp/1/", OWNER),
    Row("portal:download", "/permohonan/{DRAFT}/dokumen/ktp/2/", NOBODY),
    Row("portal:pages", "/permohonan/{SUBMITTED}/dokumen/ktp/1/halaman/", OWNER),
    Row("portal:pages", "/permohonan/{SUBMITTED}/dokumen/ktp/2/halaman/", NOBODY),
    Row("portal:page", "/permohonan/{SUBMITTED}/dokumen/ktp/1/halaman/1/", OWNER),
    Row("portal:page", "/permohonan/{SUBMITTED}/dokumen/ktp/1/halaman/1/?kecil=1", OWNER),
    Row("portal:page", "/permohonan/{SUBMITTED}/dokumen/ktp/1/halaman/2/", NOBODY),
    Row("portal:uploads", "/permohonan/{DRAFT}/dokumen/ktp/unggahan/", "405 405", TUS),
    Row("portal:upload", f"/permohonan/{{DRAFT}}/dokumen/ktp/unggahan/{NO_UPLOAD}/", "405 405", "401 404"),
    Row("portal:reuse", "/permohonan/{DRAFT}/dokumen/ktp/pakai-lagi/", LOGIN_CLOSED, OWNER_SENT_ON, "version=1"),
    Row("portal:photos", "/permohonan/{DRAFT}/dokumen/ktp/foto/", OWNER, OWNER_SENT_ON),
    Row("portal:photos", "/permohonan/{SUBMITTED}/dokumen/ktp/foto/", OWNER_SENT_ON, OWNER_SENT_ON),
    Row("portal:photos", "/permohonan/{DRAFT}/dokumen/proposal/foto/", NOBODY, NOBODY),
    Row("portal:photos-pdf", "/permohonan/{DRAFT}/dokumen/ktp/foto/pdf/", LOGIN_CLOSED, OWNER_SENT_ON),
    Row("portal:photo", "/permohonan/{DRAFT}/dokumen/ktp/foto/{photo}/", OWNER, OWNER_SENT_ON),
    Row("portal:photo-picture", "/permohonan/{DRAFT}/dokumen/ktp/foto/{photo}/gambar/", OWNER),
    Row("portal:photo-picture", "/permohonan/{DRAFT}/dokumen/permohonan/foto/{photo}/gambar/", NOBODY),
    Row("portal:photo-order", "/permohonan/{DRAFT}/dokumen/ktp/foto/{photo}/urutan/", LOGIN_CLOSED, OWNER_SENT_ON),
    Row("portal:photo-turn", "/permohonan/{DRAFT}/dokumen/ktp/foto/{photo}/putaran/", LOGIN_CLOSED, OWNER_SENT_ON),
    Row("portal:photo-crop", "/permohonan/{DRAFT}/dokumen/ktp/foto/{photo}/potong/", OWNER, OWNER_SENT_ON, "turn=0"),
    Row(
        "portal:photo-removal", "/permohonan/{DRAFT}/dokumen/ktp/foto/{photo}/penghapusan/", LOGIN_CLOSED, OWNER_SENT_ON
    ),
    Row("portal:check", "/permohonan/{DRAFT}/periksa/", OWNER),
    Row("portal:submission", "/permohonan/{DRAFT}/pengajuan/", LOGIN_CLOSED, OWNER_SENT_ON, "benar=1"),
    Row("portal:sent", "/permohonan/{SUBMITTED}/terkirim/", OWNER),
    Row("portal:sent", "/permohonan/{DRAFT}/terkirim/", NOBODY),
    Row("portal:receipt", "/permohonan/{SUBMITTED}/tanda-terima.pdf", OWNER),
    Row("portal:resubmission", "/permohonan/{RETURNED}/perbaikan/", LOGIN_CLOSED, OWNER_SENT_ON),
    Row("portal:answer", "/permohonan/{RETURNED}/perbaikan/{point}/", LOGIN_CLOSED, OWNER_SENT_ON, "reply=mended"),
    Row("portal:answer", "/permohonan/{SUBMITTED}/perbaikan/{point}/", LOGIN_CLOSED, NOBODY, "reply=mended"),
    # --- the account
    Row("account_login", "/masuk/", "200 302", "200 302"),
    Row("account_request_login_code", "/masuk/", "200 302", "200 302"),
    Row("account_confirm_login_code", "/masuk/kode/", "302 302", "302 302"),
    Row("account_verify_phone", "/masuk/ponsel/", "302 302", "302 302"),
    Row("account_email_verification_sent", "/masuk/e-mail/", "302 302", "302 302"),
    Row("mfa_authenticate", "/masuk/kode-aplikasi/", "302 302", "302 302"),
    Row("account_inactive", "/masuk/tidak-aktif/", ALL),
    Row("account_signup", "/daftar/", "200 302", "200 302"),
    Row("account_logout", "/keluar/", "302 200", "302 302"),
    Row("account_profile", "/akun/", LOGIN),
    Row("account_profile_edit", "/akun/data-diri/", LOGIN, LOGIN),
    Row("account_email", "/akun/e-mail/", LOGIN, "in 302"),
    Row("account_change_phone", "/akun/ponsel/", LOGIN, LOGIN),
    Row("account_change_password", "/akun/kata-sandi/", LOGIN, LOGIN),
    Row("account_set_password", "/akun/kata-sandi/", LOGIN, LOGIN),
    Row("account_reauthenticate", "/akun/konfirmasi/", LOGIN, LOGIN),
    Row("usersessions_list", "/akun/perangkat/", LOGIN, "in 302"),
    Row("mfa_index", "/akun/pengaman/", LOGIN),
    Row("mfa_reauthenticate", "/akun/pengaman/konfirmasi/", "in 302", "in 302"),
    Row("mfa_activate_totp", "/akun/pengaman/aplikasi/", "in 302", "in 302"),
    Row("mfa_deactivate_totp", "/akun/pengaman/aplikasi/lepas/", "in 404", "in 404"),
    Row("mfa_view_recovery_codes", "/akun/pengaman/cadangan/", "in 404"),
    Row("mfa_generate_recovery_codes", "/akun/pengaman/cadangan/baru/", "in 302", "in 302"),
    Row("mfa_download_recovery_codes", "/akun/pengaman/cadangan/unduh/", "in 404"),
    # --- the desk
    Row("desk:queue", "/meja/", READERS_OF_ALL_UNITS),
    Row("desk:next", "/meja/berikutnya/", "in 403 403 302 302 302 302 403 403"),
    Row("desk:signing", "/meja/tanda-tangan/", HEAD, HEAD.replace("200", "422"), "permit={permit}"),
    Row("desk:signature", "/meja/tanda-tangan/{permit}/", HEAD, HEAD, "passphrase=bukan-itu"),
    Row("desk:concept", "/meja/tanda-tangan/{permit}/konsep.pdf", HEAD),
    Row("desk:case", "/meja/{SUBMITTED}/", READERS),
    Row("desk:case", "/meja/{IN_REVIEW}/", READERS_OF_ALL_UNITS),
    Row("desk:case", "/meja/{DRAFT}/", NO_READER),
    Row("desk:history", "/meja/{SUBMITTED}/riwayat/", READERS),
    Row("desk:clock", "/meja/{SUBMITTED}/hitungan/", READERS),
    Row("desk:document", "/meja/{SUBMITTED}/dokumen/{ktp}/", READERS),
    Row("desk:document", "/meja/{IN_REVIEW}/dokumen/{ktp}/", NO_READER),
    Row("desk:reading", "/meja/{SUBMITTED}/dokumen/{ktp}/halaman/", READERS.replace("200", "302")),
    Row("desk:page", "/meja/{SUBMITTED}/dokumen/{ktp}/halaman/1/", READERS),
    Row("desk:page", "/meja/{SUBMITTED}/dokumen/{ktp}/halaman/1/?kecil=1", READERS),
    Row("desk:page", "/meja/{SUBMITTED}/dokumen/{ktp}/halaman/2/", NO_READER),
    Row("desk:page", "/meja/{IN_REVIEW}/dokumen/{ktp}/halaman/1/", NO_READER),
    Row("desk:provenance", "/meja/{SUBMITTED}/dokumen/{ktp}/asal/", READERS),
    Row("desk:provenance", "/meja/{IN_REVIEW}/dokumen/{ktp}/asal/", NO_READER),
    Row("desk:permit", "/meja/{ISSUED}/izin.pdf", READERS_OF_ALL_UNITS),
    Row("desk:permit", "/meja/{AWAITING_SIGNATURE}/izin.pdf", NO_READER),
    Row("desk:reveal", "/meja/{SUBMITTED}/nik/", POST_FOR_READERS, READERS, "key=nik"),
    Row("desk:claim", "/meja/{SUBMITTED}/pengambilan/", POST_FOR_OFFICERS, VERIFIER_DOES),
    Row("desk:release", "/meja/{SUBMITTED}/pelepasan/", POST_FOR_OFFICERS, VERIFIER_DOES.replace("302", "409")),
    Row(
        "desk:verdict",
        "/meja/{SUBMITTED}/penilaian/",
        POST_FOR_OFFICERS,
        VERIFIER_DOES,
        "kind=document&key=ktp&fingerprint={file}&judgement=fits",
    ),
    Row("desk:complete", "/meja/{SUBMITTED}/lengkap/", VERIFIER_ASKS, VERIFIER_DOES, "revision=1"),
    Row(
        "desk:passing",
        "/meja/{IN_REVIEW}/teruskan/",
        "in 403 403 302 200 302 302 403 403",
        "in 403 403 409 302 409 409 403 403",
        "revision=2&verb=recommend",
    ),
    Row(
        "desk:passing",
        "/meja/{paraf}/teruskan/",
        "in 403 403 302 302 200 302 403 403",
        "in 403 403 409 409 302 409 403 403",
        "revision=3&verb=endorse",
    ),
    Row("desk:visit", "/meja/{SUBMITTED}/kunjungan/", "in 403 403 302 404 302 302 403 403", STAGE_WORK, "result=fits"),
    Row("desk:payment", "/meja/{SUBMITTED}/pembayaran/", "in 403 403 302 404 302 302 403 403", STAGE_WORK, "amount=1"),
    Row(
        "desk:filling",
        "/meja/{SUBMITTED}/isian/peneliti/",
        "in 403 403 302 404 302 302 403 403",
        "in 403 403 302 404 302 302 403 403",
        "nama=Orang Lain",
    ),
    Row("desk:scan", "/meja/{SUBMITTED}/laporan/1/", NO_READER),
    Row("desk:scan-pages", "/meja/{SUBMITTED}/laporan/1/halaman/", NO_READER),
    Row("desk:scan-page", "/meja/{SUBMITTED}/laporan/1/halaman/1/", NO_READER),
    Row(
        "desk:rescan",
        "/meja/{SUBMITTED}/laporan/1/pindaian/",
        POST_FOR_OFFICERS,
        "in 403 403 404 404 404 404 403 403",
    ),
    Row(
        "desk:transfer",
        "/meja/{SUBMITTED}/pengalihan/",
        VERIFIER_ASKS,
        VERIFIER_DOES,
        "revision=1&slug=reklame&text=Ini papan nama.",
    ),
    Row("desk:returning", "/meja/{SUBMITTED}/pengembalian/", VERIFIER_ASKS, VERIFIER_DOES.replace("302", "409")),
    Row(
        "desk:rejection",
        "/meja/{SUBMITTED}/penolakan/",
        VERIFIER_ASKS,
        VERIFIER_DOES,
        "revision=1&reason=Dokumen yang diserahkan tidak benar.&text=Cap berbeda.",
    ),
    Row(
        "desk:approval",
        "/meja/{persetujuan}/persetujuan/",
        "in 403 403 302 302 302 200 403 403",
        "in 403 403 409 409 409 302 403 403",
        "revision=4",
    ),
    # --- the admin's
    Row("editor:types", "/pengelola/jenis/", EDITOR),
    Row("editor:type", "/pengelola/jenis/penelitian/", EDITOR),
    Row("editor:type", "/pengelola/jenis/entah/", EDITOR_NOT_THERE),
    Row("editor:comparison", "/pengelola/jenis/penelitian/banding/", EDITOR),
    Row("editor:file", "/pengelola/jenis/penelitian/berkas.yaml", EDITOR),
    Row("editor:letter", "/pengelola/jenis/penelitian/surat/new/", EDITOR),
    Row("editor:letter", "/pengelola/jenis/nib/surat/new/", EDITOR_NOT_THERE),
    Row("editor:picture", "/pengelola/jenis/penelitian/surat/new/1.png", EDITOR),
    Row("editor:picture", "/pengelola/jenis/penelitian/surat/new/9.png", EDITOR_NOT_THERE),
    Row("editor:pdf", "/pengelola/jenis/penelitian/surat/new/contoh.pdf", EDITOR),
    Row("editor:laws", "/pengelola/dasar-hukum/", EDITOR),
    Row("admin:index", "/admin/", ADMIN),
    Row("admin:login", "/admin/login/", "in 403 403 403 403 403 403 302 403"),
    Row("admin:jsi18n", "/admin/jsi18n/", ADMIN),
    Row("admin:perizinan_user_changelist", "/admin/perizinan/user/", ADMIN),
    Row("admin:perizinan_unit_add", "/admin/perizinan/unit/add/", ADMIN, ADMIN),
    Row("admin:perizinan_rolegrant_add", "/admin/perizinan/rolegrant/add/", ADMIN, ADMIN),
    Row("admin:perizinan_holiday_changelist", "/admin/perizinan/holiday/", ADMIN),
    # --- for machines
    Row("alive", "/sehat/", ALL),
    Row("ready", "/sehat/siap/", ALL),
    Row("metrics", "/metrics", "404 404"),
    # --- ONLY_FOR_DEVELOPERS
    Row("outbox:mailbox", "/kotak-surat/", ALL),
    Row("web:gallery", "/galeri/", "404 404"),
]
ONLY_FOR_DEVELOPERS = {"outbox:mailbox", "web:gallery"}  # where DEBUG or DEMO was on when the addresses were read
# Every other address under /admin/ stands behind the same door: AdminSite.admin_view.
ADMIN_DOOR = "admin/"
SAME_ADDRESS = {"account_request_login_code", "account_set_password"}  # allauth asks for both names


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


def test_every_address_stands_in_the_table():
    known = {row.name for row in TABLE}
    addresses = {name for name, pattern in patterns() if not pattern.startswith(ADMIN_DOOR)}
    assert addresses - known == set()
    assert known - {name for name, _ in patterns()} <= ONLY_FOR_DEVELOPERS


def test_every_other_address_of_the_admin_is_closed_to_everybody_else(cast, client):
    client.force_login(cast.dewi)
    addresses = {re.sub(r"<[^>]+>|\(.*", "1", pattern) for _, pattern in patterns() if pattern.startswith(ADMIN_DOOR)}
    answers = {address: client.get(f"/{address.replace('^', '').rstrip('$')}") for address in addresses}
    doors = {address: (answer.status_code, answer.headers.get("Location", "")) for address, answer in answers.items()}
    assert len(doors) > 30
    inside = {a: door for a, door in doors.items() if door[0] != 403 and not door[1].startswith("/admin/login/")}
    assert {a for a in inside if not a.endswith(("logout/", "password_change/"))} == set()


def columns(expected):
    codes = expected.split()
    if len(codes) == 2:
        return {"anonymous": codes[0], "owner": codes[1], "admin": codes[1]}
    return dict(zip(ROLES, codes, strict=True)) if codes else {}


def undone(ask):
    block = transaction.atomic()
    block._from_testcase = True  # what a test's own transaction is: durable blocks may open inside
    with block:
        answer = ask()
        transaction.set_rollback(True)
    return answer


def told(answer):
    where = answer.headers.get("Location", "")
    return "in" if answer.status_code == 302 and where.startswith("/masuk/?") else str(answer.status_code)


def test_every_address_answers_every_role_as_the_table_says(cast):
    world, sessions = build(cast), {}
    for role, person in ROLES.items():
        client = Client()
        if person:
            client.force_login(getattr(cast, person))
            sessions[role] = client.cookies[settings.SESSION_COOKIE_NAME].value

    def ask(role, method, row):
        client = Client(REMOTE_ADDR="203.0.113.7")  # not this machine, which may read the metrics
        if role in sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = sessions[role]
        if method == "get":
            return client.get(world.fill(row.address))
        typed = world.fill(row.typed).replace("%", "%25")
        return client.post(world.fill(row.address), typed, content_type="application/x-www-form-urlencoded")

    wrong = []
    here = {name for name, _ in patterns()}
    for row in [row for row in TABLE if row.name in here]:
        assert row.name in {resolve(world.fill(row.address).partition("?")[0]).view_name, *SAME_ADDRESS}
        for method, expected in (("get", row.get), ("post", row.post)):
            for role, code in columns(expected).items():
                answer = told(undone(partial(ask, role, method, row)))
                if answer != code:
                    wrong.append(f"{method} {row.address} {role}: {answer} instead of {code}")
    assert wrong == []
