from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation

from applications.corrections.models import Reply
from applications.corrections.queries import open_points
from applications.documents import actions as documents
from applications.documents.models import DocumentVersion
from applications.drafting import actions as drafting
from applications.lifecycle.models import Application
from applications.lifecycle.ownership import is_own, with_own
from applications.lifecycle.states import Status
from perizinan.accounts.actions import add_business
from perizinan.accounts.models import Membership
from perizinan.audit.actions import record
from perizinan.audit.models import AuditEntry
from perizinan.files.models import State
from reviews.assignments.actions import claim
from reviews.checklists.models import Judgement, Verdict
from reviews.decisions import actions as decisions
from tests import make

MADE = {"sent": Status.SUBMITTED, "issued": Status.ISSUED}


def page(case, more=""):
    return f"/meja/{case.number}/{more}"


def version(case, key):
    return DocumentVersion.objects.get(application=case, requirement_key=key, current=True)


def picture(case, key, ayu):
    attached = make.attach(case, key, ayu)
    attached.stored.content_type, attached.stored.name = "image/jpeg", "pasfoto.jpg"
    attached.stored.save(update_fields=["content_type", "name"])
    return attached


def mended(cast):
    """Returned for the card and the title; the applicant mends both."""
    case = make.application(cast)
    make.judge(case, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Samakan dengan proposal."})
    decisions.return_case(item_id=make.item(case).pk, seen=make.fresh(case).revision, by=cast.budi, now=make.NOW)
    case = make.fresh(case)
    new = make.attach(case, "ktp", cast.ayu)
    typed = {"judul": "Judul baru (contoh)"}
    drafting.save_section(application_id=case.pk, section_key="penelitian", typed=typed, by=cast.ayu, now=make.NOW)
    for point in open_points(case):
        point.reply, point.replied_at = Reply.MENDED, make.NOW
        point.save(update_fields=["reply", "replied_at"])
    drafting.resubmit(application_id=case.pk, by=cast.ayu, now=make.NOW)
    return make.fresh(case), new


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("budi", 200),
        ("bayu", 200),
        ("darma", 200),
        ("dewi", 200),
        ("hadi", 200),
        ("citra", 404),
        ("gita", 403),
        ("ayu", 403),
    ],
)
def test_only_the_units_of_a_case_may_open_it(cast, desk, who, status):
    case = make.application(cast)
    assert desk(getattr(cast, who)).get(page(case)).status_code == status


def test_a_draft_is_nobodys_business(cast, desk):
    case = make.application(cast, status=Status.DRAFT)
    assert desk(cast.dewi).get(page(case)).status_code == 404


def test_opening_is_recorded_once_an_hour(cast, desk):
    case = make.application(cast)
    browser = desk(cast.budi)
    browser.get(page(case))
    browser.get(page(case))
    assert AuditEntry.objects.filter(verb="opened", label=case.number, actor_id=cast.budi.pk).count() == 1


def test_the_first_document_without_verdict_is_open(cast, desk, words):
    case = make.application(cast)
    found = desk(cast.budi).get(page(case))
    assert found.context["page"].detail.item.key == "permohonan"
    assert "Yang dinilai <span" in words(found)
    assert (found.context["page"].judged, len(found.context["page"].documents)) == (0, 7)


def test_a_document_shows_the_answers_it_proves(cast, desk, words):
    case = make.application(cast)
    found = desk(cast.budi).get(page(case), {"nilai": "document-permohonan"})
    assert ("Judul penelitian", make.ANSWERS["penelitian"]["judul"]) in found.context["page"].detail.proved


