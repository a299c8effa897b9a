from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.catalogue import load, publishing, yamlfile
from applications.catalogue.models import LegalBasis, TypeDraft, specs_of
from applications.editor import queries
from perizinan.accounts.models import RoleGrant
from perizinan.accounts.roles import Role
from tests import make
from tests.applications.catalogue import made
from tests.make import NOW

pytestmark = pytest.mark.django_db


def statements(client, address):
    client.get(address)  # sessions and content types are warm
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code == 200
    return len(found)


# --- the list


def test_the_list_says_what_is_published_and_what_waits(opened, contoh):
    said = opened("jenis/")
    assert "Izin Contoh contoh di portal ini Versi 2, 23 November 2026 Terbit 1 Desember 2026" in said
    assert "1 belum dipastikan" in said
    assert "masalah" not in said


def test_where_nothing_waits_the_list_says_nothing(opened, contoh):
    TypeDraft.objects.all().delete()
    assert "Versi 2, 23 November 2026 1 belum dipastikan" in opened("jenis/")


def test_the_list_counts_what_keeps_a_type_from_working(opened, contoh):
    RoleGrant.objects.filter(role=Role.TECHNICAL).delete()
    assert "1 masalah" in opened("jenis/")


def test_a_date_that_failed_stands_in_the_list(opened, contoh):
    TypeDraft.objects.update(problems=["x"])
    assert "Gagal terbit" in opened("jenis/")


def test_a_type_that_is_new_and_one_that_is_closed(opened, contoh, gita):
    series = made.SMALLEST["numbering"] | {"series": "b"}
    publishing.prepare(spec=made.spec(slug="baru", name="Izin Baru", numbering=series), by=gita, now=NOW)
    load.publish(spec=made.spec(closed={"text": "Ditutup."}), by=gita, now=NOW)
    said = opened("jenis/")
    assert "Izin Baru baru di portal ini Belum terbit Draf" in said
    assert "Ditutup" in said


def test_the_list_can_be_searched(opened, contoh):
    assert "Izin Contoh" in opened("jenis/?q=conto")
    assert "Tidak ada jenis izin dengan nama itu." in opened("jenis/?q=zzz")


def test_an_office_without_types_is_told_how_to_begin(opened):
    assert "Belum ada jenis izin." in opened("jenis/")
    assert "Belum ada dasar hukum." in opened("dasar-hukum/")


def test_the_list_costs_the_same_for_many_types(opened, client, contoh, gita):
    few = statements(client, "/pengelola/jenis/")
    for n in range(10):
        series = made.SMALLEST["numbering"] | {"series": f"s{n}"}
        load.publish(spec=made.spec(slug=f"jenis-{n}", numbering=series), by=gita, now=NOW)
    assert statements(client, "/pengelola/jenis/") == few
    assert few == 9


def test_many_versions_are_read_in_one_statement(contoh, django_assert_num_queries):
    from applications.catalogue import models

    models._parsed.clear()
    numbers = list(models.Version.objects.values_list("pk", flat=True))
    with django_assert_num_queries(1):
        assert len(specs_of(numbers)) == 2
    with django_assert_num_queries(0):
        specs_of(numbers)


# --- one type


def test_the_page_of_a_type_says_all_of_it(opened, reklame, contoh):
    said = opened("jenis/reklame/")
    for part in (
        "Izin Reklame reklame · versi 1",
        "tahap pajak: unit bapenda tidak ada",
        "NIK pemilik nik NIK Atas nama siapa reklame ini? = Perseorangan",
        "Jumlah reklame jumlah angka paling sedikit 1; paling banyak 500; buah permohonan bukan pencabutan",
        "pola seperti P.1.0000001.13.01",
        "kolom Desa atau kelurahan desa desa atau kelurahan",
        "Gambar dan perhitungan konstruksi konstruksi PDF permohonan = izin baru",
        "Panjang (dari kiri ke kanan) paling sedikit 6",
        "diisi petugas pada tahap",
        "ditagih instansi lain",
        "500.16.7.2/{urut:04}/REKLAME/{unit}/{tahun}",
        "perda-mojokerto-reklame",
        "keyakinan tinggi",
        "Bentuk NPWPD, klasifikasi lokasi",
        "Surat untuk pencabutan",
    ):
        assert part in said, part


def test_a_stage_says_how_many_hold_it_today(opened, contoh):
    said = opened("jenis/contoh/")
    assert "Verifikator, DPMPTSP · 2 orang" in said
    assert "OPD teknis, Dinkes · 1 orang" in said
    RoleGrant.objects.filter(role=Role.TECHNICAL).delete()
    said = opened("jenis/contoh/")
    assert "OPD teknis, Dinkes · tidak ada orang" in said
    assert "tahap saran: tidak ada orang dengan peran OPD teknis di Dinkes" in said


def test_versions_with_who_and_when(opened, contoh):
    said = opened("jenis/contoh/")
    sha = load.canonical(made.spec())[1][:12]
    assert f"Versi 1 25 Oktober 2026 pukul 10.00 WIB Gita (contoh) {sha} versi pertama" in said
    assert "Versi 2 dipakai sekarang 23 November 2026" in said
    assert "sejak versi 1" in said
    assert "Lama mengisi" not in said


