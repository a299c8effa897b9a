from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from applications.answers.queries import draft_of
from applications.corrections.models import Reply
from applications.corrections.queries import open_points
from applications.documents.queries import versions
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.actions import add_business
from perizinan.accounts.models import Membership
from perizinan.files.models import State
from tests import make
from tests.applications.portal.pages import go
from tests.make import ANSWERS, NOW


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW + timedelta(hours=1)):
        yield


@pytest.fixture
def ayu(client, cast):
    client.force_login(cast.ayu)
    return client


def text(page):
    return page.content.decode().replace("\u00a0", " ")


def pdf(name="berkas.pdf", data=b"%PDF-1.7 contoh"):
    return {"file": SimpleUploadedFile(name, data, content_type="application/pdf")}


def test_ayu_starts_where_her_research_is(ayu):
    start = reverse("portal:start", args=["penelitian"])
    assert "Pilih kecamatan" in text(ayu.get(start))
    for elsewhere in ("kota", "luar"):
        assert ayu.get(start, {"district": elsewhere}).templates[0].name == "portal/elsewhere.html"
    address = f"{start}?district=35.16.13"
    assert ayu.post(address, {"village": "35.16.13.2001"}).status_code == 422
    done = ayu.post(address, {"village": "35.16.13.2001", "capacity": "self"})
    case = Application.objects.get()
    assert done.headers["Location"] == go("tasks", case)


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"capacity": "business"}, "Nama usaha belum diisi."),
        ({"capacity": "business", "business_name": "CV Contoh", "nib": "12"}, "NIB"),
        ({"capacity": "power"}, "Nama pemberi kuasa belum diisi."),
        ({"capacity": "officer"}, "Untuk siapa izin ini?"),
    ],
    ids=["no business", "wrong NIB", "no principal", "not hers to choose"],
)
def test_start_says_what_is_missing_and_makes_nobody(ayu, said, problem):
    address = reverse("portal:start", args=["penelitian"]) + "?district=35.16.13"
    page = ayu.post(address, {"village": "35.16.13.2001", **said})
    assert (page.status_code, problem in text(page), Application.objects.count()) == (422, True, 0)


def test_village_of_another_district_is_refused(ayu):
    address = reverse("portal:start", args=["penelitian"]) + "?district=35.16.13"
    assert ayu.post(address, {"village": "35.16.12.2001", "capacity": "self"}).status_code == 422


def test_autosave_answers_with_the_time_and_keeps_wrong_words(ayu, cast):
    case = make.draft(cast.ayu, filled=False)
    saved = ayu.post(go("section", case, "peneliti"), {"nik": "123"}, headers={"X-Autosave": "1"})
    assert (saved.status_code, saved.headers["X-Saved-At"][:5]) == (204, "11.00")
    assert "123" in text(ayu.get(go("section", case, "peneliti")))


def test_save_shows_what_to_mend_and_exit_never_holds_back(ayu, cast):
    case = make.draft(cast.ayu, filled=False)
    page = ayu.post(go("section", case, "peneliti"), {"nama": "Ayu", "nik": "123"})
    assert (page.status_code, 'value="123"' in text(page)) == (422, True)
    left = ayu.post(go("section", case, "peneliti"), {"nik": "1234", "after": "exit"})
    assert left.headers["Location"] == go("tasks", case)
    for section, following in [("lembaga", go("section", case, "penelitian")), ("anggota", go("tasks", case))]:
        assert ayu.post(go("section", case, section), ANSWERS[section]).headers["Location"] == following


def test_autosave_of_a_case_sent_in_another_tab_is_told_so(ayu, cast):
    case = make.application(cast)
    typed = {"judul": "Judul lain"}
    assert ayu.post(go("section", case, "penelitian"), typed, headers={"X-Autosave": "1"}).status_code == 409
    assert ayu.post(go("section", case, "penelitian"), typed).headers["Location"] == go("case", case)
    assert draft_of(case, 1)["judul"] == ANSWERS["penelitian"]["judul"]


@pytest.mark.parametrize("bad", [("ktp.exe", b"MZ"), ("ktp.pdf", b""), ("k" * 300, b"%PDF-1.7")])
def test_refused_file_gets_a_sentence_and_the_old_one_stays(ayu, cast, bad):
    case = make.draft(cast.ayu)
    page = ayu.post(go("document", case, "ktp"), pdf(*bad))
    assert (page.status_code, "Tidak kami terima" in text(page)) == (422, True)
    assert [v.number for v in versions(case, "ktp")] == [1]


def test_slot_without_a_file_says_choose_one(ayu, cast):
    page = ayu.post(go("document", make.draft(cast.ayu), "ktp"))
    assert (page.status_code, "Pilih berkasnya dulu." in text(page)) == (422, True)


