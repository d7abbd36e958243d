"""What must be settled around Rasa's imports: no telemetry, no start-up chatter, nothing people wrote in the log."""

import logging
import os
import warnings
from collections.abc import MutableMapping
from typing import Any

# Rasa passes what was said under these keys of a log entry.
_CONTENT = frozenset(
    {
        "text", "response_text", "user_text", "slot_values", "parse_data_text", "parse_data_entities", "slots",
        "prediction_events", "tracker_latest_message", "prefilled_slots", "message", "response", "slot_candidates",
        "rasa_event", "rasa_events", "tracker_states", "current_states", "old_states", "successes", "current_entity",
        "next_entity", "states", "entity", "token_text", "user_message", "json_message", "sender_id",
    }
)  # fmt: skip


def hush() -> None:
    """Switch off telemetry and the messages of old dependencies; to be called before Rasa is imported."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    # Not by a filter: half of the packages set filters of their own while they are imported.
    warnings.showwarning = lambda *_, **__: None


def keep_logs_clean() -> None:
    """Log warnings and errors only, without what people wrote; to be called after Rasa is imported."""
    import structlog
    from rasa.utils.log_utils import configure_structlog

    logging.getLogger("rasa").setLevel(logging.WARNING)
    configure_structlog(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(_name_the_error_only)
    structlog.configure(processors=[_without_content, *structlog.get_config()["processors"]])


def _name_the_error_only(record: logging.LogRecord) -> bool:
    # The text of an error, and what its trace shows, can hold what a person wrote.
    if record.exc_info and record.exc_info[0]:
        record.msg, record.args = f"{record.getMessage()} ({record.exc_info[0].__name__})", ()
        record.exc_info = None
    return True


def _without_content(_: Any, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in _CONTENT & entry.keys():
        del entry[key]
    return entry
