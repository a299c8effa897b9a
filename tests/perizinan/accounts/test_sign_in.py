import time
from urllib.parse import quote

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from perizinan.accounts.adapter import home_of
from perizinan.accounts.models import Party, User
from perizinan.audit.models import AuditEntry
from perizinan.outbox.models import Message
from tests import make

from .conftest import last_code, last_message

pytestmark = pytest.mark.django_db

SIGN_IN, CODE, SIGN_UP = "/masuk/", "/masuk/kode/", "/daftar/"


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ask_code(client: Client, contact: str, **more: str):
    return client.post(SIGN_IN, {"login": contact, **more})


def test_ayu_registers_by_email_and_is_in_with_the_code_from_the_outbox(client):
    answer = client.post(SIGN_UP, {"name": "Ayu Lestari (contoh)", "contact": "Ayu@Contoh.invalid"})
    assert (answer.status_code, answer.url) == (302, CODE)
    page = client.get(CODE).content.decode()
    assert "Kami mengirim 6 angka ke" in page
    assert "ay•••@contoh.invalid" in page
    message = last_message()
    assert (message.kind, message.language) == ("sign_in_code", "id")
    assert message.deliveries.get().address == "ayu@contoh.invalid"

    answer = client.post(CODE, {"code": last_code()})

    assert (answer.status_code, answer.url) == (302, "/permohonan/")
    user = User.objects.get(email="ayu@contoh.invalid")
    assert user.emailaddress_set.get().verified
    assert not user.has_usable_password()
    assert Party.objects.get(user=user).name == "Ayu Lestari (contoh)"
    assert signed_in(client)
    assert [entry.verb for entry in AuditEntry.objects.order_by("pk")] == [
        "account.registered",
        "account.contact_changed",
        "account.signed_in",
    ]
    assert not mail.outbox  # nothing goes out but through the outbox


def test_joko_registers_by_phone_and_comes_back_later(client):
    client.post(SIGN_UP, {"name": "Joko (contoh)", "contact": "0812 0000 0001"})
    assert "0812••••••01" in client.get(CODE).content.decode()
    client.post(CODE, {"code": last_code()})
    user = User.objects.get(phone="+6281200000001")
    assert user.phone_verified
    assert user.email is None

    client.post("/keluar/")
    assert not signed_in(client)
    answer = ask_code(client, "+62 812-0000-0001")
    assert answer.url == CODE
    answer = client.post(CODE, {"code": f" {last_code()[:3]} {last_code()[3:]} "})

    assert answer.url == "/permohonan/"
    assert signed_in(client)


def test_three_wrong_codes_end_the_attempt_and_keep_the_way_back(client, ayu):
    answer = client.post(f"{SIGN_IN}?next=/akun/", {"login": ayu.email, "next": "/akun/"})
    assert answer.url == f"{CODE}?next={quote('/akun/', safe='')}"
    right = last_code()
    wrong = "000000" if right != "000000" else "111111"
    for _attempt in range(2):
        answer = client.post(CODE, {"code": wrong, "next": "/akun/"})
        assert answer.status_code == 200
        assert "Kode tidak cocok. Periksa lagi" in answer.content.decode()

    answer = client.post(CODE, {"code": wrong, "next": "/akun/"}, follow=True)

    assert answer.redirect_chain[-1][0].startswith(f"{SIGN_IN}?next=")
    assert "Terlalu banyak percobaan" in answer.content.decode()
    answer = client.post(CODE, {"code": right, "next": "/akun/"}, follow=True)
    assert not signed_in(client)
    assert "Kode sudah tidak berlaku" in answer.content.decode()
    assert AuditEntry.objects.filter(verb="account.sign_in_failed", subject_id=str(ayu.pk)).count() == 3


def test_a_code_goes_stale(client, ayu, monkeypatch):
    ask_code(client, ayu.email)
    code, now = last_code(), time.time
    monkeypatch.setattr(time, "time", lambda: now() + 15 * 60 + 1)
    client.post(CODE, {"code": code})
    assert not signed_in(client)


def test_a_code_works_once(client, ayu):
    ask_code(client, ayu.email)
    code = last_code()
    client.post(CODE, {"code": code})
    assert signed_in(client)
    stranger = Client()
    ask_code(stranger, ayu.email)
    if last_code() != code:
        stranger.post(CODE, {"code": code})
    assert not signed_in(stranger)


