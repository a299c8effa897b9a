from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from applications.lifecycle.models import Application
from perizinan.devstack import demo, demo_people
from perizinan.office import load as office
from perizinan.regions import load as regions
from perizinan.workdays import load as workdays


class Command(BaseCommand):
    help = "What every installation needs: regions, holidays, units, office profile, permit types. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="demo accounts and demo cases; DEMO only")
        parser.add_argument("--print-accounts", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["print_accounts"]:
            self.stdout.write(demo_people.accounts_text())
            return
        now = timezone.now()
        regions.load()
        workdays.seed(years=[now.year - 1, now.year, now.year + 1])
        office.seed()
        demo_people.units()
        # types the office has are its own: it may have changed them, and every start of the portal seeds
        call_command("permit_types", "import", "--new", verbosity=0, stdout=self.stdout)
        if options["demo"]:
            if not settings.DEMO:
                raise CommandError("Demo data is for DEMO installations only.")
            self._demo(now)

    def _demo(self, now: datetime) -> None:
        with connection.cursor() as cursor:  # some hundred small commits; a crash loses what can be seeded again
            cursor.execute("SET synchronous_commit TO off")
        cast = demo_people.enter(now)
        if not Application.objects.exists():
            demo.tell(cast, now)
