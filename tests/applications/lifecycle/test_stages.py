"""Which stages a case has and in what order. Pure."""

import pytest

from applications.catalogue import yamlfile
from applications.catalogue.schema import FeeKind, PermitTypeSpec
from applications.lifecycle.stages import applicable, coming

SHIPPED = {path.stem: path for path in yamlfile.shipped()}
NEW = {"@kind": "new"}
SMALL = NEW | {"jenis": "papan_nama", "panjang": 2, "lebar": 1, "ketinggian": 3}
BIG = SMALL | {"panjang": 8}
HALL = NEW | {"aset": "gedung_serbaguna", "mulai": "2026-12-01", "selesai": "2026-12-02"}


@pytest.fixture
def shipped():
    return lambda slug: yamlfile.read(SHIPPED[slug])


def line(spec, given):
    return [[stage.key for stage in group] for group in applicable(spec, given)]


@pytest.mark.parametrize(
    ("slug", "given", "expected"),
    [
        ("reklame", SMALL, ["kelengkapan", "pajak letak", "bayar_pajak", "paraf", "persetujuan"]),
        ("reklame", BIG, ["kelengkapan", "pajak kunjungan", "bayar_pajak", "paraf", "persetujuan"]),
        ("reklame", {"@kind": "duplicate"}, ["kelengkapan", "paraf", "persetujuan"]),
        ("aset-daerah", HALL, ["kelengkapan", "jadwal", "pembayaran", "paraf", "persetujuan"]),
        (
            "aset-daerah",
            HALL | {"aset": "lahan"},
            ["kelengkapan", "jadwal peninjauan", "pembayaran", "paraf", "persetujuan"],
        ),
        ("aset-daerah", {"@kind": "revocation"}, ["kelengkapan", "paraf", "persetujuan"]),
    ],
)
def test_the_line_follows_kind_and_answers(shipped, slug, given, expected):
    assert line(shipped(slug), given) == [group.split() for group in expected]


def exempt(spec: PermitTypeSpec) -> PermitTypeSpec:
    data = spec.model_dump(by_alias=True)
    data["fee"]["exempt_if"] = {"field": "keringanan", "is": "ya"}
    return PermitTypeSpec.model_validate(data)


def test_a_payment_of_nothing_is_skipped(shipped):
    spec = exempt(shipped("aset-daerah"))
    assert ["pembayaran"] in line(spec, HALL | {"keringanan": "tidak"})
    assert ["pembayaran"] not in line(spec, HALL | {"keringanan": "ya"})


def test_a_payment_that_cannot_be_counted_stays(shipped):
    assert ["pembayaran"] in line(shipped("aset-daerah"), {"@kind": "new", "aset": "gedung_serbaguna"})
    reklame = shipped("reklame")
    assert reklame.fee.kind is FeeKind.ELSEWHERE
    assert ["bayar_pajak"] in line(reklame, BIG)


def test_a_first_stage_that_does_not_apply_is_skipped(shipped):
    spec = shipped("reklame")
    first = spec.stages[1].model_copy(update={"with_previous": False})  # of new permits, renewals and amendments only
    spec = spec.model_copy(update={"stages": (first, *spec.stages[5:])})
    assert line(spec, SMALL)[0] == ["pajak"]
    assert line(spec, {"@kind": "duplicate"})[0] == ["paraf"]


@pytest.mark.parametrize(
    ("worked", "place", "keys"),
    [
        ([], 1, ["kelengkapan"]),
        (["kelengkapan"], 2, ["pajak", "kunjungan"]),
        (["kelengkapan", "pajak"], 2, ["kunjungan"]),
        (["kelengkapan", "pajak", "letak"], 2, ["kunjungan"]),  # it was a small sign
        (["kelengkapan", "pajak", "kunjungan"], 3, ["bayar_pajak"]),
        (["kelengkapan", "pajak", "kunjungan", "bayar_pajak", "paraf"], 5, ["persetujuan"]),
    ],
)
def test_what_comes_is_the_first_group_nobody_has_finished(shipped, worked, place, keys):
    found = coming(shipped("reklame"), BIG, worked)
    assert found is not None
    assert (found[0], [stage.key for stage in found[1]]) == (place, keys)


def test_nothing_comes_after_the_last(shipped):
    spec = shipped("reklame")
    assert coming(spec, BIG, [stage.key for stage in spec.stages]) is None
