import pytest

from applications.answers.queries import answers_of, draft_of
from applications.catalogue.models import PermitType
from applications.drafting import actions as drafting
from applications.drafting.starting import start_case
from applications.lifecycle.casenumber import read
from applications.lifecycle.models import Application
from applications.lifecycle.moves import NotYourMove
from applications.lifecycle.states import Status
from perizinan.accounts.models import Membership, Party
from perizinan.accounts.queries import Capacity
from perizinan.audit.models import AuditEntry
from perizinan.regions.models import Region
from tests import make
from tests.applications.drafting.conftest import publish
from tests.make import NOW


def begin(by, capacity, **named):
    return start_case(
        version=PermitType.objects.get(slug="penelitian").current,
        capacity=capacity,
        village=Region.objects.get(code="35.16.13.2001"),
        party=None,
        by=by,
        now=NOW,
        **named,
    )


def save(case, section, by, **typed):
    return drafting.save_section(application_id=case.pk, section_key=section, typed=typed, by=by, now=NOW)


def test_draft_has_a_sayable_number_of_its_own(cast):
    one, two = (begin(cast.ayu, Capacity.SELF) for _ in range(2))
    assert read(one.number) == one.number != two.number
    assert (one.status, one.applicant.user, one.filed_by) == (Status.DRAFT, cast.ayu, cast.ayu)
    assert AuditEntry.objects.filter(verb="application.start", subject_id=str(one.pk)).count() == 1


def test_draft_for_a_business_makes_its_member(cast):
    case = begin(cast.ayu, Capacity.BUSINESS, business_name="CV Contoh", nib="9120000000001")
    assert (case.applicant.kind, case.applicant.name) == (Party.Kind.BUSINESS, "CV Contoh")
    assert Membership.objects.filter(party=case.applicant, user=cast.ayu, ended_at=None).exists()
    assert answers_of(case, 1) == {}  # a business answers no question about a person


def test_draft_with_a_power_of_attorney_is_the_principals(cast):
    case = begin(cast.ayu, Capacity.POWER, principal_name="Fajar (contoh)")
    assert (case.applicant.name, case.applicant.user, case.filed_by) == ("Fajar (contoh)", None, cast.ayu)


def test_no_half_person_stays_behind(cast):
    before = Party.objects.count()
    with pytest.raises(Exception, match="NIB"):
        begin(cast.ayu, Capacity.BUSINESS, business_name="CV Contoh", nib="12")
    assert (Party.objects.count(), Application.objects.count()) == (before, 0)


def test_nothing_typed_is_lost(cast):
    case = make.draft(cast.ayu, filled=False)
    result = save(case, "pelaksanaan", cast.ayu, mulai="kapan-kapan", selesai="2027-03-14")
    save(case, "pelaksanaan", cast.ayu, lokasi_rinci="Pasar desa")
    assert [p.field for p in result.wrong] == ["mulai"]
    kept = draft_of(case, 1)
    assert (kept["mulai"], kept["selesai"], kept["lokasi_rinci"]) == ("kapan-kapan", "2027-03-14", "Pasar desa")


def test_answers_of_a_hidden_field_wait_until_it_is_shown_again(cast):
    case = make.draft(cast.ayu, filled=False)
    save(case, "lembaga", cast.ayu, asal="usaha", lembaga="CV Contoh")
    save(case, "lembaga", cast.ayu, asal="perseorangan")
    assert "lembaga" not in answers_of(case, 1)
    save(case, "lembaga", cast.ayu, asal="usaha")
    assert answers_of(case, 1)["lembaga"] == "CV Contoh"


def test_a_word_for_an_unknown_field_is_ignored(cast):
    case = make.draft(cast.ayu)
    before = draft_of(case, 1)
    save(case, "lembaga", cast.ayu, status="ISSUED", judul="lain")
    assert draft_of(case, 1) == before


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.IN_REVIEW, Status.AWAITING_SIGNATURE, Status.ISSUED])
def test_answers_are_closed_while_the_office_has_them(cast, status):
    case = make.application(cast, status=status)
    with pytest.raises(NotYourMove):
        save(case, "penelitian", cast.ayu, judul="Judul lain")
    assert answers_of(case, 1)["judul"] == make.ANSWERS["penelitian"]["judul"]


def test_what_officers_fill_in_is_no_section_of_the_applicant(cast):
    publish(
        lambda content: content["sections"].append(
            {
                "key": "petugas",
                "title": "Petugas",
                "stage": "kelengkapan",
                "fields": [{"key": "catatan", "type": "text", "label": "Catatan"}],
            }
        )
    )
    case = make.draft(cast.ayu)
    with pytest.raises(NotYourMove):
        save(case, "petugas", cast.ayu, catatan="Lolos")
    assert drafting.look(case).ready