def test_an_old_version_and_the_draft_can_be_read(opened, contoh):
    assert "Izin Contoh contoh · versi 1" in opened("jenis/contoh/?versi=1")
    assert "draf versi berikutnya" in opened("jenis/contoh/?versi=draf")
    opened("jenis/contoh/?versi=9", status=404)
    opened("jenis/contoh/?versi=x", status=404)
    opened("jenis/entah/", status=404)
    TypeDraft.objects.all().delete()
    opened("jenis/contoh/?versi=draf", status=404)


def test_the_draft_says_when_it_appears_and_what_keeps_it(opened, contoh):
    said = opened("jenis/contoh/")
    assert "Terbit 1 Desember 2026 pukul 10.00 WIB Lebih lama Disimpan 24 November 2026" in said
    TypeDraft.objects.update(problems=["tahap saran: dulu kosong"])
    assert "Gagal terbit 1 Desember 2026 pukul 10.00 WIB" in opened("jenis/contoh/")
    assert "tahap saran: dulu kosong" in opened("jenis/contoh/")
    TypeDraft.objects.update(spec=contoh.spec | {"harga": 1})
    assert "harga: unknown word" in opened("jenis/contoh/")


def test_a_draft_older_than_the_newest_version_says_so(opened, contoh, gita):
    words = "Disimpan sebelum versi 3 terbit."
    assert "Disimpan sebelum" not in opened("jenis/contoh/")
    load.publish(spec=made.spec(minutes=40), by=gita, now=NOW + timedelta(minutes=1))
    assert words in opened("jenis/contoh/")


def test_a_law_of_next_year_is_not_called_over(opened, contoh):
    LegalBasis.objects.update(in_force_from="2027-01-01")
    assert "Belum berlaku mulai 1 Januari 2027" in opened("dasar-hukum/")
    assert "Tidak berlaku" not in opened("jenis/contoh/")
    assert "baru berlaku mulai 1 Januari 2027" in opened("jenis/contoh/")


def test_a_type_of_another_portal_has_no_form_here(opened, gita):
    load.publish(spec=yamlfile.read(yamlfile.TYPES_DIR / "nib.yaml"), by=None, now=NOW)
    said = opened("jenis/nib/")
    assert "OSS" in said
    assert "Persyaratan" not in said


def test_the_page_of_a_type_has_a_fixed_cost(client, gita, contoh):
    client.force_login(gita)
    assert statements(client, "/pengelola/jenis/contoh/") == 10


# --- what changed


def test_what_changed_between_two_versions(opened, contoh):
    said = opened("jenis/contoh/banding/?dari=1&ke=2")
    assert "Yang belum dipastikan, baru: “Nama perda.”" in said
    assert "Lama mengisi (menit) berubah dari 15 menjadi 20" in said


def test_without_a_choice_the_newest_is_compared_with_the_one_before(opened, contoh):
    assert "berubah dari 20 menjadi 25" in opened("jenis/contoh/banding/")
    TypeDraft.objects.all().delete()
    assert "berubah dari 15 menjadi 20" in opened("jenis/contoh/banding/")


def test_nothing_different(opened, contoh):
    assert "Tidak ada yang berbeda." in opened("jenis/contoh/banding/?dari=1&ke=1")
    opened("jenis/contoh/banding/?dari=1&ke=7", status=404)


# --- the file


def test_the_file_is_the_version(client, gita, contoh):
    client.force_login(gita)
    answer = client.get("/pengelola/jenis/contoh/berkas.yaml?versi=1")
    assert yamlfile.parse(answer.content.decode(), name="x") == made.spec()
    assert answer["Content-Disposition"] == 'attachment; filename="contoh-1.yaml"'
    assert answer["Cache-Control"] == "no-store"


# --- laws


def test_the_laws_with_the_types_that_cite_them(opened, contoh, gita):
    LegalBasis.objects.update(in_force_to=NOW.date())
    said = opened("dasar-hukum/")
    assert (
        "Perda Contoh (contoh, sesuaikan) perda-contoh Berlaku sampai 24 November 2026 Izin Contoh Draf: contoh" in said
    )
    LegalBasis.objects.update(in_force_to="2026-11-01")
    assert "Tidak berlaku" in opened("dasar-hukum/")
    assert "tidak berlaku lagi sejak 2 November 2026" in opened("jenis/contoh/")


def test_the_laws_have_a_fixed_cost(client, gita, contoh):
    client.force_login(gita)
    assert statements(client, "/pengelola/dasar-hukum/") == 6


# --- who


@pytest.mark.parametrize(("role", "sees"), [(Role.ADMIN, True), (Role.AUDITOR, True), (Role.HEAD, False)])
def test_the_way_to_these_pages_is_in_the_menu_of_those_who_may_open_them(client, gita, role, sees):
    client.force_login(make.user("Hadi", role=role))
    answer = client.get("/akun/").content.decode()
    assert ('href="/pengelola/jenis/"' in answer) is sees


def test_a_draft_whose_content_can_no_longer_be_read_is_not_shown(contoh):
    TypeDraft.objects.update(spec=contoh.spec | {"harga": 1})
    contoh.refresh_from_db()
    assert queries.judged_draft(contoh, queries.Office.of(NOW.date())).problems == [
        "harga: unknown word, perhaps mistyped"
    ]
