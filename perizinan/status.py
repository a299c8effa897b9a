"""Is the portal well? `/sehat/` (alive), `/sehat/siap/` (ready), `/metrics` (Prometheus). Wiring: it asks every slice.

Everything is read from the database or asked of the part itself when somebody looks, so the answer is the same
from every web process and needs no counters in memory.
"""

import hmac
import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.db.models import Count, Min
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from applications.permits.models import Permit
from perizinan.files import health as files
from perizinan.outbox.models import Delivery
from perizinan.outbox.models import State as DeliveryState


@dataclass(frozen=True)
class Backlog:
    """What waits for a worker, and since when."""

    name: str
    count: int
    oldest_at: datetime | None

    def age(self, now: datetime) -> int:
        return max(0, int((now - self.oldest_at).total_seconds())) if self.oldest_at else 0


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's signature
    """The process answers. Touches nothing else, so a restart is never asked for because of another part."""
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 as long as the database answers: without Redis or clamd work waits, and pages still serve."""
    if not database_answers():
        return JsonResponse({"ready": False}, status=503)
    if not (_from_this_machine(request) or _is_staff(request)):
        return JsonResponse({"ready": True})
    now, parts = timezone.now(), {"database": True, **_other_parts()}
    waiting = {each.name: {"count": each.count, "oldest_seconds": each.age(now)} for each in backlogs()}
    degraded = [name for name, up in parts.items() if not up]
    return JsonResponse({"ready": True, "degraded": degraded, "parts": parts, "waiting": waiting})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For the Prometheus on this machine, or one that sends `Authorization: Bearer METRICS_TOKEN`."""
    if not (_from_this_machine(request) or _has_token(request)):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return False
    return True


def redis_answers() -> bool:
    client = Redis.from_url(
        settings.REDIS_URL.replace("redis+socket", "unix"),
        socket_timeout=1,
        socket_connect_timeout=0.5,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        return bool(client.ping())
    except (RedisError, OSError):
        return False
    finally:
        client.close()


def backlogs() -> list[Backlog]:
    found, pages = files.backlog(), files.pages_backlog()
    deliveries = Delivery.objects.filter(state__in=[DeliveryState.PENDING, DeliveryState.SENDING])
    messages = deliveries.aggregate(count=Count("pk"), oldest=Min("message__created_at"))
    letters = Permit.objects.filter(state=Permit.State.APPROVED).aggregate(count=Count("pk"), oldest=Min("approved_at"))
    return [
        Backlog("files", found.files, found.oldest_at),
        Backlog("pages", pages.files, pages.oldest_at),
        Backlog("messages", messages["count"], messages["oldest"]),
        Backlog("letters", letters["count"], letters["oldest"]),
    ]


def _other_parts() -> dict[str, bool]:
    """Only what this installation is meant to have."""
    parts = {"redis": redis_answers()} if settings.REDIS_URL else {}
    if settings.CLAMD_MODE != "demo":
        parts["clamd"] = files.clamd_alive()
    return parts


class _Collector(Collector):
    def collect(self) -> Iterator[Metric]:
        database = database_answers()
        up = GaugeMetricFamily("perizinan_up", "1 while this part answers", labels=["part"])
        for name, answers in {"database": database, **_other_parts()}.items():
            up.add_metric([name], float(answers))
        yield up
        if database:
            yield from self._waiting(timezone.now())

    def _waiting(self, now: datetime) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("perizinan_waiting", "What waits for a worker", labels=["kind"])
        oldest = GaugeMetricFamily("perizinan_oldest_seconds", "Age of the oldest that waits", labels=["kind"])
        for each in backlogs():
            waiting.add_metric([each.name], each.count)
            oldest.add_metric([each.name], each.age(now))
        yield from (waiting, oldest)
        failed = Delivery.objects.filter(state=DeliveryState.FAILED).count()
        yield GaugeMetricFamily("perizinan_messages_failed", "Deliveries given up", value=failed)


def _from_this_machine(request: HttpRequest) -> bool:
    """Not through a proxy: what comes through one has a foreign sender behind it, and the proxy says so."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:  # over a unix socket there is no address
        return False


def _is_staff(request: HttpRequest) -> bool:
    return bool(getattr(request.user, "is_staff", False))


def _has_token(request: HttpRequest) -> bool:
    given = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(settings.METRICS_TOKEN) and hmac.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
