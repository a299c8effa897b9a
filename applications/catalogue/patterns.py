"""Regular expressions of admins. RE2 reads them, which takes linear time whatever is typed; a first trial in another
process, with limits on time and memory, refuses what is slow before it is published."""

import json
import pathlib
import subprocess
import sys
from collections.abc import Sequence
from functools import lru_cache

import re2

from applications.catalogue.fields import Pattern

TRIAL_SECONDS = 2
_TRIAL = pathlib.Path(__file__).with_name("pattern_trial.py")
_MEMORY = 1 << 20  # bytes one compiled pattern may take


def fits(pattern: Pattern, text: str) -> bool:
    return _compiled(pattern.regex).fullmatch(text) is not None


def problem(pattern: Pattern) -> str:
    """What keeps the pattern from being used, or nothing."""
    try:
        matches = fits(pattern, pattern.example)
    except re2.error as error:
        return f"cannot be read ({error})"
    return "" if matches else f"its own example {pattern.example!r} does not fit it"


def slow(patterns: Sequence[Pattern]) -> str:
    """The sentence about patterns that took too long or too much, each over long and nasty texts; or nothing."""
    if not patterns:
        return ""
    asked = json.dumps([[each.regex, each.example] for each in patterns])
    try:
        done = subprocess.run(  # noqa: S603  # our own interpreter and our own file
            [sys.executable, "-I", str(_TRIAL)], input=asked, capture_output=True, text=True, check=False,
            timeout=TRIAL_SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"a pattern takes more than {TRIAL_SECONDS} seconds"
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["the trial ended early"])[-1]
        return f"a pattern could not be tried ({last})"
    return ""


@lru_cache(maxsize=200)
def _compiled(regex: str) -> "re2._Regexp":
    options = re2.Options()
    options.max_mem = _MEMORY
    options.log_errors = False
    return re2.compile(regex, options)
