"""Logging: one JSON object a line on standard error, ours and the libraries', joined by the request's or job's id.

No personal data: an error is logged by its kind and the places in the program it passed, not by its message, which may
quote what somebody typed. FINPRO_LOG_LEVEL=DEBUG adds messages, for use with invented data only.
"""

import logging
import logging.config
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

from finpro.config.env import ConfigurationError

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
# They write addresses of pages, or ids of passkeys, into their messages; the same events are told without.
_SILENT = ("django.request", "django.security", "django.server", "fido2")
# Frames of an error that are logged, the innermost ones.
_DEPTH = 25

Fields = MutableMapping[str, Any]


def configure(options: dict[str, Any]) -> None:
    """Django calls this as LOGGING_CONFIG with LOGGING, which holds `level`. Raises ConfigurationError."""
    level = str(options["level"]).upper()
    if level not in LEVELS:
        raise ConfigurationError(f"FINPRO_LOG_LEVEL is {level!r}; it must be one of {', '.join(LEVELS)}.")
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
        Errors(with_messages=level == "DEBUG"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "json": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "foreign_pre_chain": shared,
                    "processors": [
                        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
                    ],
                    "keep_exc_info": False,
                }
            },
            "handlers": {
                "stderr": {"class": "logging.StreamHandler", "formatter": "json"},
                "nowhere": {"class": "logging.NullHandler"},
            },
            "loggers": {
                **{name: {"handlers": ["nowhere"], "propagate": False} for name in _SILENT},
                # It says of every job that it was fetched, started and ended.
                "procrastinate": {"level": "WARNING"},
            },
            "root": {"handlers": ["stderr"], "level": level},
        }
    )


class Errors:
    """A structlog processor: an exception becomes its kind, its places, and what the database calls the constraint."""

    def __init__(self, *, with_messages: bool) -> None:
        self.with_messages = with_messages

    def __call__(self, logger: Any, method: str, fields: Fields) -> Fields:
        """Replace `exc_info` by `error`."""
        given = fields.pop("exc_info", None)
        error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
        if isinstance(error, BaseException):
            fields["error"] = self._told(error)
        return fields

    def _told(self, error: BaseException) -> dict[str, Any]:
        frames = traceback.extract_tb(error.__traceback__)[-_DEPTH:]
        told: dict[str, Any] = {
            "kind": f"{type(error).__module__}.{type(error).__qualname__}",
            "places": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
        }
        cause = error.__cause__
        diagnosis = getattr(cause or error, "diag", None)
        if diagnosis is not None:
            told |= {
                "sqlstate": diagnosis.sqlstate,
                "table": diagnosis.table_name,
                "constraint": diagnosis.constraint_name,
            }
        if self.with_messages:
            told["message"] = str(error)
        if cause is not None:
            told["cause"] = self._told(cause)
        return told
