import io
import re

import pytest
from PIL import Image

from applications.documents.models import DocumentVersion
from perizinan.audit.models import AuditEntry
from perizinan.files.models import Images, State, StoredFile
from perizinan.files.problems import problem_sentence
from tests import make
from tests.drawn import draw
from tests.reviews.desk.conftest import page, version

MOST_OF_THE_PANE, MOST_OF_AN_IMAGE = 9, 8  # six of them: who asks, and may they
KTP = {"nilai": "document-ktp"}
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def drawn(case, *words, **more):
    found = version(case, "ktp")
    draw(found.stored, *words, **more)
    return found


def three_versions(cast, *, middle=("satu", "dua", "tiga")):
    """The first, the second and the current file of the card: three, then other pages."""
    case = make.application(cast)
    drawn(case, "satu", "dua", "tiga")
    draw(make.attach(case, "ktp", cast.ayu).stored, *middle)
    draw(make.attach(case, "ktp", cast.ayu).stored, "satu", "lain", "tiga", "empat")
    return case


def images(response):
    """What the browser is told to load in the middle pane, large and small."""
    body = response.content.decode()
    return re.findall(r'<image href="([^"]+)"', body), re.findall(r'<img src="([^"]+)"', body)


def audited(case, user):
    label = f"{case.number}: ktp v1"
    return AuditEntry.objects.filter(verb="opened", label=label, actor_id=user.pk).count()


# --- pages and the ways through them


def test_the_first_page_lies_open_beside_its_thumbnails(cast, desk, words):
    case = make.application(cast)
    base = page(case, f"dokumen/{drawn(case, 'satu', 'dua', 'tiga').pk}/halaman/")
    shown = desk(cast.budi).get(page(case), KTP)
    assert images(shown) == ([f"{base}1/"], [f"{base}{n}/?kecil=1" for n in (1, 2, 3)])
    assert "<span data-at>1</span> / 3" in words(shown)
    assert 'data-page="1" data-new' in words(shown)


def test_pages_are_turned_by_links(cast, desk):
    case = make.application(cast)
    found = drawn(case, "satu", "dua", "tiga")
    browser = desk(cast.budi)
    spread = browser.get(page(case), KTP | {"halaman": "2"}).context["page"].detail.pane.spread
    assert spread.at.number == 2
    assert (spread.before, spread.after) == (
        f"/meja/{case.number}/?nilai=document-ktp",
        f"/meja/{case.number}/?nilai=document-ktp&halaman=3",
    )
    last = browser.get(spread.after).context["page"].detail.pane.spread
    assert (last.at.number, last.after) == (3, "")
    assert images(browser.get(page(case), KTP | {"halaman": "99"}))[0] == [page(case, f"dokumen/{found.pk}/halaman/3/")]


def test_a_quarter_turn_is_a_link_and_is_forgotten_on_the_next_page(cast, desk, words):
    case = make.application(cast)
    drawn(case, "satu", "dua", size=(200, 300))
    browser = desk(cast.budi)
    spread = browser.get(page(case), KTP).context["page"].detail.pane.spread
    turned = browser.get(spread.turned)
    assert 'viewBox="0 0 300 200"' in words(turned)
    assert 'transform="translate(300 0) rotate(90)"' in words(turned)
    spread = turned.context["page"].detail.pane.spread
    assert "putar" not in spread.after
    for _n in range(3):
        spread = browser.get(spread.turned).context["page"].detail.pane.spread
    assert (spread.asked.turn, spread.at.new.transform) == (0, "")


def test_enlarging_goes_twice_and_back(cast, desk, words):
    case = make.application(cast)
    drawn(case, "satu", "dua")
    browser = desk(cast.budi)
    spread = browser.get(page(case), KTP | {"besar": "2", "halaman": "2"}).context["page"].detail.pane.spread
    assert spread.larger == ""
    assert "besar=2" in spread.before  # the size stays while one reads on
    smaller = browser.get(spread.smaller)
    assert "zoom-1" in words(smaller)
    assert smaller.context["page"].detail.pane.spread.at.number == 2


