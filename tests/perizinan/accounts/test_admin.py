import datetime

import pytest
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from perizinan.accounts import queries
from perizinan.accounts.models import RoleGrant, Unit, User
from perizinan.accounts.roles import Role
from perizinan.audit import verbs
from perizinan.audit.models import AuditEntry
from perizinan.outbox.models import Delivery
from perizinan.workdays.models import Holiday

from .conftest import last_code

pytestmark = pytest.mark.django_db


def entry() -> AuditEntry:
    return AuditEntry.objects.latest("pk")


def test_only_the_admin_role_opens_it(officer, ayu, admin_client):
    assert admin_client.get("/admin/").status_code == 200
    ayu.is_superuser = ayu.is_staff = True
    ayu.save(update_fields=["is_superuser", "is_staff"])
    for other in (ayu, officer("Budi", Role.VERIFIER), officer("Dewi", Role.HEAD), officer("Hana", Role.AUDITOR)):
        client = Client()
        client.force_login(other)
        assert client.get("/admin/", follow=True).status_code == 403
        assert client.get("/admin/perizinan/rolegrant/add/", follow=True).status_code == 403


def test_anonymous_signs_in_at_the_portal(officer):
    client = Client()
    answer = client.get("/admin/perizinan/unit/", follow=True)
    assert answer.redirect_chain[-1][0] == "/masuk/?next=/admin/perizinan/unit/"
    user = officer("Gita", Role.ADMIN)
    client.post("/masuk/", {"login": user.email})
    answer = client.post("/masuk/kode/", {"code": last_code(), "next": "/admin/perizinan/unit/"})
    assert answer.url == "/admin/perizinan/unit/"


def test_what_may_be_changed_is_exactly_this():
    changeable = {model._meta.model_name for model in admin.site._registry if model._meta.app_label == "perizinan"}
    assert changeable == {"unit", "user", "rolegrant", "holiday", "officeprofile"}
    assert "emailaddress" not in {model._meta.model_name for model in admin.site._registry}
    assert "group" not in {model._meta.model_name for model in admin.site._registry}


def test_a_new_unit_and_its_change_are_recorded(admin_client):
    form = {"code": "dinkes", "name": "Dinas Kesehatan", "short_name": "Dinkes", "kind": "agency", "is_active": "on"}
    admin_client.post("/admin/perizinan/unit/add/", form)
    unit = Unit.objects.get(code="dinkes")
    assert (entry().verb, entry().label, entry().role) == ("admin.added", "unit dinkes", "admin")
    assert entry().data["changes"]["name"] == [None, "Dinas Kesehatan"]

    admin_client.post(f"/admin/perizinan/unit/{unit.pk}/change/", form | {"short_name": "Kesehatan"})
    assert entry().verb == "admin.changed"
    assert entry().data == {"changes": {"short_name": ["Dinkes", "Kesehatan"]}}
    assert verbs.sentence(entry()) == "Gita mengubah unit dinkes"


def test_a_role_grant_is_recorded_and_ends_instead_of_vanishing(admin_client, officer, office):
    budi = officer("Budi", Role.VERIFIER, office)
    grant = budi.grants.get()
    page = f"/admin/perizinan/rolegrant/{grant.pk}/"
    form = {"user": budi.pk, "role": "verifier", "unit": office.pk, "starts_on": "2020-01-01", "ends_on": "2026-06-30"}
    admin_client.post(f"{page}change/", form)
    assert entry().data == {"changes": {"ends_on": [None, "2026-06-30"]}}
    assert queries.grant_for(budi, Role.VERIFIER, office, datetime.date(2026, 7, 1)) is None
    assert admin_client.post(f"{page}delete/", {"post": "yes"}).status_code == 403
    assert RoleGrant.objects.filter(pk=grant.pk).exists()

    wrong = admin_client.post(f"{page}change/", form | {"ends_on": "2019-01-01"})
    assert "Tanggal sampai tidak boleh sebelum tanggal mulai." in wrong.content.decode()


def test_a_login_made_here_signs_in_by_code_and_its_address_is_not_in_the_audit(admin_client):
    form = {"name": "Ratna (contoh)", "email": "Ratna@Contoh.invalid", "phone": "", "language": "id", "is_active": "on"}
    answer = admin_client.post("/admin/perizinan/user/add/", form)
    assert answer.status_code == 302
    user = User.objects.get(email="ratna@contoh.invalid")
    assert not user.has_usable_password()
    assert "atna" not in f"{entry().label}{entry().data}"
    client = Client()
    client.post("/masuk/", {"login": user.email})
    assert client.post("/masuk/kode/", {"code": last_code()}).url == "/permohonan/"