def test_verdict_of_a_file_appears_in_its_row(ayu, cast):
    case = make.draft(cast.ayu)
    make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    waiting = text(ayu.get(go("document", case, "ktp"), headers={"HX-Request": "true"}))
    assert "hx-get" in waiting
    make.attach(case, "ktp", cast.ayu, state=State.REJECTED)
    refused = text(ayu.get(go("document", case, "ktp"), headers={"HX-Request": "true"}))
    assert ("Ditolak" in refused, "hx-get" in refused, "<html" in refused) == (True, False, False)


def test_sending_needs_the_tick_and_everything_filled(ayu, cast):
    case = make.draft(cast.ayu)
    assert ayu.post(go("submission", case)).status_code == 422
    make.attach(case, "ktp", cast.ayu, state=State.REJECTED)
    page = ayu.post(go("submission", case), {"benar": "1"})
    assert (page.status_code, "Masih ada 1 bagian" in text(page)) == (422, True)
    make.attach(case, "ktp", cast.ayu)
    for _ in range(2):  # a second tap lands on the same receipt
        assert ayu.post(go("submission", case), {"benar": "1"}).headers["Location"] == go("sent", case)
    code = make.fresh(case).tracking_code
    assert code in text(ayu.get(go("sent", case))).replace(" ", "")
    assert ayu.get(go("receipt", case)).content.startswith(b"%PDF")


