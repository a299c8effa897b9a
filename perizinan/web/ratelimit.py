"""How often one address may ask a public question. Counted in the cache; without the cache nobody is held up."""

import hashlib
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest


def allowed(request: HttpRequest, what: str, *, per_minute: int, now: datetime) -> bool:
    minute = now.strftime("%Y%m%d%H%M")
    who = hashlib.sha256(client_address(request).encode()).hexdigest()[:20]
    key = f"rate:{what}:{who}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        return int(cache.incr(key)) <= per_minute
    except ValueError:  # the cache is away and behaves as empty
        return True


def client_address(request: HttpRequest) -> str:
    """The proxy's word only when settings say there is one; it appends, so the last entry is its own."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "")
    if settings.BEHIND_PROXY and forwarded:
        return str(forwarded).rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))
