from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from perizinan.audit import heads, verify


class Command(BaseCommand):
    help = "Walks the audit chain from its first entry. Exit code 1 when history was changed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--heads", type=Path, default=settings.AUDIT_HEADS_FILE, help="a copy kept elsewhere")

    def handle(self, *_args: Any, **options: Any) -> None:
        kept = list(heads.read(options["heads"]))
        verdict = verify.walk(heads=kept)
        self.stdout.write(f"{verdict.checked} linked entries checked, {verdict.unlinked} not linked yet")
        if not kept:
            self.stderr.write(f"No head in {options['heads']}: a cut at the end of the chain would go unseen.")
        else:
            self.stdout.write(f"{len(kept)} heads kept outside the database, the last of {kept[-1].date}")
        if verdict.broken is not None:
            broken = verdict.broken
            raise CommandError(f"BROKEN at link {broken.seq} (entry {broken.entry_id or '?'}): {broken.problem}")
        self.stdout.write("The chain is intact.")
