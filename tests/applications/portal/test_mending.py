import re

import pytest

from applications.corrections.queries import open_points
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x" * 500_000, "x" * 1000),
        ("baris satu\r\n" * 80, ("baris satu\n" * 80).strip()),
        ("hilang \u202eadap\0 rumah", "hilang adap rumah"),
    ],
)
def test_a_reason_stays_as_short_and_as_plain_as_the_page_asks(cast, client, typed, kept):
    case = make.application(cast, status=Status.RETURNED)
    (point,) = open_points(case)
    client.force_login(cast.ayu)
    client.post(f"/permohonan/{case.number}/perbaikan/{point.pk}/", {"reply": "cannot", "reason": typed})
    point.refresh_from_db()
    assert point.reply_text == kept


def save(case, by, **typed):
    drafting.save_section(application_id=case.pk, section_key="lembaga", typed=typed, by=by, now=make.NOW)


@pytest.fixture
def companys(cast):
    """A case of somebody who studies for a company, with the paper of that company."""
    case = make.draft(cast.ayu)
    company = dict.fromkeys(["lembaga", "alamat_lembaga", "penanggung_jawab", "jabatan"], "Contoh")
    save(case, cast.ayu, asal="usaha", **company)
    make.attach(case, "pengesahan", cast.ayu)
    return drafting.submit(application_id=case.pk, by=cast.ayu, now=make.NOW)


def page_of(client, case, cast):
    client.force_login(cast.ayu)
    return client.get(f"/permohonan/{case.number}/").content.decode()


def test_nothing_stands_on_the_page_twice(companys, cast, client):
    notes = {"asal": "Apakah benar?", "lembaga": "Tulis lengkap.", "pengesahan": "Buram.", "ktp": "Buram."}
    make.send_back(companys, cast.budi, mend=notes)
    ids = re.findall(r' id="([^"]+)"', page_of(client, companys, cast))
    wanted = {"id_lembaga", "id_jabatan", "dokumen-pengesahan", "dokumen-ktp", "terkirim-ktp"}
    assert wanted <= set(ids)
    assert sorted(name for name in set(ids) if ids.count(name) > 1) == []


def test_a_document_nobody_needs_any_more_is_still_called_a_document(companys, cast, client):
    make.send_back(companys, cast.budi, mend={"pengesahan": "Buram.", "asal": "Anda meneliti sendiri."})
    save(companys, cast.ayu, asal="perseorangan")
    page = page_of(client, companys, cast)
    assert 'id="dokumen-pengesahan"' not in page
    assert (page.count("Saya tidak punya, karena…"), page.count("Isian lama benar, karena…")) == (1, 1)
