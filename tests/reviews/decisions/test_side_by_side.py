import threading

import pytest

from applications.drafting import actions as drafting
from applications.lifecycle import moves
from applications.lifecycle.moves import AlreadyDecided, NotYourMove
from applications.lifecycle.states import Status, WaitingOn
from reviews.decisions import actions as decisions
from reviews.decisions.actions import NotReady
from tests import make
from tests.at_once import together
from tests.reviews.cases import BIG_SIGN, HALL, LAND, SMALL_SIGN, person, publish, sent

BOTH = ["pajak", "kunjungan"]


@pytest.fixture
def sign(cast):
    """A big sign: Bapenda and PUPR work on it at the same time."""
    return sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")


def test_two_units_open_at_once_and_the_case_stands_at_the_first(sign):
    assert list(sign.open) == BOTH
    assert {item.position for item in sign.open.values()} == {2}
    assert {item.positions for item in sign.open.values()} == {6}
    assert sign.fresh.stage_key == "pajak"


@pytest.mark.parametrize("order", [BOTH, BOTH[::-1]])
def test_the_next_stage_opens_after_both(sign, order):
    first, second = order
    sign.step(first)
    assert list(sign.open) == [second]
    assert sign.fresh.stage_key == second
    sign.step(second)
    assert list(sign.open) == ["bayar_pajak"]
    assert sign.open["bayar_pajak"].position == 3


def test_each_unit_finishes_only_its_own(sign):
    with pytest.raises(NotYourMove):
        decisions.pass_on(**sign.said("pajak", verb="recommend", by=person("INSPECTOR", "pupr")))
    with pytest.raises(NotYourMove):
        sign.visit("kunjungan", by=person("TECHNICAL", "bapenda"))
    assert list(sign.open) == BOTH


def test_one_returns_while_the_other_still_works_and_both_go_on_afterwards(sign):
    sign.judge("pajak", {"narasi": "Tulisannya lain dari desain."})
    decisions.return_case(**sign.said("pajak"))
    assert sign.fresh.status == Status.RETURNED
    assert {item.waiting_on for item in sign.open.values()} == {WaitingOn.APPLICANT}
    with pytest.raises(NotYourMove):
        sign.visit("kunjungan")
    sign.mended(narasi="Toko Roti Contoh, buka setiap hari")
    assert list(sign.open) == BOTH
    assert {item.waiting_on for item in sign.open.values()} == {WaitingOn.UNIT}
    sign.step("kunjungan")
    sign.step("pajak")
    assert list(sign.open) == ["bayar_pajak"]


def test_only_the_stages_whose_condition_holds_open(cast):
    sign = sent(cast.ayu, "reklame", SMALL_SIGN).to("letak")
    assert list(sign.open) == ["pajak", "letak"]


def test_a_group_of_which_nothing_applies_is_left_out(cast):
    sign = sent(cast.ayu, "reklame", SMALL_SIGN, kind="duplicate", former="500/1/X")
    assert sign.open["kelengkapan"].positions == 4
    sign.step("kelengkapan")
    assert list(sign.open) == ["paraf"]
    assert sign.open["paraf"].position == 2


def test_a_group_of_one_that_applies_waits_for_nobody(cast):
    hall = sent(cast.ayu, "aset-daerah", HALL)
    hall.step("kelengkapan")
    assert list(hall.open) == ["jadwal"]
    hall.step("jadwal")
    assert list(hall.open) == ["pembayaran"]


def test_mended_answers_bring_up_a_stage_that_was_left_out(cast):
    sign = sent(cast.ayu, "reklame", SMALL_SIGN).to("paraf")
    sign.judge("paraf", {"panjang": "Di foto panjangnya 8 meter."})
    decisions.return_case(**sign.said("paraf"))
    sign.mended(panjang=8)
    assert list(sign.open) == ["paraf", "kunjungan"]
    sign.judge("paraf")
    sign.step("paraf")
    assert list(sign.open) == ["kunjungan"]  # nothing goes on without the visit
    sign.step("kunjungan")
    assert list(sign.open) == ["persetujuan"]


def test_mended_answers_bring_up_a_payment_and_our_time_stops(cast):
    publish("aset-daerah", fee={"exempt_if": {"field": "keringanan", "is": "ya"}})
    hall = sent(cast.ayu, "aset-daerah", HALL | {"keringanan": "ya"}).to("paraf")
    assert not hall.case.items.filter(stage_key="pembayaran").exists()
    hall.judge("paraf", {"keringanan": "Surat keringanan tidak ada."})
    decisions.return_case(**hall.said("paraf"))
    hall.mended(keringanan="tidak")
    assert hall.fresh.status == Status.AWAITING_PAYMENT
    with pytest.raises(NotYourMove):
        decisions.pass_on(**hall.said("paraf", verb="endorse"))
    hall.step("pembayaran")
    assert hall.fresh.status == Status.IN_REVIEW
    assert list(hall.open) == ["paraf"]


def test_all_that_was_left_out_is_caught_up_before_the_approval(cast):
    publish("aset-daerah", fee={"exempt_if": {"field": "keringanan", "is": "ya"}})
    hall = sent(cast.ayu, "aset-daerah", HALL | {"keringanan": "ya"}).to("persetujuan")
    hall.judge("persetujuan", {"aset": "Di surat permohonan tertulis lahan."})
    decisions.return_case(**hall.said("persetujuan"))
    hall.mended(aset="lahan", keringanan="tidak")
    assert list(hall.open) == ["persetujuan", "peninjauan"]
    hall.judge("peninjauan")
    hall.step("peninjauan")
    assert list(hall.open) == ["persetujuan", "pembayaran"]  # the visit was not all
    assert hall.fresh.status == Status.AWAITING_PAYMENT
    with pytest.raises(NotYourMove):
        decisions.approve(**hall.said("persetujuan"))
    hall.step("pembayaran")
    assert (list(hall.open), hall.fresh.stage_key) == (["persetujuan"], "persetujuan")
    hall.step("persetujuan")
    assert hall.fresh.status == Status.AWAITING_SIGNATURE


