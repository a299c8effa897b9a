import pytest

from applications.corrections.queries import open_points
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from reviews.decisions import actions as decisions
from tests import make


@pytest.fixture
def press(desk):
    """Open the page of a decision and press its button, as a person does."""

    def send(user, case, page, revision=None, **typed):
        seen = make.fresh(case).revision if revision is None else revision
        return desk(user).post(f"/meja/{case.number}/{page}/?tab=unit", {"revision": seen, **typed})

    return send


def points_of(response):
    return response.context["mark"]


def test_complete_too_early_lists_what_is_missing_with_links(cast, press, words):
    case = make.application(cast)
    early = press(cast.budi, case, "lengkap")
    assert early.status_code == 409
    assert "Belum bisa diteruskan" in words(early)
    assert "7 dokumen belum dinilai" in words(early)
    assert f"/meja/{case.number}/?nilai=document-ktp" in words(early)
    assert make.fresh(case).status == Status.SUBMITTED


def test_complete_starts_the_clock_and_returns_to_the_queue(cast, press):
    case = make.application(cast)
    make.judge(case, cast.budi)
    done = press(cast.budi, case, "lengkap")
    assert done.url == f"/meja/?tab=unit&dari={case.number}"
    assert make.fresh(case).complete_at is not None
    assert make.item(case).stage_key == "rekomendasi"


def test_recommending_with_a_note(cast, press):
    case = make.application(cast, status=Status.IN_REVIEW, stage="rekomendasi")
    assert press(cast.citra, case, "teruskan", verb="recommend", note="Aman.").status_code == 302
    assert make.fresh(case).items.get(stage_key="rekomendasi").note == "Aman."


def test_advising_against_needs_words_and_keeps_the_choice(cast, press, words):
    case = make.application(cast, status=Status.IN_REVIEW, stage="rekomendasi")
    refused = press(cast.citra, case, "teruskan", verb="advise_against", note="")
    assert refused.status_code == 409
    assert "Tulis alasannya dulu" in words(refused)
    assert press(cast.citra, case, "teruskan", verb="advise_against", note="Berdampak buruk.").status_code == 302
    assert make.fresh(case).items.get(stage_key="rekomendasi").outcome == "advise_against"


def test_a_verb_of_another_stage_cannot_be_smuggled_in(cast, press):
    case = make.application(cast, status=Status.IN_REVIEW, stage="rekomendasi")
    assert press(cast.citra, case, "teruskan", verb="complete", note="").status_code == 422
    assert make.item(case).stage_key == "rekomendasi"


def test_endorsing_leads_to_the_head(cast, press):
    case = make.application(cast, status=Status.IN_REVIEW, stage="paraf")
    assert press(cast.darma, case, "teruskan", verb="endorse", note="").status_code == 302
    assert make.item(case).stage_key == "persetujuan"


def test_endorsing_what_waits_for_the_head_already_names_no_next_stage(cast, press, words):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    late = press(cast.darma, case, "teruskan", verb="endorse", note="Aman.")
    assert late.status_code == 409
    assert "<h1>Teruskan</h1>" in words(late)


