import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from applications.catalogue import load
from applications.catalogue.models import PermitType
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from perizinan.accounts.models import RoleGrant
from perizinan.accounts.roles import Role
from perizinan.devstack.demo_papers import paper
from perizinan.files.models import State, StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = settings.DEBUG = True
    settings.CLAMD_MODE = "demo"


def test_cases_in_different_states_with_files_that_passed_the_checks():
    call_command("seed", "--demo", verbosity=0)
    call_command("seed", "--demo", verbosity=0)  # again: nothing new
    cases = Application.objects.all()
    assert len(cases) == 16
    assert {case.status for case in cases} == set(Status.values) - {Status.LAPSED, Status.TRANSFERRED}
    assert not StoredFile.objects.exclude(state=State.CLEAN).exists()
    assert {StoredFile.objects.filter(remarks=[]).count()} == {StoredFile.objects.count()}


def test_a_start_takes_nothing_back_that_the_office_published():
    call_command("seed", verbosity=0)
    changed = PermitType.objects.get(slug="reklame").current.parsed.model_copy(update={"minutes": 99})
    load.publish(spec=changed, by=None, now=timezone.now())
    call_command("seed", verbosity=0)
    assert PermitType.objects.get(slug="reklame").current.parsed.minutes == 99


def test_somebody_holds_every_stage_of_every_type():
    call_command("seed", "--demo", verbosity=0)
    held = set(RoleGrant.objects.exclude(unit=None).values_list("role", "unit__code"))
    named = {
        (Role[stage.role], stage.unit)
        for permit_type in PermitType.objects.select_related("current")
        for stage in permit_type.current.parsed.stages
    }
    assert named - held == set()


def test_demo_data_is_refused_where_demo_is_off(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO"):
        call_command("seed", "--demo", verbosity=0)
    assert not Application.objects.exists()


def test_a_paper_is_drawn_once_for_each_person():
    first, second = (paper("Proposal", "Ayu (contoh)", as_pdf=True) for _ in range(2))
    assert first is not second
    assert first.read() == second.read()
    assert (
        paper("Proposal", "Bagas (contoh)", as_pdf=True).read() != paper("Foto", "Bagas (contoh)", as_pdf=True).read()
    )