@pytest.mark.parametrize("typed", ["x", "-1", "9999999999", "²", "45"])
def test_nonsense_in_the_address_opens_an_upright_page(cast, desk, typed):
    case = make.application(cast)
    drawn(case, "satu", "dua")
    odd = {"halaman": typed, "putar": typed, "besar": typed, "banding": typed, "putar-lama": typed}
    shown = desk(cast.budi).get(page(case), KTP | odd)
    assert shown.status_code == 200
    assert shown.context["page"].detail.pane.spread.asked.turn == 0


def test_links_keep_the_way_back_to_the_queue(cast, desk):
    case = make.application(cast)
    drawn(case, "satu", "dua")
    shown = desk(cast.budi).get(page(case), KTP | {"tab": "unit"})
    assert "&tab=unit&halaman=2" in shown.context["page"].detail.pane.spread.after


def test_remarks_stand_at_their_page_and_on_its_thumbnail(cast, desk, words):
    case = make.application(cast)
    drawn(case, "satu", "dua", "tiga", remarks={"blurred": [2]})
    browser = desk(cast.budi)
    leaves = browser.get(page(case), KTP).context["page"].detail.pane.spread.leaves
    assert [bool(leaf.remarks) for leaf in leaves] == [False, True, False]
    assert re.search(r'data-of="2" hidden>.*?<span>Halaman 2', words(browser.get(page(case), KTP)))
    assert re.search(r'data-of="2"><span', words(browser.get(page(case), KTP | {"halaman": "2"})))


# --- an older version beside it


def test_changed_pages_are_marked_against_the_version_before(cast, desk, words):
    case = three_versions(cast, middle=("satu", "dua", "tiga"))
    shown = desk(cast.budi).get(page(case), KTP)
    assert [leaf.differs for leaf in shown.context["page"].detail.pane.spread.leaves] == [False, True, False, True]
    said = "Dibanding versi sebelumnya: 1 halaman berubah: 2. 1 halaman ditambahkan: 4."
    assert said in words(shown)
    assert len(images(shown)[0]) == 1


def test_the_older_version_lies_beside_the_same_page_of_the_newer(cast, desk, words):
    case = three_versions(cast)
    first, second, third = DocumentVersion.objects.filter(application=case, requirement_key="ktp").order_by("number")
    browser = desk(cast.budi)
    pane = browser.get(page(case), KTP | {"halaman": "2"}).context["page"].detail.pane
    beside = browser.get(pane.older[0].href)
    assert images(beside)[0] == [page(case, f"dokumen/{v.pk}/halaman/2/") for v in (second, third)]
    assert "Tutup versi lama" in words(beside)
    pane = beside.context["page"].detail.pane
    assert [(old.number, old.current) for old in pane.older] == [(2, True), (1, False)]
    oldest = browser.get(pane.older[1].href)
    assert images(oldest)[0][0] == page(case, f"dokumen/{first.pk}/halaman/2/")
    assert oldest.context["page"].detail.pane.spread.at.number == 2


def test_a_page_that_only_the_older_version_has_can_be_seen_while_comparing(cast, desk, words):
    case = make.application(cast)
    drawn(case, "satu", "dua", "tiga")
    draw(make.attach(case, "ktp", cast.ayu).stored, "satu")
    browser = desk(cast.budi)
    assert len(browser.get(page(case), KTP).context["page"].detail.pane.spread.leaves) == 1
    shown = browser.get(page(case), KTP | {"banding": "1", "halaman": "3"})
    assert len(images(shown)[0]) == 1
    assert "2 halaman dihapus: 2, 3." in words(shown)
    assert [leaf.differs for leaf in shown.context["page"].detail.pane.spread.leaves] == [False, True, True]
    assert '<p class="panel" data-none>Halaman ini tidak ada di versi ini.' in words(shown)


def test_equal_versions_are_said_to_be_equal(cast, desk, words):
    case = make.application(cast)
    drawn(case, "satu")
    draw(make.attach(case, "ktp", cast.ayu).stored, "satu")
    assert "Semua halaman sama." in words(desk(cast.budi).get(page(case), KTP))


def test_versions_without_images_cannot_lie_beside(cast, desk, words):
    case = make.application(cast)
    draw(make.attach(case, "ktp", cast.ayu).stored, "satu")
    shown = desk(cast.budi).get(page(case), KTP | {"banding": "1"})
    assert shown.context["page"].detail.pane.older == []
    assert "Bandingkan dengan versi lama</a>" not in words(shown)