def test_expired_session_signs_in_and_is_where_it_was(client, ayu):
    client.force_login(ayu)
    client.session.flush()
    answer = client.get("/akun/data-diri/?bagian=2")
    assert answer.status_code == 302
    assert answer.url.startswith(f"{SIGN_IN}?next=")

    page = client.get(answer.url).content.decode()
    assert "Anda kembali ke halaman tadi" in page
    target = "/akun/data-diri/?bagian=2"
    assert f'name="next" value="{target}"' in page
    answer = client.post(answer.url, {"login": ayu.email, "next": target})
    assert f'name="next" value="{target}"' in client.get(answer.url).content.decode()
    answer = client.post(answer.url, {"code": last_code(), "next": target})

    assert answer.url == target


def test_a_form_sent_after_the_session_ended_leads_back_to_its_page(client):
    answer = client.post("/akun/data-diri/", HTTP_REFERER="http://testserver/akun/data-diri/?bagian=2")
    assert answer.url == f"{SIGN_IN}?next=/akun/data-diri/%3Fbagian%3D2&sesi=habis"
    assert "Anda perlu masuk lagi." in client.get(answer.url).content.decode()
    answer = client.post("/akun/data-diri/", HTTP_REFERER="https://jahat.invalid/")
    assert answer.url.startswith(f"{SIGN_IN}?next=/akun/data-diri/")


@pytest.mark.parametrize("target", ["https://jahat.invalid/", "//jahat.invalid/", "javascript:alert(1)"])
def test_the_way_back_stays_in_the_portal(client, ayu, target):
    answer = client.post(SIGN_IN, {"login": ayu.email, "next": target})
    answer = client.post(answer.url, {"code": last_code(), "next": target})
    assert answer.url == "/permohonan/"


def test_unknown_and_known_addresses_look_the_same(client, ayu):
    known, unknown = Client(), Client()
    for path, data in [(SIGN_IN, {}), (SIGN_UP, {"name": "Eko (contoh)"})]:
        answers = []
        for visitor, contact in [(known, ayu.email), (unknown, f"eko{path[1]}@contoh.invalid")]:
            answer = visitor.post(path, {**data, "login": contact, "contact": contact})
            page = visitor.get(answer.url).content.decode()
            answers.append((answer.status_code, answer.url, "Kirim ulang kode" in page, "Kami mengirim" in page))
        assert answers[0] == answers[1]


def test_an_unknown_address_is_told_so_by_message_only(client, db):
    ask_code(client, "eko@contoh.invalid")
    assert (last_message().kind, last_message().context) == ("no_account", {})
    ask_code(Client(), "0812 0000 0009")
    assert last_message().kind == "no_account"
    assert client.post(CODE, {"code": ""}).status_code == 200
    assert not signed_in(client)


def test_signing_up_twice_is_signing_in(client, ayu):
    ayu.last_login = ayu.created_at
    ayu.save(update_fields=["last_login"])
    client.post(SIGN_UP, {"name": "Orang lain (contoh)", "contact": ayu.email})
    client.post(CODE, {"code": last_code()})
    assert signed_in(client)
    ayu.refresh_from_db()
    assert ayu.name == "Ayu (contoh)"
    assert User.objects.count() == 1


def test_a_password_is_optional_and_then_enough(client, ayu):
    ask_code(client, ayu.email)
    client.post(CODE, {"code": last_code()})
    answer = client.post("/akun/kata-sandi/", {"new": "tiga bata merah", "again": "tiga bata merah"}, follow=True)
    assert "Kata sandi Anda sudah dipasang." in answer.content.decode()
    assert last_message().kind == "password_set"
    assert signed_in(client)

    later = Client()
    answer = later.post(SIGN_IN, {"login": ayu.email, "password": "salah"})
    assert answer.status_code == 200
    assert "Kosongkan kata sandi untuk memakai kode" in answer.content.decode()
    answer = later.post(SIGN_IN, {"login": ayu.email, "password": "tiga bata merah"})
    assert answer.url == "/permohonan/"
    assert signed_in(later)
    assert AuditEntry.objects.filter(verb="account.sign_in_failed", label=f"pengguna {ayu.pk}").exists()


def test_changing_a_password_asks_for_the_old_one_unless_a_code_came_first(client, ayu):
    ayu.set_password("tiga bata merah")
    ayu.save(update_fields=["password"])
    client.force_login(ayu)
    new = {"new": "empat bata merah", "again": "empat bata merah"}
    answer = client.post("/akun/kata-sandi/", new)
    assert answer.status_code == 200
    answer = client.post("/akun/kata-sandi/", {"old": "tiga bata merah", **new})
    assert answer.url == "/akun/"

    by_code = Client()
    ask_code(by_code, ayu.email)
    by_code.post(CODE, {"code": last_code()})
    answer = by_code.post("/akun/kata-sandi/", {"new": "lima bata merah", "again": "lima bata merah"})
    assert answer.url == "/akun/"