def test_ayu_mends_exactly_what_was_returned(ayu, cast):
    case = make.application(cast)
    make.send_back(case, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Judul berbeda."})
    page = text(ayu.get(go("case", case)))
    assert "Ada 2 hal yang perlu Anda perbaiki" in page
    assert ("Foto KTP buram." in page, "Judul berbeda." in page) == (True, True)
    early = ayu.post(go("resubmission", case), follow=True)
    assert "Masih ada 2 hal" in text(early)
    ktp, judul = open_points(case)
    ayu.post(go("answer", case, judul.pk), {"judul": "Judul yang benar"})
    ayu.post(go("answer", case, ktp.pk), {"reply": "cannot", "reason": ""})
    assert [p.reply for p in open_points(case)] == [Reply.NONE, Reply.MENDED]
    ayu.post(go("answer", case, ktp.pk), {"reply": "cannot", "reason": "KTP hilang."})
    ayu.post(go("resubmission", case))
    assert make.fresh(case).status == Status.IN_REVIEW
    assert draft_of(case, 2)["judul"] == "Judul yang benar"


def test_saying_it_is_mended_is_not_enough(ayu, cast):
    case = make.application(cast)
    make.send_back(case, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Judul berbeda."})
    ktp, judul = open_points(case)
    missing = {
        ktp: "Belum ada berkas baru yang dapat kami terima di sini.",
        judul: "Isian ini masih sama.",
    }
    typed = {ktp: {}, judul: {"judul": ANSWERS["penelitian"]["judul"]}}
    for point, sentence in missing.items():
        assert sentence not in text(ayu.get(go("case", case)))
        said = {"reply": "mended", **typed[point]}
        page = ayu.post(go("answer", case, point.pk), said, follow=True)
        row = next(row for row in page.context["mend"] if row.point == point)
        assert (row.missing.startswith(sentence), row.answered) == (True, False)
        assert f'<div id="belum-{point.pk}"><p class="error-line" role="alert">{sentence}' in text(page)
    assert "Kirim perbaikan (0 dari 2)" in text(page)
    ayu.post(go("document", case, "ktp"), pdf())
    ayu.post(go("answer", case, judul.pk), {"reply": "mended", "judul": "Judul yang benar"})
    page = text(ayu.get(go("case", case)))
    assert ("Kirim perbaikan (2 dari 2)" in page, "error-line" in page) == (True, False)


def test_answer_that_cannot_be_right_does_not_close_its_point(ayu, cast):
    case = make.application(cast)
    make.send_back(case, cast.budi, mend={"mulai": "Tanggal sudah lewat."})
    [point] = open_points(case)
    page = ayu.post(go("answer", case, point.pk), {"mulai": "kapan-kapan"}, follow=True)
    assert "belum terbaca" in text(page)
    assert open_points(case)[0].reply == Reply.NONE


def test_withdrawing_asks_first_and_says_when_it_is_too_late(ayu, cast):
    case = make.application(cast)
    assert make.fresh(case).status == Status.SUBMITTED
    ayu.get(go("withdraw", case))
    assert make.fresh(case).status == Status.SUBMITTED
    ayu.post(go("withdraw", case))
    assert make.fresh(case).status == Status.WITHDRAWN
    decided = make.application(cast, status=Status.AWAITING_SIGNATURE)
    assert ayu.post(go("withdraw", decided)).status_code == 409


def test_tracking_needs_number_and_code(client, cast):
    case = make.application(cast)
    answers = [
        client.post("/lacak/", {"number": number, "code": code})
        for number, code in [
            (case.number, case.tracking_code.lower()),
            (case.number, "ZZZZZZ"),
            (case.number[:-1] + str((int(case.number[-1]) + 1) % 10), case.tracking_code),
        ]
    ]
    assert [a.status_code for a in answers] == [200, 422, 422]
    assert ["Sedang kami kerjakan" in text(a) for a in answers] == [True, False, False]
    assert "Ayu" not in text(answers[0])


def test_draft_cannot_be_tracked(client, cast):
    case = make.draft(cast.ayu)
    assert client.post("/lacak/", {"number": case.number, "code": ""}).status_code == 422


def test_tracking_is_held_up_after_ten_tries_a_minute(client, cast):
    case = make.application(cast)
    said = {"number": case.number, "code": "ZZZZZZ"}
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert [client.post("/lacak/", said).status_code for _ in range(11)] == [422] * 10 + [429]


@pytest.mark.parametrize(
    ("status", "says"),
    [
        (Status.SUBMITTED, "Batas waktu belum berjalan."),
        (Status.IN_REVIEW, "Paling lambat 1 Desember 2026, tinggal 5 hari kerja."),
        (Status.RETURNED, "Waktu kami berhenti sampai Anda mengirim perbaikan."),
        (Status.AWAITING_SIGNATURE, "Disetujui. Menunggu tanda tangan Kepala Dinas."),
        (Status.ISSUED, "Izin Anda sudah terbit."),
        (Status.REJECTED, "Permohonan ini tidak dapat disetujui."),
        (Status.WITHDRAWN, "Anda menarik permohonan ini."),
        (Status.LAPSED, "Perbaikan tidak kami terima sampai 8 Desember 2026."),
    ],
)
def test_case_page_says_whose_turn_it_is_and_by_when(ayu, cast, status, says):
    assert says in text(ayu.get(go("case", make.application(cast, status=status))))


def test_member_of_the_business_sees_its_case_until_they_leave(client, cast):
    case = make.application(cast)
    business = add_business(user=cast.eko, name="CV Contoh", by=cast.eko, now=NOW)
    Application.objects.filter(pk=case.pk).update(applicant=business)
    client.force_login(cast.eko)
    assert client.get(go("case", case)).status_code == 200
    Membership.objects.update(ended_at=NOW)
    assert client.get(go("case", case)).status_code == 404


MOST_QUERIES = {"mine": 7, "case": 10, "tasks": 11, "check": 11, "section": 11}


@pytest.mark.parametrize("page", MOST_QUERIES)
def test_pages_ask_the_database_seldom(ayu, cast, page, django_assert_max_num_queries):
    case = make.draft(cast.ayu)
    for _ in range(2):
        make.application(cast)
    returned = make.application(cast)
    make.send_back(returned, cast.budi, mend={"ktp": "Buram.", "judul": "Lain.", "mulai": "Lewat."})
    address = {
        "mine": reverse("portal:mine"),
        "case": go("case", returned),
        "tasks": go("tasks", case),
        "check": go("check", case),
        "section": go("section", case, "peneliti"),
    }[page]
    ayu.get(address)  # the session and caches are warm
    with django_assert_max_num_queries(MOST_QUERIES[page]):
        assert ayu.get(address).status_code == 200


def test_mended_answer_that_asks_for_more_can_be_given_all_of_it(ayu, cast):
    case = make.application(cast)
    make.send_back(case, cast.budi, mend={"asal": "Anda meneliti untuk perusahaan."})
    [point] = open_points(case)
    assert 'name="lembaga"' in text(ayu.get(go("case", case)))
    half = ayu.post(go("answer", case, point.pk), {"asal": "usaha", "lembaga": "CV Contoh", "jabatan": ""}, follow=True)
    assert "belum diisi" in text(half)
    company = dict.fromkeys(["lembaga", "alamat_lembaga", "penanggung_jawab", "jabatan"], "Contoh")
    ayu.post(go("answer", case, point.pk), {"asal": "usaha", **company})
    assert "Masih ada 1 hal" in text(ayu.post(go("resubmission", case), follow=True))
    assert "Pengesahan badan usaha" in text(ayu.get(go("case", case)))
    ayu.post(go("document", case, "pengesahan"), pdf())
    ayu.post(go("resubmission", case))
    assert make.fresh(case).status == Status.IN_REVIEW
    assert draft_of(case, 2)["lembaga"] == "Contoh"
