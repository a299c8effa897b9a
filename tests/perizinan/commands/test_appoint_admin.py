import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from perizinan.accounts.models import RoleGrant, User
from perizinan.accounts.queries import roles_of
from perizinan.accounts.roles import Role
from perizinan.audit.models import AuditEntry
from tests.perizinan.accounts.conftest import last_code

pytestmark = pytest.mark.django_db(transaction=True)
EMAIL = "gita@contoh.invalid"


def appoint(email=EMAIL):
    call_command("appoint_admin", email, "Gita (contoh)")


def test_the_first_admin_comes_in_by_code_and_reaches_the_admin(client):
    appoint("Gita@contoh.invalid")
    client.post("/masuk/", {"login": EMAIL})
    client.post("/masuk/kode/", {"code": last_code()})
    assert client.get("/admin/").status_code == 200
    assert AuditEntry.objects.filter(verb="admin.added").count() == 1


def test_somebody_who_applied_before_keeps_the_login(db):
    ayu = User.objects.create_user(email=EMAIL, name="Ayu (contoh)")
    appoint()
    assert User.objects.get().pk == ayu.pk
    assert Role.ADMIN in roles_of(ayu, timezone.localdate())


def test_twice_is_once(db):
    appoint()
    appoint()
    assert RoleGrant.objects.count() == 1


def test_a_mistyped_address_makes_nobody(db):
    with pytest.raises(CommandError, match="no e-mail address"):
        appoint("gita")
    assert not User.objects.exists()
