from datetime import timedelta

import pytest

from applications.lifecycle.models import WorkItem
from applications.lifecycle.states import Status
from perizinan.accounts.models import RoleGrant, Unit
from perizinan.accounts.roles import Role
from reviews.assignments.actions import claim
from reviews.desk.queue import Desk
from tests import make
from tests.reviews.cases import BIG_SIGN, sent

QUEUE = "/meja/"


def numbers(response):
    return [row.reference for row in response.context["page"].rows]


def counts(response):
    return {tab.label: tab.count for tab in response.context["page"].tabs}


def copies(case, amount):
    """Many open stages of one unit, each like that of `case`, one day apart."""
    pattern = make.item(case)
    cases = [make.fresh(case) for _ in range(amount)]
    for n, copied in enumerate(cases):
        copied.pk, copied.number, copied.tracking_code = None, f"26-{n:04}-999", f"X{n:05}"
        copied.save(force_insert=True)
    fields = {f.attname: getattr(pattern, f.attname) for f in WorkItem._meta.concrete_fields if not f.primary_key}
    return WorkItem.objects.bulk_create(
        WorkItem(
            **fields | {"application_id": c.pk, "number": c.number, "sort_on": pattern.sort_on + timedelta(days=n)}
        )
        for n, c in enumerate(cases)
    )


def test_the_queue_opens_on_what_budi_has_taken(cast, desk):
    taken, free = make.application(cast), make.application(cast)
    claim(item_id=make.item(taken).pk, by=cast.budi, now=make.NOW)

    page = desk(cast.budi).get(QUEUE)

    assert numbers(page) == [taken.number]
    assert page.context["page"].rows[0].turn == "Saya"
    assert counts(page) == {
        "Giliran saya": "1", "Unit saya": "2", "Belum diambil": "1", "Menunggu pemohon": "0", "Semua": "2",
    }  # fmt: skip
    assert numbers(desk(cast.budi).get(QUEUE, {"tab": "belum-diambil"})) == [free.number]


def test_the_head_sees_approvals_as_her_own_turn(cast, desk):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    page = desk(cast.dewi).get(QUEUE)
    assert numbers(page) == [case.number]
    assert page.context["page"].rows[0].mine


def test_a_verifier_is_not_offered_what_only_the_head_may_take(cast, desk):
    make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    page = desk(cast.budi).get(QUEUE, {"tab": "belum-diambil"})
    assert numbers(page) == []
    assert counts(page)["Unit saya"] == "1"


def test_a_returned_case_waits_for_the_applicant_with_a_stopped_clock(cast, desk):
    case = make.application(cast, status=Status.RETURNED, now=make.NOW - timedelta(days=4))
    page = desk(cast.budi).get(QUEUE, {"tab": "pemohon"})
    row = page.context["page"].rows[0]
    assert (row.reference, row.say, row.turn) == (case.number, "Berhenti", "Pemohon, 2 hari")
    assert numbers(desk(cast.budi).get(QUEUE)) == []


def test_other_units_cases_are_not_in_my_lists(cast, desk):
    make.application(cast)
    page = desk(cast.citra).get(QUEUE, {"tab": "semua"})
    assert numbers(page) == []


def test_all_shows_each_case_once_at_its_latest_stage(cast, desk):
    case = make.application(cast, status=Status.ISSUED)
    head, officer = desk(cast.dewi), desk(cast.budi)
    for browser in (head, officer):
        row = browser.get(QUEUE, {"tab": "semua"}).context["page"].rows
        assert [(r.reference, r.say, r.turn, r.stage_no > r.stages) for r in row] == [
            (case.number, "Selesai", "Terbit", True)
        ]


def test_a_stage_that_is_done_here_says_where_the_case_is_now(cast, desk):
    make.application(cast, status=Status.IN_REVIEW, stage="rekomendasi")
    row = desk(cast.budi).get(QUEUE, {"tab": "semua"}).context["page"].rows[0]
    assert (row.turn, row.stage, row.stage_no) == ("Sedang diperiksa", "Rekomendasi", 2)


