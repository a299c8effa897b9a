from datetime import timedelta

import pytest
from django.utils import translation

from applications.answers.facts import facts_of
from applications.documents.models import DocumentVersion
from applications.documents.queries import slots
from applications.drafting import actions as drafting
from applications.lifecycle.models import WorkItem
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from perizinan.files.models import State
from perizinan.outbox.models import Message
from reviews.assignments import actions as assignments
from tests import make
from tests.applications.drafting.conftest import publish, section
from tests.make import NOW


def submit(case, by):
    return drafting.submit(application_id=case.pk, by=by, now=NOW)


def missing(case, by):
    with pytest.raises(drafting.NotComplete) as refused:
        submit(case, by)
    found = refused.value.readiness
    return (
        {state.key for state in found.sections if state.status != "done"},
        {slot.requirement.key for slot in found.empty_slots},
    )


def test_sent_case_has_a_code_a_title_a_row_and_a_message(cast):
    case = submit(make.draft(cast.ayu), cast.ayu)
    assert (case.status, case.submitted_at, case.title) == (
        Status.SUBMITTED,
        NOW,
        make.ANSWERS["penelitian"]["judul"],
    )
    assert len(case.tracking_code) == 6
    assert make.item(case).unit.code == "dpmptsp"
    assert Message.objects.get(to=cast.ayu).context["tracking_code"] == case.tracking_code


def test_empty_draft_says_everything_that_is_missing(cast):
    case = make.draft(cast.ayu, filled=False)
    sections, documents = missing(case, cast.ayu)
    assert sections == {"peneliti", "lembaga", "penelitian", "pelaksanaan", "anggota"}
    assert documents == {"permohonan", "ktp", "pasfoto", "pengantar", "proposal", "taat_hukum", "keabsahan"}
    assert make.fresh(case).status == Status.DRAFT
    assert not WorkItem.objects.filter(application=case).exists()


@pytest.mark.parametrize(
    ("state", "accepted"), [(State.REJECTED, False), (State.QUARANTINE, True), (State.CLEAN, True)]
)
def test_refused_file_does_not_fill_its_slot_and_a_waiting_one_does(cast, state, accepted):
    case = make.draft(cast.ayu)
    make.attach(case, "ktp", cast.ayu, state=state)
    if accepted:
        assert submit(case, cast.ayu).status == Status.SUBMITTED
    else:
        assert missing(case, cast.ayu) == (set(), {"ktp"})


def test_wrong_answer_keeps_the_draft(cast):
    case = make.draft(cast.ayu)
    typed = {"selesai": "2026-12-01"}  # before the start
    drafting.save_section(application_id=case.pk, section_key="pelaksanaan", typed=typed, by=cast.ayu, now=NOW)
    assert missing(case, cast.ayu) == ({"pelaksanaan"}, set())


@pytest.mark.parametrize(("capacity", "needed"), [("power", {"kuasa"}), ("self", set()), ("business", set())])
def test_power_of_attorney_needs_its_letter(cast, capacity, needed):
    case = make.draft(cast.ayu)
    case.capacity = capacity
    case.save(update_fields=["capacity"])
    found = drafting.look(case)
    assert {slot.requirement.key for slot in found.empty_slots} == needed
    given = facts_of(case, {})
    assert ("kuasa" in {s.requirement.key for s in slots(case, given)}) == bool(needed)


def test_company_needs_its_registration(cast):
    case = make.draft(cast.ayu)
    typed = {
        "asal": "usaha",
        "lembaga": "CV Contoh",
        "alamat_lembaga": "Jalan",
        "penanggung_jawab": "A",
        "jabatan": "B",
    }
    drafting.save_section(application_id=case.pk, section_key="lembaga", typed=typed, by=cast.ayu, now=NOW)
    assert missing(case, cast.ayu) == (set(), {"pengesahan"})


def test_second_tap_returns_the_sent_case(cast):
    case = make.draft(cast.ayu)
    first, second = submit(case, cast.ayu), submit(case, cast.ayu)
    assert (second.pk, second.tracking_code, second.revision) == (first.pk, first.tracking_code, first.revision)
    assert WorkItem.objects.filter(application=case).count() == 1
    assert Message.objects.filter(to=cast.ayu).count() == 1


def test_case_under_review_cannot_be_sent(cast):
    case = make.application(cast)
    assignments.claim(item_id=make.item(case).pk, by=cast.budi, now=NOW)
    with pytest.raises(NotYourMove):
        submit(case, cast.ayu)


@pytest.mark.parametrize("status", [Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.RETURNED])
def test_applicant_may_withdraw_until_the_approval(cast, status):
    case = make.application(cast, status=status)
    later = NOW + timedelta(hours=1)
    for _ in range(2):  # a second tap changes nothing
        found = drafting.withdraw(application_id=case.pk, by=cast.ayu, now=later)
        assert (found.status, found.closed_at) == (Status.WITHDRAWN, later)
    assert case.changes.filter(verb="withdraw").count() == 1
    assert DocumentVersion.objects.filter(application=case).exists()


@pytest.mark.parametrize("status", [Status.AWAITING_SIGNATURE, Status.ISSUED, Status.REJECTED, Status.LAPSED])
def test_what_is_decided_cannot_be_withdrawn(cast, status):
    case = make.application(cast, status=status)
    with pytest.raises(NotYourMove):
        drafting.withdraw(application_id=case.pk, by=cast.ayu, now=NOW)


def test_the_title_is_shown_as_officers_read_it(cast):
    publish(lambda content: content.update(title_field="bidang"))
    with translation.override("en"):
        case = submit(make.draft(cast.ayu), cast.ayu)
    assert case.title == "Ekonomi dan usaha"


def test_a_date_that_is_too_early_holds_back_the_first_sending_only(cast):
    def not_before_the_limit(content):
        field = next(each for each in section(content, "pelaksanaan")["fields"] if each["key"] == "mulai")
        field["earliest"] = "processing"

    publish(not_before_the_limit)
    case, later = make.draft(cast.ayu), NOW + timedelta(days=60)
    with pytest.raises(drafting.NotComplete) as refused:
        drafting.submit(application_id=case.pk, by=cast.ayu, now=later)
    assert {p.field for state in refused.value.readiness.sections for p in state.problems} == {"mulai"}
    submit(case, cast.ayu)
    make.send_back(make.fresh(case), cast.budi)
    assert make.mend(make.fresh(case), cast.ayu, now=later).status == Status.IN_REVIEW
