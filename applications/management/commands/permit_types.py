"""manage.py permit_types import|check|list: permit types are files; this publishes them."""

import pathlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from applications.catalogue import load, yamlfile
from applications.catalogue.models import PermitType
from applications.catalogue.schema import PermitTypeSpec


class Command(BaseCommand):
    help = "Import, check or list permit types. Without file names: the ones shipped with the portal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=["import", "check", "list"])
        parser.add_argument("files", nargs="*", type=pathlib.Path)
        parser.add_argument("--by", default="", help="name of the person who publishes, kept with the version")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["action"] == "list":
            self._list()
            return
        specs = self._read(options["files"] or yamlfile.shipped())
        if options["action"] == "check":
            self.stdout.write(f"{len(specs)} files are permit types.")
            return
        try:
            results = load.publish_all(specs=specs, by=None, now=timezone.now(), by_name=options["by"])
        except load.BasisDiffers as error:
            raise CommandError(str(error)) from error
        for result in results:
            self.stdout.write(f"{result.slug}: version {result.number}, {'published' if result.new else 'unchanged'}")

    def _read(self, files: list[pathlib.Path]) -> list[PermitTypeSpec]:
        """Every file is read before any is refused, so one run says all that is wrong."""
        specs, wrong = [], []
        for file in files:
            try:
                specs.append(yamlfile.read(file))
            except yamlfile.Invalid as error:
                wrong.append(str(error))
        if wrong:
            raise CommandError("\n".join(wrong))
        return specs

    def _list(self) -> None:
        for each in PermitType.objects.select_related("current").defer("current__spec").order_by("slug"):
            number = each.current.number if each.current else "-"
            self.stdout.write(f"{each.slug:<30} {each.channel:<10} version {number}  {each.name}")
