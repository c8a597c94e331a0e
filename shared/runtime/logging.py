"""Logs: one line of JSON per event, or colours on a terminal. Ids and codes only, never what a person wrote."""

import logging
import sys
from typing import Any, TextIO

import orjson
import structlog


def configure(level: str, out: TextIO = sys.stderr) -> None:
    """Sends structlog and the standard library to `out`, in the same form."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    renderer: structlog.types.Processor = structlog.processors.JSONRenderer(serializer=_json)
    if out.isatty():
        renderer = structlog.dev.ConsoleRenderer()
    handler = logging.StreamHandler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for quiet in ("pymongo", "aio_pika", "aiormq", "asyncio", "httpx2", "uvicorn.access"):
        logging.getLogger(quiet).setLevel(max(logging.WARNING, root.level))
    structlog.configure(
        processors=[*shared, renderer],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(out),  # three times as fast as by way of the standard library
        cache_logger_on_first_use=False,
    )


def _json(value: Any, default: Any = None, **_: object) -> str:
    return orjson.dumps(value, default=default).decode()
