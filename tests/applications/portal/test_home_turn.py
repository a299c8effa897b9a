import pytest

from applications.corrections.models import Reply
from applications.corrections.queries import open_points
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from applications.portal.next_turn import next_turn
from tests import make

pytestmark = pytest.mark.django_db


def home(client, user=None):
    if user:
        client.force_login(user)
    return client.get("/").content.decode().replace("\u00a0", " ")


def returned(cast):
    return make.application(cast, status=Status.RETURNED)


def test_a_visitor_is_not_asked_anything(client, seeded, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert "Giliran Anda" not in home(client)


def test_ayu_reads_how_many_things_to_mend_and_where(client, cast):
    case = returned(cast)
    page = home(client, cast.ayu)
    assert "Giliran Anda: perbaiki 1 hal" in page
    assert case.number in page
    assert f'href="/permohonan/{case.number}/">Perbaiki sekarang' in page
    assert page.index("Giliran Anda") < page.index("<h1")


def test_when_all_is_answered_only_sending_is_left(client, cast):
    case = returned(cast)
    (point,) = open_points(case)
    drafting.answer(application_id=case.pk, point_id=point.pk, reply=Reply.CANNOT, text="Hilang.", now=make.NOW)
    assert "Giliran Anda: kirim perbaikan" in home(client, cast.ayu)


def test_a_draft_is_continued(client, cast):
    case = make.draft(cast.ayu)
    page = home(client, cast.ayu)
    assert f'href="/permohonan/{case.number}/isi/">Lanjutkan isian' in page


def test_what_has_a_date_comes_before_a_draft(client, cast):
    case = returned(cast)
    make.draft(cast.ayu)
    found = next_turn(cast.ayu, make.NOW.date())
    assert found is not None
    assert found.case == case


def test_a_case_with_the_office_asks_nothing_of_ayu(client, cast):
    make.application(cast, status=Status.SUBMITTED)
    assert "Giliran Anda" not in home(client, cast.ayu)


def test_strangers_and_officers_see_no_case_of_others(client, cast):
    returned(cast)
    for person in (cast.eko, cast.budi, cast.dewi):
        assert "Giliran Anda" not in home(client, person)


def test_two_queries_at_most(cast, django_assert_max_num_queries):
    returned(cast)
    with django_assert_max_num_queries(2):
        next_turn(cast.ayu, make.NOW.date())
