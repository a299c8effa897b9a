import contextlib
import os
import signal
import subprocess
import sys

import pytest

from perizinan.devstack import folders

from .conftest import PATIENCE, using, wait_for

READY = "print('ready', flush=True)"


def devstack(*arguments, environment):
    return subprocess.Popen(
        [sys.executable, "-m", "perizinan.devstack", *arguments],
        cwd=folders.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def waiting(environment):
    command = f"import time; {READY}; time.sleep(60)"
    return devstack("exec", "--", sys.executable, "-c", command, environment=environment)


def read_until(launcher, words):
    lines = []
    for line in launcher.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    pytest.fail("".join(lines))


@pytest.fixture
def ended(folder):
    """Whatever a failed test leaves behind."""
    yield
    for pid in using(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def test_exec_hands_on_services_and_the_exit_code(folder, clean_environment, ended):
    check = (
        "import os, sys, psycopg2, redis, dj_database_url;"
        "db = dj_database_url.parse(os.environ['DATABASE_URL']);"
        "psycopg2.connect(dbname=db['NAME'], **db['OPTIONS']);"
        "redis.Redis.from_url(os.environ['REDIS_URL'].replace('redis+socket', 'unix')).ping();"
        "sys.exit(7)"
    )
    launcher = devstack("exec", "--", sys.executable, "-c", check, environment=clean_environment)
    assert launcher.wait(PATIENCE) == 7, launcher.stdout.read()
    wait_for(lambda: using(folder) == set())


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_however_the_launcher_ends_no_process_is_left(folder, clean_environment, ended, number):
    launcher = waiting(clean_environment)
    read_until(launcher, "ready")
    assert len(using(folder)) >= 5  # launcher, command, PostgreSQL, Redis, clamd
    if number == signal.SIGINT:
        os.killpg(launcher.pid, number)  # Ctrl-C goes to the whole foreground group
    else:
        launcher.send_signal(number)
    launcher.wait(PATIENCE)
    wait_for(lambda: using(folder) == set())


def test_a_second_launcher_joins_and_leaves_the_services_running(folder, clean_environment, ended):
    first = waiting(clean_environment)
    read_until(first, "ready")
    second = devstack("exec", "--", sys.executable, "-c", READY, environment=clean_environment)
    assert second.wait(PATIENCE) == 0
    third = devstack("exec", "--", sys.executable, "-c", READY, environment=clean_environment)
    assert third.wait(PATIENCE) == 0
    first.terminate()
    first.wait(PATIENCE)
    wait_for(lambda: using(folder) == set())


def test_right_after_a_killed_launcher_the_next_one_starts(folder, clean_environment, ended):
    first = waiting(clean_environment)
    read_until(first, "ready")
    first.kill()
    second = devstack("exec", "--", sys.executable, "-c", READY, environment=clean_environment)
    assert second.wait(PATIENCE) == 0, second.stdout.read()
    wait_for(lambda: using(folder) == set())


def test_unknown_words_explain_the_known_ones(clean_environment):
    launcher = devstack("serve", environment=clean_environment)
    assert launcher.wait(PATIENCE) == 2
    assert "exec [--test] -- COMMAND" in launcher.stdout.read()
