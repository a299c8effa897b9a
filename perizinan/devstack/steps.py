"""A line on the terminal for each step, with its seconds. Standard library only: bootstrap.py reads it before .venv."""

import contextlib
import os
import sys
import time
from collections.abc import Iterator

WIDTH = 46
_STARTED = "PERIZINAN_STARTED"  # survives the exec from the system's Python into .venv


class Step:
    note = ""


@contextlib.contextmanager
def step(label: str) -> Iterator[Step]:
    begin, state, live = time.monotonic(), Step(), sys.stdout.isatty()
    if live:
        print(f"  {label:<{WIDTH}} ...", end="\r", flush=True)
    try:
        yield state
    except BaseException:
        print(f"  {label:<{WIDTH}} failed after {time.monotonic() - begin:.1f} s", flush=True)
        raise
    print(f"  {label:<{WIDTH}} {time.monotonic() - begin:5.1f} s  {state.note}".rstrip(), flush=True)


def start_clock() -> None:
    os.environ.setdefault(_STARTED, str(time.time()))


def since_start() -> float:
    return time.time() - float(os.environ.get(_STARTED, time.time()))
