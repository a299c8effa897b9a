"""Run by itself, in a process of its own: reads [[regex, example], ...], matches each against texts made to be hard.

Imports nothing of the portal. The caller sets the time limit; the memory limit is set here."""

import json
import resource
import sys

import re2

MEMORY = 512 << 20
LONG = 20_000


def hard(example: str) -> list[str]:
    parts = [example, example[:-1], *dict.fromkeys(example)]
    return [part * (LONG // max(1, len(part))) + ending for part in parts if part for ending in ("", "\0", "!")]


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    options = re2.Options()
    options.log_errors = False
    options.max_mem = 1 << 20
    for regex, example in json.load(sys.stdin):
        compiled = re2.compile(regex, options)
        for text in hard(example):
            compiled.fullmatch(text)


if __name__ == "__main__":
    main()
