import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from applications.permits.queries import _proof, masked
from perizinan.files.kept import read
from perizinan.vault import holds_number
from tests import make

TODAY = datetime(2026, 12, 20, 3, 0, tzinfo=UTC)
VALID, EXPIRED, UNKNOWN = "ASLI DAN BERLAKU", "SUDAH BERAKHIR", "TIDAK DITEMUKAN"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def permit(cast):
    return make.permit_of(make.application(cast, status=Status.ISSUED))


def by_qr(client, permit):
    return client.get(reverse("permits:proof", args=[permit.token]))


def by_number(client, number, code):
    return client.post(reverse("permits:verify"), {"number": number, "code": code})


def by_file(client, data, **more):
    return client.post(reverse("permits:verify-file"), {"file": SimpleUploadedFile("surat.pdf", data), **more})


def said(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\u00a0", " ").split())


def test_anybody_who_scans_the_code_reads_the_verdict(client, permit):
    page = said(by_qr(client, permit))
    assert VALID in page
    for fact in ("A*** c***", make.ANSWERS["penelitian"]["judul"], "14 Maret 2027"):
        assert fact in page


def test_proof_shows_only_what_the_type_makes_public(client, permit):
    page = said(by_qr(client, permit))
    private = [make.NIK, make.NIK[-4:], "Ayu", "Jalan Contoh 12", "0812", "ayu@contoh.test", "Wawancara", "Dewi"]
    assert [word for word in private if word in page] == []
    assert permit.application.number not in page


def test_number_typed_into_a_public_field_is_masked(client, cast):
    case = make.draft(cast.ayu)
    typed = {"judul": f"Penelitian oleh {make.NIK}"}
    now = make.NOW
    drafting.save_section(application_id=case.pk, section_key="penelitian", typed=typed, by=cast.ayu, now=now)
    drafting.submit(application_id=case.pk, by=cast.ayu, now=now)
    make.judge(case, cast.budi)
    for verb, officer in [("complete", cast.budi), ("recommend", cast.citra), ("endorse", cast.darma)]:
        make.pass_on(case, verb, officer)
    make.approve(case, cast.dewi)
    assert not holds_number(str(make.permit_of(case).facts))


def test_permit_past_its_date_is_genuine_but_over(client, permit):
    with time_machine.travel(datetime(2027, 3, 14, 16, 59, tzinfo=UTC), tick=False):
        assert VALID in said(by_qr(client, permit))
    with time_machine.travel(datetime(2027, 3, 14, 17, 1, tzinfo=UTC), tick=False):
        assert EXPIRED in said(by_qr(client, permit))


@pytest.mark.parametrize("written", ["{}-{}", "{} {}", "{}{}"])
def test_number_and_code_can_be_typed_as_one_likes(client, permit, written):
    code = written.format(permit.code[:4].lower(), permit.code[4:])
    answer = by_number(client, f"  {permit.number.lower()} ", code)
    assert (answer.status_code, VALID in said(answer)) == (200, True)


def test_wrong_code_number_or_token_is_not_found(client, permit):
    answers = [
        by_number(client, permit.number, "ABCD-2345"),
        by_number(client, permit.number.replace("0001", "0002"), permit.code),
        by_number(client, permit.number, ""),
        client.get(reverse("permits:proof", args=["x" * 32])),
        client.get("/v/%00/"),
    ]
    assert [answer.status_code for answer in answers] == [404, 404, 422, 404, 404]
    assert all("A***" not in said(answer) for answer in answers)


def test_unsigned_permit_proves_nothing(client, cast):
    waiting = make.rendered(cast)
    assert by_qr(client, waiting).status_code == 404
    assert by_number(client, waiting.number, waiting.code).status_code == 404


def test_the_very_file_is_recognised_and_any_other_byte_is_not(client, permit):
    data = read(permit.sealed)
    assert VALID in said(by_file(client, data))
    for place in (100, len(data) // 2, len(data) - 1):
        other = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        assert by_file(client, other).status_code == 404
        assert "bukan berkas yang kami terbitkan" in said(by_file(client, other, token="x" * 32))


def test_another_permits_file_does_not_pass_for_this_one(client, permit, cast):
    other = make.permit_of(make.application(cast, status=Status.ISSUED))
    assert "Berkas ini berbeda" in said(by_file(client, read(other.sealed), token=permit.token))
    assert "Berkas ini sama persis" in said(by_file(client, read(permit.sealed), token=permit.token))


def test_file_is_not_kept(client, permit, tmp_path):
    before = {p for p in tmp_path.rglob("*") if p.is_file()}
    by_file(client, b"%PDF-1.7 dari orang lain")
    assert {p for p in tmp_path.rglob("*") if p.is_file()} == before
    assert Permit.objects.count() == 1


def test_nobody_can_leaf_through_the_permits(client, permit):
    answers = [by_number(client, permit.number, f"AAAA-{n:04}").status_code for n in range(1000, 1022)]
    assert answers == [404] * 20 + [429] * 2
    with time_machine.travel(TODAY + timedelta(minutes=1), tick=False):
        assert by_number(client, permit.number, permit.code).status_code == 200


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Bagas Wicaksono", "B*** W***"), ("I Made (contoh)", "I*** M*** c***"), ("Ayu", "A***"), ("  ", "")],
)
def test_holder_is_masked(name, shown):
    assert masked(name) == shown


def test_business_is_named_in_full(client, permit):
    permit.holder_is_business, permit.holder_name = True, "CV Contoh"
    assert _proof(permit, TODAY.date()).holder == "CV Contoh"
