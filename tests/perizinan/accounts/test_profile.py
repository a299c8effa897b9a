import base64
import hashlib
import hmac
import struct
import time
from urllib.parse import unquote

import pytest
from django.test import Client

from perizinan.accounts.models import Party, User
from perizinan.audit.models import AuditEntry
from perizinan.outbox.models import Delivery

from .conftest import last_code, last_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def mine(ayu) -> Client:
    """Ayu, signed in by code a moment ago."""
    client = Client()
    client.post("/masuk/", {"login": ayu.email})
    client.post("/masuk/kode/", {"code": last_code()})
    return client


def app_code(secret: str) -> str:
    """RFC 6238, as the app on a phone computes it."""
    counter = struct.pack(">Q", int(time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def test_the_profile_shows_only_the_end_of_the_nik(mine, ayu):
    form = {"name": "Ayu Lestari (contoh)", "nik": "3516 1341 0790 0001", "address": "Dusun Contoh", "language": "id"}
    answer = mine.post("/akun/data-diri/", form, follow=True)
    page = answer.content.decode()
    assert "Data diri Anda sudah tersimpan." in page
    assert "••••••0001" in page
    assert "3516134107900001" not in page.replace(" ", "")
    edit = mine.get("/akun/data-diri/").content.decode()
    assert "Tersimpan: ••••••0001." in edit
    assert "79000" not in edit
    assert User.objects.get(pk=ayu.pk).name == Party.objects.get(user=ayu).name == "Ayu Lestari (contoh)"


def test_a_wrong_nik_is_said_beside_the_field_and_the_rest_stays(mine):
    form = {"name": "Ayu (contoh)", "nik": "3516 1341 0790 000", "address": "Dusun Panjang", "language": "id"}
    page = mine.post("/akun/data-diri/", form).content.decode().replace("\u00a0", " ")
    assert "NIK harus 16 angka. Anda mengetik 15." in page
    assert "Dusun Panjang" in page


def test_choosing_english_changes_pages_and_messages(mine, ayu):
    form = {"name": "Ayu (contoh)", "nik": "", "address": "", "language": "en"}
    mine.post("/akun/data-diri/", form)
    assert User.objects.get(pk=ayu.pk).language == "en"
    assert mine.get("/akun/")["Content-Language"] == "en"


def test_adding_a_phone_number_by_code(mine, ayu):
    answer = mine.post("/akun/ponsel/", {"phone": "0812 0000 0007"})
    assert answer.url == "/masuk/ponsel/"
    assert "0812••••••07" in mine.get(answer.url).content.decode()
    assert (last_message().kind, last_message().deliveries.get().address) == ("confirm_code", "+6281200000007")
    mine.post("/masuk/ponsel/", {"code": last_code()})
    ayu.refresh_from_db()
    assert (ayu.phone, ayu.phone_verified) == ("+6281200000007", True)


def test_a_phone_number_of_somebody_else_is_refused_after_the_code(mine, ayu, joko):
    mine.post("/akun/ponsel/", {"phone": joko.phone})
    page = mine.post("/masuk/ponsel/", {"code": last_code()}).content.decode()
    assert "Nomor ponsel ini sudah dipakai akun lain." in page
    ayu.refresh_from_db()
    assert ayu.phone is None


def test_changing_the_email_address_by_code(mine, ayu):
    answer = mine.post("/akun/e-mail/", {"email": "Baru@Contoh.invalid", "action_add": "1"})
    assert answer.url == "/masuk/e-mail/"
    ayu.refresh_from_db()
    assert ayu.email == "ayu@contoh.invalid"
    mine.get(answer.url)
    mine.post(answer.url, {"code": last_code()})
    ayu.refresh_from_db()
    assert ayu.email == "baru@contoh.invalid"
    assert [address.email for address in ayu.emailaddress_set.all()] == ["baru@contoh.invalid"]


def test_joko_adds_an_email_address(joko):
    client = Client()
    client.force_login(joko)
    assert "Belum ada. Tambahkan alamat" in client.get("/akun/").content.decode()
    answer = client.post("/akun/e-mail/", {"email": "joko@contoh.invalid", "action_add": "1"})
    client.post(answer.url, {"code": last_code()})
    joko.refresh_from_db()
    assert joko.email == "joko@contoh.invalid"


def test_devices_are_listed_and_thrown_out(mine, ayu):
    other = Client(HTTP_USER_AGENT="Ponsel lama (contoh)")
    other.post("/masuk/", {"login": ayu.email})
    other.post("/masuk/kode/", {"code": last_code()})
    assert "Ponsel lama (contoh)" in mine.get("/akun/perangkat/").content.decode()
    mine.post("/akun/perangkat/")
    assert other.get("/akun/").status_code == 302
    assert mine.get("/akun/").status_code == 200


@pytest.mark.django_db(transaction=True)  # allauth's signals wait for the commit
def test_second_step_by_an_app(mine, ayu):
    User.objects.filter(pk=ayu.pk).update(is_staff=True)
    assert "Pengaman kedua" in mine.get("/akun/").content.decode()
    page = mine.get("/akun/pengaman/aplikasi/")
    secret = page.context["form"].secret
    assert secret in page.content.decode().replace(" ", "")
    answer = mine.post("/akun/pengaman/aplikasi/", {"code": app_code(secret)}, follow=True)
    assert "Kode cadangan" in answer.content.decode()
    spare = answer.context["unused_codes"][0]
    assert secret not in str(ayu.authenticator_set.get(type="totp").data)
    assert AuditEntry.objects.filter(verb="account.second_step_on").exists()
    assert "Aplikasi kode terpasang." in mine.get("/akun/pengaman/").content.decode()

    later = Client()
    later.post("/masuk/", {"login": ayu.email, "next": "/akun/"})
    answer = later.post("/masuk/kode/", {"code": last_code(), "next": "/akun/"})
    assert answer.url == "/masuk/kode-aplikasi/"
    assert later.get("/akun/").status_code == 302
    assert later.post(answer.url, {"code": "000000"}).status_code == 200
    answer = later.post(answer.url, {"code": spare})
    assert answer.url == "/akun/"
    assert AuditEntry.objects.latest("pk").data == {"method": "kode + aplikasi kode"}


@pytest.mark.parametrize(
    "path",
    [
        "/akun/",
        "/akun/data-diri/",
        "/akun/e-mail/",
        "/akun/ponsel/",
        "/akun/kata-sandi/",
        "/akun/perangkat/",
        "/akun/pengaman/",
        "/akun/pengaman/aplikasi/",
    ],
)
def test_pages_open_for_the_owner_and_send_strangers_to_sign_in(mine, path):
    page = mine.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"].split(",")[0] in {"no-store", "max-age=0"}
    assert " style=" not in page.content.decode()
    assert unquote(Client().get(path).url) == f"/masuk/?next={path}"


def test_the_last_way_in_cannot_be_taken_away(mine, ayu):
    mine.post("/akun/e-mail/", {"email": ayu.email, "action_remove": "1"})
    ayu.refresh_from_db()
    assert ayu.email == "ayu@contoh.invalid"
    assert ayu.emailaddress_set.get().email == ayu.email


def told() -> list[tuple[str, str]]:
    return [(d.message.kind, d.address) for d in Delivery.objects.filter(message__kind="address_replaced")]


def test_the_address_that_was_replaced_is_told(mine, ayu):
    answer = mine.post("/akun/e-mail/", {"email": "baru@contoh.invalid", "action_add": "1"})
    assert told() == []
    mine.post(answer.url, {"code": last_code()})
    assert told() == [("address_replaced", "ayu@contoh.invalid")]


def test_the_phone_that_was_replaced_is_told(joko):
    client = Client()
    client.force_login(joko)
    client.post("/akun/ponsel/", {"phone": "0812 0000 0077"})
    client.post("/masuk/ponsel/", {"code": last_code()})
    assert told() == [("address_replaced", "+6281200000099")]


def test_an_empty_password_form_says_what_to_type(mine):
    page = mine.post("/akun/kata-sandi/", {}).content.decode()
    assert "Ketik kata sandi yang baru." in page
    assert "Ketik kata sandi yang baru sekali lagi." in page