def test_what_is_caught_up_opens_beside_its_own_group(cast):
    sign = sent(cast.ayu, "reklame", SMALL_SIGN).to("letak")
    sign.step("letak")
    sign.judge("pajak", {"panjang": "Di foto panjangnya 8 meter."})
    decisions.return_case(**sign.said("pajak"))
    sign.mended(panjang=8)
    assert list(sign.open) == BOTH
    assert sign.fresh.stage_key == "pajak"


@pytest.mark.parametrize("verb", ["recommend", "advise_against", "return"])
def test_a_unit_is_not_refused_for_what_the_other_did_meanwhile(sign, verb):
    sign.fill("pajak")
    said = sign.said("pajak")
    sign.step("kunjungan")
    assert sign.fresh.revision > said["seen"]
    if verb == "return":
        sign.judge("pajak", {"narasi": "Tulisannya lain dari desain."})
        decisions.return_case(**said)
        assert sign.fresh.status == Status.RETURNED
    else:
        decisions.pass_on(**said, verb=verb, note="Menurut SKPD.")
        assert list(sign.open) == ["bayar_pajak"]


def test_a_visit_is_not_refused_for_what_the_other_did_meanwhile(sign):
    sign.fill("kunjungan")
    seen = sign.fresh.revision
    sign.step("pajak")
    sign.visit("kunjungan", seen=seen)
    assert list(sign.open) == ["bayar_pajak"]


def test_a_page_from_before_a_return_is_refused_also_beside_another_unit(sign):
    sign.fill("kunjungan")
    seen = sign.fresh.revision
    sign.judge("pajak", {"narasi": "Tulisannya lain dari desain."})
    decisions.return_case(**sign.said("pajak"))
    sign.mended(narasi="Toko Roti Contoh, buka setiap hari")
    sign.judge("kunjungan")
    sign.step("pajak")
    for old in (seen, -1, sign.fresh.revision + 1):
        with pytest.raises(AlreadyDecided):
            sign.visit("kunjungan", seen=old)


def test_who_weighs_the_whole_case_reads_what_a_unit_reported_meanwhile(cast):
    sign = sent(cast.ayu, "reklame", SMALL_SIGN).to("paraf")
    sign.judge("paraf", {"panjang": "Di foto panjangnya 8 meter."})
    decisions.return_case(**sign.said("paraf"))
    sign.mended(panjang=8)
    sign.judge("paraf")
    said = sign.said("paraf")
    sign.step("kunjungan")
    with pytest.raises(AlreadyDecided):
        decisions.pass_on(**said, verb="endorse")


def test_nobody_approves_while_another_unit_works(cast):
    sign = sent(cast.ayu, "reklame", SMALL_SIGN).to("persetujuan")
    sign.judge("persetujuan", {"panjang": "Di foto panjangnya 8 meter."})
    decisions.return_case(**sign.said("persetujuan"))
    sign.mended(panjang=8)
    sign.judge("persetujuan")
    with pytest.raises(NotReady) as refused:
        decisions.approve(**sign.said("persetujuan"))
    assert "PUPR" in refused.value.unmet[0].sentence
    sign.step("kunjungan")
    decisions.approve(**sign.said("persetujuan"))
    assert sign.fresh.status == Status.AWAITING_SIGNATURE


def test_a_closed_case_closes_the_work_of_both(cast):
    land = sent(cast.ayu, "aset-daerah", LAND)
    land.step("kelengkapan")
    assert list(land.open) == ["jadwal", "peninjauan"]
    drafting.withdraw(application_id=land.case.pk, by=cast.ayu, now=land.now)
    assert land.open == {}


@pytest.fixture
def both_finish(cast, nudged):
    sign = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    sign.fill("pajak")
    sign.fill("kunjungan")
    said = [sign.said(stage, seen=None) for stage in BOTH]
    visited = {"on": make.NOW.date(), "result": "fits", "note": ""}
    return sign, (
        lambda: decisions.pass_on(verb="recommend", **said[0]),
        lambda: decisions.report_visit(**said[1], **visited),
    )


@pytest.mark.django_db(transaction=True)
def test_two_units_finish_at_once_and_the_next_stage_opens_once(both_finish):
    sign, acts = both_finish
    assert together(*acts) == ["done", "done"]
    assert list(sign.open) == ["bayar_pajak"]
    assert sign.case.items.filter(stage_key="bayar_pajak").count() == 1
    assert sign.case.changes.filter(verb="ask_payment").count() == 1


@pytest.mark.django_db(transaction=True)
def test_without_the_lock_the_next_stage_does_not_open_once(both_finish, monkeypatch):
    sign, acts = both_finish
    both = threading.Barrier(2, timeout=10)

    def unlocked(pk):
        found = make.fresh(sign.case)
        both.wait()
        return found

    monkeypatch.setattr(moves, "lock", unlocked)
    outcomes = together(*acts)  # both see the other at work, and nothing opens; or a deadlock
    assert (outcomes, list(sign.open)) in ((["done", "done"], []), (["OperationalError", "done"], sign_left(sign)))


def sign_left(sign):
    return [stage for stage in BOTH if stage in sign.open]
