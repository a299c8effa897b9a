import re

import pytest
from django.urls import reverse

from applications.lifecycle.states import Status
from applications.portal.queries import case_page
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = re.compile(r"/permohonan/(\d\d-\d{4}-\d{3})/\"")


@pytest.fixture
def agent(cast, client):
    """30 drafts, and before them one case that waits for the agent and one that waits for the office."""
    returned = make.application(cast, status=Status.RETURNED)
    sent = make.application(cast)
    drafts = [make.draft(cast.ayu, filled=False) for _ in range(30)]
    client.force_login(cast.ayu)
    return returned, sent, drafts


def pages(client):
    address = reverse("portal:mine")
    while address:
        page = client.get(address).content.decode()
        yield page
        further = re.search(r'rel="next" href="([^"]+)"', page)
        address = reverse("portal:mine") + further[1].replace("&amp;", "&") if further else None


def test_every_case_is_listed_once_and_those_that_wait_for_me_come_first(agent, client):
    returned, sent, drafts = agent
    found = [NUMBER.findall(page) for page in pages(client)]
    assert [len(numbers) for numbers in found] == [25, 7]
    assert found[0] + found[1] == [returned.number, *(d.number for d in reversed(drafts)), sent.number]


def test_one_may_go_back_to_the_page_before(agent, client):
    first, second = pages(client)
    back = re.search(r'rel="prev" href="([^"]+)"', second)[1].replace("&amp;", "&")
    assert NUMBER.findall(client.get(reverse("portal:mine") + back).content.decode()) == NUMBER.findall(first)


def test_the_list_costs_the_same_whatever_its_length(agent, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        client.get(reverse("portal:mine"))


def test_the_timeline_says_who_acted_also_where_no_unit_did(cast):
    case = make.application(cast, status=Status.ISSUED)
    events = case_page(case, make.NOW.date()).events
    assert [(e.sentence, str(e.unit)) for e in (events[0], events[-1])] == [
        ("Izin terbit.", "Kepala Dinas"),
        ("Kami terima permohonan Anda.", "Kantor perizinan"),
    ]
