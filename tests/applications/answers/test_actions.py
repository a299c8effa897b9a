import json
from datetime import timedelta
from typing import Any

import pytest

from applications.answers import actions
from applications.answers.models import AnswerSet
from applications.answers.queries import answers_of, draft_of
from applications.lifecycle.models import Application
from perizinan.accounts.models import Party, User
from tests.applications.answers.conftest import NIK, NOW

pytestmark = pytest.mark.django_db


def _save(application: Application, section: str, by: User, round: int = 1, **typed: Any) -> actions.SectionResult:
    return actions.save_section(
        application=application, round=round, section_key=section, typed=typed, by=by, now=NOW + timedelta(minutes=1)
    )


def test_a_draft_begins_with_what_we_know_of_a_person(application: Application, party: Party) -> None:
    actions.open_first(application=application, prefill_from=party, now=NOW)
    data = AnswerSet.objects.get().data
    assert (data["nama"], data["telepon"], data["nik"]["last4"]) == ("Ayu Lestari (contoh)", "+628123456790", "0002")
    assert "alamat" not in data
    assert NIK not in json.dumps(data)


def test_the_name_of_a_business_answers_no_question_about_a_person(application: Application) -> None:
    business = Party.objects.create(kind=Party.Kind.BUSINESS, name="CV Contoh", phone="+628123456790")
    assert actions.prefilled(application.spec, business) == {}


def test_every_typed_word_is_kept(application: Application, ayu: User) -> None:
    result = _save(application, "pelaksanaan", ayu, lokasi_rinci="Pasar Contoh", mulai="besok", selesai="1-12-2026")
    draft = draft_of(application, 1)
    assert (draft["lokasi_rinci"], draft["mulai"], draft["selesai"]) == ("Pasar Contoh", "besok", "2026-12-01")
    assert [p.sentence for p in result.errors] == ["Tanggal mulai belum terbaca. Tulis seperti 1 Desember 2026."]
    assert result.changed == ("lokasi_rinci", "mulai", "selesai")
    assert result.saved_at == NOW + timedelta(minutes=1)


def test_a_field_that_was_not_sent_keeps_its_answer(application: Application, ayu: User) -> None:
    _save(application, "pelaksanaan", ayu, lokasi_rinci="Pasar Contoh", mulai="1-12-2026")
    result = _save(application, "pelaksanaan", ayu, lokasi_rinci="Pasar Lain")
    assert answers_of(application, 1) == {"lokasi_rinci": "Pasar Lain", "mulai": "2026-12-01"}
    assert result.changed == ("lokasi_rinci",)
    assert result.wrong == ()
    assert [p.field for p in result.errors] == ["selesai"]


def test_an_emptied_field_is_empty(application: Application, ayu: User) -> None:
    _save(application, "penelitian", ayu, judul="Pasar")
    assert _save(application, "penelitian", ayu, judul="   ").changed == ("judul",)
    assert answers_of(application, 1) == {}


def test_saving_the_same_again_is_no_change(application: Application, ayu: User) -> None:
    _save(application, "peneliti", ayu, nama="Ayu", nik=NIK)
    before = AnswerSet.objects.get()
    assert _save(application, "peneliti", ayu, nama="Ayu", nik="3516 1245 0390 0002").changed == ()
    after = AnswerSet.objects.get()
    assert (after.data, after.revision) == (before.data, before.revision)
    assert after.saved_by_id == ayu.pk


def test_a_corrected_nik_is_no_longer_wrong(application: Application, ayu: User) -> None:
    assert [p.field for p in _save(application, "peneliti", ayu, nik=NIK[:15]).wrong] == ["nik"]
    assert _save(application, "peneliti", ayu, nik=NIK).wrong == ()
    assert "wrong" not in draft_of(application, 1)["nik"]


def test_hidden_answers_stay_in_the_draft_and_do_not_count(application: Application, ayu: User) -> None:
    _save(application, "anggota", ayu, kelompok="ya", jumlah_anggota="3", nama_anggota=[{"nama_lengkap": "Budi"}])
    _save(application, "anggota", ayu, kelompok="tidak")
    assert answers_of(application, 1) == {"kelompok": "tidak"}
    assert draft_of(application, 1)["jumlah_anggota"] == 3


def test_fields_of_other_sections_and_unknown_words_are_ignored(application: Application, ayu: User) -> None:
    result = _save(application, "penelitian", ayu, nama="Orang lain", csrfmiddlewaretoken="x", judul="Pasar")
    assert result.changed == ("judul",)
    assert answers_of(application, 1) == {"judul": "Pasar"}


def test_a_new_round_starts_as_a_copy_and_leaves_the_old_one(application: Application, ayu: User) -> None:
    _save(application, "penelitian", ayu, judul="Pasar")
    actions.copy_round(application=application, source=1, target=2, now=NOW)
    _save(application, "penelitian", ayu, round=2, judul="Pasar baru")
    again = actions.copy_round(application=application, source=1, target=2, now=NOW)
    assert again.data == {"judul": "Pasar baru"}
    assert answers_of(application, 1) == {"judul": "Pasar"}
