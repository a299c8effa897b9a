from datetime import datetime

from django.db import transaction

from applications.answers.format import display
from applications.answers.queries import answers_of
from applications.catalogue.schema import FieldType
from applications.lifecycle.models import Application
from perizinan.accounts.models import User
from perizinan.audit.actions import record


def reveal(*, application: Application, key: str, by: User, now: datetime) -> str:
    """One personal number in full. It leaves only together with its entry in the audit; "" when there is none."""
    field = next((f for f in application.spec.all_fields() if f.key == key and f.type is FieldType.NIK), None)
    if field is None:
        return ""
    with transaction.atomic(durable=True):
        record(verb="case.reveal", by=by, subject=application, now=now, data={"field": key})
        value = answers_of(application, application.round).get(key)
    return display(field, value, mask_numbers=False)
