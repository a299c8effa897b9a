from typing import Any

import pytest
from django.utils import translation

from applications.catalogue import pages, spoken, yamlfile
from applications.catalogue.conditions import Condition
from applications.catalogue.schema import PermitTypeSpec
from tests.applications.catalogue import made

pytestmark = pytest.mark.unit


def _said(condition: dict[str, Any], **known: Any) -> str:
    spec = made.spec()
    return spoken.when(spec, Condition.model_validate(condition), {f"@{key}": value for key, value in known.items()})


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ({"field": "jenis", "is": "kain"}, "jenis adalah kain"),
        ({"field": "jenis", "in": ["kain", "neon"]}, "jenis adalah kain atau neon"),
        ({"not": {"field": "jenis", "is": "kain"}}, "jenis bukan kain"),
        ({"field": "nama", "filled": True}, "nama diisi"),
        ({"not": {"field": "nama", "filled": True}}, "nama tidak diisi"),
        ({"field": "luas", "at_least": 6}, "luas paling sedikit 6 m²"),
        ({"field": "luas", "below": 2.5}, "luas kurang dari 2,5 m²"),
        ({"not": {"field": "luas", "below": 2.5}}, "luas paling sedikit 2,5 m²"),
        ({"field": "@capacity", "is": "power"}, "Anda mengurus untuk orang lain"),
        ({"field": "@holder", "is": "business"}, "pemohonnya badan usaha"),
        ({"field": "@kind", "in": ["renewal", "amendment", "revocation"]},
         "permohonannya perpanjangan, perubahan, atau pencabutan"),
        ({"not": {"field": "@kind", "is": "revocation"}}, "bukan pencabutan"),
        ({"all": [{"field": "jenis", "is": "neon"}, {"field": "luas", "at_least": 6}]},
         "jenis adalah neon dan luas paling sedikit 6 m²"),
        ({"any": [{"field": "jenis", "in": ["neon", "kain"]}, {"field": "luas", "at_least": 6}]},
         "jenis adalah neon atau kain, atau luas paling sedikit 6 m²"),
        ({"not": {"all": [{"field": "jenis", "is": "neon"}, {"field": "nama", "filled": True}]}},
         "jenis bukan neon atau nama tidak diisi"),
    ],
)  # fmt: skip
def test_conditions_in_words(condition: dict[str, Any], words: str) -> None:
    assert _said(condition) == words


def test_what_is_known_is_not_said() -> None:
    condition = {"all": [{"field": "@kind", "in": ["new", "renewal"]}, {"field": "jenis", "is": "neon"}]}
    assert _said(condition, kind="new") == "jenis adalah neon"
    assert _said(condition) == "permohonannya izin baru atau perpanjangan, dan jenis adalah neon"
    assert _said({"field": "@kind", "is": "new"}, kind="new") == ""


def test_numbers_are_written_as_the_language_writes_them() -> None:
    with translation.override("en"):
        assert "2.5 m²" in _said({"field": "luas", "below": 2.5})


def _names(spec: PermitTypeSpec, kind: str = "") -> list[str]:
    return [item.name for item in pages.items(spec, kind)]


@pytest.fixture(scope="module")
def reklame() -> PermitTypeSpec:
    return yamlfile.read(yamlfile.TYPES_DIR / "reklame.yaml")


def test_a_list_holds_what_this_kind_may_need(reklame: PermitTypeSpec) -> None:
    assert "Bukti pajak reklame masa sebelumnya" not in _names(reklame, "new")
    assert "Bukti pajak reklame masa sebelumnya" in _names(reklame, "renewal")
    assert _names(reklame, "duplicate") == [
        "KTP pemilik atau penanggung jawab",
        "Surat izin reklame yang lama",
        "Surat keterangan kehilangan",
        "Surat kuasa",
    ]
    assert len(_names(reklame)) == len(reklame.requirements)


def test_a_question_nobody_is_asked_is_no_condition(reklame: PermitTypeSpec) -> None:
    """Why the duplicate is needed is asked for a duplicate only, so a renewal needs the old letter anyway."""
    hints = {item.name: item.hint for item in pages.items(reklame, "renewal")}
    assert not hints["Surat izin reklame yang lama"].startswith("Hanya bila")
    hints = {item.name: item.hint for item in pages.items(reklame, "duplicate")}
    assert hints["Surat izin reklame yang lama"].startswith("Hanya bila “Mengapa Anda memerlukan duplikat?” dijawab")


def test_formats_and_optional_documents_are_named() -> None:
    requirements = [
        {"key": "a", "name": "A", "accept": ["pdf"]},
        {"key": "b", "name": "B", "accept": ["image"], "required": False},
    ]
    assert [item.hint for item in pages.items(made.spec(requirements=requirements))] == [
        "Hanya PDF.",
        "Bila ada. Hanya foto.",
    ]


def test_kinds_with_their_note_and_limit() -> None:
    kinds = ["new", {"kind": "renewal", "note": "Setiap tahun.", "processing_days": 3}]
    spec = made.spec(kinds=kinds)
    rows = [(row.name, row.note, row.days.replace("\u00a0", " ")) for row in pages.kinds(spec)]
    assert rows == [
        ("Izin baru", "", "5 hari kerja sejak berkas lengkap"),
        ("Perpanjangan", "Setiap tahun.", "3 hari kerja sejak berkas lengkap"),
    ]
    assert ("Penyelesaian perpanjangan", "3 hari kerja sejak berkas lengkap") in [
        (term, value.replace("\u00a0", " ")) for term, value in pages.times(spec)
    ]
    assert pages.kinds(made.spec()) == []


def test_the_usual_time_stands_beside_the_limit_once_it_is_known() -> None:
    spec = made.spec()
    assert "Biasanya selesai" not in dict(pages.facts(spec, pages.Usual(None, 4)))
    said = dict(pages.facts(spec, pages.Usual(3, 27)))["Biasanya selesai"].replace("\u00a0", " ")
    assert said == "3 hari kerja, nilai tengah dari 27 izin setahun terakhir"
    assert dict(pages.facts(spec, pages.Usual(0, 27)))["Biasanya selesai"].startswith("hari itu juga")
