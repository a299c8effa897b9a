from datetime import timedelta

from applications.drafting import retention
from applications.lifecycle.models import StatusChange
from applications.lifecycle.states import Status
from applications.lifecycle.transitions import TABLE
from applications.permits import actions as permits
from applications.permits import sealing
from reviews.assignments import actions as assignments
from reviews.decisions import actions as decisions
from tests import make
from tests.reviews.cases import BIG_SIGN, SMALL_SIGN, sent


def test_every_row_of_the_table_is_reached_by_somebody(cast):
    sign = sent(cast.ayu, "reklame", BIG_SIGN)
    assignments.claim(item_id=sign.open["kelengkapan"].pk, by=sign.officer("kelengkapan"), now=sign.now)
    sign.to("pajak").judge("pajak", {"narasi": "Tulisannya lain dari desain."})
    decisions.return_case(**sign.said("pajak"))
    sign.mended(narasi="Toko Roti Contoh, buka setiap hari")
    sign.judge("pajak")
    sign.fill("pajak")
    decisions.pass_on(**sign.said("pajak", verb="advise_against", note="Menunggak pajak."))
    sign.to("persetujuan").step("persetujuan")
    permit = make.permit_of(sign.fresh)
    permits.render_letter(permit_id=permit.pk, now=sign.now)
    sealing.sign(permit_id=permit.pk, by=permit.signatory, passphrase=make.PASSPHRASE, now=sign.now)
    wrong = sent(cast.ayu, "reklame", SMALL_SIGN)
    decisions.transfer(**wrong.said("kelengkapan", slug="bagian-jalan", text="Tiangnya di trotoar."))
    for status in (Status.REJECTED, Status.WITHDRAWN, Status.LAPSED):
        make.application(cast, status=status)
    make.application(cast, status=Status.IN_REVIEW, stage="paraf")  # recommended
    forgotten = make.draft(cast.ayu, filled=False)
    assert retention.expire(application_id=forgotten.pk, now=sign.now + timedelta(days=400))
    assert sign.fresh.status == Status.ISSUED
    assert set(StatusChange.objects.values_list("verb", flat=True)) == set(TABLE)
