"""THE process table. The launcher, docker-compose.yml (a test compares them) and operators all start exactly these."""

from typing import NamedTuple


class Process(NamedTuple):
    name: str
    command: tuple[str, ...]


WEB = Process(
    "web",
    # The address is PORT's or GUNICORN_CMD_ARGS' to say. A slow upload holds a connection, no thread; each may hold a
    # file as well, and 1024 open ones are all that some systems allow. Preload: the code is read once for all workers.
    ("gunicorn", "perizinan.wsgi", "--worker-class", "perizinan.web.server.PatientWorker", "--workers", "2",
     "--threads", "8", "--worker-connections", "400", "--timeout", "60", "--graceful-timeout", "10",
     "--keep-alive", "15", "--max-requests", "5000", "--max-requests-jitter", "500", "--preload",
     "--no-control-socket"),
)  # fmt: skip
WORKER = Process(
    "worker", ("celery", "--app", "perizinan.celery", "worker", "--loglevel", "INFO", "--concurrency", "2")
)
BEAT = Process("beat", ("celery", "--app", "perizinan.celery", "beat", "--loglevel", "INFO"))  # one, never two

# Runs to its end before the three start; locally the launcher does the same in steps, and adds demo data.
PREPARE = Process("prepare", ("sh", "-c", "python manage.py migrate --noinput && python manage.py seed"))

TABLE = (WEB, WORKER, BEAT)
