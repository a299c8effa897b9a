"""A section of the form over HTTP: what is posted, what comes back, without scripts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client

from applications.answers.queries import answers_of, draft_of
from applications.catalogue import yamlfile
from applications.catalogue.load import publish_all
from applications.catalogue.schema import PermitTypeSpec
from applications.corrections.queries import open_points
from applications.lifecycle.models import Application
from tests import make
from tests.applications.portal.conftest import said
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


def _more(*sections: dict[str, Any]) -> None:
    """The next version of the research permit, with more in it."""
    content = yamlfile.read(yamlfile.TYPES_DIR / "penelitian.yaml").model_dump(
        mode="json", by_alias=True, exclude_none=True
    )
    publish_all(specs=[PermitTypeSpec.model_validate(content | {"sections": [*content["sections"], *sections]})],
                by=None, now=NOW)  # fmt: skip


@pytest.fixture
def draft(cast: make.Cast) -> Application:
    return make.draft(cast.ayu)


@pytest.fixture
def ayu(cast: make.Cast, client: Client) -> Client:
    client.force_login(cast.ayu)
    return client


def _address(case: Application, section: str) -> str:
    return f"/permohonan/{case.number}/isi/{section}/"


TEAM = {
    "kelompok": "ya",
    "jumlah_anggota": "3",
    "nama_anggota": "",
    "nama_anggota-0-nama_lengkap": "Budi",
    "nama_anggota-1-nama_lengkap": "",
    "nama_anggota-2-nama_lengkap": "Citra",
    "nama_anggota-2-nomor_induk": "123",
}


def test_rows_and_choices_are_saved(ayu: Client, draft: Application) -> None:
    response = ayu.post(_address(draft, "anggota"), TEAM)
    assert response.status_code == 302
    assert answers_of(draft, 1)["nama_anggota"] == [
        {"nama_lengkap": "Budi"},
        {"nama_lengkap": "Citra", "nomor_induk": "123"},
    ]


def test_one_more_row_is_saved_and_shown_without_scripts(ayu: Client, draft: Application) -> None:
    page = ayu.post(_address(draft, "anggota"), {**TEAM, "row": "nama_anggota-tambah"})
    assert page.status_code == 200
    assert len(answers_of(draft, 1)["nama_anggota"]) == 2
    assert 'value="Citra"' in said(page)
    assert 'name="nama_anggota-5-nama_lengkap"' in said(page)
    assert "belum diisi" not in said(page)


def test_a_row_is_dropped_without_scripts(ayu: Client, draft: Application) -> None:
    page = ayu.post(_address(draft, "anggota"), {**TEAM, "row": "nama_anggota-0-hapus"})
    assert page.status_code == 200
    assert [row["nama_lengkap"] for row in answers_of(draft, 1)["nama_anggota"]] == ["Citra"]


def test_an_error_in_a_row_stands_beside_its_cell(ayu: Client, draft: Application) -> None:
    page = ayu.post(
        _address(draft, "anggota"), {**TEAM, "nama_anggota-0-nama_lengkap": "", "nama_anggota-0-nomor_induk": "9"}
    )
    assert page.status_code == 422
    assert '<a href="#id_nama_anggota-0-nama_lengkap">Baris 1: Nama lengkap belum diisi.</a>' in said(page)


def test_hidden_answers_are_kept_and_do_not_count(ayu: Client, draft: Application) -> None:
    ayu.post(_address(draft, "anggota"), TEAM)
    ayu.post(_address(draft, "anggota"), {**TEAM, "kelompok": "tidak"})
    assert "nama_anggota" not in answers_of(draft, 1)
    assert len(draft_of(draft, 1)["nama_anggota"]) == 2


def test_what_officers_fill_in_is_no_page_of_the_applicant(cast: make.Cast, ayu: Client) -> None:
    field = {"key": "saran", "type": "text", "label": "Saran petugas"}
    _more({"key": "telaah", "title": "Telaah", "stage": "rekomendasi", "fields": [field]})
    draft = make.draft(cast.ayu)
    assert ayu.get(_address(draft, "telaah")).status_code == 404
    assert ayu.post(_address(draft, "telaah"), {"saran": "Setujui saja"}).status_code == 404
    assert "saran" not in draft_of(draft, 1)
    assert "Telaah" not in said(ayu.get(f"/permohonan/{draft.number}/isi/"))
    page = said(ayu.get(_address(draft, "anggota")))
    assert "Bagian 5 dari 5" in page


def test_a_section_that_asks_nothing_here_is_passed_over(cast: make.Cast, ayu: Client) -> None:
    field = {"key": "lama", "type": "text", "label": "Izin lama", "show_if": {"field": "@capacity", "is": "power"}}
    _more({"key": "riwayat", "title": "Riwayat", "fields": [field]})
    draft = make.draft(cast.ayu)
    tasks = f"/permohonan/{draft.number}/isi/"
    assert ayu.get(_address(draft, "riwayat"))["Location"] == tasks
    assert ayu.post(_address(draft, "anggota"), {"kelompok": "tidak"})["Location"] == tasks


def test_a_date_too_early_is_said_with_the_earliest(cast: make.Cast, ayu: Client) -> None:
    fields = [{"key": "pasang", "type": "date", "label": "Mulai dipasang", "earliest": "processing"}]
    _more({"key": "pemasangan", "title": "Pemasangan", "fields": fields})
    draft = make.draft(cast.ayu)
    page = ayu.get(_address(draft, "pemasangan"))
    assert "Paling awal " in said(page)
    page = ayu.post(_address(draft, "pemasangan"), {"pasang": "25-11-2026"})
    assert page.status_code == 422
    assert "Mulai dipasang paling awal" in said(page)


def test_a_page_of_an_older_form_is_read_by_that_form(cast: make.Cast, ayu: Client, draft: Application) -> None:
    _more()  # nothing new: still version 1
    field = {"key": "tambahan", "type": "text", "label": "Tambahan"}
    _more({"key": "tambahan", "title": "Tambahan", "fields": [field]})
    sent = ayu.post(_address(draft, "anggota"), {**TEAM, "versi": "1"})
    assert sent.status_code == 302
    assert len(answers_of(make.fresh(draft), 1)["nama_anggota"]) == 2
    assert ayu.post(_address(draft, "anggota"), {**TEAM, "versi": "99"}).status_code == 404
    assert ayu.post(_address(draft, "tambahan"), {"tambahan": "x", "versi": "1"}).status_code == 404


def test_a_section_that_is_gone_leads_to_the_task_list(ayu: Client, draft: Application) -> None:
    sent = ayu.get(_address(draft, "bagian-dulu"))
    assert (sent.status_code, sent["Location"]) == (302, f"/permohonan/{draft.number}/isi/")


@pytest.fixture
def returned(cast: make.Cast) -> Application:
    case = make.draft(cast.ayu)
    make.drafting.submit(application_id=case.pk, by=cast.ayu, now=NOW)
    return make.send_back(make.fresh(case), cast.budi, mend={"kelompok": "Proposal menyebut tiga orang."})


def test_a_mended_answer_brings_its_rows_along(ayu: Client, returned: Application) -> None:
    [point] = open_points(returned)
    page = said(ayu.get(f"/permohonan/{returned.number}/"))
    assert 'name="nama_anggota-0-nama_lengkap"' in page
    address = f"/permohonan/{returned.number}/perbaikan/{point.pk}/"
    assert f'action="{address}"' in page
    sent = ayu.post(address, {**TEAM, "row": "nama_anggota-tambah", "reply": "mended"})
    assert sent["Location"].endswith(f"#hal-{point.pk}")
    assert len(draft_of(returned, 2)["nama_anggota"]) == 2
    ayu.post(address, {**TEAM, "reply": "mended"})
    point.refresh_from_db()
    assert point.reply == "mended"


def test_what_was_typed_stays_whatever_else_is_wrong(ayu: Client, returned: Application) -> None:
    [point] = open_points(returned)
    address = f"/permohonan/{returned.number}/perbaikan/{point.pk}/"
    reason = {"reply": "cannot", "reason": "Kami memang bertiga."}
    ayu.post(address, {"kelompok": "ya", "jumlah_anggota": "banyak", **reason})
    point.refresh_from_db()
    assert (point.reply, point.reply_text) == ("cannot", "Kami memang bertiga.")
    page = said(ayu.get(f"/permohonan/{returned.number}/"))
    assert 'value="banyak"' in page
    assert 'id="id_jumlah_anggota_error"' in page
    ayu.post(address, {**TEAM, **reason, "reason": "Bertiga.", "row": "nama_anggota-tambah"})
    point.refresh_from_db()
    assert point.reply_text == "Bertiga."


def test_what_officers_fill_in_is_not_asked_again(cast: make.Cast, ayu: Client) -> None:
    field = {"key": "saran", "type": "text", "label": "Saran petugas", "show_if": {"field": "kelompok", "is": "ya"}}
    _more({"key": "telaah", "title": "Telaah", "stage": "rekomendasi", "fields": [field]})
    case = make.draft(cast.ayu)
    make.drafting.submit(application_id=case.pk, by=cast.ayu, now=NOW)
    make.send_back(make.fresh(case), cast.budi, mend={"kelompok": "Proposal menyebut tiga orang."})
    page = said(ayu.get(f"/permohonan/{case.number}/"))
    assert 'name="nama_anggota-0-nama_lengkap"' in page
    assert 'name="saran"' not in page
