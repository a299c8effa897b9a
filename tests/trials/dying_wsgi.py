"""The portal whose web process is killed while the head signs: `gunicorn tests.trials.dying_wsgi`.

DIE_AT "before": the signature is made and its bytes are not stored. "after": they are stored and not yet the permit.
"""

import os
import signal
from datetime import timedelta

from perizinan.wsgi import application

# isort: split
from django.core.files.storage import FileSystemStorage

from applications.permits import sealing


def _die(*_args: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


sealing.LEASE = timedelta(seconds=2)
if os.environ["DIE_AT"] == "before":
    FileSystemStorage.save = _die  # type: ignore[method-assign,assignment]
else:
    sealing.seal = _die  # type: ignore[assignment]

__all__ = ["application"]