def test_returning_sends_exactly_the_points_of_the_page(cast, desk, press, words):
    case = make.application(cast)
    make.judge(case, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Samakan dengan proposal."})
    page = desk(cast.budi).get(f"/meja/{case.number}/pengembalian/")
    assert "Ini yang akan dibaca pemohon" in words(page)
    assert "Foto KTP buram." in words(page)
    assert press(cast.budi, case, "pengembalian", points=points_of(page)).status_code == 302
    assert {p.note for p in open_points(make.fresh(case))} == {"Foto KTP buram.", "Samakan dengan proposal."}


def test_a_point_added_meanwhile_is_read_before_it_is_sent(cast, desk, press, words):
    case = make.application(cast)
    make.judge(case, cast.budi, mend={"ktp": "Foto KTP buram."})
    mark = points_of(desk(cast.budi).get(f"/meja/{case.number}/pengembalian/"))
    make.judge(case, cast.bayu, mend={"ktp": "Foto KTP buram.", "pasfoto": "Wajah tertutup."})
    refused = press(cast.budi, case, "pengembalian", points=mark)
    assert refused.status_code == 409
    assert "Wajah tertutup." in words(refused)
    assert make.fresh(case).status == Status.SUBMITTED


def test_nothing_to_return_is_said(cast, desk, words):
    case = make.application(cast)
    page = words(desk(cast.budi).get(f"/meja/{case.number}/pengembalian/"))
    assert "Belum ada dokumen atau isian yang ditandai perlu diperbaiki" in page


def test_rejecting_needs_a_listed_reason_and_words(cast, press, words):
    case = make.application(cast)
    reason = case.spec.refusal_reasons[1].id
    for typed in ({"reason": "Alasan sendiri", "text": "Kalimat."}, {"reason": reason, "text": " "}):
        answer = press(cast.budi, case, "penolakan", **typed)
        assert answer.status_code == 422
        assert typed["text"].strip() in words(answer)
    assert press(cast.budi, case, "penolakan", reason=reason, text="Kop surat tidak dikenal.").status_code == 302
    assert make.fresh(case).status == Status.REJECTED


def test_the_rejection_page_tells_how_to_object(cast, desk, words):
    case = make.application(cast)
    assert "Tulis surat keberatan kepada" in words(desk(cast.budi).get(f"/meja/{case.number}/penolakan/"))


def test_approving_takes_the_number_and_leads_to_signing(cast, desk, press, words):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    page = words(desk(cast.dewi).get(f"/meja/{case.number}/persetujuan/"))
    assert make.ANSWERS["penelitian"]["judul"] in page
    assert press(cast.dewi, case, "persetujuan").url == "/meja/tanda-tangan/"
    assert Permit.objects.get().application_id == case.pk


def test_a_stale_page_reads_who_was_faster_and_keeps_what_was_typed(cast, press, words):
    case = make.application(cast)
    seen = make.fresh(case).revision
    make.judge(case, cast.bayu, mend={"ktp": "Foto KTP buram."})
    decisions.return_case(item_id=make.item(case).pk, seen=seen, by=cast.bayu, now=make.NOW)
    reason = case.spec.refusal_reasons[0].id
    late = press(cast.budi, case, "penolakan", revision=seen, reason=reason, text="Kalimat yang panjang.")
    assert late.status_code == 409
    assert "Kasus ini berubah saat Anda membacanya." in words(late)
    assert "Pukul 10.00 WIB Bayu (contoh) mengembalikannya." in words(late)
    assert f"/meja/{case.number}/riwayat/" in words(late)
    assert "Kalimat yang panjang.</textarea>" in words(late)
    assert make.fresh(case).status == Status.RETURNED


def test_a_stale_page_of_a_closed_case_is_told_too(cast, press, words):
    case = make.application(cast)
    seen = make.fresh(case).revision
    from applications.drafting import actions as drafting

    drafting.withdraw(application_id=case.pk, by=cast.ayu, now=make.NOW)
    late = press(cast.budi, case, "lengkap", revision=seen)
    assert late.status_code == 409
    assert "pemohon menariknya." in words(late)


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30])
def test_a_broken_revision_counts_as_stale(cast, press, revision):
    case = make.application(cast)
    make.judge(case, cast.budi)
    assert press(cast.budi, case, "lengkap", revision=revision).status_code == 409
    assert make.fresh(case).status == Status.SUBMITTED


@pytest.mark.parametrize("verb", ["lengkap", "teruskan", "pengembalian", "penolakan", "persetujuan"])
@pytest.mark.parametrize(
    ("who", "status"), [("darma", 302), ("citra", 404), ("hadi", 403), ("gita", 403), ("ayu", 403)]
)
def test_only_whose_turn_it_is_gets_the_page(cast, desk, verb, who, status):
    case = make.application(cast)
    assert desk(getattr(cast, who)).get(f"/meja/{case.number}/{verb}/").status_code == status


@pytest.mark.parametrize("verb", ["lengkap", "teruskan", "pengembalian", "penolakan", "persetujuan"])
def test_a_press_without_the_turn_changes_nothing(cast, press, verb):
    case = make.application(cast)
    make.judge(case, cast.budi, mend={"ktp": "Buram."})
    typed = {"verb": "endorse", "note": "", "reason": case.spec.refusal_reasons[0].id, "text": "Kalimat."}
    assert press(cast.darma, case, verb, **typed).status_code in (409, 422)
    assert make.fresh(case).status == Status.SUBMITTED
