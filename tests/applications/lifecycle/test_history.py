from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.db import IntegrityError, transaction

from applications.drafting import actions as drafting
from applications.lifecycle import moves, notices
from applications.lifecycle.models import StatusChange
from applications.lifecycle.states import Status
from applications.lifecycle.transitions import TABLE
from perizinan.accounts.models import Party
from perizinan.audit.models import AuditEntry
from perizinan.outbox import rendering
from perizinan.outbox.models import Channel, Message
from perizinan.outbox.rendering import render
from tests import make
from tests.applications.portal.conftest import (
    at_two_units,
    crew_of,
    moved,
    paid,
    publish,
    stages,
    tax_counted,
    visited,
)
from tests.make import NOW

KINDS = ["application_received", "application_returned", "application_mended", "application_complete"]


def told(person):
    return list(Message.objects.filter(to=person).order_by("pk").values_list("kind", flat=True))


def test_timeline_names_who_moved_the_case_and_when(cast):
    case = make.application(cast, status=Status.IN_REVIEW)
    assert list(case.changes.order_by("pk").values_list("verb", "source", "target", "by", "by_name", "unit__code")) == [
        ("submit", "DRAFT", "SUBMITTED", cast.ayu.pk, "Ayu (contoh)", None),
        ("complete", "SUBMITTED", "IN_REVIEW", cast.budi.pk, "Budi (contoh)", "dpmptsp"),
    ]


@pytest.mark.parametrize("change", ["update", "delete"])
def test_timeline_rows_never_change(cast, change):
    rows = StatusChange.objects.filter(application=make.application(cast))
    with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
        rows.update(by_name="Orang lain") if change == "update" else rows._raw_delete("default")


def test_every_move_is_audited(cast):
    case = make.application(cast, status=Status.ISSUED)
    moves = list(case.changes.order_by("pk").values_list("verb", flat=True))
    entries = AuditEntry.objects.filter(subject_id=str(case.pk), verb__startswith="application.").order_by("pk")
    assert [entry.verb for entry in entries] == ["application.start", *(f"application.{verb}" for verb in moves)]


def test_acting_head_is_named_with_whom_they_act_for(cast):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    cast.bayu.grants.create(role="head", starts_on=NOW.date(), acting_for="Plt. Kepala DPMPTSP")
    make.approve(case, cast.bayu)
    assert case.changes.latest("pk").acting_for == "Plt. Kepala DPMPTSP"
    assert AuditEntry.objects.filter(verb="application.approve").latest("pk").behalf == "Plt. Kepala DPMPTSP"


def test_applicant_is_told_once_of_every_move_that_concerns_them(cast):
    case = make.application(cast)
    make.send_back(case, cast.budi)
    make.mend(case, cast.ayu)
    make.judge(case, cast.budi)
    make.pass_on(case, "complete", cast.budi)
    assert told(cast.ayu) == KINDS
    make.pass_on(case, "recommend", cast.citra)
    make.pass_on(case, "endorse", cast.darma)
    assert told(cast.ayu) == KINDS  # the office's own affair
    make.approve(case, cast.dewi)
    assert told(cast.ayu) == [*KINDS, "application_approved"]


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (Status.ISSUED, "permit_issued"),
        (Status.REJECTED, "application_rejected"),
        (Status.WITHDRAWN, "application_withdrawn"),
        (Status.LAPSED, "application_lapsed"),
    ],
)
def test_the_end_of_a_case_is_told_once(cast, status, kind):
    case = make.application(cast, status=status)
    last = Message.objects.filter(to=cast.ayu).latest("pk")
    assert (last.kind, last.context["number"]) == (kind, case.number)
    assert Message.objects.filter(kind=kind).count() == 1
    assert last.context["link"].endswith(f"/permohonan/{case.number}/")


def test_filer_and_applicant_are_both_told(cast):
    case = make.draft(cast.ayu)
    case.applicant = Party.objects.get(user=cast.eko)
    case.save(update_fields=["applicant"])
    drafting.submit(application_id=case.pk, by=cast.ayu, now=NOW)
    assert told(cast.ayu) == told(cast.eko) == ["application_received"]


def test_nobody_is_told_of_a_draft_withdrawn(cast):
    case = make.draft(cast.ayu, filled=False)
    drafting.withdraw(application_id=case.pk, by=cast.ayu, now=NOW)
    assert told(cast.ayu) == []


def test_nothing_is_told_when_the_move_is_undone(cast, monkeypatch):
    case = make.application(cast, status=Status.IN_REVIEW, stage="persetujuan")
    before = told(cast.ayu)
    monkeypatch.setattr("applications.permits.numbering.take", Mock(side_effect=OSError))
    with pytest.raises(OSError):
        make.approve(case, cast.dewi, now=NOW + timedelta(hours=1))
    assert make.fresh(case).status == Status.IN_REVIEW
    assert told(cast.ayu) == before


@pytest.fixture
def crew(cast):
    return crew_of(cast)


def test_visit_and_payment_are_told_once_and_ask_for_no_money(crew):
    publish(stages=stages(), fee={"kind": "fixed", "amount": 150000, "text": "Rp150.000"})
    case = at_two_units(crew)
    before = len(told(crew.ayu))
    tax_counted(case, crew)
    visited(case, crew)
    assert told(crew.ayu)[before:] == ["visit_reported", "payment_due"]
    paid(case, crew)
    assert told(crew.ayu)[before:] == ["visit_reported", "payment_due", "payment_recorded"]
    visit, due, recorded = Message.objects.filter(to=crew.ayu).order_by("pk")[before:]
    assert (visit.context["unit"], visit.context["on"]) == ("PUPR", "2026-11-24")
    assert recorded.context["due_on"] == make.fresh(case).due_on.isoformat()
    for message in (visit, due, recorded):
        texts = [render(message, channel).text for channel in (Channel.EMAIL, Channel.PHONE)]
        assert all(f"/permohonan/{case.number}/" in text for text in texts)
        assert not any("150" in text or "Catatan untuk petugas" in text for text in texts)


def test_a_moved_case_tells_why_and_where_it_goes_on(crew):
    case, new = moved(crew, text="Papan nama memerlukan izin reklame.")
    last = Message.objects.filter(to=crew.ayu).latest("pk")
    assert (last.kind, last.context["number"], last.context["new_number"]) == (
        "application_transferred",
        case.number,
        new.number,
    )
    mail, phone = (render(last, channel).text for channel in (Channel.EMAIL, Channel.PHONE))
    assert "Papan nama memerlukan izin reklame." in mail
    assert all("Izin Reklame" in text and f"/permohonan/{new.number}/" in text for text in (mail, phone))


def test_a_revocation_is_told_as_one(cast):
    case = make.application(cast, status=Status.AWAITING_SIGNATURE)
    case.kind = "revocation"
    with transaction.atomic():
        moves.move(application=case, verb="issue", by=cast.dewi, now=NOW, context={"permit_number": "500/1"})
    assert told(cast.ayu)[-1] == "permit_revoked"


@pytest.mark.parametrize("verb", sorted(set(TABLE) - {"start_review", "recommend", "advise_against", "endorse"}))
def test_every_move_that_concerns_the_applicant_has_words(verb):
    assert rendering.exists(notices.KINDS[verb])
