import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from perizinan.accounts import verbs
from perizinan.accounts.models import User
from perizinan.accounts.queries import roles_of
from perizinan.accounts.roles import Role
from perizinan.audit.actions import record
from perizinan.signing.authority import LocalAuthority
from perizinan.signing.refusals import SigningRefused


class Command(BaseCommand):
    help = "A signing key of the portal's own test authority for one person. The passphrase is asked for, never given."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that person signs in with")
        parser.add_argument("--replace", action="store_true", help="a new key for somebody who has one already")

    @sensitive_variables("passphrase")
    def handle(self, *_args: Any, **options: Any) -> None:
        if settings.SIGNER != "local":
            raise CommandError(f"SIGNER is {settings.SIGNER!r}: keys are made there, not here.")
        user = User.objects.filter(email=options["email"].lower(), is_active=True).first()
        if user is None:
            raise CommandError(f"Nobody signs in as {options['email']}.")
        authority, signer_id = LocalAuthority(Path(settings.SIGNING_DIR)), f"user-{user.pk}"
        if authority.knows(signer_id) and not options["replace"]:
            raise CommandError("This person has a key. --replace makes a new one; what the old one signed stays valid.")
        passphrase = _ask_twice()
        try:
            with transaction.atomic():
                record(verb=verbs.SIGNER_ENROLLED, by=None, subject=user, now=timezone.now())
                authority.enrol(signer_id, user.name, passphrase)
        except SigningRefused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self.stdout.write(f"{user.name} can sign with the local test authority.")
        if Role.HEAD not in roles_of(user, timezone.localdate()):
            self.stderr.write("Not yet a head of office: give the role in /admin/ before the first signature.")


@sensitive_variables()
def _ask_twice() -> str:
    passphrase = getpass.getpass("Passphrase: ")
    if getpass.getpass("Once more: ") != passphrase:
        raise CommandError("The two are not the same. Nothing was changed.")
    return passphrase
