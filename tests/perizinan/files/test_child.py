import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pytest

from perizinan.files.checks.child import Limits, Starved, run, started

pytestmark = pytest.mark.unit

LIMITS = Limits(cpu_seconds=1, deadline=30, memory=200 << 20, written=1 << 20)


def spin():
    while True:
        pass


def eat_memory():
    hoard = []
    while True:
        hoard.append(bytearray(16 << 20))


def recurse():
    return recurse()


def write_much(target):
    os.write(target, bytes(3 << 20))
    os.write(target, bytes(3 << 20))
    return {}


def pretend_to_end():
    os.closerange(3, 1000)
    time.sleep(60)


def alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def children():
    """Running ones and dead ones nobody asked about."""
    return {pid for task in Path("/proc/self/task").iterdir() for pid in (task / "children").read_text().split()}


def test_the_verdict_comes_back():
    assert run(lambda: {"problem": "", "facts": {"pages": 3}}, limits=LIMITS) == {"problem": "", "facts": {"pages": 3}}


@pytest.mark.parametrize(
    ("work", "problem"),
    [
        (lambda: os.kill(os.getpid(), signal.SIGSEGV), "unreadable"),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), "unreadable"),
        (lambda: os._exit(3), "unreadable"),
        (lambda: 1 / 0, "unreadable"),
        (lambda: {"x": object()}, "unreadable"),
        (lambda: ["not", "an", "object"], "unreadable"),
        (recurse, "unreadable"),
        (lambda: {"x": "y" * (2 << 20)}, "unreadable"),
        (eat_memory, "too-complex"),
        (spin, "too-complex"),
        (pretend_to_end, "unreadable"),
    ],
)
def test_whatever_happens_to_the_child_is_a_verdict(work, problem):
    assert run(work, limits=LIMITS)["problem"] == problem


def test_a_child_past_its_deadline_is_killed():
    reader, writer = os.pipe()
    started = time.monotonic()

    def tell_and_sleep():
        os.write(writer, str(os.getpid()).encode())
        time.sleep(60)

    with pytest.raises(Starved):  # it used no processor time, so the file is not to blame
        run(tell_and_sleep, limits=replace(LIMITS, deadline=1), keep=(writer,))

    assert time.monotonic() - started < 10
    assert not alive(int(os.read(reader, 20)))
    os.close(reader)
    os.close(writer)


def test_a_child_that_ignores_its_limit_of_processor_time_dies_all_the_same():
    def ignore():
        signal.signal(signal.SIGXCPU, signal.SIG_IGN)
        spin()

    assert run(ignore, limits=LIMITS)["problem"] == "unreadable"


def test_handlers_of_the_worker_do_not_hide_what_happened():
    before = signal.signal(signal.SIGXCPU, lambda *_: os._exit(0))  # as in a child of Celery
    try:
        assert run(spin, limits=LIMITS)["problem"] == "too-complex"
    finally:
        signal.signal(signal.SIGXCPU, before)


def test_a_child_cannot_fill_the_disk(tmp_path):
    with (tmp_path / "out").open("wb") as target:
        answer = run(lambda: write_much(target.fileno()), limits=LIMITS, keep=(target.fileno(),))

    assert answer["problem"] == "too-complex"
    assert (tmp_path / "out").stat().st_size <= LIMITS.written


def test_a_child_holds_no_descriptor_of_its_parent(tmp_path):
    with (tmp_path / "secret").open("wb") as secret:
        answer = run(lambda: {"open": sorted(int(fd.name) for fd in Path("/proc/self/fd").iterdir())}, limits=LIMITS)

        assert secret.fileno() not in answer["open"]
        assert len(answer["open"]) <= 5  # the three standard ones, the pipe, and the listing itself


def test_no_child_is_left_behind():
    before = children()

    for work in (spin, recurse, lambda: {}):
        run(work, limits=LIMITS)

    assert children() == before


def test_a_child_works_while_its_parent_does_something_else():
    with started(lambda: {"pid": os.getpid()}, limits=replace(LIMITS, deadline=0.2)) as child:
        time.sleep(0.5)  # later than its deadline, but it had answered before

        assert child.answer()["pid"] != os.getpid()


def test_a_child_ends_with_its_block():
    before = children()

    with pytest.raises(KeyError), started(spin, limits=LIMITS):
        raise KeyError

    assert children() == before
