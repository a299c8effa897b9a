from collections.abc import Callable
from typing import Any

import pytest

from applications.catalogue import yamlfile

Broken = Callable[[Callable[[dict[str, Any]], object]], list[str]]


def _field(spec: dict[str, Any], key: str) -> dict[str, Any]:
    return next(f for section in spec["sections"] for f in section["fields"] if f["key"] == key)


def _requirement(spec: dict[str, Any], key: str) -> dict[str, Any]:
    return next(r for r in spec["requirements"] if r["key"] == key)


REFUSALS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "unknown field type": (
        lambda s: s["sections"][0]["fields"][0].update(type="datum"),
        "sections[0].fields[0].type: 'datum' is not possible.",
    ),
    "mistyped word": (lambda s: s.update(sinonim=["x"]), "sinonim: unknown word, perhaps mistyped"),
    "label missing": (lambda s: _field(s, "nama").pop("label"), "sections[0].fields[0].label: missing"),
    "capital in a key": (lambda s: _field(s, "nama").update(key="Nama"), "sections[0].fields[0].key: 'Nama' is not"),
    "no limits": (lambda s: s.pop("limits"), "limits: missing, a type processed here needs it"),
    "no stages": (lambda s: s.pop("stages"), "stages: missing"),
    "ends without approval": (lambda s: s["stages"].pop(), "stages: the first is a check"),
    "key twice": (lambda s: _field(s, "nik").update(key="nama"), "fields: the key nama stands 2 times"),
    "key of a fact": (lambda s: _field(s, "jabatan").update(key="lokasi"), "fields: the key lokasi is taken"),
    "condition looks ahead": (
        lambda s: _field(s, "nama").update(show_if={"field": "kelompok", "is": "ya"}),
        "field nama: its condition names kelompok, which does not stand above it",
    ),
    "condition of an unknown field": (
        lambda s: _requirement(s, "kuasa").update(show_if={"field": "hobi", "is": "x"}),
        "requirement kuasa: its condition names the unknown field hobi",
    ),
    "condition waits for no option": (
        lambda s: _field(s, "bidang_lain").update(show_if={"field": "bidang", "is": "sihir"}),
        "field bidang_lain: its condition waits for bidang = sihir, which is none of budaya",
    ),
    "condition waits for no capacity": (
        lambda s: _requirement(s, "kuasa").update(show_if={"field": "@capacity", "is": "kuasa"}),
        "requirement kuasa: its condition waits for @capacity = kuasa",
    ),
    "condition of two forms": (
        lambda s: _requirement(s, "kuasa").update(show_if={"field": "asal", "is": "usaha", "filled": True}),
        "a condition is one test of a field",
    ),
    "choice without options": (
        lambda s: _field(s, "bidang").pop("options"),
        "options belong to a choice, and a choice needs them",
    ),
    "options of a text": (
        lambda s: _field(s, "nama").update(options=[{"value": "a", "label": "A"}]),
        "options belong to a choice",
    ),
    "proves nothing known": (
        lambda s: _requirement(s, "ktp").update(proves=["umur"]),
        "requirement ktp: proves: no field umur",
    ),
    "earlier than nothing": (
        lambda s: _field(s, "selesai").update(not_before="awal"),
        "field selesai: not_before: no field awal",
    ),
    "earlier than a text": (
        lambda s: _field(s, "selesai").update(not_before="judul"),
        "field selesai: not_before: judul is not a date",
    ),
    "valid until a text": (lambda s: s.update(valid_until_field="judul"), "valid_until_field: judul is not a date"),
    "personal on the public page": (
        lambda s: s["public_fields"].append("nik"),
        "public_fields: nik is personal and may not stand on a public page",
    ),
    "long stage name": (
        lambda s: s["stages"][0].update(name="Verifikasi kelengkapan berkas"),
        "stage kelengkapan: the name 'Verifikasi kelengkapan berkas' has more than 20 letters",
    ),
    "stages slower than the law": (
        lambda s: s["stages"][1].update(days=9),
        "they take more days together than limits.processing_days",
    ),
    "check slower than its limit": (
        lambda s: s["stages"][0].update(days=3),
        "stages: kelengkapan takes more days than limits.completeness_days",
    ),
    "letter names nothing known": (
        lambda s: s["letter"].update(validity="Sampai {kiamat}"),
        "letter: names {kiamat}, which is neither a field nor a fact of the case",
    ),
    "number without a number": (
        lambda s: s["numbering"].update(pattern="503/{unit}/{tahun}"),
        "numbering: the pattern lacks {urut}",
    ),
    "unknown place in a number": (
        lambda s: s["numbering"].update(pattern="{urut:04}/{__class__}"),
        "numbering: unknown place {__class__}",
    ),
    "elsewhere without directions": (lambda s: s.update(channel="oss"), "channel oss needs a redirect text"),
    "unit of nobody": (lambda s: s["stages"][0].update(role="CLEANER"), "stages[0].role: 'CLEANER' is not possible."),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_broken_type_is_refused_in_words_with_the_place(broken: Broken, name: str) -> None:
    change, expected = REFUSALS[name]
    lines = broken(change)
    assert any(expected in line for line in lines), lines


def test_all_problems_are_said_at_once(broken: Broken) -> None:
    def change(spec: dict[str, Any]) -> None:
        spec["public_fields"] = ["nik", "umur"]
        spec["valid_until_field"] = "judul"

    assert len(broken(change)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- satu\n- dua", "the file holds no permit type"),
        ("slug: [", "not readable as YAML"),
        ("slug: a\nslug: b", "the key 'slug' stands twice"),
        ("slug: !!python/object/apply:os.system ['true']", "not readable as YAML"),
        ("? [a, b]\n: c", "not readable as YAML: unhashable"),
        ("published_on: 2026-99-99", "not readable as YAML: month"),
        ("minutes: " + "9" * 5000, "not readable as YAML: Exceeds"),
        ("minutes: !!int abc", "not readable as YAML: invalid literal"),
        ("closed: !!bool abc", "not readable as YAML"),
        ("published_on: !!timestamp abc", "not readable as YAML"),
        ("slug: " + "[" * 500 + "]" * 500, "too many levels inside each other"),
        ('slug: "\\ud800"', "no database keeps"),
        ('slug: "\\0"', "no database keeps"),
        ("minutes: .nan", "no database keeps"),
        ("minutes: .inf", "no database keeps"),
    ],
)
def test_a_file_that_is_no_type_is_refused(text: str, expected: str) -> None:
    with pytest.raises(yamlfile.Invalid, match=expected.replace("[", r"\[")):
        yamlfile.parse(text, name="contoh.yaml")
