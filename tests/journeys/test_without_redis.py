"""The story while Redis is away: nudges are lost, workers wait, and beat alone carries it. Last, for what it stops."""

from collections import Counter

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from applications.lifecycle.models import Application, StatusChange
from applications.lifecycle.states import Status
from applications.permits.models import Permit
from perizinan.outbox.models import Delivery, DevMail, State
from tests import make
from tests.journeys import applicant, officers
from tests.journeys.applicant import DOCUMENTS, SECTIONS

BY_ITSELF = 60_000  # the grace a nudge has, beat's round, and one process doing the work of all


@pytest.fixture
def no_redis(stack):
    stack.redis.stop()
    yield
    if stack.redis.process is None:
        stack.redis.start()


def test_the_whole_story_without_redis(no_redis, stack, visit, cast):
    page = visit()
    contact = "tanpa.redis@contoh.test"
    page.goto("/permohonan/baru/penelitian/")
    applicant.register(page, "Sekar Peneliti (contoh)", contact)
    number = applicant.choose_place(page)
    page.get_by_role("link", name=SECTIONS[0], exact=True).click()
    for title in SECTIONS:
        applicant.fill_section(page, title)
        page.get_by_role("button", name="Simpan dan lanjutkan").click()
    for document in DOCUMENTS:
        expect(applicant.upload(page, document)).to_contain_text("Sedang diperiksa")
    for document in DOCUMENTS:
        expect(applicant.row(page, document)).to_contain_text("Diterima", timeout=BY_ITSELF)
    page.get_by_role("link", name="Periksa dan kirim").click()
    applicant.send(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Permohonan terkirim")

    case = Application.objects.get(number=number)
    make.judge(case, cast.budi, now=timezone.now())
    for verb, officer in [("complete", cast.budi), ("recommend", cast.citra), ("endorse", cast.darma)]:
        make.pass_on(case, verb, officer, now=timezone.now())
    dewi = visit(cast.dewi)
    officers.find(dewi, number)
    officers.follow(dewi, "Setujui")
    officers.confirm(dewi, "Setujui")
    permit = Permit.objects.get(application=case)
    row = dewi.locator(f"#izin-{permit.pk}")
    expect(row.get_by_role("link", name="Baca")).to_be_visible(timeout=BY_ITSELF)
    officers.choose(dewi, permit.number)
    officers.sign(dewi, officers.PASSPHRASE)
    expect(row).to_contain_text("Selesai")
    expect(applicant.newest_letter(page.context.new_page(), contact, "terbit")).to_be_visible()

    # Redis comes back: the workers go on by themselves, find nothing left of this case, and do nothing twice
    stack.redis.start()
    eko = visit(cast.eko)
    eko.goto(f"/permohonan/{make.draft(cast.eko).number}/isi/")
    expect(applicant.upload(eko, "KTP peneliti")).to_contain_text("Diterima", timeout=BY_ITSELF)
    assert make.fresh(case).status == Status.ISSUED
    assert Permit.objects.filter(application=case).count() == 1
    assert StatusChange.objects.filter(application=case, verb="issue").count() == 1
    told = Counter(DevMail.objects.filter(address=contact).values_list("stable_id", flat=True))
    assert set(told.values()) == {1}
    assert not Delivery.objects.filter(message__to__email=contact).exclude(state=State.SENT).exists()


def test_guesses_are_counted_without_redis(no_redis, visit):
    """Each web process counts for itself: two of them, and the minute may end once meanwhile."""
    page = visit()
    page.goto("/lacak/")
    token = page.locator("main input[name=csrfmiddlewaretoken]").get_attribute("value")
    guess = {"csrfmiddlewaretoken": token, "number": "26-0048-270", "code": "AAAAAA"}
    seen = {page.request.post("/lacak/", form=guess).status for _ in range(45)}
    assert seen == {422, 429}
