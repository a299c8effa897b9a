import pytest

from applications.corrections.models import Reply
from applications.corrections.queries import open_points
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.files.models import State
from reviews.assignments.actions import claim
from tests import make
from tests.reviews.desk.conftest import page, version

MADE = {"sent": Status.SUBMITTED, "issued": Status.ISSUED}


def mended(cast):
    """Returned for the card and the title; the applicant mends both."""
    case = make.application(cast)
    case = make.send_back(case, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Samakan dengan proposal."})
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
        ("budi", "kelengkapan", {"complete", "return", "reject", "transfer"}),
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
    assert found.context["page"].detail.pane.version.number == 2
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


def test_advice_is_read_by_later_stages(cast, desk, words):
    case = make.application(cast)
    make.judge(case, cast.budi)
    make.pass_on(case, "complete", cast.budi)
    make.pass_on(case, "recommend", cast.citra, note="Aman bagi warga.")
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
    most = MOST_QUERIES + (made == "issued") + (chosen == "document-ktp")  # its permit; the same bytes elsewhere
    for browser in (first, again):
        assert queries_of(lambda browser=browser: browser.get(page(case), {"nilai": chosen})) <= most
