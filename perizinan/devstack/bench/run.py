"""One run: a database of its own, cases, figures, the table."""

import io
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from perizinan.devstack.bench import cases, catalogue, files, form_upload, forms, plans, uploaders
from perizinan.devstack.bench.measure import Failed, Figure, figures
from perizinan.devstack.bench.pages import BARE_LIST, pages
from perizinan.devstack.bench.people import open_office

DATABASE = "bench_perizinan"


def bench(sizes: Sequence[int], *, rounds: int, show_plans: bool, keep: bool) -> int:
    measured: dict[int, list[Figure]] = {}
    with own_database(keep=keep):
        call_command("seed", verbosity=0, stdout=io.StringIO())
        office = open_office(timezone.now())
        catalogue.fill(timezone.now())
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
        print(f"\n{forms.ratio()}")
        try:
            for line in (form_upload.ratio(office), *files.ratios(office), uploaders.ratio(office)):
                print(line, flush=True)
        except Failed as failed:
            print(failed)
            return 1
        if show_plans:
            plans.show([page for page in asked if page.plans])
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
    """Ratios to the bare list at the same size and growth since the smallest size, of the median and of the fastest
    tenth: on a busy machine the median tells of the neighbours too."""
    lines, smallest = [], min(measured)
    first = {figure.label: figure for figure in measured[smallest]}
    for size, found in measured.items():
        bare = next(figure for figure in found if figure.label == BARE_LIST)
        lines.append(f"\n{size:,} cases, {rounds} requests each; milliseconds".replace(",", " ", 1))
        times = f"{'fast':>7}{'median':>8}{'p95':>8}"
        lines.append(f"  {'':28}{times}  {'x list':>13}  {'growth':>13}{'queries':>9}{'KB':>7}")
        lines.append(f"  {'':51}  {'fast  median':>13}  {'fast  median':>13}")
        for each in found:
            before = first[each.label]
            ratio = f"{each.fast / bare.fast:.2f}  {each.median / bare.median:>6.2f}"
            growth = f"{each.fast / before.fast:.2f}  {each.median / before.median:>6.2f}" if size != smallest else ""
            lines.append(
                f"  {each.label:28}{each.fast:>7.1f}{each.median:>8.1f}{each.p95:>8.1f}  {ratio:>13}  {growth:>13}"
                f"{each.queries:>9}{each.size / 1024:>7.1f}"
            )
    return "\n".join(lines)