def test_the_auditor_reads_all_cases_and_nothing_else(cast, desk, words):
    case = make.application(cast)
    page = desk(cast.hadi).get(QUEUE)
    assert numbers(page) == [case.number]
    assert list(counts(page)) == ["Semua"]
    assert "Kasus berikutnya" not in words(page)


@pytest.mark.parametrize("who", ["gita", "eko", "ayu"])
def test_who_has_no_desk_is_kept_out(cast, desk, who):
    assert desk(getattr(cast, who)).get(QUEUE).status_code == 403


def test_visitors_sign_in_first(client, db):
    assert client.get(QUEUE).url == "/masuk/?next=/meja/"


def test_pages_follow_the_deadline_without_gap_or_repetition(cast, desk):
    copies(make.application(cast), 59)
    browser, seen, cursor = desk(cast.budi), [], ""
    for _page in range(3):
        page = browser.get(QUEUE, {"tab": "unit", "hal": cursor}).context["page"]
        seen += [row.reference for row in page.rows]
        cursor = page.later
    ordered = WorkItem.objects.order_by("sort_on", "pk").values_list("number", flat=True)
    assert seen == list(ordered)
    assert cursor == ""
    back = browser.get(QUEUE, {"tab": "unit", "hal": page.earlier}).context["page"]
    assert [row.reference for row in back.rows] == seen[25:50]


def test_two_units_are_merged_in_one_order(cast, desk):
    RoleGrant.objects.create(
        user=cast.citra, role=Role.VERIFIER, unit=Unit.objects.get(code="dpmptsp"), starts_on="2026-01-01"
    )
    case = make.application(cast, status=Status.IN_REVIEW, stage="rekomendasi")
    copies(make.application(cast), 30)
    browser = desk(cast.citra)
    first = browser.get(QUEUE, {"tab": "unit"}).context["page"]
    second = browser.get(QUEUE, {"tab": "unit", "hal": first.later}).context["page"]
    seen = [row.reference for row in [*first.rows, *second.rows]]
    assert case.number in seen
    assert seen == list(
        WorkItem.objects.filter(closed_at=None).order_by("sort_on", "pk").values_list("number", flat=True)
    )


@pytest.mark.parametrize("tab", ["saya", "unit", "belum-diambil", "pemohon", "semua"])
@pytest.mark.parametrize("who", ["budi", "dewi"])
def test_the_queue_asks_few_questions_however_many_rows(cast, desk, queries_of, tab, who):
    browser = desk(getattr(cast, who))
    case = make.application(cast, status=Status.IN_REVIEW, stage="paraf")
    make.application(cast, status=Status.RETURNED)
    few = queries_of(lambda: browser.get(QUEUE, {"tab": tab}))
    copies(case, 40)
    many = queries_of(lambda: browser.get(QUEUE, {"tab": tab}))
    assert many <= max(few, 7)


def test_lists_follow_the_grants_of_the_moment(cast, desk):
    make.application(cast)
    assert counts(desk(cast.budi).get(QUEUE))["Unit saya"] == "1"
    RoleGrant.objects.filter(user=cast.budi).update(unit=Unit.objects.get(code="bakesbangpol"))
    page = desk(cast.budi).get(QUEUE, {"tab": "unit"})
    assert (counts(page)["Unit saya"], numbers(page)) == ("0", [])


def test_the_queue_speaks_english_too(cast, desk):
    make.application(cast)
    make.application(cast, status=Status.ISSUED)
    browser = desk(cast.dewi)
    browser.cookies["bahasa"] = "en"
    rows = browser.get(QUEUE, {"tab": "semua"}).context["page"].rows
    name = make.fresh(make.application(cast)).spec.name.en
    assert [row.permit for row in rows] == [name, name]
    assert [row.stage for row in rows] == ["Done", "Completeness"]


