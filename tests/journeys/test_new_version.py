"""The office changes a type: a draft moves along and loses no word, a case that was sent stays as it was."""

import re
from datetime import timedelta

from django.core.files.storage import storages
from django.utils import timezone
from playwright.sync_api import expect

from applications.drafting import actions as drafting
from applications.permits import actions as permits
from applications.permits.models import Permit
from perizinan.devstack import demo_walk
from tests import make
from tests.applications.drafting.conftest import drop, publish, section
from tests.journeys import applicant

REASON = "Bank meminta cap basah (contoh)."
TYPE = "legalisir"


def change(content):
    """No longer the number of copies and the reason, but the address; nothing on the letter about copies."""
    drop(content, "lembar", "alasan_elektronik")
    content["letter"]["subject"] = [row for row in content["letter"]["subject"] if "{lembar}" not in row[1]]
    content["letter"]["title"] = "Surat Keterangan Salinan (versi lain)"
    section(content, "izin")["fields"].append(
        {"key": "alamat_pemegang", "type": "text", "label": {"id": "Alamat pemegang izin", "en": "Address"}}
    )


def test_a_draft_moves_to_the_new_version_and_says_what_changed(visit, cast):
    now = timezone.now()
    own = {"lembar": "3", "alasan_elektronik": REASON, "bentuk_izin": "elektronik"}
    draft = make.draft_of(TYPE, cast.ayu, now=now, **own)
    sent = make.draft_of(TYPE, cast.ayu, now=now)
    drafting.submit(application_id=sent.pk, by=cast.ayu, now=now)
    waiting = _approved(cast, now)

    # one page of the old form is still open while the office publishes
    ayu = visit(cast.ayu, width=360)
    ayu.goto(f"/permohonan/{draft.number}/isi/keperluan/")
    expect(ayu.get_by_label("Jumlah lembar salinan")).to_have_value("3")
    publish(change, TYPE)
    ayu.get_by_label("Jumlah lembar salinan").fill("5")
    ayu.get_by_role("button", name="Simpan dan keluar").click()

    # nothing typed is lost: what is no longer asked stands there to be read and taken along
    expect(ayu).to_have_url(re.compile(r"/isi/$"))
    told = ayu.get_by_role("main")
    expect(told).to_contain_text("Jumlah lembar salinan")
    expect(told).to_contain_text(REASON)
    expect(told).to_contain_text("Alamat pemegang izin")
    assert "5" in told.inner_text()
    ayu.get_by_role("link", name="Izin yang disalin", exact=True).click()
    applicant.fill_field(ayu, "Alamat pemegang izin", "Jalan Contoh 12")
    ayu.get_by_role("button", name="Simpan dan keluar").click()
    ayu.get_by_role("button", name="Saya mengerti").click()
    expect(ayu.get_by_role("main")).not_to_contain_text(REASON)
    ayu.get_by_role("link", name="Periksa dan kirim").click()
    applicant.send(ayu)
    expect(ayu.get_by_role("heading", level=1)).to_have_text("Permohonan terkirim")

    # who had sent before sees the form they filled in, and gets the letter it was approved with
    ayu.goto(f"/permohonan/{sent.number}/")
    expect(ayu.get_by_role("main")).to_contain_text("Jumlah lembar salinan")
    expect(ayu.get_by_role("main")).not_to_contain_text("Alamat pemegang izin")
    with storages["clean"].open(waiting.letter.key) as file:
        assert permits.drawn(waiting) == file.read()


def _approved(cast, now) -> Permit:
    case = make.draft_of(TYPE, cast.ayu, now=now)
    drafting.submit(application_id=case.pk, by=cast.ayu, now=now)
    demo_walk.walk(make.fresh(case), now=now + timedelta(minutes=1))
    permit = Permit.objects.get(application=case)
    permits.render_letter(permit_id=permit.pk, now=now)
    return Permit.objects.select_related("application", "letter").get(pk=permit.pk)
