"""Workers that reach for one file at the same moment."""

import contextlib
import threading

from django.db import connection


def claim_at_once(work, pk, *, now, monkeypatch, workers=2):
    """`work`: a module with `claim` and `uuid`. How many of the workers got the file; each waits before it writes
    until the other has read."""
    both = threading.Barrier(workers)
    real, won = work.uuid.uuid4, []

    def meet():
        with contextlib.suppress(threading.BrokenBarrierError):
            both.wait(timeout=0.5)
        return real()

    def reach():
        try:
            won.append(work.claim(pk=pk, now=now) is not None)
        finally:
            connection.close()

    monkeypatch.setattr(work.uuid, "uuid4", meet)
    threads = [threading.Thread(target=reach) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(won)
