from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from perizinan.accounts import identity, verbs
from perizinan.accounts.actions import find_or_register
from perizinan.accounts.models import RoleGrant
from perizinan.accounts.queries import roles_of
from perizinan.accounts.roles import Role
from perizinan.audit.actions import record


class Command(BaseCommand):
    help = "The first admin of an installation, who then appoints everybody else in /admin/. They sign in by a code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the address that person signs in with")
        parser.add_argument("name", help="as colleagues know them")

    def handle(self, *_args: Any, **options: Any) -> None:
        now, name = timezone.now(), identity.name(options["name"])
        try:
            email = identity.email(options["email"])
        except ValidationError as error:
            raise CommandError(f"{options['email']} is no e-mail address.") from error
        user = find_or_register(name=name, email=email, phone=None, language="id", now=now)
        if Role.ADMIN in roles_of(user, timezone.localdate(now)):
            self.stdout.write(f"{user.name} is an admin already.")
            return
        with transaction.atomic():
            user.is_staff = True
            user.save(update_fields=["is_staff"])
            grant = RoleGrant.objects.create(user=user, role=Role.ADMIN, starts_on=timezone.localdate(now))
            record(verb=verbs.ADMIN_ADDED, by=None, subject=grant, now=now)
        self.stdout.write(f"{user.name} is an admin from today and signs in at /masuk/ with {email}.")
