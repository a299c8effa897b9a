"""One run: a database of its own, cases, figures, the table."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from perizinan.devstack.bench import cases, plans
from perizinan.devstack.bench.measure import Failed, Figure, figures
from perizinan.devstack.bench.pages import BARE_LIST, pages
from perizinan.devstack.bench.people import open_office

DATABASE = "bench_perizinan"


def bench(sizes: Sequence[int], *, rounds: int, show_plans: bool, keep: bool) -> int:
    measured: dict[int, list[Figure]] = {}
    with own_database(keep=keep):
        call_command("seed", verbosity=0)
        office = open_office(timezone.now())
        form, have = cases.shape(office), 0
        for size in sorted(set(sizes)):
            begin = time.monotonic()
            cases.grow(form, have, size)
            have = size
            print(f"{size} cases made in {time.monotonic() - begin:.0f} s", flush=True)
            asked = pages(office)
            try:
                measured[size] = figures(asked, rounds=rounds)
            except Failed as failed:
                print(failed)
                return 1
        print(table(measured, rounds))
        if show_plans:
            for page in asked:
                if page.plans:
                    plans.show(page)
    return 0


@contextmanager
def own_database(*, keep: bool) -> Iterator[None]:
    connection.settings_dict["TEST"]["NAME"] = DATABASE
    before = str(connection.settings_dict["NAME"])
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        if keep:
            print(f"\nThe database {DATABASE} stays.")
        else:
            connection.creation.destroy_test_db(before, verbosity=0)


def table(measured: dict[int, list[Figure]], rounds: int) -> str:
    """Ratio: median against the bare list at the same size. Growth: against the smallest size."""
    lines, smallest = [], min(measured)
    first = {figure.label: figure.median for figure in measured[smallest]}
    for size, found in measured.items():
        bare = next(figure.median for figure in found if figure.label == BARE_LIST)
        lines.append(f"\n{size:,} cases, {rounds} requests each".replace(",", " "))
        lines.append(f"  {'':30}{'median':>9}{'p95':>9}{'x list':>8}{'growth':>8}{'queries':>9}{'KB':>7}")
        for figure in found:
            growth = f"{figure.median / first[figure.label]:.2f}" if size != smallest else ""
            lines.append(
                f"  {figure.label:30}{figure.median:>7.1f}ms{figure.p95:>7.1f}ms{figure.median / bare:>8.2f}"
                f"{growth:>8}{figure.queries:>9}{figure.size / 1024:>7.1f}"
            )
    return "\n".join(lines)
