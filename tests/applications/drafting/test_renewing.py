from typing import Any

import pytest

from applications.answers.models import AnswerSet
from applications.answers.queries import draft_of
from applications.documents.models import DocumentVersion
from applications.documents.queries import slots
from applications.drafting import actions as drafting
from applications.drafting import renewing
from applications.lifecycle import moves
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.audit.models import AuditEntry
from perizinan.vault import mask
from tests import make
from tests.applications.drafting.conftest import close, current, drop, publish, section, two_less_one_more
from tests.at_once import together
from tests.make import NOW


def renew(case) -> Application:
    return renewing.renew(application_id=case.pk, now=NOW)


def answers(case) -> AnswerSet:
    return AnswerSet.objects.get(application=case, round=1)


def left(case) -> dict[str, str]:
    return {entry["key"]: entry["shown"] for entry in answers(case).carried.get("left", [])}


def asked(case) -> set[str]:
    return {entry["key"] for entry in answers(case).carried.get("asked", [])}


def typed_words(case) -> dict[str, str]:
    return {key: str(value) for key, value in answers(case).data.items() if isinstance(value, str)}


def test_every_old_word_is_an_answer_or_left_over(cast):
    case = make.draft(cast.ayu)
    before = typed_words(case)
    publish(two_less_one_more)
    assert renew(case).version == current()
    now = answers(case).data
    assert {key: now.get(key, left(case).get(key)) for key in before} == before
    assert left(case) == {"metode": "Wawancara.", "email": "ayu@contoh.test"}
    assert "nik" in now
    assert asked(case) == {"sampel", "orang_tua"}


def test_the_applicant_finds_the_new_question_missing(cast, newer):
    case = make.draft(cast.ayu)
    assert case.version == newer
    missing = {problem.field for state in drafting.look(case).sections for problem in state.problems}
    assert missing == {"sampel"}


