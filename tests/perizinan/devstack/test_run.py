import os
import pathlib
import signal
import urllib.request

from perizinan.devstack.daemon import alive

from .conftest import PATIENCE, using, wait_for
from .test_launcher import devstack, read_until

SERVED = "Ctrl-C ends everything"


def pid_of(folder, name):
    """None while it is being written."""
    words = (folder / name / "pid").read_text(encoding="ascii").split()
    return int(words[0]) if words else None


def group(leader):
    members = set()
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(encoding="ascii").rpartition(")")[2].split()
        except OSError:
            continue
        if words[2] == str(leader) and words[0] != "Z":
            members.add(int(stat.parent.name))
    return members


def address_in(shown):
    return next(word for word in shown.split() if word.startswith("http://127.0.0.1:"))


def test_run_serves_survives_a_killed_worker_and_leaves_nothing(folder, clean_environment):
    first = devstack("run", environment=clean_environment)
    shown = read_until(first, SERVED)
    try:
        with urllib.request.urlopen(address_in(shown), timeout=PATIENCE) as answer:
            assert answer.status == 200
        for step in ("PostgreSQL", "Redis", "clamd", "Database schema", "Demo data", "Web", "Worker, beat"):
            assert f"  {step} " in shown

        second = devstack("run", environment=clean_environment)
        assert second.wait(PATIENCE) == 1
        assert f"Already running in this folder: {address_in(shown)}" in second.stdout.read()

        killed = pid_of(folder, "processes/worker")
        wait_for(lambda: len(group(killed)) > 1)
        os.kill(killed, signal.SIGKILL)
        wait_for(lambda: pid_of(folder, "processes/worker") not in (killed, None))
        wait_for(lambda: group(killed) == set())  # its pool went with it
        assert alive(pid_of(folder, "processes/worker"))
    finally:
        os.killpg(first.pid, signal.SIGINT)
    assert first.wait(PATIENCE) == 0
    wait_for(lambda: using(folder) == set())

    again = devstack("run", environment=clean_environment)
    shown = read_until(again, SERVED)
    assert shown.count("unchanged") == 2
    again.kill()
    again.wait(PATIENCE)
    wait_for(lambda: using(folder) == set())
