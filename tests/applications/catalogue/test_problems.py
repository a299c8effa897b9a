"""Each rule of a type breaks alone, with the place and the reason in a sentence."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from applications.catalogue import yamlfile
from tests.applications.catalogue import made

pytestmark = pytest.mark.unit
Change = Callable[[dict[str, Any]], object]


def field(spec: dict[str, Any], key: str) -> dict[str, Any]:
    return next(f for section in spec["sections"] for f in section["fields"] if f["key"] == key)


def add(spec: dict[str, Any], **more: Any) -> None:
    spec["sections"][0]["fields"].append({"label": "Baru", **more})


def stage(spec: dict[str, Any], n: int, **more: Any) -> None:
    spec["stages"][n].update(more)


def rate(**more: Any) -> dict[str, Any]:
    return {"key": "tarif", "label": "Tarif", "by": "jenis", "amounts": {"kain": 1, "neon": 2}, **more}


def fee(spec: dict[str, Any], **more: Any) -> None:
    spec["fee"] = {"text": "Menurut tarif", **more}


def letter(spec: dict[str, Any], **more: Any) -> None:
    spec["letter"].update(more)


BROKEN: dict[str, tuple[Change, str]] = {
    "rows without columns": (lambda s: field(s, "orang").pop("columns"), "field orang: columns belong to rows"),
    "a column of rows": (
        lambda s: field(s, "orang")["columns"].append({"key": "x", "type": "point", "label": "X"}),
        "the column x cannot be point",
    ),
    "a column with a condition": (
        lambda s: field(s, "orang")["columns"][0].update(show_if={"field": "nama", "filled": True}),
        "the column nama cannot have a condition",
    ),
    "a column twice": (
        lambda s: field(s, "orang")["columns"].append({"key": "nama", "type": "text", "label": "X"}),
        "field orang: columns: the key nama stands 2 times",
    ),
    "a column after no field": (
        lambda s: field(s, "orang")["columns"].append({"key": "x", "type": "date", "label": "X", "not_before": "y"}),
        "field orang.x: not_before: no field y",
    ),
    "a column after a word": (
        lambda s: field(s, "orang")["columns"].append({"key": "x", "type": "date", "label": "X", "not_before": "nama"}),
        "field orang.x: not_before: nama is not a date",
    ),
    "key of an input of the page": (
        lambda s: add(s, key="versi", type="text"),
        "fields: the key versi is taken, it names an input or a button of the pages",
    ),
    "a number without its year": (
        lambda s: s["numbering"].update(pattern="{urut:04}/{unit}"),
        "numbering: the pattern lacks {tahun}, and a series begins anew each year",
    ),
    "a bracket in a number": (
        lambda s: s["numbering"].update(pattern="{urut}/{tahun}/}"),
        "numbering: a bracket that encloses no place in the pattern",
    ),
    "a place in a title": (
        lambda s: letter(s, title="Izin {nama}"),
        "letter: 'Izin {nama}' names a place, but nothing is filled in there",
    ),
    "a law twice": (
        lambda s: s["bases"].append(s["bases"][0]),
        "bases: the key perda-contoh stands 2 times",
    ),
    "a rate twice": (
        lambda s: fee(s, kind="formula", formula="tarif", rates=[rate(), rate()]),
        "fee: rates: the key tarif stands 2 times",
    ),
    "an option twice": (
        lambda s: field(s, "jenis")["options"].append({"value": "kain", "label": "X"}),
        "field jenis: options: the key kain stands 2 times",
    ),
    "computed from nothing": (
        lambda s: add(s, key="x", type="computed"),
        "field x: a computed field, and only one, has a wording or a formula",
    ),
    "computed twice": (
        lambda s: add(s, key="x", type="computed", wording="{nama}", formula="luas"),
        "has a wording or a formula",
    ),
    "wording of a NIK": (
        lambda s: add(s, key="x", type="computed", wording="{nik}"),
        "field x: its wording names nik, which cannot stand in a text",
    ),
    "wording looks ahead": (
        lambda s: add(s, key="x", type="computed", wording="{y}"),
        "field x: its wording names y, which does not stand above it",
    ),
    "formula of a text": (
        lambda s: add(s, key="x", type="computed", formula="nama * 2"),
        "field x: formula: nama is not a number",
    ),
    "formula that is code": (
        lambda s: add(s, key="x", type="computed", formula="luas.real"),
        "field x: formula: 'luas.real' is not possible",
    ),
    "minimum above maximum": (
        lambda s: field(s, "luas").update(minimum=9, maximum=3),
        "field luas: minimum is larger than maximum",
    ),
    "decimals of a text": (lambda s: field(s, "nama").update(decimals=2), "field nama: decimals belong to a number"),
    "prefill of another type": (
        lambda s: field(s, "nama").update(prefill="nik"),
        "field nama: prefill nik does not fit",
    ),
    "pattern of a number": (
        lambda s: field(s, "luas").update(pattern={"regex": "x", "example": "x"}),
        "field luas: a pattern belongs to a text",
    ),
    "pattern that cannot be read": (
        lambda s: field(s, "nama").update(pattern={"regex": "(a", "example": "a"}),
        "field nama: pattern: cannot be read",
    ),
    "pattern against its example": (
        lambda s: field(s, "nama").update(pattern={"regex": "[A-Z]+", "example": "a1"}),
        "its own example 'a1' does not fit it",
    ),
    "earliest of a text": (
        lambda s: field(s, "nama").update(earliest="today"),
        "field nama: earliest and latest belong to a date",
    ),
    "condition on rows": (
        lambda s: add(s, key="x", type="text", show_if={"field": "orang", "filled": True}),
        "its condition names orang, which is rows and can be none",
    ),
    "condition waits for a word in a number": (
        lambda s: add(s, key="x", type="text", show_if={"field": "luas", "is": "8"}),
        "its condition waits for a word in luas",
    ),
    "condition compares a text": (
        lambda s: add(s, key="x", type="text", show_if={"field": "nama", "at_least": 3}),
        "its condition compares nama, which is no number",
    ),
    "condition on an unknown kind": (
        lambda s: add(s, key="x", type="text", show_if={"field": "@kind", "is": "gift"}),
        "waits for @kind = gift, which is none of",
    ),
    "condition on what officers fill in": (
        lambda s: (
            s["sections"].insert(
                0,
                {
                    "key": "k",
                    "title": "K",
                    "stage": "saran",
                    "fields": [{"key": "hasil", "type": "text", "label": "H"}],
                },
            )
            or field(s, "nama").update(show_if={"field": "hasil", "filled": True})
        ),
        "field nama: its condition names hasil, which officers fill in later",
    ),
    "nothing for the applicant": (
        lambda s: s["sections"][0].update(stage="saran"),
        "sections: the applicant has nothing to fill in",
    ),
    "section of no stage": (
        lambda s: s["sections"].append(
            {"key": "k", "title": "K", "stage": "zzz", "fields": [{"key": "h", "type": "text", "label": "H"}]}
        ),
        "section k: no stage zzz",
    ),
    "no format fits": (lambda s: s["requirements"][0].update(accept=[]), "requirement ktp: no format fits"),
    "condition on the approval": (
        lambda s: stage(s, 2, show_if={"field": "jenis", "is": "kain"}),
        "stage setuju: every case has its approval",
    ),
    "an approval in the middle": (
        lambda s: stage(s, 1, kind="approval", role="HEAD"),
        "stage saran: nothing may follow the approval",
    ),
    "the check beside another": (
        lambda s: stage(s, 1, with_previous=True),
        "stage periksa: a check cannot go on beside another stage",
    ),
    "the wrong people": (
        lambda s: stage(s, 1, role="TREASURER"),
        "stage saran: a recommendation is not the work of TREASURER",
    ),
    "nothing to pay": (
        lambda s: stage(s, 1, kind="payment", role="TREASURER"),
        "there is nothing to pay, fee.kind is free",
    ),
    "a kind slower than its limit": (
        lambda s: s.update(kinds=["new", {"kind": "renewal", "processing_days": 2}]),
        "limits.processing_days (renewal)",
    ),
    "no new kind": (lambda s: s.update(kinds=["renewal"]), "kinds: the first is new"),
    "letter of a kind not offered": (
        lambda s: s.update(letters={"revocation": s["letter"]}),
        "letters.revocation: the type does not offer revocation",
    ),
    "series without a start": (
        lambda s: s["numbering"].pop("start"),
        "numbering: the series contoh has no start value",
    ),
    "letter as a template": (lambda s: letter(s, validity="{{ nama }} {% if x %}"), "a bracket that encloses no place"),
    "letter names rows": (lambda s: letter(s, validity="{orang}"), "names {orang}, which is neither"),
    "table of no rows": (
        lambda s: letter(s, tables=[{"field": "nama", "title": "Daftar"}]),
        "the table 'Daftar' needs a field of rows, not nama",
    ),
    "decree without rulings": (
        lambda s: letter(s, style="keputusan", about="x", considering=["y"]),
        "letter: a decree needs rulings",
    ),
    "rulings in a letter": (lambda s: letter(s, rulings=["x"]), "letter: rulings belongs to a decree"),
    "rows on the proof page": (lambda s: s.update(public_fields=["orang"]), "public_fields: orang is a list of rows"),
    "two ends of validity": (
        lambda s: s.update(valid_for={"years": 5}, valid_until_field="mulai"),
        "valid_for: the permit already holds until",
    ),
    "years and months": (
        lambda s: s.update(valid_for={"years": 5, "months": 2}),
        "valid_for: one of years, months, days",
    ),
    "fixed fee without amount": (lambda s: fee(s, kind="fixed"), "fee: an amount belongs to a fixed fee"),
    "table with two rates": (
        lambda s: fee(s, kind="table", rates=[rate(), rate(key="b")]),
        "fee: a table has exactly one rate",
    ),
    "rate of a text": (
        lambda s: fee(s, kind="table", rates=[rate(by="nama")]),
        "fee: the rate tarif goes by nama, which is no choice",
    ),
    "rate with a gap": (
        lambda s: fee(s, kind="table", rates=[rate(amounts={"kain": 1})]),
        "fee: the rate tarif has no amount for neon",
    ),
    "rate of no answer": (
        lambda s: fee(s, kind="table", rates=[rate(amounts={"kain": 1, "neon": 2, "x": 3})]),
        "names x, which is no answer to jenis",
    ),
    "times a text": (
        lambda s: fee(s, kind="table", rates=[rate()], times="nama"),
        "fee: times names nama, which is no number",
    ),
    "formula of an unknown name": (
        lambda s: fee(s, kind="formula", formula="luas * harga"),
        "fee: formula: names harga, which is no field above it",
    ),
    "formula of a date": (
        lambda s: fee(s, kind="formula", formula="luas * mulai"),
        "fee: formula: mulai is not a number",
    ),
    "fee without words": (lambda s: s.update(fee={"kind": "free"}), "fee: a text is missing"),
    "its own successor": (
        lambda s: s.update(closed={"text": "Ditutup.", "successor": "contoh"}),
        "closed.successor: a type cannot follow itself",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_type_is_refused_with_its_place_and_reason(name):
    change, expected = BROKEN[name]
    spoilt = made.content()
    change(spoilt)
    with pytest.raises(yamlfile.Invalid) as refusal:
        yamlfile.parse(yaml.safe_dump(spoilt, allow_unicode=True), name="contoh.yaml")
    assert any(expected in line for line in refusal.value.lines), refusal.value.lines


def test_the_type_they_start_from_works():
    assert made.spec().slug == "contoh"
