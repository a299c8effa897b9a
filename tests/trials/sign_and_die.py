"""A web process that is killed while the head signs: `python -m tests.trials.sign_and_die <permit> <before|after>`.

"before": the signature is made and its bytes are not stored. "after": they are stored and not yet the permit.
"""

import os
import signal
import sys
from datetime import timedelta

import django

django.setup()

from django.core.files.storage import FileSystemStorage  # noqa: E402
from django.utils import timezone  # noqa: E402

from applications.permits import sealing  # noqa: E402
from applications.permits.models import Permit  # noqa: E402
from tests.make import PASSPHRASE  # noqa: E402


def _die(*_args: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


permit = Permit.objects.get(pk=sys.argv[1])
sealing.LEASE = timedelta(seconds=2)
if sys.argv[2] == "before":
    FileSystemStorage.save = _die  # type: ignore[method-assign,assignment]
else:
    sealing.seal = _die  # type: ignore[assignment]
sealing.sign(permit_id=permit.pk, by=permit.signatory, passphrase=PASSPHRASE, now=timezone.now())
