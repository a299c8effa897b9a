from datetime import date
from typing import Any

import pytest

from applications.answers import facts, timing
from applications.answers.completeness import check, check_stage
from applications.answers.forms import section_form
from applications.answers.samples import sample_answers
from applications.catalogue.schema import PermitTypeSpec
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.workdays.models import Holiday
from tests.applications.answers.conftest import NOW
from tests.applications.catalogue import made

SENT = {timing.TODAY: "2026-11-24", timing.EARLIEST: "2026-12-01"}


def _spec(**date_parts: Any) -> PermitTypeSpec:
    fields = [{"key": "mulai", "type": "date", "label": "Tanggal mulai", **date_parts}]
    return made.spec(sections=[{"key": "isi", "title": "Isi", "fields": fields}], letter=_LETTER)


_LETTER = {"title": "Izin Contoh", "opening": "Diberikan:", "holder": [["Mulai", "{mulai}"]], "validity": "Berlaku."}


def _said(spec: PermitTypeSpec, day: str, **given: Any) -> list[str]:
    states = check(spec, {"mulai": day, **SENT, **given})
    return [problem.sentence.replace("\u00a0", " ") for state in states for problem in state.problems]


def test_a_date_may_not_lie_before_today_and_the_processing_limit() -> None:
    spec = _spec(earliest="processing")
    assert _said(spec, "2026-12-01") == []
    assert _said(spec, "2026-11-30") == [
        "Tanggal mulai paling awal 1 Desember 2026, karena kami memerlukan waktu untuk memproses permohonan ini."
    ]


def test_a_date_may_not_lie_before_today() -> None:
    spec = _spec(earliest="today")
    assert _said(spec, "2026-11-24") == []
    assert _said(spec, "2026-11-23") == ["Tanggal mulai sudah lewat. Paling awal hari ini, 24 November 2026."]


def test_a_date_may_not_lie_after_today() -> None:
    spec = _spec(latest="today")
    assert _said(spec, "2026-11-24") == []
    assert _said(spec, "2026-11-25") == ["Tanggal mulai belum tiba. Paling akhir hari ini, 24 November 2026."]


def test_nothing_is_demanded_where_no_day_is_known_or_the_field_is_not_open() -> None:
    spec = _spec(earliest="processing")
    assert check(spec, {"mulai": "2026-01-01"})[0].problems == ()
    assert _said(spec, "2026-01-01", **{timing.OPEN: ["lain"]}) == []
    assert _said(spec, "2026-01-01", **{timing.OPEN: ["mulai"]}) != []


def test_a_date_inside_rows_is_held_against_the_day_too() -> None:
    columns = [{"key": "hari", "type": "date", "label": "Hari", "earliest": "today"}]
    fields = [{"key": "mulai", "type": "rows", "label": "Jadwal", "columns": columns}]
    letter = {**_LETTER, "holder": [["Nama", "{pemohon}"]]}
    spec = made.spec(sections=[{"key": "isi", "title": "Isi", "fields": fields}], letter=letter)
    [problem] = check(spec, {"mulai": [{"hari": "2026-11-24"}, {"hari": "2026-11-23"}], **SENT})[0].problems
    assert problem.sentence.startswith("Baris 2: Hari sudah lewat.")
    assert problem.cell == "-1-hari"


def _schedule(*columns: dict[str, Any]) -> PermitTypeSpec:
    fields: list[dict[str, Any]] = [{"key": "mulai", "type": "date", "label": "Tanggal mulai"}]
    fields.append({"key": "jadwal", "type": "rows", "label": "Jadwal", "columns": list(columns)})
    return made.spec(sections=[{"key": "isi", "title": "Isi", "fields": fields}], letter=_LETTER)


_FIRST = {"key": "awal", "type": "date", "label": "Tanggal awal"}


@pytest.mark.parametrize(("after", "other"), [("awal", "tanggal awal"), ("mulai", "tanggal mulai")])
def test_a_date_of_a_row_follows_another_of_its_row_or_of_the_form(after: str, other: str) -> None:
    spec = _schedule(_FIRST, {"key": "akhir", "type": "date", "label": "Tanggal akhir", "not_before": after})
    row = {"awal": "2026-12-05", "akhir": "2026-12-05"}
    late = {"mulai": "2026-12-05", "jadwal": [row, {"awal": "2026-12-06", "akhir": "2026-12-04"}]}
    [problem] = check(spec, late)[0].problems
    assert (problem.sentence, problem.cell) == (f"Baris 2: Tanggal akhir lebih awal dari {other}.", "-1-akhir")


