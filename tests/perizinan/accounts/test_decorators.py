import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from perizinan.accounts.decorators import applicant_required, role_required
from perizinan.accounts.roles import Role


@applicant_required
def mine(request) -> HttpResponse:
    return HttpResponse(request.user.name)


@role_required(Role.VERIFIER, Role.HEAD)
def desk(request, ref: str) -> HttpResponse:
    return HttpResponse(ref)


@pytest.fixture
def ask(rf):
    def make(view, user, *args, method="get", path="/meja/?tab=unit", **headers):
        request = getattr(rf, method)(path, **headers)
        request.user = user
        return view(request, *args)

    return make


def test_anonymous_is_sent_to_sign_in_with_the_way_back(ask):
    answer = ask(mine, AnonymousUser())
    assert (answer.status_code, answer.url) == (302, "/masuk/?next=/meja/%3Ftab%3Dunit")


def test_everybody_signed_in_is_an_applicant(ask, ayu, officer):
    assert ask(mine, ayu).content == b"Ayu (contoh)"
    assert ask(mine, officer("Budi", Role.VERIFIER)).content == b"Budi"


def test_one_of_the_roles_is_enough_and_none_is_refused(ask, ayu, officer, office):
    assert ask(desk, officer("Budi", Role.VERIFIER, office), "26-0048-270").content == b"26-0048-270"
    assert ask(desk, officer("Dewi", Role.HEAD), "x").content == b"x"
    for stranger in (ayu, officer("Gita", Role.ADMIN), officer("Hana", Role.AUDITOR)):
        with pytest.raises(PermissionDenied):
            ask(desk, stranger, "x")


def test_an_ended_grant_is_refused(ask, officer):
    with pytest.raises(PermissionDenied):
        ask(desk, officer("Budi", Role.VERIFIER, ends_on="2020-02-01"), "x")


def test_an_htmx_part_leads_back_to_its_page(ask):
    headers = {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://testserver/meja/?tab=unit&hal=2"}
    answer = ask(mine, AnonymousUser(), path="/meja/baris/3/", **headers)
    assert answer.url == "/masuk/?next=/meja/%3Ftab%3Dunit%26hal%3D2&sesi=habis"
