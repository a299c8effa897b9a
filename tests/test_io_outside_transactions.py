"""Nothing slow happens while rows are locked: no file, no scanner, no parser, no letter, no signature, no mail."""

import socket
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from applications.documents import actions as documents
from applications.documents.queries import versions
from applications.lifecycle.states import Status
from applications.permits import actions as permits
from applications.permits import sealing
from perizinan import papers
from perizinan.files import checking, clamd, imaging, storages
from perizinan.files.checks import child
from perizinan.files.models import Images, State
from perizinan.files.storages import InTransaction, no_transaction
from perizinan.outbox import channels
from perizinan.outbox.models import Delivery
from perizinan.outbox.tasks import deliver_message
from tests import make
from tests.perizinan.files import made
from tests.perizinan.files.conftest import clamd_socket

__all__ = ["clamd_socket"]
SLOW = [
    (papers, "render"),
    (sealing, "signer"),
    (sealing, "verify"),
    (channels, "send"),
    (clamd, "_connect"),
    (child, "started"),
    (storages, "_place"),
]


@pytest.fixture
def done(monkeypatch):
    """How often each slow thing was done; one inside a transaction raises, as does a connection to anybody."""
    counted = Counter()

    def guarded(owner, name):
        real = getattr(owner, name)

        def guard(*args, **named):
            no_transaction()
            counted[name] += 1
            return real(*args, **named)

        monkeypatch.setattr(owner, name, guard)

    for owner, name in SLOW:
        guarded(owner, name)
    guarded(socket.socket, "connect")
    return counted


def test_the_guard_sees_a_transaction(db, done):
    with transaction.atomic(), pytest.raises(InTransaction):
        papers.render("letter", {}, now=make.NOW)


def test_from_the_upload_to_the_permit(cast, nudged, done, settings, clamd_socket):
    settings.CLAMD_MODE, settings.CLAMD_SOCKET = "required", clamd_socket
    case = make.draft(cast.ayu, filled=False)
    documents.attach(
        application_id=case.pk,
        requirement=case.spec.requirement("ktp"),
        upload=SimpleUploadedFile("ktp.pdf", made.pdf()),
        by=cast.ayu,
        now=make.NOW,
    )
    stored = versions(case, "ktp")[0].stored
    checking.check(pk=stored.pk, clock=lambda: make.NOW)
    imaging.draw(pk=stored.pk, clock=lambda: make.NOW)
    stored.refresh_from_db()
    assert (stored.state, stored.images) == (State.CLEAN, Images.READY)

    permit = make.permit_of(make.application(cast, status=Status.AWAITING_SIGNATURE))
    assert permits.render_letter(permit_id=permit.pk, now=make.NOW)
    sealing.sign(permit_id=permit.pk, by=cast.dewi, passphrase=make.PASSPHRASE, now=make.NOW)
    for delivery in Delivery.objects.all():
        deliver_message(str(delivery.pk))
    assert [name for _, name in SLOW if not done[name]] == []
