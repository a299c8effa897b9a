"""Structured logs: one line an event, with the request id; JSON in production, readable lines on a developer's desk."""

import logging

import structlog
from structlog.processors import ExceptionRenderer
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import Processor

_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=False),
]


def formatter(json: bool) -> logging.Formatter:
    """For LOGGING["formatters"]: lines of Django, Celery and structlog come out alike."""
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    # structlog's own tracebacks print local variables, and those may hold a passphrase, a code or a NIK
    tracebacks = ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
    last: list[Processor] = (
        [tracebacks, structlog.processors.JSONRenderer()] if json else [structlog.dev.ConsoleRenderer(colors=False)]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )
