"""How often one address may ask a public question. Counted in the cache; while that is away each process counts
for itself, so a limit is looser by the number of processes, never open."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

_SECONDS = 120  # longer than the minute that is counted


def allowed(request: HttpRequest, what: str, *, per_minute: int, now: datetime) -> bool:
    minute = now.strftime("%Y%m%d%H%M")
    who = hashlib.sha256(client_address(request).encode()).hexdigest()[:20]
    key = f"rate:{what}:{who}:{minute}"
    cache.add(key, 0, timeout=_SECONDS)
    try:
        return int(cache.incr(key)) <= per_minute
    except ValueError:  # the cache came back between the two lines
        cache.set(key, 1, timeout=_SECONDS)
        return per_minute > 0


def client_address(request: HttpRequest) -> str:
    """The proxy's word only when settings say there is one; it appends, so the last entry is its own."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_PROXY and forwarded:
        return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
