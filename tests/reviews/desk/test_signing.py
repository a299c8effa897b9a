import pytest

from applications.lifecycle.states import Status
from applications.permits import actions as permits
from applications.permits.models import Permit, SigningAttempt
from tests import make

LIST = "/meja/tanda-tangan/"


@pytest.fixture
def waiting(cast):
    def make_one(*, rendered=True, returned=0) -> Permit:
        case = make.application(cast, status=Status.AWAITING_SIGNATURE)
        permit = make.permit_of(case)
        if rendered:
            permits.render_letter(permit_id=permit.pk, now=make.NOW)
        if returned:
            case.round = 1 + returned
            case.save(update_fields=["round"])
        return Permit.objects.get(pk=permit.pk)

    return make_one


def one(permit):
    return f"{LIST}{permit.pk}/"


@pytest.mark.parametrize("who", ["budi", "darma", "citra", "hadi", "gita", "ayu"])
def test_only_the_head_signs(cast, desk, who):
    assert desk(getattr(cast, who)).get(LIST).status_code == 403


def test_unusual_ones_come_first(cast, desk, waiting, words):
    waiting(), waiting(returned=2)
    page = desk(cast.dewi).get(LIST)
    assert [bool(row.unusual) for row in page.context["rows"]] == [True, False]
    assert "Tidak biasa: pernah dikembalikan 2 kali" in words(page)
    assert "2 izin menunggu tanda tangan Anda" in words(page)


def test_a_letter_in_the_making_cannot_be_ticked(cast, desk, waiting, words):
    permit = waiting(rendered=False)
    page = words(desk(cast.dewi).get(LIST))
    assert "Surat sedang disiapkan" in page
    assert 'name="permit"' not in page
    permits.render_letter(permit_id=permit.pk, now=make.NOW)
    assert 'name="permit"' in words(desk(cast.dewi).get(one(permit), {"lagi": "1"}))


def test_the_passphrase_is_asked_for_once_a_letter_can_be_read(cast, desk, waiting, words):
    hidden, shown = '<div class="panel stack" hidden>', "<p data-none-ready>Surat masih disiapkan."
    waiting(rendered=False)
    page = words(desk(cast.dewi).get(LIST))
    assert hidden in page
    assert shown in page
    waiting()
    page = words(desk(cast.dewi).get(LIST))
    assert hidden not in page
    assert shown not in page


def test_the_letter_can_be_read_in_the_browser(cast, desk, waiting):
    permit = waiting()
    found = desk(cast.dewi).get(f"{one(permit)}konsep.pdf")
    assert (found["Content-Type"], found["Content-Disposition"].split(";")[0]) == ("application/pdf", "inline")
    assert desk(cast.budi).get(f"{one(permit)}konsep.pdf").status_code == 403


def test_signing_one(cast, desk, waiting):
    permit = waiting()
    answer = desk(cast.dewi).post(one(permit), {"passphrase": make.PASSPHRASE})
    assert answer.json() == {"done": True, "sentence": "Selesai", "stop": False}
    assert make.fresh(permit.application).status == Status.ISSUED


def test_a_wrong_passphrase_signs_nothing_and_is_not_repeated(cast, desk, waiting):
    permit = waiting()
    answer = desk(cast.dewi).post(one(permit), {"passphrase": "salah-sekali"})
    assert answer.json()["stop"]
    assert "kata sandi salah" in answer.json()["sentence"]
    assert b"salah-sekali" not in answer.content
    assert SigningAttempt.objects.get().problem == "wrong_passphrase"
    assert Permit.objects.get().state == Permit.State.RENDERED


def test_without_javascript_the_chosen_ones_are_signed_together(cast, desk, waiting, words):
    first, second, third = waiting(), waiting(), waiting()
    chosen = {"permit": [first.pk, third.pk], "passphrase": make.PASSPHRASE}
    page = desk(cast.dewi).post(LIST, chosen)
    assert [result.done for result in page.context["results"]] == [True, True]
    assert make.PASSPHRASE not in words(page)
    assert list(Permit.objects.exclude(state=Permit.State.SEALED)) == [second]


def test_a_wrong_passphrase_stops_the_row_of_signatures(cast, desk, waiting, words):
    first, second = waiting(), waiting()
    page = desk(cast.dewi).post(LIST, {"permit": [first.pk, second.pk], "passphrase": "salah-sekali"})
    assert len(page.context["results"]) == 1
    assert "Gagal: kata sandi salah. Belum ada yang ditandatangani." in words(page)
    assert "salah-sekali" not in words(page)
    assert SigningAttempt.objects.count() == 1


@pytest.mark.parametrize("chosen", [[], ["1x", "99999999999999"]])
def test_nothing_chosen_is_said(cast, desk, waiting, words, chosen):
    waiting()
    page = desk(cast.dewi).post(LIST, {"permit": chosen, "passphrase": "x"})
    assert page.status_code == 422
    assert "Pilih dulu izin" in words(page)


def test_an_empty_passphrase_is_said(cast, desk, waiting, words):
    permit = waiting()
    assert "Ketik dulu kata sandi" in words(desk(cast.dewi).post(LIST, {"permit": permit.pk, "passphrase": ""}))
    assert desk(cast.dewi).post(one(permit), {}).status_code == 422
    assert not SigningAttempt.objects.exists()


def test_another_heads_permit_is_not_there(cast, desk, waiting):
    from perizinan.accounts.roles import Role

    permit = waiting()
    other = make.user("Wahyu", role=Role.HEAD, unit="dpmptsp")
    assert desk(other).get(one(permit)).status_code == 404
    assert desk(other).post(one(permit), {"passphrase": make.PASSPHRASE}).status_code == 404


def test_signing_twice_changes_nothing(cast, desk, waiting):
    permit = waiting()
    for _time in range(2):
        assert desk(cast.dewi).post(one(permit), {"passphrase": make.PASSPHRASE}).json()["done"]
    assert SigningAttempt.objects.count() == 1
