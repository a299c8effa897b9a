from datetime import timedelta

import pytest

from applications.documents.queries import slots
from applications.lifecycle.states import Status
from applications.portal.looks import slot_row
from applications.portal.turn import deadline_sentence
from perizinan.files.models import State
from tests import make

pytestmark = pytest.mark.django_db


def row(case, *, may_change):
    slot = next(slot for slot in slots(case, {}) if slot.requirement.key == "ktp")
    return slot_row(case, slot, may_change=may_change)


def test_what_an_officer_refused_is_not_called_received(cast):
    case = make.application(cast, status=Status.RETURNED)
    assert row(case, may_change=True)["say"] == "Berkas lama"
    assert row(case, may_change=False)["say"] == "Diterima"
    make.attach(case, "ktp", cast.ayu)
    assert row(case, may_change=True)["say"] == "Diterima"


def test_a_row_to_read_stays_one_when_the_verdict_comes(cast, client):
    case = make.application(cast, status=Status.RETURNED)
    make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    client.force_login(cast.ayu)
    for may_change, name in ((False, "terkirim-ktp"), (True, "dokumen-ktp")):
        part = client.get(row(case, may_change=may_change)["poll"], headers={"HX-Request": "true"}).content.decode()
        assert (f'id="{name}"' in part, 'type="file"' in part) == (True, may_change)


def test_limits_stand_where_a_file_can_be_chosen(cast):
    case = make.draft(cast.ayu)
    assert "10" in row(case, may_change=True)["limits"]
    assert row(case, may_change=False)["limits"] == ""


def test_a_late_completeness_check_promises_no_past_day(cast):
    case = make.application(cast)
    assert "sampai" in deadline_sentence(case, case.due_on, 0)
    assert "Kami mohon maaf" in deadline_sentence(case, case.due_on + timedelta(days=1), 0)
