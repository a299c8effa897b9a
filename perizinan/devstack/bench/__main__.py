"""`make bench ARGS="--cases 10000 100000 --rounds 60 --plans --keep"`."""

import argparse
import logging
import os
import sys
import warnings


def main() -> int:
    options = _options()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perizinan.settings")
    os.environ.update(CLAMD_MODE="demo", LOG_LEVEL="ERROR")
    import django
    from django.conf import settings

    settings.DEBUG = False  # the tests' way: settings are read as for development, pages run as in production
    django.setup()
    logging.disable(logging.WARNING)
    warnings.filterwarnings("ignore", message="No directory at")  # static files are not what is measured
    from perizinan.devstack.bench import run

    return run.bench(options.cases, rounds=options.rounds, show_plans=options.plans, keep=options.keep)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description="Pages against bare Django views.")
    parser.add_argument("--cases", type=int, nargs="+", default=[10_000, 100_000], help="sizes, up to 1000000")
    parser.add_argument("--rounds", type=int, default=60, help="requests of each page")
    parser.add_argument("--plans", action="store_true", help="EXPLAIN (ANALYZE, BUFFERS) of the queue's queries")
    parser.add_argument("--keep", action="store_true", help="leave the database for a look with psql")
    options = parser.parse_args()
    if any(not 100 <= count <= 1_000_000 for count in options.cases):
        parser.error("--cases from 100 to 1000000")
    return options


if __name__ == "__main__":
    sys.exit(main())