def test_a_file_whose_requirement_is_gone_is_kept(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    assert [entry["key"] for entry in answers(case).carried["documents"]] == ["pasfoto"]
    assert DocumentVersion.objects.filter(application=case, requirement_key="pasfoto", current=True).exists()
    assert "pasfoto" not in {slot.requirement.key for slot in slots(make.fresh(case), {})}


def test_a_file_stands_in_its_slot_again_when_the_requirement_comes_back(cast):
    case = make.draft(cast.ayu)
    [photo] = [each for each in current().spec["requirements"] if each["key"] == "pasfoto"]
    publish(two_less_one_more)
    renew(case)
    publish(lambda content: content["requirements"].append(photo))
    renew(case)
    assert answers(case).carried["documents"] == []
    assert {s.requirement.key: s.filled for s in slots(make.fresh(case), {})}["pasfoto"]


def test_opening_again_changes_nothing(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    once = answers(case)
    renew(case)
    assert (answers(case).revision, answers(case).carried) == (once.revision, once.carried)
    assert AuditEntry.objects.filter(verb="application.renewed").count() == 1


def test_what_was_not_read_yet_stays_beside_what_is_new(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    publish(lambda content: drop(content, "sampel", "telepon"))
    renew(case)
    told = answers(case).carried
    assert (told["from"], told["to"]) == (1, 3)
    assert left(case).keys() == {"metode", "email", "telepon"}


def test_what_was_put_away_is_not_told_again(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    renewing.put_away(application_id=case.pk, now=NOW)
    assert answers(case).carried["away"] is True
    publish(lambda content: drop(content, "telepon"))
    renew(case)
    told = answers(case).carried
    assert (told["from"], left(case).keys(), told.get("away")) == (2, {"telepon"}, None)
    assert [entry["key"] for entry in told["documents"]] == ["pasfoto"]


def test_a_version_that_asks_the_same_tells_nothing(cast):
    case = make.draft(cast.ayu)
    publish(lambda content: content["limits"].update(processing_days=6))
    renew(case)
    assert (make.fresh(case).version, answers(case).carried) == (current(), {})


def test_a_number_that_is_asked_no_more_is_shown_masked(cast):
    case = make.draft(cast.ayu)
    publish(lambda content: drop(content, "nik"))
    renew(case)
    assert left(case) == {"nik": mask(make.NIK[-4:])}
    assert make.NIK not in str(answers(case).carried)


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED, Status.WITHDRAWN])
def test_a_case_that_was_sent_keeps_its_form(cast, status):
    case = make.application(cast, status=status)
    before = (case.version_id, draft_of(case, 1), case.spec)
    publish(two_less_one_more)
    renew(case)
    after = make.fresh(case)
    assert (after.version_id, draft_of(after, 1), after.spec) == before
    assert after.spec.field("metode").label.id == before[2].field("metode").label.id


def test_a_draft_stays_where_it_is_when_its_type_closes(cast):
    case = make.draft(cast.ayu)
    before = draft_of(case, 1)
    publish(close)
    renew(case)
    assert (make.fresh(case).version_id, draft_of(case, 1)) == (case.version_id, before)


# --- a page of the old form that was left open


def keep(case, section_key: str, by, page_version: int = 1, **typed: Any):
    return drafting.save_section(
        application_id=case.pk, section_key=section_key, typed=typed, page_version=page_version, by=by, now=NOW
    )


def test_words_from_an_old_page_are_left_over_when_nobody_asks_them_now(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    for metode in ("Wawan", "Wawancara dan survei"):  # it saves while somebody types
        keep(case, "penelitian", cast.ayu, judul="Judul baru", metode=metode)
    assert answers(case).data["judul"] == "Judul baru"
    assert left(case)["metode"] == "Wawancara dan survei"
    assert answers(case).carried["away"] is False


def test_words_from_an_old_page_are_shown_though_the_news_was_put_away(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    renewing.put_away(application_id=case.pk, now=NOW)
    keep(case, "penelitian", cast.ayu, metode="Survei")
    assert (left(case), answers(case).carried["away"]) == ({"metode": "Survei"}, False)


def test_news_that_was_put_away_does_not_come_back_with_words_from_an_old_page(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    assert answers(case).carried["asked"]
    renewing.put_away(application_id=case.pk, now=NOW)
    keep(case, "penelitian", cast.ayu, metode="Survei")
    assert answers(case).carried["asked"] == []


def test_a_question_that_moved_to_another_section_keeps_its_word(cast):
    case = make.draft(cast.ayu)

    def move(content):
        field = next(each for each in section(content, "penelitian")["fields"] if each["key"] == "metode")
        section(content, "penelitian")["fields"].remove(field)
        section(content, "anggota")["fields"].append(field)

    publish(move)
    renew(case)
    keep(case, "penelitian", cast.ayu, metode="Survei")
    assert answers(case).data["metode"] == "Survei"


def test_a_whole_section_that_is_gone_loses_nothing(cast):
    case = make.draft(cast.ayu)

    def without(content):
        drop(content, "kelompok", "jumlah_anggota", "nama_anggota")
        content["sections"] = [each for each in content["sections"] if each["fields"]]
        content["letter"]["subject"] = [row for row in content["letter"]["subject"] if "anggota" not in row[1]]
        content["letter"]["tables"] = []

    publish(without)
    renew(case)
    keep(case, "anggota", cast.ayu, kelompok="ya", jumlah_anggota="4")
    assert (left(case)["kelompok"], left(case)["jumlah_anggota"]) == ("Ya", "4")


def test_an_empty_field_of_an_old_page_empties_nothing(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    renew(case)
    keep(case, "penelitian", cast.ayu, judul="", tujuan="Tujuan lain")
    assert answers(case).data["judul"] == make.ANSWERS["penelitian"]["judul"]
    assert answers(case).data["tujuan"] == "Tujuan lain"


def test_a_page_of_this_version_saves_as_ever(cast):
    case = make.draft(cast.ayu)
    keep(case, "penelitian", cast.ayu, judul="")
    assert "judul" not in answers(case).data


def test_a_page_of_no_version_is_refused(cast):
    case = make.draft(cast.ayu)
    with pytest.raises(renewing.UnknownPage):
        keep(case, "penelitian", cast.ayu, page_version=9, judul="Judul")
    publish(two_less_one_more)
    renew(case)
    with pytest.raises(renewing.UnknownPage):
        keep(case, "entah", cast.ayu, judul="Judul")


# --- two tabs


@pytest.mark.django_db(transaction=True)
def test_two_tabs_carry_a_draft_once(cast):
    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    assert together(*[lambda: renew(case)] * 3) == ["done"] * 3
    assert AuditEntry.objects.filter(verb="application.renewed").count() == 1
    assert left(case).keys() == {"metode", "email"}


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_two_tabs_would_carry_it_twice(cast, monkeypatch):
    """The twin of the test above: it holds because of the lock, not by luck."""
    import threading

    case = make.draft(cast.ayu)
    publish(two_less_one_more)
    gate = threading.Barrier(2)

    def unlocked(pk: int) -> Application:
        found = Application.objects.select_related("version__permit_type").get(pk=pk)
        gate.wait(timeout=10)
        return found

    monkeypatch.setattr(moves, "lock", unlocked)
    together(*[lambda: renew(case)] * 2)
    assert AuditEntry.objects.filter(verb="application.renewed").count() == 2