# --- where no page can be seen


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"images": Images.WAITING}, "Halamannya sedang kami siapkan."),
        ({"images": Images.MAKING}, "Halamannya sedang kami siapkan."),
        ({"images": Images.NONE}, "Halamannya sedang kami siapkan."),
        ({"images": Images.FAILED}, "Halaman berkas ini tidak dapat kami gambar."),
        ({"content_type": DOCX}, "Berkas Word dan Excel tidak kami gambar per halaman."),
    ],
)
def test_without_images_the_pane_says_why_and_offers_the_file(cast, desk, words, state, said):
    case = make.application(cast)
    found = version(case, "ktp")
    StoredFile.objects.filter(pk=found.stored_id).update(**state)
    shown = words(desk(cast.budi).get(page(case), KTP))
    assert said in shown
    assert f'href="{page(case, f"dokumen/{found.pk}/")}"' in shown
    assert ("hx-get" in shown) == ("siapkan" in said)


def test_the_pane_comes_by_itself_once_the_pages_are_there(cast, desk, words):
    case = make.application(cast)
    found = version(case, "ktp")
    browser = desk(cast.budi)
    asks = re.search(r'hx-get="([^"]+)"', words(browser.get(page(case), KTP))).group(1)
    assert "?lagi=1" in asks
    again = words(browser.get(asks, headers={"HX-Request": "true"}))
    assert again.startswith('<div class="reading"')
    assert "?lagi=2" in again
    draw(found.stored, "satu")
    come = browser.get(asks, headers={"HX-Request": "true"})
    assert images(come)[0] == [page(case, f"dokumen/{found.pk}/halaman/1/")]
    assert "hx-get" not in words(come)


def test_the_pane_alone_is_for_pages_that_stand_open(cast, desk):
    case = make.application(cast)
    led = desk(cast.budi).get(page(case, f"dokumen/{version(case, 'ktp').pk}/halaman/"))
    assert led["Location"] == f"/meja/{case.number}/?nilai=document-ktp"


def test_what_waits_or_was_refused_is_said_in_the_words_of_the_applicant(cast, desk, words):
    case = make.application(cast)
    make.attach(case, "ktp", cast.ayu, state=State.QUARANTINE)
    browser = desk(cast.budi)
    assert "Sedang diperiksa" in words(browser.get(page(case), KTP))
    make.attach(case, "ktp", cast.ayu, state=State.REJECTED)
    shown = words(browser.get(page(case), KTP))
    assert problem_sentence("encrypted", {}) in shown
    assert "Unduh berkas asli" not in shown


# --- who may see and what is kept of it


def test_a_page_image_is_served_inline_and_recorded_once_under_its_version(cast, desk):
    case = make.application(cast)
    base = f"dokumen/{drawn(case, 'satu', 'dua').pk}/halaman/"
    browser = desk(cast.budi)
    browser.get(page(case), KTP)
    small = browser.get(page(case, f"{base}1/?kecil=1"))
    assert Image.open(io.BytesIO(small.getvalue())).height == 240
    assert audited(case, cast.budi) == 0
    for n in (1, 2, 1):
        shown = browser.get(page(case, f"{base}{n}/"))
        assert (shown["Content-Type"], shown["X-Content-Type-Options"]) == ("image/jpeg", "nosniff")
        assert shown["Content-Disposition"].startswith("inline")
        assert Image.open(io.BytesIO(shown.getvalue())).height == 351
    assert audited(case, cast.budi) == 1
    assert browser.get(page(case, f"{base}3/")).status_code == 404


@pytest.mark.parametrize("images_state", [Images.MAKING, Images.FAILED])
def test_half_made_images_are_not_served(cast, desk, images_state):
    case = make.application(cast)
    found = drawn(case, "satu")
    StoredFile.objects.filter(pk=found.stored_id).update(images=images_state)
    assert desk(cast.budi).get(page(case, f"dokumen/{found.pk}/halaman/1/")).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("budi", 200), ("dewi", 200), ("hadi", 200), ("citra", 404), ("gita", 403)]
)
def test_only_readers_of_the_case_see_pages_and_take_the_original(cast, desk, who, status):
    case = make.application(cast)
    found = drawn(case, "satu")
    browser = desk(getattr(cast, who))
    for address in ("", "halaman/1/", "halaman/1/?kecil=1", "asal/"):
        assert browser.get(page(case, f"dokumen/{found.pk}/{address}")).status_code == status


