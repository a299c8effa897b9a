import pytest

from applications.corrections.models import Reply
from applications.corrections.queries import open_points
from applications.documents.models import DocumentVersion
from applications.drafting import actions as drafting
from applications.lifecycle.states import Status
from applications.portal.next_turn import next_turn
from perizinan.files.models import State
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


def test_a_new_file_that_was_refused_is_still_to_be_mended(client, cast):
    case = returned(cast)
    new = make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    (point,) = open_points(case)
    drafting.answer(application_id=case.pk, point_id=point.pk, reply=Reply.MENDED, text="", now=make.NOW)
    assert "Giliran Anda: kirim perbaikan" in home(client, cast.ayu)
    DocumentVersion.objects.filter(pk=new.pk).update(stored=make.stored(cast.ayu, state=State.REJECTED))
    assert "Giliran Anda: perbaiki 1 hal" in home(client, cast.ayu)


def test_an_answer_that_asks_for_more_is_not_ready_to_send(client, cast):
    case = make.application(cast)
    make.send_back(case, cast.budi, mend={"asal": "Anda meneliti untuk perusahaan."})
    typed = dict.fromkeys(["lembaga", "alamat_lembaga", "penanggung_jawab", "jabatan"], "Contoh") | {"asal": "usaha"}
    drafting.save_section(application_id=case.pk, section_key="lembaga", typed=typed, by=cast.ayu, now=make.NOW)
    assert "Giliran Anda: perbaiki 1 hal" in home(client, cast.ayu)  # the paper of the company


def test_five_queries_at_most(cast, django_assert_max_num_queries):
    returned(cast)
    with django_assert_max_num_queries(5):
        next_turn(cast.ayu, make.NOW.date())
