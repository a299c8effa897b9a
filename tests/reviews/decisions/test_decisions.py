import pytest

from applications.corrections.queries import open_points, rounds
from applications.lifecycle.moves import AlreadyDecided, NotYourMove
from applications.lifecycle.states import Status
from applications.permits.models import NumberEntry, Permit
from perizinan.audit.models import AuditEntry
from perizinan.files.models import State
from perizinan.outbox.models import Message
from reviews.assignments import actions as assignments
from reviews.checklists.models import Judgement
from reviews.decisions import actions as decisions
from reviews.decisions.actions import NotReady, ReasonMissing
from tests import make
from tests.make import NOW

REASON = "Dokumen yang diserahkan tidak benar."
STAGES = [
    ("kelengkapan", "complete", "budi"),
    ("rekomendasi", "recommend", "citra"),
    ("paraf", "endorse", "darma"),
    ("persetujuan", "approve", "dewi"),
]


def press(case, verb, by, *, seen=None, **said):
    named = {"item_id": make.item(case).pk, "seen": make.fresh(case).revision if seen is None else seen}
    named |= {"by": by, "now": NOW}
    if verb in ("return", "reject", "approve"):
        return {"return": decisions.return_case, "reject": decisions.reject, "approve": decisions.approve}[verb](
            **named, **said
        )
    return decisions.pass_on(verb=verb, **named, **said)


def at(cast, stage):
    return make.application(cast, status=Status.IN_REVIEW, stage=stage)


def keys(refused):
    return [sorted(i.key for i in unmet.items) for unmet in refused.value.unmet]


def test_early_press_lists_what_is_unmet(cast):
    case = make.application(cast)
    make.judge(case, cast.budi, mend={"ktp": "Foto KTP buram.", "judul": "Judul lain."})
    make.attach(case, "pasfoto", cast.ayu)
    with pytest.raises(NotReady) as refused:
        press(case, "complete", cast.budi)
    assert keys(refused) == [["pasfoto"], ["judul", "ktp"]]
    assert [u.sentence[0] for u in refused.value.unmet] == ["1", "2"]
    assert make.fresh(case).status == Status.SUBMITTED


@pytest.mark.parametrize(("stage", "verb", "who"), STAGES)
def test_no_stage_passes_a_document_nobody_judged(cast, stage, verb, who):
    case = at(cast, stage)
    make.attach(case, "ktp", cast.ayu)  # a file that no verdict is about
    with pytest.raises(NotReady):
        press(case, verb, getattr(cast, who))
    assert not Permit.objects.exists()


@pytest.mark.parametrize(("stage", "verb", "who"), STAGES)
def test_stale_page_reads_by_whom_and_when(cast, stage, verb, who):
    case = at(cast, stage)
    officer = getattr(cast, who)
    make.judge(case, officer)
    stale = make.fresh(case).revision - 1
    with pytest.raises(AlreadyDecided) as refused:
        press(case, verb, officer, seen=stale)
    last = case.changes.latest("pk")
    assert (refused.value.change, refused.value.change.at) == (last, NOW)
    assert refused.value.change.by_name.endswith("(contoh)")


def test_second_press_reads_the_first_ones_decision(cast):
    case = make.application(cast)
    make.judge(case, cast.budi)
    seen, item = make.fresh(case).revision, make.item(case)
    decisions.pass_on(item_id=item.pk, verb="complete", seen=seen, by=cast.budi, now=NOW)
    with pytest.raises(AlreadyDecided) as refused:
        decisions.pass_on(item_id=item.pk, verb="complete", seen=seen, by=cast.bayu, now=NOW)
    assert (refused.value.change.verb, refused.value.change.by) == ("complete", cast.budi)


@pytest.mark.parametrize(("stage", "verb", "who"), STAGES)
def test_only_the_stages_own_role_and_unit_decide(cast, stage, verb, who):
    case = at(cast, stage)
    make.judge(case, getattr(cast, who))
    others = {"ayu", "budi", "citra", "darma", "dewi", "eko", "gita", "hadi"} - {who}
    for other in sorted(others):
        for pressed in (verb, "return"):
            with pytest.raises(NotYourMove):
                press(case, pressed, getattr(cast, other))
    assert make.fresh(case).stage_key == stage


