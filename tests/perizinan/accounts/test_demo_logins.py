"""Production settings refuse demo accounts: their password is printed by `make run`."""

import pytest
from allauth.account.models import EmailAddress

from perizinan.accounts.models import User

from .conftest import last_code

pytestmark = pytest.mark.django_db
PASSWORD = "contoh-sandi-demo"


@pytest.fixture
def demo(db):
    """As `make run` makes it: the address is confirmed, so the password alone would open it."""
    made = User.objects.create_user(email="kadis@contoh.test", name="Dewi (contoh)", password=PASSWORD, is_staff=True)
    EmailAddress.objects.create(user=made, email=made.email, verified=True, primary=True)
    return made


@pytest.fixture
def production(settings):
    settings.DEMO_LOGINS = False


def signed_in(client):
    return client.get("/akun/").status_code == 200


def sign_in(client, user, password=""):
    return client.post("/masuk/", {"login": user.email, "password": password})


def test_a_demo_account_signs_in_where_demo_is_on(client, demo, settings):
    settings.DEMO_LOGINS = True
    sign_in(client, demo, PASSWORD)
    assert signed_in(client)


def test_the_published_password_opens_nothing_in_production(client, demo, production):
    sign_in(client, demo, PASSWORD)
    assert not signed_in(client)


def test_neither_does_a_code(client, demo, production):
    sign_in(client, demo)
    client.post("/masuk/kode/", {"code": last_code()})
    assert not signed_in(client)
    assert "_auth_user_id" not in client.session


def test_who_was_signed_in_is_out_once_demo_is_off(client, demo, settings):
    settings.DEMO_LOGINS = True
    client.force_login(demo)
    assert signed_in(client)
    settings.DEMO_LOGINS = False
    assert not signed_in(client)


def test_other_accounts_are_not_touched(client, ayu, production):
    client.force_login(ayu)
    assert signed_in(client)
