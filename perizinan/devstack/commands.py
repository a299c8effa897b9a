"""Steps made of management commands, in one process. Arguments in threes: label, file for the last words, commands.

The step's line goes to standard output; what the commands say goes to standard error, which the caller keeps.
"""

import contextlib
import io
import pathlib
import shlex
import sys

import django
from django.core.management import call_command

from perizinan.devstack.steps import step


def main(arguments: list[str]) -> None:
    loaded = False
    for label, said, commands in zip(*[iter(arguments)] * 3, strict=True):
        with step(label):
            if not loaded:
                django.setup()
                loaded = True
            output = ""
            for command in commands.splitlines():
                output = _say(command)
                sys.stderr.write(output)
            pathlib.Path(said).write_text(output, encoding="utf-8")


def _say(command: str) -> str:
    with contextlib.redirect_stdout(io.StringIO()) as output:
        call_command(*shlex.split(command), stdout=output, stderr=sys.stderr)
    return output.getvalue()


if __name__ == "__main__":
    main(sys.argv[1:])
