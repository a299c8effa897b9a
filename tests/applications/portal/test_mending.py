import pytest

from applications.corrections.queries import open_points
from applications.lifecycle.states import Status
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("x" * 500_000, "x" * 1000),
        ("baris satu\r\n" * 80, ("baris satu\n" * 80).strip()),
        ("hilang \u202eadap\0 rumah", "hilang adap rumah"),
    ],
)
def test_a_reason_stays_as_short_and_as_plain_as_the_page_asks(cast, client, typed, kept):
    case = make.application(cast, status=Status.RETURNED)
    (point,) = open_points(case)
    client.force_login(cast.ayu)
    client.post(f"/permohonan/{case.number}/perbaikan/{point.pk}/", {"reply": "cannot", "reason": typed})
    point.refresh_from_db()
    assert point.reply_text == kept
