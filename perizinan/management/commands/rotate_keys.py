from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError
from django.db import models

from applications.answers.models import AnswerSet
from perizinan.vault import rotation

# JSON columns with sealed numbers or secrets inside, and under which key when people also type into them;
# columns of their own are found by their type.
JSON_COLUMNS: list[tuple[type[models.Model], str, str | None]] = [
    (AnswerSet, "data", "enc"),
    (Authenticator, "data", None),
]


class Command(BaseCommand):
    help = "Puts everything encrypted under the first of FIELD_KEYS. After it succeeds the other keys may go."

    def handle(self, *_args: Any, **_options: Any) -> None:
        done = [rotation.rotate_text(model, column) for model, column in rotation.encrypted_columns()]
        done += [rotation.rotate_json(model, column, key=key) for model, column, key in JSON_COLUMNS]
        for column in done:
            self.stdout.write(f"{column.name}: {column.rotated} re-encrypted, {column.current} already current")
        lost = [f"{column.name} {pk}" for column in done for pk in column.unreadable]
        if lost:
            raise CommandError("No key opens these; keep every key you have: " + ", ".join(lost[:20]))
        self.stdout.write("Everything is under the first key.")