@pytest.mark.parametrize(
    ("tab", "caption"),
    [("unit", "Unit saya: 1 dari 1 kasus, menurut batas waktu"), ("semua", "Semua: 1 dari 1 kasus, terbaru dulu")],
)
def test_the_caption_names_the_list_and_its_order(cast, desk, words, tab, caption):
    make.application(cast)
    assert f"{caption}</caption>" in words(desk(cast.budi).get(QUEUE, {"tab": tab}))


def test_counts_stop_at_a_thousand(cast, desk):
    copies(make.application(cast), 1001)
    assert counts(desk(cast.budi).get(QUEUE))["Unit saya"] == "999+"


def test_an_empty_list_says_what_waits_elsewhere(cast, desk, words):
    make.application(cast)
    page = words(desk(cast.budi).get(QUEUE))
    assert "Tidak ada yang menunggu Anda." in page
    assert "1 kasus di unit Anda belum diambil." in page


def test_the_row_one_came_from_is_marked(cast, desk):
    case = make.application(cast)
    page = desk(cast.budi).get(QUEUE, {"tab": "unit", "dari": case.number})
    assert [row.back for row in page.context["page"].rows] == [True]
    assert 'class="back-here"' in page.content.decode()


def test_a_typed_number_opens_its_case(cast, desk):
    case = make.application(cast)
    page = desk(cast.budi).get(QUEUE, {"cari": case.number.replace("-", " ")})
    assert page.url == f"/meja/{case.number}/"


def test_a_mistyped_number_is_told_apart_from_an_unknown_one(cast, desk, words):
    case = make.application(cast)
    wrong = case.number[:-1] + str((int(case.number[-1]) + 1) % 10)
    assert "ada angka yang salah" in words(desk(cast.budi).get(QUEUE, {"cari": wrong}))
    assert "Nomor ini tidak ditemukan." in words(desk(cast.citra).get(QUEUE, {"cari": case.number}))


def test_the_next_case_is_mine_before_a_free_one(cast, desk):
    free = make.application(cast, now=make.NOW - timedelta(days=1))
    browser = desk(cast.budi)
    assert browser.get("/meja/berikutnya/").url == f"/meja/{free.number}/"
    assert make.item(free).officer is None
    mine = make.application(cast)
    claim(item_id=make.item(mine).pk, by=cast.budi, now=make.NOW)
    assert browser.get("/meja/berikutnya/").url == f"/meja/{mine.number}/"


def test_without_any_case_the_next_one_is_the_queue(cast, desk):
    assert desk(cast.budi).get("/meja/berikutnya/").url == QUEUE
    assert Desk(cast.budi, make.NOW.date()).next_case() is None


def test_two_units_at_work_each_see_their_own_row_and_the_head_one(cast, desk):
    sign = sent(cast.ayu, "reklame", BIG_SIGN).to("kunjungan")
    seen = {}
    for stage in ("pajak", "kunjungan"):
        (row,) = desk(sign.officer(stage)).get("/meja/", {"tab": "unit"}).context["page"].rows
        seen[stage] = (row.stage_no, row.stages, row.stage)
    assert seen == {"pajak": (2, 6, "Pajak reklame"), "kunjungan": (2, 6, "Pemeriksaan lapangan")}
    (row,) = desk(cast.dewi).get("/meja/", {"tab": "semua"}).context["page"].rows
    assert row.reference == sign.case.number


def test_a_unit_that_is_done_reads_where_the_case_stands_now(cast, desk):
    sign = sent(cast.ayu, "reklame", BIG_SIGN).to("paraf")
    (row,) = desk(sign.officer("kunjungan")).get("/meja/", {"tab": "semua"}).context["page"].rows
    assert (row.stage_no, row.stages, row.stage) == (4, 6, "Paraf")  # two units side by side are one place