def test_a_changed_address_must_be_proven_again(admin_client, joko):
    form = {"name": joko.name, "email": "", "phone": "0812 0000 0055", "language": "id", "is_active": "on"}
    admin_client.post(f"/admin/perizinan/user/{joko.pk}/change/", form)
    joko.refresh_from_db()
    assert (joko.phone, joko.phone_verified) == ("+6281200000055", False)
    changes = entry().data["changes"]
    assert changes == {"phone": ["•", "•"], "phone_verified": [True, False]}


def test_a_login_without_any_address_is_refused_with_a_sentence(admin_client):
    form = {"name": "Eko (contoh)", "email": "", "phone": "", "language": "id"}
    page = admin_client.post("/admin/perizinan/user/add/", form).content.decode()
    assert "Isi e-mail atau nomor ponsel." in page


def test_a_deleted_holiday_is_recorded(admin_client):
    holiday = Holiday.objects.create(day=datetime.date(2026, 12, 24), name="Libur contoh", source="kantor")
    admin_client.post(f"/admin/perizinan/holiday/{holiday.pk}/delete/", {"post": "yes"})
    assert not Holiday.objects.filter(pk=holiday.pk).exists()
    assert entry().verb == "admin.deleted"
    assert entry().data["changes"]["day"] == ["2026-12-24", None]
    assert entry().at <= timezone.now()


def test_an_unaudited_model_cannot_be_registered():
    site = type(admin.site._wrapped)() if hasattr(admin.site, "_wrapped") else admin.site
    site.register(Unit, admin.ModelAdmin)
    assert not site.is_registered(Unit)


def test_no_admin_gives_a_role_to_themselves(admin_client):
    gita = User.objects.get(name="Gita")
    form = {"user": gita.pk, "role": "head", "unit": "", "starts_on": "2026-01-01"}
    assert admin_client.post("/admin/perizinan/rolegrant/add/", form).status_code == 200
    page = f"/admin/perizinan/rolegrant/{gita.grants.get().pk}/change/"
    assert admin_client.post(page, form).status_code == 403
    assert [grant.role for grant in gita.grants.all()] == ["admin"]


def test_who_could_do_what_is_not_rewritten_afterwards(admin_client, officer, office):
    budi, ratna = officer("Budi", Role.VERIFIER, office), officer("Ratna", Role.VERIFIER, office)
    page = f"/admin/perizinan/rolegrant/{budi.grants.get().pk}/change/"
    forged = {"user": ratna.pk, "role": "head", "unit": "", "starts_on": "2025-01-01", "acting_for": "Kepala Dinas"}
    admin_client.post(page, forged)
    grant = budi.grants.get()
    assert (grant.user, grant.role, grant.unit, grant.starts_on.year) == (budi, "verifier", office, 2020)


def test_a_grant_typed_wrongly_today_can_be_mended_today(admin_client, officer, office):
    today = timezone.localdate()
    budi = officer("Budi", Role.VERIFIER, office, starts_on=today)
    page = f"/admin/perizinan/rolegrant/{budi.grants.get().pk}/change/"
    form = {"user": budi.pk, "role": "endorser", "unit": office.pk, "starts_on": today.isoformat()}
    assert admin_client.post(page, form).status_code == 302
    assert budi.grants.get().role == "endorser"


def test_the_list_of_logins_does_not_spell_out_a_password(admin_client, ayu):
    for lookup in ("password__startswith=md5", "password__regex=.", "password=x"):
        assert admin_client.get(f"/admin/perizinan/user/?{lookup}").status_code == 400
    assert admin_client.get("/admin/perizinan/user/?is_staff__exact=1").status_code == 200


def test_whose_address_an_admin_replaces_is_told_there(admin_client, ayu):
    form = {"name": ayu.name, "email": "lain@contoh.invalid", "phone": "", "language": "id", "is_active": "on"}
    admin_client.post(f"/admin/perizinan/user/{ayu.pk}/change/", form)
    told = Delivery.objects.get(message__kind="address_replaced")
    assert told.address == "ayu@contoh.invalid"
    admin_client.post(f"/admin/perizinan/user/{ayu.pk}/change/", form | {"name": "Ayu Lestari (contoh)"})
    assert Delivery.objects.filter(message__kind="address_replaced").count() == 1


def test_a_personal_number_typed_in_the_admin_is_masked_in_the_audit(admin_client):
    form = {"code": "contoh", "name": "Unit 3516134505990007", "short_name": "Contoh", "kind": "agency"}
    assert admin_client.post("/admin/perizinan/unit/add/", form).status_code == 302
    assert entry().data["changes"]["name"] == [None, "Unit ••••••0007"]
