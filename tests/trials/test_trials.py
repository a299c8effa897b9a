import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from applications.documents import actions as documents
from applications.documents.queries import versions
from applications.lifecycle.states import Status
from applications.permits import sealing
from applications.permits.models import NumberEntry, Permit
from perizinan.files.kept import read
from perizinan.files.models import State
from perizinan.outbox.models import Delivery, Message
from perizinan.outbox.models import State as Sent
from perizinan.signing import verify
from tests import make
from tests.perizinan.files.made import pdf
from tests.trials.conftest import LEASE_SECONDS, kill, until

pytestmark = [pytest.mark.trial, pytest.mark.django_db(transaction=True)]

SOON = 45  # the sweeper's grace, its round, a lease and one check, on a busy machine


def upload(case, by):
    return documents.attach(
        application_id=case.pk,
        requirement=case.spec.requirement("ktp"),
        upload=SimpleUploadedFile("ktp.pdf", pdf()),
        by=by,
        now=timezone.now(),
    )


def state_of(case):
    return versions(case, "ktp")[0].stored.state


def all_is_done(permit):
    permit.refresh_from_db()
    assert verify(read(permit.sealed)).valid
    assert (Permit.objects.count(), NumberEntry.objects.count()) == (1, 1)
    assert Message.objects.filter(kind="permit_issued").count() == 1
    assert make.fresh(permit.application).status == Status.ISSUED


def everything_sent():
    return not Delivery.objects.exclude(state=Sent.SENT).exists()


def test_worker_killed_during_a_check_and_the_next_one_finishes_it(cast, nudged, start):
    case = make.draft(cast.ayu, filled=False)
    upload(case, cast.ayu)
    first = start("tests.trials.slow")
    until(lambda: state_of(case) == State.CHECKING, SOON)
    kill(first)
    assert state_of(case) == State.CHECKING
    start()
    until(lambda: state_of(case) == State.CLEAN, SOON + LEASE_SECONDS)
    assert versions(case, "ktp")[0].stored.attempts == 2


def test_redis_flushed_with_work_queued(cast, queue, start):
    case = make.draft(cast.ayu, filled=False)
    upload(case, cast.ayu)
    permit = make.permit_of(make.application(cast, status=Status.AWAITING_SIGNATURE))
    assert int(queue.cli("llen", "celery")) > 3
    queue.cli("flushall")
    start()
    until(lambda: state_of(case) == State.CLEAN, SOON)
    until(lambda: Permit.objects.get().state == Permit.State.RENDERED, SOON)
    until(everything_sent, SOON)
    sealing.sign(permit_id=permit.pk, by=cast.dewi, passphrase=make.PASSPHRASE, now=timezone.now())
    until(everything_sent, SOON)
    all_is_done(permit)


def test_redis_stopped_from_sending_to_the_approval(cast, queue, start, client, settings, tmp_path):
    start()
    until(lambda: " ready." in (tmp_path / "worker-0.log").read_text(), SOON)
    settings.CACHES = {
        "default": {
            "BACKEND": "perizinan.web.cache.ForgivingRedisCache",
            "LOCATION": queue.url.replace("redis+socket", "unix"),
        }
    }
    case = make.draft(cast.ayu)
    queue.stop()

    def press(who, address, **typed):
        client.force_login(who)
        answer = client.post(address, typed)
        assert answer.status_code in (200, 302), address

    def desk(name):
        return reverse(f"desk:{name}", args=[case.number])

    client.force_login(cast.ayu)
    for page in ("mine", "tasks", "check"):
        named = [] if page == "mine" else [case.number]
        assert client.get(reverse(f"portal:{page}", args=named)).status_code == 200
    press(cast.ayu, reverse("portal:submission", args=[case.number]), benar="1")
    press(cast.budi, desk("claim"))
    make.judge(case, cast.budi)
    for who, name, typed in [
        (cast.budi, "complete", {}),
        (cast.citra, "passing", {"verb": "recommend"}),
        (cast.darma, "passing", {"verb": "endorse"}),
        (cast.dewi, "approval", {}),
    ]:
        press(who, desk(name), revision=make.fresh(case).revision, **typed)
    permit = make.permit_of(case)
    assert permit.state == Permit.State.APPROVED
    until(lambda: Permit.objects.get().state == Permit.State.RENDERED, 2 * SOON)
    press(cast.dewi, reverse("desk:signing"), permit=permit.pk, passphrase=make.PASSPHRASE)
    assert make.fresh(case).status == Status.ISSUED
    until(everything_sent, 2 * SOON)
    queue.start()
    all_is_done(permit)
