from io import BytesIO

import pikepdf
import pytest
from django.urls import reverse

from applications.answers.models import AnswerSet
from applications.lifecycle.models import Application
from applications.lifecycle.states import Status
from applications.portal.receipt import receipt_pdf, steps
from tests import make
from tests.applications.portal.conftest import publish, said, shaped, stages
from tests.make import NOW

ELSEWHERE = {"kind": "elsewhere", "text": "Bapenda menghitung pajaknya."}
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("at_ten")]


@pytest.fixture
def read(client, cast):
    def page(case):
        client.force_login(cast.ayu)
        return said(client.get(reverse("portal:case", args=[case.number])))

    return page


def with_officers_section():
    spec = shaped().model_dump(mode="json", by_alias=True, exclude_none=True)
    field = {"key": "pertimbangan", "type": "text", "label": "Pertimbangan OPD", "required": False}
    section = {"key": "hasil", "title": "Hasil kajian", "fields": [field], "stage": "rekomendasi"}
    publish(sections=[*spec["sections"], section])


@pytest.mark.parametrize(("status", "shown"), [(Status.IN_REVIEW, False), (Status.ISSUED, True)])
def test_what_officers_fill_in_is_read_once_it_is_part_of_the_permit(cast, read, status, shown):
    with_officers_section()
    case = make.application(cast, status=status)
    answers = AnswerSet.objects.get(application=case, round=case.round)
    answers.data["pertimbangan"] = "Belum selesai dikaji."
    answers.save(update_fields=["data"])
    assert ("Belum selesai dikaji." in read(case)) is shown


def test_a_renewal_names_itself_and_the_permit_it_is_about(cast, read):
    publish(kinds=["new", "renewal"])
    case = make.application(cast)
    assert ("Perpanjangan" in read(case), "Izin sebelumnya" in read(case)) == (False, False)
    Application.objects.filter(pk=case.pk).update(kind="renewal", former_number="500/7/2025")
    page = read(case)
    assert "Izin sebelumnya</dt><dd>500/<wbr>7/<wbr>2025" in page
    assert "Perpanjangan" in said(make_client_list(read, cast))


def make_client_list(read, cast):
    from django.test import Client

    client = Client()
    client.force_login(cast.ayu)
    return client.get(reverse("portal:mine"))


def test_the_receipt_of_a_renewal_is_a_paper_of_its_own(cast):
    publish(kinds=["new", "renewal"])
    case = make.application(cast)
    plain = receipt_pdf(case)
    case.kind, case.former_number = "renewal", "500/7/2025"
    with pikepdf.open(BytesIO(receipt_pdf(case))) as pdf:
        assert len(pdf.pages) >= 1
    assert receipt_pdf(case) != plain


def test_the_receipt_counts_by_the_limit_of_its_kind_and_names_a_payment(cast):
    publish(kinds=["new", {"kind": "renewal", "processing_days": 9}], stages=stages(), fee=ELSEWHERE)
    case = make.application(cast)
    new = steps(case, NOW.date())
    case.kind = "renewal"
    assert steps(case, NOW.date())[1][0] != new[1][0]
    assert "Waktu menunggu pembayaran tidak dihitung." in new[1][1]
    publish(kinds=["new"])
    assert "pembayaran" not in steps(make.application(cast), NOW.date())[1][1]