@pytest.mark.parametrize(
    ("who", "stage", "verbs"),
    [
        ("budi", "kelengkapan", {"complete", "return", "reject"}),
        ("darma", "kelengkapan", set()),
        ("dewi", "kelengkapan", set()),
        ("hadi", "kelengkapan", set()),
        ("citra", "rekomendasi", {"recommend", "advise_against", "return"}),
        ("budi", "rekomendasi", set()),
        ("darma", "paraf", {"endorse", "return", "reject"}),
        ("dewi", "persetujuan", {"approve", "return", "reject"}),
        ("darma", "persetujuan", set()),
    ],
)
def test_the_bar_shows_only_what_this_person_may_do_now(cast, desk, who, stage, verbs):
    status = Status.SUBMITTED if stage == "kelengkapan" else Status.IN_REVIEW
    case = make.application(cast, status=status, stage=stage)
    assert set(desk(getattr(cast, who)).get(page(case)).context["seat"].verbs) == verbs


def test_while_the_applicant_mends_nobody_may_judge(cast, desk, words):
    case = make.application(cast, status=Status.RETURNED)
    found = desk(cast.budi).get(page(case))
    assert found.context["seat"].verbs == ()
    assert "Simpan penilaian" not in words(found)
    assert "Perbaikan ditunggu sampai" in words(found)


def test_the_auditor_sees_no_button_that_changes_anything(cast, desk, words):
    case = make.application(cast)
    make.judge(case, cast.budi, mend={"ktp": "Foto buram."})
    shown = words(desk(cast.hadi).get(page(case), {"nilai": "document-ktp"}))
    for button in ("Simpan penilaian", "Ambil kasus", "Nyatakan lengkap", "Kembalikan", "Tolak</a>"):
        assert button not in shown
    assert "Foto buram." in shown


def test_photos_are_shown_and_other_files_are_downloads(cast, desk, words):
    case = make.application(cast)
    photo, browser = picture(case, "pasfoto", cast.ayu), desk(cast.budi)
    shown = browser.get(page(case, f"dokumen/{photo.pk}/gambar/"))
    assert (shown["Content-Type"], shown["Content-Disposition"].split(";")[0]) == ("image/jpeg", "inline")
    assert f"/dokumen/{photo.pk}/gambar/" in words(browser.get(page(case), {"nilai": "document-pasfoto"}))
    letter = version(case, "permohonan")
    assert browser.get(page(case, f"dokumen/{letter.pk}/gambar/")).status_code == 404
    assert browser.get(page(case, f"dokumen/{letter.pk}/"))["Content-Disposition"].startswith("attachment")
    assert AuditEntry.objects.filter(verb="opened", label=f"{case.number}: permohonan v1").count() == 1


def test_a_document_opens_only_under_its_own_case(cast, desk):
    mine, other = make.application(cast), make.application(cast)
    assert desk(cast.budi).get(page(mine, f"dokumen/{version(other, 'ktp').pk}/")).status_code == 404
    assert desk(cast.citra).get(page(mine, f"dokumen/{version(mine, 'ktp').pk}/")).status_code == 404


def test_an_unchecked_file_cannot_be_opened(cast, desk, words):
    case = make.application(cast)
    waiting, browser = make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE), desk(cast.budi)
    assert browser.get(page(case, f"dokumen/{waiting.pk}/")).status_code == 404
    assert "Sedang diperiksa" in words(browser.get(page(case), {"nilai": "document-ktp"}))


def test_the_number_is_masked_until_asked_for_and_the_asking_is_recorded(cast, desk, words):
    case, browser = make.application(cast), desk(cast.hadi)
    assert make.NIK[-4:] in words(browser.get(page(case)))
    assert make.NIK not in words(browser.get(page(case))).replace(" ", "")
    shown = browser.post(page(case, "nik/"), {"key": "nik"})
    assert make.NIK in words(shown).replace(" ", "")
    assert AuditEntry.objects.filter(verb="case.reveal", label=case.number, actor_id=cast.hadi.pk).count() == 1
    assert make.NIK not in words(browser.get(page(case))).replace(" ", "")


def test_only_a_personal_number_can_be_asked_for(cast, desk):
    case = make.application(cast)
    desk(cast.budi).post(page(case, "nik/"), {"key": "judul"})
    assert not AuditEntry.objects.filter(verb="case.reveal").exists()


