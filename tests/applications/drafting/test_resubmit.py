import pytest

from applications.answers.queries import answers_of
from applications.corrections.models import Reply
from applications.corrections.queries import open_points, rounds
from applications.documents.models import DocumentVersion
from applications.documents.queries import versions
from applications.drafting import actions as drafting
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from perizinan.files.models import State, StoredFile
from tests import make
from tests.make import NOW


@pytest.fixture
def case(cast):
    returned = make.application(cast)
    make.send_back(returned, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Judul berbeda dari proposal."})
    return make.fresh(returned)


def save(case, section, by, **typed):
    return drafting.save_section(application_id=case.pk, section_key=section, typed=typed, by=by, now=NOW)


def answer(case, key, reply, text=""):
    point = next(p for p in open_points(case) if p.key == key)
    return drafting.answer(application_id=case.pk, point_id=point.pk, reply=reply, text=text, now=NOW)


def resubmit(case, by):
    return drafting.resubmit(application_id=case.pk, by=by, now=NOW)


def test_every_point_needs_an_answer(case, cast):
    def left():
        with pytest.raises(drafting.NotComplete) as refused:
            resubmit(case, cast.ayu)
        return {point.key for point in refused.value.readiness.open_points}

    assert left() == {"ktp", "judul"}
    make.attach(case, "ktp", cast.ayu)
    answer(case, "ktp", Reply.MENDED)
    assert left() == {"judul"}
    save(case, "penelitian", cast.ayu, judul="Judul yang benar")
    sent = resubmit(case, cast.ayu)
    assert (sent.status, sent.round, sent.correction_due_on) == (Status.IN_REVIEW, 2, None)
    assert make.item(case).stage_key == "kelengkapan"
    assert case.changes.latest("pk").count == 2


def test_only_returned_fields_can_be_changed(case, cast):
    result = save(case, "penelitian", cast.ayu, judul="Judul yang benar", tujuan="Tujuan lain")
    assert result.changed == ("judul",)
    assert answers_of(case, 2)["tujuan"] == make.ANSWERS["penelitian"]["tujuan"]
    assert save(case, "peneliti", cast.ayu, nama="Orang lain").changed == ()


def test_changed_field_answers_its_point(case, cast):
    save(case, "penelitian", cast.ayu, judul="Judul yang benar")
    assert {p.key: p.reply for p in open_points(case)} == {"ktp": Reply.NONE, "judul": Reply.MENDED}


def test_same_word_again_answers_nothing(case, cast):
    save(case, "penelitian", cast.ayu, judul=make.ANSWERS["penelitian"]["judul"])
    assert {p.reply for p in open_points(case)} == {Reply.NONE}


def test_first_round_of_answers_is_kept(case, cast):
    save(case, "penelitian", cast.ayu, judul="Judul yang benar")
    assert answers_of(case, 1)["judul"] == make.ANSWERS["penelitian"]["judul"]
    assert answers_of(case, 2)["judul"] == "Judul yang benar"


def test_who_does_not_have_a_document_says_so_and_may_send(case, cast):
    answer(case, "ktp", Reply.CANNOT, "KTP saya hilang.")
    answer(case, "judul", Reply.CANNOT, "Judulnya sudah benar.")
    resubmit(case, cast.ayu)
    [done] = rounds(case)
    assert {p.key: p.reply_text for p in done.points.all()} == {
        "ktp": "KTP saya hilang.",
        "judul": "Judulnya sudah benar.",
    }
    assert done.answered_at == NOW


def test_nothing_is_mended_without_a_new_file_or_another_answer(case, cast):
    for key in ("ktp", "judul"):
        with pytest.raises(drafting.NotMended):
            answer(case, key, Reply.MENDED)
    assert {p.reply for p in open_points(case)} == {Reply.NONE}


def test_a_refused_new_file_mends_nothing(case, cast):
    make.attach(case, "ktp", cast.ayu, state=State.REJECTED)
    with pytest.raises(drafting.NotMended):
        answer(case, "ktp", Reply.MENDED)


def test_the_very_same_file_again_mends_nothing(case, cast):
    old = versions(case, "ktp")[0].stored
    make.attach(case, "ktp", cast.ayu)
    again = versions(case, "ktp")[0].stored
    answer(case, "ktp", Reply.MENDED)
    StoredFile.objects.filter(pk=again.pk).update(sha256=old.sha256)
    with pytest.raises(drafting.NotMended):
        answer(case, "ktp", Reply.MENDED)
    assert "ktp" in {p.key for p in drafting.look(make.fresh(case)).open_points}


def test_a_file_of_another_slot_is_new_where_it_belongs(case, cast):
    swapped = versions(case, "pasfoto")[0].stored
    make.attach(case, "ktp", cast.ayu)
    StoredFile.objects.filter(pk=versions(case, "ktp")[0].stored_id).update(sha256=swapped.sha256)
    assert answer(case, "ktp", Reply.MENDED).reply == Reply.MENDED


def test_a_new_file_that_is_refused_later_opens_its_point_again(case, cast):
    save(case, "penelitian", cast.ayu, judul="Judul yang benar")
    new = make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    answer(case, "ktp", Reply.MENDED)
    assert drafting.look(make.fresh(case)).ready
    refused = make.stored(cast.ayu, state=State.REJECTED)
    DocumentVersion.objects.filter(pk=new.pk).update(stored=refused)  # the verdict of the checks
    assert {p.key for p in drafting.look(make.fresh(case)).open_points} == {"ktp"}


def test_an_answer_changed_back_opens_its_point_again(case, cast):
    save(case, "penelitian", cast.ayu, judul="Judul yang benar")
    answer(case, "judul", Reply.MENDED)
    save(case, "penelitian", cast.ayu, judul=make.ANSWERS["penelitian"]["judul"])
    assert "judul" in {p.key for p in drafting.look(make.fresh(case)).open_points}


def test_the_file_of_an_earlier_round_is_no_new_one(case, cast):
    save(case, "penelitian", cast.ayu, judul="Judul yang benar")
    make.mend(case, cast.ayu)
    make.send_back(case, cast.budi, mend={"ktp": "Masih buram."})
    with pytest.raises(drafting.NotMended):
        answer(case, "ktp", Reply.MENDED)
    make.attach(make.fresh(case), "ktp", cast.ayu)
    assert answer(case, "ktp", Reply.MENDED).reply == Reply.MENDED


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.WITHDRAWN])
def test_only_a_returned_case_is_resubmitted(cast, status):
    other = make.application(cast, status=status)
    with pytest.raises(NotYourMove):
        resubmit(other, cast.ayu)


def test_second_tap_changes_nothing(case, cast):
    make.mend(case, cast.ayu)
    with pytest.raises(NotYourMove):
        resubmit(case, cast.ayu)
    assert case.changes.filter(verb="resubmit").count() == 1
