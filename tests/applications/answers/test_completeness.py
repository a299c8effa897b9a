from typing import Any

from applications.answers.completeness import asked_sections, check, check_stage, problems
from applications.answers.visibility import shown_answers, shown_fields
from applications.catalogue.schema import PermitTypeSpec
from perizinan.vault import seal


def _status(spec: PermitTypeSpec, given: dict[str, Any]) -> dict[str, str]:
    return {state.key: state.status.value for state in check(spec, given)}


def test_nothing_answered(skp: PermitTypeSpec) -> None:
    assert set(_status(skp, {}).values()) == {"empty"}


def test_everything_answered(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    assert set(_status(skp, full).values()) == {"done"}
    assert problems(skp, full) == ()


def test_one_answer_missing(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    del full["judul"]
    assert _status(skp, full)["penelitian"] == "partial"
    [problem] = problems(skp, full)
    assert (problem.section, problem.field, problem.sentence, problem.missing) == (
        *("penelitian", "judul", "Judul penelitian belum diisi.", True),
    )


def test_an_optional_answer_may_be_missing(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    assert "email" not in full
    assert _status(skp, full)["peneliti"] == "done"


def test_an_optional_answer_may_not_be_wrong(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    full["email"] = "ayu@"
    assert _status(skp, full)["peneliti"] == "wrong"


def test_end_before_start(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    full["selesai"] = "2026-11-30"
    assert [p.sentence for p in problems(skp, full)] == ["Tanggal selesai lebih awal dari tanggal mulai."]
    assert _status(skp, full)["pelaksanaan"] == "wrong"


def test_wrong_nik_is_judged_from_what_is_sealed(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    full["nik"] = {**seal("351600000000000"), "wrong": "1"}
    assert [p.sentence for p in problems(skp, full)] == ["NIK harus 16 angka. Anda mengetik 15."]


def test_hidden_fields_are_not_asked_and_do_not_count(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    full |= {"asal": "perseorangan", "jumlah_anggota": "banyak sekali"}
    assert set(_status(skp, full).values()) == {"done"}
    assert {"lembaga", "jumlah_anggota"}.isdisjoint(shown_answers(skp, full))
    assert full["lembaga"] == "Universitas Contoh"


def test_shown_fields_are_asked(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    full["kelompok"] = "ya"
    assert [p.field for p in problems(skp, full)] == ["jumlah_anggota", "nama_anggota"]


def test_a_hidden_answer_counts_as_none_for_the_fields_below(skp: PermitTypeSpec) -> None:
    content = skp.model_dump(mode="json", by_alias=True, exclude_none=True)
    section = content["sections"][-1]["fields"]
    section.append(
        {"key": "alat", "type": "text", "label": "Alat", "show_if": {"field": "jumlah_anggota", "filled": True}}
    )
    chained = PermitTypeSpec.model_validate(content)
    assert "alat" in shown_fields(chained, {"kelompok": "ya", "jumlah_anggota": 3})
    assert "alat" not in shown_fields(chained, {"kelompok": "tidak", "jumlah_anggota": 3})


def _more(skp: PermitTypeSpec, *sections: dict[str, Any]) -> PermitTypeSpec:
    content = skp.model_dump(mode="json", by_alias=True, exclude_none=True)
    content["sections"] += sections
    return PermitTypeSpec.model_validate(content | {"kinds": ["new", "renewal"]})


def test_a_section_that_asks_nothing_in_this_case_leaves_the_list(skp: PermitTypeSpec) -> None:
    lama = {"key": "lama", "type": "text", "label": "Izin lama", "show_if": {"field": "@kind", "is": "renewal"}}
    sum_up = {"key": "ringkas", "type": "computed", "label": "Ringkas", "wording": "tetap"}
    spec = _more(skp, {"key": "riwayat", "title": "Riwayat", "fields": [lama, sum_up]})
    assert "riwayat" not in _status(spec, {"@kind": "new"})
    assert "riwayat" in _status(spec, {"@kind": "renewal"})
    assert [section.key for section in asked_sections(spec, {"@kind": "new"})] == list(_status(spec, {"@kind": "new"}))


def test_what_officers_fill_in_is_not_asked_of_the_applicant(skp: PermitTypeSpec, full: dict[str, Any]) -> None:
    stage = skp.stages[0].key
    telaah = {
        "key": "telaah",
        "title": "Telaah",
        "stage": stage,
        "fields": [{"key": "saran", "type": "text", "label": "Saran"}],
    }
    spec = _more(skp, telaah)
    assert problems(spec, full) == ()
    assert "telaah" not in _status(spec, full)
    [state] = check_stage(spec, full, stage)
    assert [p.field for p in state.problems] == ["saran"]
    assert check_stage(spec, {**full, "saran": "Sesuai"}, stage)[0].status == "done"
    assert check_stage(spec, full, skp.stages[-1].key) == ()