def test_a_password_for_an_unproven_address_is_not_enough(client, ayu):
    ayu.set_password("tiga bata merah")
    ayu.save(update_fields=["password"])
    answer = client.post(SIGN_IN, {"login": ayu.email, "password": "tiga bata merah"})
    assert answer.url == reverse("account_email_verification_sent")
    assert not signed_in(client)
    client.get(answer.url)
    answer = client.post(answer.url, {"code": last_code()})
    assert answer.url == "/permohonan/"


def test_officers_land_at_their_desk(client, ayu):
    User.objects.filter(pk=ayu.pk).update(is_staff=True)
    ask_code(client, ayu.email)
    answer = client.post(CODE, {"code": last_code()})
    assert answer.url == "/meja/"
    assert client.get(SIGN_IN).url == "/meja/"


def test_an_inactive_account_stays_outside(client, joko):
    User.objects.filter(pk=joko.pk).update(is_active=False)
    ask_code(client, "081200000099")
    answer = client.post(CODE, {"code": last_code()}, follow=True)
    assert "tidak aktif" in answer.content.decode()
    assert not signed_in(client)


def test_codes_are_rationed(client, ayu):
    answers = [ask_code(Client(), ayu.email) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert "Terlalu banyak percobaan" in answers[-1].content.decode()
    answer = client.post(SIGN_UP, {"name": "Eko (contoh)", "contact": ayu.email})
    assert answer.status_code == 200
    assert Message.objects.count() == 3


def test_redis_away_lets_people_in_and_still_counts(client, ayu, settings):
    settings.CACHES = {
        "default": {"BACKEND": "perizinan.web.cache.ForgivingRedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    for _ in range(3):
        assert ask_code(client, ayu.email).status_code == 302
    assert "Terlalu banyak percobaan" in ask_code(client, ayu.email).content.decode()
    client.post(CODE, {"code": last_code()})
    assert signed_in(client)


def test_resending_gives_a_new_code_three_times(client, ayu):
    ask_code(client, ayu.email)
    for _ in range(3):
        answer = client.post(CODE, {"action": "resend", "next": "/akun/"})
        assert answer.url == f"{CODE}?next={quote('/akun/', safe='')}"
    assert Message.objects.count() == 4
    assert "Kirim ulang kode" not in client.get(CODE).content.decode()
    client.post(CODE, {"code": last_code()})
    assert signed_in(client)


def test_the_address_can_be_corrected_halfway(client, ayu, joko):
    ask_code(client, ayu.email)
    assert client.get(SIGN_IN).status_code == 200
    ask_code(client, "081200000099")
    client.post(CODE, {"code": last_code()})
    assert client.session["_auth_user_id"] == str(joko.pk)


def test_what_is_wrong_stands_beside_the_field(client, db):
    page = client.post(SIGN_UP, {"name": "", "contact": "0812"}).content.decode()
    assert "Nomor ponsel ini belum benar." in page
    assert "Kesalahan:" in page
    assert not User.objects.exists()


def test_english_pages_and_english_messages(client, ayu):
    client.cookies["bahasa"] = "en"
    ask_code(client, ayu.email)
    assert last_message().language == "en"


def test_signing_out_asks_first(client, ayu):
    client.force_login(ayu)
    assert "Keluar dari perangkat ini?" in client.get("/keluar/").content.decode()
    assert signed_in(client)
    answer = client.post("/keluar/")
    assert answer.url == "/"
    assert not signed_in(client)
    assert AuditEntry.objects.latest("pk").verb == "account.signed_out"


def test_an_address_that_looks_like_a_personal_number_is_no_accident(client, db):
    answer = client.post(SIGN_IN, {"login": "a@1234567890123456.com", "password": "salah sekali"})
    assert answer.status_code == 200
    assert AuditEntry.objects.latest("pk").label == "a•••@••••••3456.com"


def test_a_phone_number_no_network_has_is_refused_beside_the_field(client, db):
    answer = client.post(SIGN_UP, {"name": "Eko (contoh)", "contact": "+4912345678901234"})
    assert "Nomor ponsel ini belum benar." in answer.content.decode()
    assert not User.objects.exists()


def test_a_name_of_hidden_characters_is_no_name(client, db):
    page = client.post(SIGN_UP, {"name": "\u202e\u200b", "contact": "eko@contoh.invalid"}).content.decode()
    assert "Tulis nama lengkap." in page


def test_who_is_only_an_admin_begins_at_the_permit_types(cast):
    with time_machine.travel(make.NOW):
        assert [home_of(each) for each in (cast.gita, cast.budi, cast.ayu)] == [
            "/pengelola/jenis/",
            "/meja/",
            "/permohonan/",
        ]
