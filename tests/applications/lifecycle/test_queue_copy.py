from datetime import timedelta

import pytest

from applications.lifecycle import stages
from applications.lifecycle.models import WorkItem
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status, WaitingOn
from reviews.assignments import actions as assignments
from reviews.decisions import actions as decisions
from tests import make
from tests.make import NOW

DATED = ("waiting_on", "due_on", "amber_on", "red_on")


def copies(case):
    found = make.fresh(case)
    truth = [*(getattr(found, name) for name in DATED), found.round - 1]
    items = WorkItem.objects.filter(application=case, closed_at=None)
    return [([*(getattr(item, name) for name in DATED), item.rounds], truth) for item in items]


def test_queue_shows_what_the_case_says_at_every_step(cast):
    case = make.application(cast)
    day = NOW

    def step(verb, *args, **named):
        nonlocal day
        day += timedelta(days=1)
        verb(*args, **named, now=day)
        [(row, truth)] = copies(case)
        assert row == truth, verb

    step(assignments.claim, item_id=make.item(case).pk, by=cast.budi)
    step(make.send_back, case, cast.budi)
    step(make.mend, case, cast.ayu)
    make.judge(case, cast.budi, now=day)
    step(make.pass_on, case, "complete", cast.budi)
    step(make.send_back, case, cast.citra, mend={"judul": "Judul berbeda dari proposal."})
    step(make.mend, case, cast.ayu)
    make.judge(case, cast.citra, now=day)
    make.judge_one(case, "judul", cast.citra, now=day)
    step(make.pass_on, case, "recommend", cast.citra)
    step(make.pass_on, case, "endorse", cast.darma)
    make.approve(case, cast.dewi, now=day)
    assert copies(case) == []


@pytest.mark.parametrize("status", [Status.REJECTED, Status.WITHDRAWN, Status.LAPSED, Status.ISSUED])
def test_closed_case_leaves_no_open_row(cast, status):
    case = make.application(cast, status=status)
    assert copies(case) == []
    assert "" not in set(WorkItem.objects.filter(application=case).values_list("outcome", flat=True))


def test_row_keeps_its_place_while_the_applicant_mends(cast):
    case = make.application(cast)
    before = make.item(case).sort_on
    make.send_back(case, cast.budi, now=NOW + timedelta(days=1))
    item = make.item(case)
    assert (item.due_on, item.sort_on, item.waiting_on) == (None, before, WaitingOn.APPLICANT)
    assert item.waiting_since == NOW + timedelta(days=1)


def test_stages_open_in_the_order_of_the_type(cast):
    case = make.application(cast, status=Status.AWAITING_SIGNATURE)
    rows = WorkItem.objects.filter(application=case).order_by("pk")
    assert [(r.stage_key, r.outcome, r.position, r.role, r.unit.code) for r in rows] == [
        ("kelengkapan", "complete", 1, "verifier", "dpmptsp"),
        ("rekomendasi", "recommend", 2, "technical", "bakesbangpol"),
        ("paraf", "endorse", 3, "endorser", "dpmptsp"),
        ("persetujuan", "approve", 4, "head", "dpmptsp"),
    ]
    assert {row.positions for row in rows} == {5}


@pytest.mark.parametrize(
    ("stage", "who", "kept"),
    [
        ("kelengkapan", "budi", {"complete", "return", "reject", "transfer"}),
        ("rekomendasi", "citra", {"recommend", "advise_against", "return"}),
        ("paraf", "darma", {"endorse", "return", "reject"}),
        ("persetujuan", "dewi", {"approve", "return", "reject"}),
    ],
)
def test_each_kind_of_stage_has_its_own_verbs(cast, stage, who, kept):
    case = make.application(cast, status=Status.IN_REVIEW, stage=stage)
    item = make.item(case)
    assert set(stages.verbs_at(item.stage_kind)) == kept
    for verb in {"complete", "recommend", "endorse", "advise_against"} - kept:
        with pytest.raises(NotYourMove):
            decisions.pass_on(item_id=item.pk, verb=verb, seen=case.revision, note="x", by=getattr(cast, who), now=NOW)


def test_closed_stage_cannot_be_finished_again(cast):
    case = make.application(cast, status=Status.IN_REVIEW)
    done = WorkItem.objects.get(application=case, stage_key="kelengkapan")
    with pytest.raises(NotYourMove):
        stages.finish(item=done, verb="complete", given={}, now=NOW)