def test_acting_on_a_case_takes_it(cast):
    case = make.application(cast)
    assignments.claim(item_id=make.item(case).pk, by=cast.budi, now=NOW)
    make.judge(case, cast.bayu)
    press(case, "complete", cast.bayu)
    assert case.items.get(stage_key="kelengkapan").officer == cast.bayu


def test_return_sends_the_points_of_all_reviewers_in_one_go(cast):
    case = at(cast, "rekomendasi")
    make.judge_one(case, "ktp", cast.citra, judgement=Judgement.MEND, note="Foto KTP buram.")
    make.pass_on(case, "advise_against", cast.citra, note="Rencana belum jelas.")
    make.judge_one(case, "judul", cast.darma, judgement=Judgement.MEND, note="Judul berbeda.")
    press(case, "return", cast.darma)
    assert [(p.kind, p.key, p.note, p.author) for p in open_points(make.fresh(case))] == [
        ("document", "ktp", "Foto KTP buram.", "DPMPTSP Kabupaten Mojokerto"),
        ("field", "judul", "Judul berbeda.", "DPMPTSP Kabupaten Mojokerto"),
    ]
    assert Message.objects.get(kind="application_returned").context["count"] == "2"
    assert [r.number for r in rounds(case)] == [2]


def test_return_needs_something_to_mend(cast):
    case = make.application(cast)
    make.judge(case, cast.budi)
    with pytest.raises(NotReady):
        press(case, "return", cast.budi)


@pytest.mark.parametrize(("reason", "text"), [("Tidak suka.", "Penjelasan."), (REASON, " "), ("", "Penjelasan.")])
def test_rejection_needs_a_listed_reason_and_a_text(cast, reason, text):
    case = make.application(cast)
    with pytest.raises(ReasonMissing):
        press(case, "reject", cast.budi, reason=reason, text=text)
    assert make.fresh(case).status == Status.SUBMITTED


def test_rejection_keeps_and_tells_the_reason(cast):
    case = press(make.application(cast), "reject", cast.budi, reason=REASON, text=" Cap berbeda. ")
    assert (case.refusal_reason, case.refusal_text, case.closed_at) == (REASON, "Cap berbeda.", NOW)
    assert Message.objects.get(kind="application_rejected").context["reason"] == REASON
    assert not NumberEntry.objects.exists()


@pytest.mark.parametrize("note", ["", " \n"])
def test_advice_against_needs_a_reason_and_leaves_the_decision_to_the_head(cast, note):
    case = at(cast, "rekomendasi")
    with pytest.raises(ReasonMissing):
        press(case, "advise_against", cast.citra, note=note)
    press(case, "advise_against", cast.citra, note="Rencana belum jelas.")
    assert case.items.get(stage_key="rekomendasi").note == "Rencana belum jelas."
    assert make.fresh(case).stage_key == "paraf"


def test_approval_takes_the_number_and_makes_one_permit(cast):
    case = make.application(cast, status=Status.AWAITING_SIGNATURE)
    permit = make.permit_of(case)
    assert (permit.state, permit.signatory, permit.approved_at) == (Permit.State.APPROVED, cast.dewi, NOW)
    assert permit.number.startswith("500.16.7.2/0001/SKP/")
    assert NumberEntry.objects.get().text == permit.number


def test_refused_file_keeps_the_case_from_passing(cast):
    case = make.application(cast)
    make.attach(case, "ktp", cast.ayu, state=State.REJECTED)
    for i in ["permohonan", "pasfoto", "pengantar", "proposal", "taat_hukum", "keabsahan"]:
        make.judge_one(case, i, cast.budi)
    with pytest.raises(NotReady) as refused:
        press(case, "complete", cast.budi)
    assert keys(refused) == [["ktp"]]


def test_every_decision_is_audited_with_its_officer(cast):
    case = at(cast, "persetujuan")
    press(case, "approve", cast.dewi)
    entry = AuditEntry.objects.get(verb="application.approve")
    assert (entry.actor_id, entry.label, entry.data["from"], entry.data["to"]) == (
        cast.dewi.pk,
        case.number,
        "IN_REVIEW",
        "AWAITING_SIGNATURE",
    )