def test_what_is_new_after_mending_is_marked(cast, desk, words):
    case, new = mended(cast)
    browser = desk(cast.budi)
    found = browser.get(page(case))
    remarks = {line.item.key: line.remark for line in [*found.context["page"].documents, *found.context["page"].fields]}
    assert {key for key, remark in remarks.items() if remark} == {"ktp", "judul"}
    assert found.context["page"].detail.item.key == "ktp"
    assert [old.number for old in found.context["page"].detail.older] == [1]
    assert new.number == 2
    title = browser.get(page(case), {"nilai": "field-judul"})
    assert f"<del>{make.ANSWERS['penelitian']['judul']}</del>" in words(title)
    assert "Judul baru (contoh)" in words(title)


def test_claiming_and_giving_back(cast, desk, words):
    case = make.application(cast)
    browser = desk(cast.budi)
    assert browser.post(page(case, "pengambilan/")).status_code == 302
    assert make.item(case).officer == cast.budi
    assert make.fresh(case).status == Status.IN_REVIEW
    assert "Lepaskan" in words(browser.get(page(case)))
    browser.post(page(case, "pelepasan/"))
    assert make.item(case).officer is None


def test_who_comes_second_reads_who_was_first(cast, desk, words):
    case = make.application(cast)
    claim(item_id=make.item(case).pk, by=cast.bayu, now=make.NOW)
    late = desk(cast.budi).post(page(case, "pengambilan/"))
    assert late.status_code == 409
    assert "Kasus ini sudah diambil Bayu (contoh)." in words(late)


def test_history_tells_moves_and_reading(cast, desk, words):
    case = make.application(cast, status=Status.RETURNED)
    browser = desk(cast.hadi)
    browser.get(page(case))
    told = words(browser.get(page(case, "riwayat/")))
    assert "Pukul 10.00 WIB Budi (contoh) mengembalikannya." in told
    assert f'Hadi (contoh) membuka <span class="number">{case.number}</span>' in told


@pytest.mark.parametrize("language", ["id", "en"])
def test_history_names_documents_answers_and_stages_by_their_titles(cast, desk, language):
    case = make.draft(cast.ayu)
    letter = SimpleUploadedFile("surat.pdf", b"%PDF-1.7 contoh")
    requirement = case.spec.requirement("keabsahan")
    documents.attach(application_id=case.pk, requirement=requirement, upload=letter, by=cast.ayu, now=make.NOW)
    make.attach(case, "keabsahan", cast.ayu)
    drafting.submit(application_id=case.pk, by=cast.ayu, now=make.NOW)
    claim(item_id=make.item(case).pk, by=cast.budi, now=make.NOW)
    make.judge(case, cast.budi, mend={"judul": "Samakan dengan proposal."})
    browser = desk(cast.budi)
    browser.get(page(case, f"dokumen/{version(case, 'taat_hukum').pk}/"))
    browser.cookies["bahasa"] = language
    entries = {entry.sentence for entry in browser.get(page(case, "riwayat/")).context["entries"]}
    with translation.override(language):
        spec, number = case.spec, case.number
        law, valid = str(spec.requirement("taat_hukum").name), str(spec.requirement("keabsahan").name)
        wanted = str(Judgement.MEND.label)
        title, stage = str(spec.field("judul").label), str(spec.stage("kelengkapan").name)
    told = {
        "id": {
            f"Pemohon mengunggah dokumen {valid} versi 2 pada {number}",
            f"Budi (contoh) membuka {law} versi 1",
            f"Budi (contoh) menilai {title} pada {number}: Perlu diperbaiki",
            f"Budi (contoh) menilai {law} pada {number}: Sesuai",
            f"Budi (contoh) mengambil kasus {number} ({stage})",
        },
        "en": {
            f"Applicant uploaded version 2 of document {valid} to {number}",
            f"Budi (contoh) assessed {title} in {number}: {wanted}",
        },
    }[language]
    assert told - entries == set()


