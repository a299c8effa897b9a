import json
import os
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from perizinan.files.actions import refuse_ending, refuse_size
from perizinan.files.clamd import NotScanned
from perizinan.files.examination import Examination, examine
from perizinan.files.names import shown_name
from perizinan.files.problems import problem_sentence, remark_sentences, waiting_sentence
from perizinan.files.refusals import Refused

_ACCEPT = "pdf,jpg,png,webp,heic"


class Command(BaseCommand):
    help = "Tells what the portal says to each file, and why. Nothing is stored. Exit code 1 when one is refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--accept", default=_ACCEPT, help=f"kinds that are wanted, by default {_ACCEPT}")
        parser.add_argument("--json", action="store_true", help="one object a line")

    def handle(self, *_args: Any, **options: Any) -> None:
        accept = tuple(options["accept"].split(","))
        verdicts = [self._tell(path, accept, as_json=options["json"]) for path in options["files"]]
        accepted = verdicts.count("accepted")
        if accepted < len(verdicts):
            raise CommandError(f"{len(verdicts) - accepted} of {len(verdicts)} not accepted")

    def _tell(self, path: Path, accept: tuple[str, ...], *, as_json: bool) -> str:
        began = time.monotonic()
        said = {"file": str(path)} | _verdict(path, accept) | {"seconds": round(time.monotonic() - began, 3)}
        if as_json:
            self.stdout.write(json.dumps(said, ensure_ascii=False, default=str))
        else:
            self.stdout.write(f"{said['state']:9} {said['seconds']:6.2f} s  {path}  {said['code']}".rstrip())
            for sentence in filter(None, [said["sentence"], *said["remarks"]]):
                self.stdout.write(f"          {sentence}")
        return str(said["state"])


def _verdict(path: Path, accept: tuple[str, ...]) -> dict[str, Any]:
    try:
        with path.open("rb") as source:
            return _of(source, path.name, accept)
    except OSError as trouble:
        raise CommandError(str(trouble)) from trouble


def _of(source: IO[bytes], raw_name: str, accept: tuple[str, ...]) -> dict[str, Any]:
    name, shortened = shown_name(raw_name)
    try:
        kinds = refuse_ending(name, accept)
        refuse_size(name, os.fstat(source.fileno()).st_size, max_bytes=settings.FILES_MAX_BYTES)
        found = examine(source, name=name, accept=list(kinds))
    except Refused as refused:
        return _said("refused", refused.code, refused.sentence)
    except NotScanned as trouble:
        return _said("waiting", trouble.code, waiting_sentence(trouble.code))
    return _decided(found, ["name-shortened"] if shortened else [])


def _decided(found: Examination, early: list[str]) -> dict[str, Any]:
    codes = early + found.remarks
    more = {"remark_codes": codes, "type": found.content_type, "engine": found.engine, "facts": found.facts}
    if found.problem:
        return _said("refused", found.problem, problem_sentence(found.problem, found.facts)) | more
    return _said("accepted", "", "") | {"remarks": remark_sentences(codes, found.facts)} | more


def _said(state: str, code: str, sentence: str) -> dict[str, Any]:
    return {"state": state, "code": code, "sentence": sentence, "remarks": []}
