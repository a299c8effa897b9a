"""The head's signature where files are kept in S3: claim, signed bytes and permit are there, whatever answers badly."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages as places

from applications.lifecycle.states import Status
from applications.permits import sealing
from applications.permits.models import NumberEntry, Permit
from perizinan.files import storages
from perizinan.files.kept import read
from perizinan.signing import verify
from perizinan.web.unavailable import Unavailable
from tests import make
from tests.buckets import Weed
from tests.make import NOW, PASSPHRASE

STALE = NOW + sealing.LEASE + timedelta(seconds=1)


@pytest.fixture
def permit(bucket: Weed, cast):
    return make.rendered(cast)


def sign(permit, by, now=NOW):
    return sealing.sign(permit_id=permit.pk, by=by, passphrase=PASSPHRASE, now=now)


def one_sealed(permit):
    permit.refresh_from_db()
    assert verify(read(permit.sealed)).valid
    assert make.fresh(permit.application).status == Status.ISSUED
    assert (Permit.objects.count(), NumberEntry.objects.count()) == (1, 1)


def away(*_args, **_named):
    raise storages.Away("contoh")


def test_the_letter_is_signed_and_kept(permit, cast):
    sealed = sign(permit, cast.dewi)
    assert places["clean"].exists(sealed.sealed.key)
    assert places["default"].exists(permit.attempts.get().key)
    one_sealed(permit)


@pytest.mark.parametrize("moment", ["_open", "_save"])
def test_when_the_bucket_is_away_the_head_is_told_and_signs_again(permit, cast, monkeypatch, moment):
    with monkeypatch.context() as cut:
        cut.setattr(f"perizinan.files.bucket.Bucket.{moment}", away)
        with pytest.raises(Unavailable):
            sign(permit, cast.dewi)
    permit.refresh_from_db()
    assert (permit.state, permit.attempts.get().state) == (Permit.State.RENDERED, "claimed")
    assert sign(permit, cast.dewi, now=STALE).state == Permit.State.SEALED
    one_sealed(permit)


def test_signed_bytes_that_could_not_become_the_permit_are_found_by_the_sweeper(permit, cast, monkeypatch):
    with monkeypatch.context() as cut:
        cut.setattr(sealing, "seal", away)
        with pytest.raises(Unavailable):
            sign(permit, cast.dewi)
    assert sealing.finish_stale(now=STALE) == 1
    one_sealed(permit)
