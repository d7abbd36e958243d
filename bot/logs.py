"""Log lines: one event with its fields a line, never what people wrote, never a secret."""

import logging
import sys

import structlog

# These log addresses (Telegram's hold the token) or whole updates.
_TOO_TALKATIVE = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.CRITICAL,
    "uvicorn.access": logging.CRITICAL,
}


def configure_logs() -> None:
    """Send all log lines of this process to the error stream."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], bool_as_flag=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name, level in _TOO_TALKATIVE.items():
        logging.getLogger(name).setLevel(level)
