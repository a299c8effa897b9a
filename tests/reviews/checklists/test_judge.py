import pytest
from django.db import IntegrityError, transaction

from applications.drafting import actions as drafting
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.files.models import State
from reviews.checklists.actions import ChangedMeanwhile, NotChecked, SentenceMissing
from reviews.checklists.items import items
from reviews.checklists.models import Judgement, Verdict
from tests import make
from tests.make import NOW

MEND, FITS = Judgement.MEND, Judgement.FITS


def item_of(case, key):
    return next(i for i in items(make.fresh(case)) if i.key == key)


def test_verdict_is_the_officers_and_holds(cast):
    case = make.application(cast)
    make.judge_one(case, "ktp", cast.budi)
    found = item_of(case, "ktp")
    assert (found.verdict.judgement, found.verdict.by, found.verdict.unit.code, found.new) == (
        FITS,
        cast.budi,
        "dpmptsp",
        False,
    )
    entry = AuditEntry.objects.get(verb="case.judge")
    assert (entry.actor_id, entry.label, entry.data["key"]) == (cast.budi.pk, case.number, "ktp")


def test_new_file_is_unjudged_and_marked_new(cast):
    case = make.application(cast)
    make.send_back(case, cast.budi)
    make.mend(case, cast.ayu)
    assert [(i.key, i.judged) for i in items(make.fresh(case)) if i.new] == [("ktp", False)]
    assert item_of(case, "pasfoto").judged


def test_changed_answer_is_unjudged_and_marked_new(cast):
    case = make.application(cast)
    make.send_back(case, cast.budi, mend={"judul": "Judul berbeda dari proposal."})
    typed = {"judul": "Judul yang benar"}
    drafting.save_section(application_id=case.pk, section_key="penelitian", typed=typed, by=cast.ayu, now=NOW)
    drafting.resubmit(application_id=case.pk, by=cast.ayu, now=NOW)
    found = item_of(case, "judul")
    assert (found.judged, found.new, found.to_mend, found.shown) == (False, True, False, "Judul yang benar")


def test_same_nik_typed_again_is_not_new(cast):
    case = make.application(cast)
    make.judge_one(case, "nik", cast.budi)
    make.send_back(case, cast.budi, mend={"nik": "NIK berbeda dari KTP."})
    assert not item_of(case, "nik").new
    typed = {"nik": make.NIK}
    drafting.save_section(application_id=case.pk, section_key="peneliti", typed=typed, by=cast.ayu, now=NOW)
    make.mend(case, cast.ayu)
    assert item_of(case, "nik").to_mend


def test_page_that_shows_an_older_file_is_refused(cast):
    case = make.application(cast)
    seen = item_of(case, "ktp").fingerprint
    make.attach(case, "ktp", cast.ayu)
    with pytest.raises(ChangedMeanwhile):
        make.judge_one(case, "ktp", cast.budi, fingerprint=seen)
    assert not Verdict.objects.exists()


@pytest.mark.parametrize("state", [State.QUARANTINE, State.REJECTED])
def test_unread_file_cannot_fit_but_can_need_mending(cast, state):
    case = make.application(cast)
    make.attach(case, "ktp", cast.ayu, state=state)
    with pytest.raises(NotChecked):
        make.judge_one(case, "ktp", cast.budi)
    make.judge_one(case, "ktp", cast.budi, judgement=MEND, note="Berkas ini ditolak pemeriksa. Unggah ulang.")
    assert item_of(case, "ktp").to_mend


@pytest.mark.parametrize("note", ["", "  \n "])
def test_mending_needs_a_sentence_for_the_applicant(cast, note):
    case = make.application(cast)
    with pytest.raises(SentenceMissing):
        make.judge_one(case, "ktp", cast.budi, judgement=MEND, note=note)
    make.judge_one(case, "ktp", cast.budi, judgement=MEND, note="Buram.")
    with pytest.raises(IntegrityError, match="mending_needs_a_sentence"), transaction.atomic():
        Verdict.objects.update(note="")


def test_officer_may_change_their_mind(cast):
    case = make.application(cast)
    make.judge_one(case, "ktp", cast.budi, judgement=MEND, note="Buram.")
    make.judge_one(case, "ktp", cast.budi, note="sisa kalimat")
    [kept] = Verdict.objects.filter(application=case)
    assert (kept.judgement, kept.note) == (FITS, "")
    assert AuditEntry.objects.filter(verb="case.judge").count() == 2


@pytest.mark.parametrize("who", ["ayu", "citra", "darma", "dewi", "eko", "gita", "hadi"])
def test_only_the_stages_own_officers_judge(cast, who):
    case = make.application(cast)
    with pytest.raises(NotYourMove):
        make.judge_one(case, "ktp", getattr(cast, who))
    assert not Verdict.objects.exists()


def test_nobody_judges_while_the_applicant_mends(cast):
    case = make.application(cast, status=Status.RETURNED)
    with pytest.raises(NotYourMove):
        make.judge_one(case, "ktp", cast.budi)


def test_only_what_applies_is_on_the_list(cast):
    keys = {i.key for i in items(make.application(cast))}
    assert {"ktp", "proposal", "judul", "nik"} <= keys
    assert not keys & {"kuasa", "pengesahan", "lembaga", "bidang_lain", "jumlah_anggota"}
