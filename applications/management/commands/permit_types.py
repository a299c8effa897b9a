"""manage.py permit_types: permit types are files; this reads, checks, compares, writes and publishes them."""

import pathlib
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from applications.catalogue import bases, diff, export, load, patterns, publishing, tree, yamlfile
from applications.catalogue.models import PermitType, TypeDraft
from applications.catalogue.office_check import Office
from applications.catalogue.schema import PermitTypeSpec, Text
from applications.management import typed
from perizinan.accounts.models import User

REFUSALS = (yamlfile.Invalid, publishing.NotPublishable, load.BasisDiffers)


class Command(BaseCommand):
    help = "Import, export, check, compare and publish permit types, and replace laws they cite."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=["id", "en"], default="id", help="of what is said about a type")
        verbs = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
        check = verbs.add_parser("check", help="what is wrong with files (else the shipped ones), also for this office")
        check.add_argument("files", nargs="*", type=pathlib.Path)
        bring = verbs.add_parser("import", help="publish files (else the shipped ones); only warns of what lacks here")
        bring.add_argument("files", nargs="*", type=pathlib.Path)
        bring.add_argument("--draft", action="store_true", help="only prepare the next version")
        _options_of(bring, ("--by", "name kept with the version"), ("--as", "e-mail of an admin"))
        bring.add_argument("--new", action="store_true", help="only types this office does not have yet")
        verbs.add_parser("list", help="the published types")
        out = verbs.add_parser("export", help="write a type as a file")
        out.add_argument("slug")
        out.add_argument("--version", dest="number", type=int, help="else the current one")
        _options_of(out, ("--out", "a folder, or - for here"))
        compare = verbs.add_parser("diff", help="what changed: SLUG (to its draft), SLUG 1 2, or FILE")
        compare.add_argument("what")
        compare.add_argument("numbers", nargs="*", type=int)
        publish = verbs.add_parser("publish", help="a file, or the draft of a type, after all checks")
        publish.add_argument("what", help="a file or the slug of a type that has a draft")
        _options_of(publish, ("--at", 'office time, like "2026-12-01 00:00"'), ("--as", "e-mail of an admin"))
        unplan = verbs.add_parser("unplan", help="take back the date of a type; its draft stays")
        unplan.add_argument("slug")
        _options_of(unplan, ("--as", "e-mail of an admin"))
        close = verbs.add_parser("close", help="take no new cases")
        close.add_argument("slug")
        close.add_argument("--text", required=True, help="what visitors read, in Indonesian")
        _options_of(
            close, ("--text-en", "the same in English"), ("--successor", "slug"), ("--as", "e-mail of an admin")
        )
        basis = verbs.add_parser("replace-basis", help="prepare the next version of every type that cites a law")
        basis.add_argument("old", help="its key in the shared list")
        basis.add_argument("new", help="key of the law that replaces it")
        _options_of(
            basis, ("--title", "of a new law"), ("--number", "of it"), ("--from", "day, like 2027-01-01"),
            ("--as", "e-mail of an admin"),
        )  # fmt: skip

    def handle(self, *_args: Any, **options: Any) -> None:
        action = options["action"].replace("-", "_")
        with translation.override(options["language"]):
            try:
                getattr(self, f"_{action}")(options)
            except REFUSALS as error:
                raise CommandError(str(error)) from error
            except publishing.NoSuchType as error:
                raise CommandError(f"There is no published type {error}.") from error

    def _import(self, options: dict[str, Any]) -> None:
        now, by = timezone.now(), _admin(options["as"]) if options["as"] else None
        specs = typed.read(options["files"] or yamlfile.shipped())
        if options["new"]:
            here = set(PermitType.objects.exclude(current=None).values_list("slug", flat=True))
            specs = [spec for spec in specs if spec.slug not in here]
        if slow := patterns.slow([each for spec in specs for each in publishing.patterns_of(spec)]):
            raise CommandError(slow)
        if options["draft"]:
            for spec in specs:
                waiting = TypeDraft.objects.filter(slug=spec.slug).exists()
                publishing.prepare(spec=spec, by=by, now=now, by_name=options["by"])
                self.stdout.write(f"{spec.slug}: draft {'replaced' if waiting else 'stored'}")
            return
        results = load.publish_all(specs=specs, by=by, now=now, by_name=options["by"])
        for result in results:
            self.stdout.write(f"{result.slug}: version {result.number}, {'published' if result.new else 'unchanged'}")
        if options["verbosity"] > 0:
            fresh = {result.slug for result in results if result.new}
            self._warn((spec for spec in specs if spec.slug in fresh), Office.of(timezone.localdate(now)))

    def _warn(self, specs: Iterable[PermitTypeSpec], office: Office) -> None:
        for spec in specs:
            if lines := [*office.problems(spec), *office.warnings(spec)]:
                more = f" (and {len(lines) - 1} more: permit_types check)" if len(lines) > 1 else ""
                self.stderr.write(f"{spec.slug}: warning: {lines[0]}{more}")

    def _check(self, options: dict[str, Any]) -> None:
        office = Office.of(timezone.localdate())
        wrong = [] if options["files"] else tree.problems([path.stem for path in yamlfile.shipped()])
        files: Sequence[pathlib.Path] = options["files"] or yamlfile.shipped()
        for file in files:
            try:
                spec = yamlfile.read(file)
            except yamlfile.Invalid as error:
                wrong.append(str(error))
                continue
            wrong += [f"{file.name}: {line}" for line in publishing.problems(spec, office)]
            for line in office.warnings(spec):
                self.stderr.write(f"{file.name}: warning: {line}")
        if wrong:
            raise CommandError("\n".join(wrong))
        self.stdout.write(f"{len(files)} files are permit types that this office can publish.")

    def _export(self, options: dict[str, Any]) -> None:
        spec = (
            typed.version(options["slug"], options["number"])
            if options["number"]
            else publishing.current_spec(options["slug"])
        )
        text = export.as_yaml(spec)
        if (options["out"] or "-") == "-":
            self.stdout.write(text, ending="")
            return
        path = pathlib.Path(options["out"]) / f"{spec.slug}.yaml"
        path.write_text(text, encoding="utf-8")
        self.stdout.write(str(path))

    def _diff(self, options: dict[str, Any]) -> None:
        what, numbers = options["what"], options["numbers"]
        if typed.is_file(what):
            new = yamlfile.read(pathlib.Path(what))
            old = publishing.current_spec(new.slug)
        elif len(numbers) == 2:
            old, new = (typed.version(what, number) for number in numbers)
        elif not numbers:
            old, new = publishing.current_spec(what), typed.draft_spec(what)
        else:
            raise CommandError("Name two versions, like: diff reklame 1 2")
        for change in diff.differences(old, new):
            self.stdout.write(f"{change.place}: {change.sentence}" if change.place else change.sentence)

    def _publish(self, options: dict[str, Any]) -> None:
        by, now, what = _admin(options["as"]), timezone.now(), options["what"]
        spec = yamlfile.read(pathlib.Path(what)) if typed.is_file(what) else typed.draft_spec(what)
        if options["at"]:
            at = typed.office_time(options["at"])
            publishing.plan(spec=spec, at=at, by=by, now=now)
            self.stdout.write(f"{spec.slug}: will be published on {options['at']}")
        else:
            result = publishing.publish_now(spec=spec, by=by, now=now)
            self.stdout.write(f"{spec.slug}: version {result.number}, {'published' if result.new else 'unchanged'}")
        for line in Office.of(timezone.localdate(now)).warnings(spec):
            self.stderr.write(f"{spec.slug}: warning: {line}")

    def _unplan(self, options: dict[str, Any]) -> None:
        try:
            publishing.unplan(slug=options["slug"], by=_admin(options["as"]), now=timezone.now())
        except publishing.NotPlanned as error:
            raise CommandError(f"No date waits for {error}.") from error
        self.stdout.write(f"{options['slug']}: no longer planned, its draft stays")

    def _close(self, options: dict[str, Any]) -> None:
        text = Text(id=options["text"], en=options["text_en"] or "")
        result = publishing.close(
            slug=options["slug"],
            text=text,
            successor=options["successor"] or None,
            by=_admin(options["as"]),
            now=timezone.now(),
        )
        self.stdout.write(f"{result.slug}: version {result.number}, closed")

    def _replace_basis(self, options: dict[str, Any]) -> None:
        by = _admin(options["as"])
        new = typed.basis(options)
        try:
            prepared = bases.replace(old_key=options["old"], new=new, by=by, now=timezone.now())
        except bases.NoSuchBasis as error:
            raise CommandError(f"The shared list has no law {error}.") from error
        except bases.SameBasis as error:
            raise CommandError("A law cannot replace itself.") from error
        for each in prepared:
            said = "its draft was changed" if each.had_draft else "next version prepared"
            when = f", planned for {timezone.localtime(each.publish_at):%Y-%m-%d %H:%M}" if each.publish_at else ""
            self.stdout.write(f"{each.slug}: {said}{when}")
        self.stdout.write(f"{len(prepared)} types cite {options['old']}. Nothing was published.")

    def _list(self, _options: dict[str, Any]) -> None:
        for each in PermitType.objects.select_related("current").defer("current__spec").order_by("slug"):
            number = each.current.number if each.current else "-"
            closed = "  (closed)" if each.closed else ""
            self.stdout.write(f"{each.slug:<30} {each.channel:<10} version {number}  {each.name}{closed}")


def _options_of(parser: ArgumentParser, *options: tuple[str, str]) -> None:
    for name, words in options:
        parser.add_argument(name, default="", help=words)


def _admin(email: str) -> User:
    return typed.admin(email, on=timezone.localdate())