def test_a_flaw_in_one_cell_does_not_hide_a_date_too_early_in_another() -> None:
    spec = _schedule({**_FIRST, "earliest": "today"}, {"key": "nama", "type": "text", "label": "Nama"})
    found = check(spec, {"mulai": "2026-12-05", "jadwal": [{"awal": "2026-11-01"}], **SENT})[0].problems
    assert [problem.cell for problem in found] == ["-0-nama", "-0-awal"]


def test_rows_say_the_earliest_date_in_each_cell() -> None:
    form = section_form(_schedule({**_FIRST, "earliest": "processing"}), "isi", SENT)
    [cell] = form.rows[1].rows[0].cells
    assert (cell.note.replace("\u00a0", " "), cell.described) == ("Paling awal 1 Desember 2026.", f"{cell.id}_helptext")


def test_samples_follow_the_dates_of_their_row() -> None:
    spec = _schedule(
        _FIRST, {"key": "akhir", "type": "date", "label": "Tanggal akhir", "not_before": "awal"},
        {"key": "lapor", "type": "date", "label": "Dilaporkan", "not_before": "mulai"},
    )  # fmt: skip
    for seed in range(20):
        assert check(spec, {**sample_answers(spec, today=NOW.date(), seed=seed), **SENT})[0].problems == ()


def test_the_form_says_the_earliest_date_before_anybody_is_wrong() -> None:
    [question] = section_form(_spec(earliest="processing"), "isi", SENT).rows
    assert question.note.replace("\u00a0", " ") == "Paling awal 1 Desember 2026."
    assert question.described == "id_mulai_helptext"
    [question] = section_form(_spec(earliest="processing"), "isi", {}).rows
    assert question.note == ""


@pytest.mark.django_db
def test_the_processing_limit_counts_working_days_and_follows_the_kind() -> None:
    kinds: list[Any] = ["new", {"kind": "renewal", "processing_days": 3}]
    spec = made.spec(
        kinds=kinds,
        letter=_LETTER,
        sections=[
            {"key": "isi", "title": "Isi",
             "fields": [{"key": "mulai", "type": "date", "label": "Mulai", "earliest": "processing"}]}
        ],
    )  # fmt: skip
    assert facts.days_of(spec, "renewal", NOW)[timing.EARLIEST] == "2026-11-27"
    assert facts.days_of(spec, "new", NOW)[timing.EARLIEST] == "2026-12-01"


@pytest.fixture
def holiday(db: None) -> date:
    return Holiday.objects.create(day=date(2026, 11, 25), name="Libur (contoh)", kind="public").day


@pytest.mark.usefixtures("holiday")
def test_a_holiday_moves_the_earliest_date() -> None:
    assert facts.days_of(_spec(earliest="processing"), "new", NOW)[timing.EARLIEST] == "2026-12-02"


def test_the_day_is_a_fact_of_a_draft_and_of_returned_fields_only(application: Application) -> None:
    assert timing.TODAY not in facts.facts_of(application, {})
    draft = facts.facts_of(application, {}, now=NOW)
    assert draft[timing.TODAY] == "2026-11-24"
    assert timing.OPEN not in draft
    application.status = Status.RETURNED
    assert facts.facts_of(application, {}, now=NOW, returned=["mulai"])[timing.OPEN] == ["mulai"]


def test_officers_dates_are_judged_by_the_same_rules() -> None:
    given = {"nama": "x", "hasil": "2026-11-25", **SENT}
    sections = made.content()["sections"]
    late = {"key": "hasil", "type": "date", "label": "Tanggal periksa", "latest": "today"}
    spec = made.spec(sections=[*sections, {"key": "telaah", "title": "Telaah", "stage": "periksa", "fields": [late]}])
    [state] = check_stage(spec, given, "periksa")
    assert state.problems[0].sentence.startswith("Tanggal periksa belum tiba.")
    assert "telaah" not in {state.key for state in check(spec, given)}