def test_a_key_that_the_version_does_not_know_stays(cast, desk):
    case = make.application(cast)
    data = {"kind": "document", "key": "dulu", "judgement": "Sesuai"}
    with transaction.atomic():
        record(verb="case.judge", by=cast.budi, subject=case, now=make.NOW, data=data)
    entries = desk(cast.budi).get(page(case, "riwayat/")).context["entries"]
    assert entries[0].sentence == f"Budi (contoh) menilai dulu pada {case.number}: Sesuai"


def test_the_clock_is_explained_day_by_day(cast, desk, words):
    case = make.application(cast, status=Status.IN_REVIEW, stage="rekomendasi", now=make.NOW - timedelta(days=5))
    told = words(desk(cast.citra).get(page(case, "hitungan/")))
    assert "Hari kerja ke-1" in told
    assert "Akhir pekan" in told


def test_advice_is_read_by_later_stages(cast, desk, words):
    case = make.application(cast)
    make.judge(case, cast.budi)
    for verb, officer, note in [("complete", cast.budi, ""), ("recommend", cast.citra, "Aman bagi warga.")]:
        decisions.pass_on(
            item_id=make.item(case).pk, verb=verb, seen=make.fresh(case).revision, note=note, by=officer, now=make.NOW
        )
    assert "Aman bagi warga." in words(desk(cast.darma).get(page(case)))


def test_the_sealed_permit_can_be_downloaded(cast, desk):
    case = make.application(cast, status=Status.ISSUED)
    found = desk(cast.budi).get(page(case, "izin.pdf"))
    assert found["Content-Disposition"].startswith("attachment")
    waiting = make.application(cast)
    assert desk(cast.budi).get(page(waiting, "izin.pdf")).status_code == 404


MOST_QUERIES = 10


@pytest.mark.parametrize("chosen", ["document-ktp", "field-judul"])
@pytest.mark.parametrize("made", ["sent", "mended", "issued"])
def test_the_case_page_asks_the_database_seldom(cast, desk, queries_of, made, chosen):
    case = mended(cast)[0] if made == "mended" else make.application(cast, status=MADE[made])
    first, again = desk(cast.dewi), desk(cast.budi)
    again.get(page(case))  # what a process remembers is warm
    most = MOST_QUERIES + (made == "issued")  # its permit
    for browser in (first, again):
        assert queries_of(lambda browser=browser: browser.get(page(case), {"nilai": chosen})) <= most


@pytest.mark.parametrize("who", ["budi", "ayu", "eko"])
def test_the_page_and_the_actions_agree_on_whose_own_case_it_is(cast, who):
    case, user = make.application(cast), getattr(cast, who)
    business = add_business(user=cast.eko, name="CV Contoh", by=cast.eko, now=make.NOW)
    Application.objects.filter(pk=case.pk).update(applicant=business)
    found = with_own(Application.objects.all(), user).select_related("applicant").get()
    assert bool(found.own) is is_own(found, user) is (who != "budi")
    Membership.objects.update(ended_at=make.NOW)
    found = with_own(Application.objects.all(), user).select_related("applicant").get()
    assert bool(found.own) is is_own(found, user) is (who == "ayu")


def test_an_officer_reads_no_internal_note_about_their_own_case(cast, desk, words):
    case = make.application(cast, status=Status.IN_REVIEW)
    make.pass_on(case, "advise_against", cast.citra, note="Surat kampus tampaknya palsu.")
    Verdict.objects.filter(application=case).update(internal="Tanyakan dulu ke kampus.")
    secrets = ("Tanyakan dulu ke kampus.", "Surat kampus tampaknya palsu.")
    assert all(secret in words(desk(cast.darma).get(page(case))) for secret in secrets)

    Application.objects.filter(pk=case.pk).update(filed_by=cast.darma)
    browser = desk(cast.darma)
    form = {"revision": make.fresh(case).revision, "verb": "endorse"}
    seen = [browser.get(page(case)), browser.post(page(case, "teruskan/"), form)]
    assert [answer.status_code for answer in seen] == [200, 409]
    for secret in secrets:
        assert all(secret not in words(answer) for answer in seen)