def test_pages_open_only_under_their_own_case(cast, desk):
    mine, other = make.application(cast), make.application(cast)
    theirs = drawn(other, "satu")
    browser = desk(cast.budi)
    for address in ("", "halaman/", "halaman/1/", "asal/"):
        assert browser.get(page(mine, f"dokumen/{theirs.pk}/{address}")).status_code == 404


def test_the_original_is_only_ever_a_download_and_recorded(cast, desk):
    case = make.application(cast)
    photo = version(case, "ktp")
    StoredFile.objects.filter(pk=photo.stored_id).update(content_type="image/jpeg", name="ktp.jpg")
    taken = desk(cast.hadi).get(page(case, f"dokumen/{photo.pk}/"))
    assert taken["Content-Disposition"].startswith("attachment")
    assert audited(case, cast.hadi) == 1
    assert desk(cast.hadi).get(page(case, f"dokumen/{photo.pk}/gambar/")).status_code == 404


def test_thirty_pages_of_three_versions_are_read_in_one_statement(cast, desk, queries_of):
    case = make.application(cast)
    browser = desk(cast.budi)
    browser.get(page(case), KTP)
    bare = queries_of(lambda: browser.get(page(case), KTP))
    for round in range(3):
        draw(make.attach(case, "ktp", cast.ayu).stored, *(f"{round} {n}" for n in range(30)))
    for more in ({}, {"banding": "2", "halaman": "30"}):
        assert queries_of(lambda more=more: browser.get(page(case), KTP | more)) <= bare + 1
    part = page(case, f"dokumen/{version(case, 'ktp').pk}/halaman/")
    assert queries_of(lambda: browser.get(part, headers={"HX-Request": "true"})) <= MOST_OF_THE_PANE


def test_a_page_image_costs_few_statements(cast, desk, queries_of):
    case = make.application(cast)
    base = page(case, f"dokumen/{drawn(case, 'satu').pk}/halaman/1/")
    browser = desk(cast.budi)
    browser.get(base)
    assert queries_of(lambda: browser.get(base)) <= MOST_OF_AN_IMAGE
    assert queries_of(lambda: browser.get(f"{base}?kecil=1")) <= MOST_OF_AN_IMAGE - 1


def test_remarks_of_the_whole_file_stand_above_every_page(cast, desk, words):
    case = make.application(cast)
    drawn(case, "satu", "dua", remarks={"signed": []})
    said = "PDF ini bertanda tangan elektronik."
    assert said in words(desk(cast.budi).get(page(case), KTP | {"halaman": "2"}))


# --- a file that came before the portal drew pages


def test_whoever_opens_an_old_file_gets_its_pages(cast, desk, monkeypatch):
    case = make.application(cast)
    old = version(case, "ktp")
    StoredFile.objects.filter(pk=old.stored_id).update(images=Images.NONE, content_type="application/pdf")
    pane = desk(cast.budi).get(page(case), KTP).content.decode()
    assert f"dokumen/{old.pk}/halaman/?lagi=" in pane
    desk(cast.budi).get(page(case, f"dokumen/{old.pk}/halaman/"), headers={"HX-Request": "true"})
    assert StoredFile.objects.get(pk=old.stored_id).images == Images.WAITING


@pytest.mark.parametrize("asked", ["²", "9" * 5000, "-1"])
def test_any_count_of_askings_is_answered(cast, desk, asked):
    case = make.application(cast)
    address = page(case, f"dokumen/{version(case, 'ktp').pk}/halaman/")
    assert desk(cast.budi).get(address, {"lagi": asked}, headers={"HX-Request": "true"}).status_code == 200


def test_a_page_beyond_all_numbers_is_not_there(cast, desk):
    case = make.application(cast)
    base = page(case, f"dokumen/{drawn(case, 'satu').pk}/halaman/")
    assert desk(cast.budi).get(f"{base}{10**30}/").status_code == 404
