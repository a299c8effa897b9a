"""Workers are killed, Redis forgets, the scanner is gone, frozen or babbles: every file gets its own verdict, once."""

import pytest

from perizinan.devstack import clamd
from perizinan.devstack.clamd import Clamd
from perizinan.files.models import StoredFile
from tests import make
from tests.trials.conftest import until
from tests.trials.crashes import BOUND, Round, watched

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scanner(environment, tmp_path):
    binary = clamd.server()
    assert binary, "clamd is missing: apt-get install clamav-daemon"
    own = Clamd(tmp_path, binary=binary)
    own.start()
    environment |= {"CLAMD_MODE": "required", "CLAMD_SOCKET": str(own.socket), "NUDGE_GRACE_SECONDS": "1"}
    yield own
    own.stop()


@pytest.fixture
def begin_round(scanner, start, queue, tmp_path):
    def begin(seed):
        made = Round(seed, tmp_path, scanner, start, queue, make.user("Ayu"))
        made.receive()
        return made

    with watched():
        yield begin


def test_redis_is_flushed_with_fifty_queued_and_a_worker_is_killed(begin_round):
    trial = begin_round(1)
    trial.flush()
    trial.work(2)
    trial.after_some()
    trial.kill_a_worker()
    trial.ends_well()


def test_nobody_scans_and_a_worker_is_killed(begin_round):
    trial = begin_round(2)
    with trial.scanner_stopped():
        trial.work(2)
        until(lambda: not StoredFile.objects.filter(attempts=0).exists(), BOUND)
        trial.nothing_is_early()
    trial.after_some()
    trial.kill_a_worker()
    trial.ends_well()


@pytest.mark.trial
@pytest.mark.parametrize("how", ["scanner_frozen", "scanner_babbling"])
def test_nobody_scans_though_somebody_seems_to(begin_round, environment, how):
    environment["FILES_LEASE_SECONDS"] = "10"  # longer than one waits for an answer, as everywhere but in these rounds
    trial = begin_round(3)
    with getattr(trial, how)():
        trial.work(2)
        until(lambda: StoredFile.objects.exclude(last_trouble="").count() >= 4, BOUND)
        trial.nothing_is_early()
    trial.ends_well()


@pytest.mark.trial
@pytest.mark.parametrize("seed", range(100, 120))
def test_workers_killed_at_random_points(begin_round, seed):
    trial = begin_round(seed)
    trial.work(2)
    for _ in range(trial.random.randint(2, 4)):
        trial.after_some()
        trial.kill_a_worker()
        if trial.random.random() < 0.3:
            trial.flush()
        if trial.random.random() < 0.3:
            with trial.random.choice([trial.scanner_stopped, trial.scanner_frozen, trial.scanner_babbling])():
                trial.work()
                trial.pause(5)
        else:
            trial.work()
    trial.ends_well()
