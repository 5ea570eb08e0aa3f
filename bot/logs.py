"""Logs that cannot show a secret: the bot's token stands in the address of every request.

httpx logs those addresses, httpcore logs them at debug level, python-telegram-bot logs its base address
and puts a rejected token into an exception's text. A filter on a logger or a handler misses what other
loggers and handlers write, so secrets are taken out where every record is born.

What happens is told in events: a name and fields, which `QALA_LOG_FORMAT` shows as text (`name key=value …`) or as a
JSON object a line.
"""

import json
import logging
import os
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Literal

LogFormat = Literal["text", "json"]

_MASK = "[secret]"
_TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# Users are told apart within one run of the bot, and cannot be found again by trying out all numbers.
_SALT = os.urandom(16)
_secrets: set[str] = set()
_formatter = logging.Formatter()
_make_record = logging.getLogRecordFactory()


def conceal(*secrets: str) -> None:
    """From now on, write a mask in place of these texts in every log record of this process."""
    _secrets.update(part for secret in secrets for part in (secret, secret.partition(":")[2]) if part)
    logging.setLogRecordFactory(_redacted_record)
    for noisy in ("httpx", "httpcore", "apscheduler"):  # a line per request, several a minute when nothing happens
        logging.getLogger(noisy).setLevel(logging.WARNING)


def set_up(log_format: LogFormat) -> None:
    """Log to stderr from level INFO on; nothing changes where the caller has set up logging."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonFormatter() if log_format == "json" else logging.Formatter(_TEXT))
    logging.basicConfig(level=logging.INFO, handlers=[handler])


def log_event(logger: logging.Logger, name: str, **fields: str | float | bool | None) -> None:
    """Log that something happened: one line, in either format."""
    text = " ".join(f"{key}={_plain(value)}" for key, value in fields.items())
    logger.info("%s %s", name, text, extra={"event": {"event": name} | fields})


def user_hash(user: int | None) -> str | None:
    """What stands for a user in the log."""
    return None if user is None else blake2b(str(user).encode(), key=_SALT, digest_size=6).hexdigest()


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: an event by its fields, anything else by its message."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        line |= getattr(record, "event", None) or {"message": record.getMessage()}
        if record.exc_info or record.exc_text:
            line["traceback"] = record.exc_text or self.formatException(record.exc_info or (None, None, None))
        return _redacted(json.dumps(line, ensure_ascii=False))


def _plain(value: str | float | bool | None) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "-" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _redacted_record(*args: object, **kwargs: object) -> logging.LogRecord:
    record: logging.LogRecord = _make_record(*args, **kwargs)
    message = _message(record)
    if (redacted := _redacted(message)) != message:
        record.msg, record.args = redacted, ()
    if record.exc_info:
        traceback = _formatter.formatException(record.exc_info)
        if (redacted := _redacted(traceback)) != traceback:
            # Formatters append this text; without the exception itself nobody can format it anew.
            record.exc_text, record.exc_info = redacted, None
    return record


def _message(record: logging.LogRecord) -> str:
    """The formatted message; a record whose arguments do not fit must not break its caller."""
    try:
        return record.getMessage()
    except (TypeError, ValueError, KeyError):
        return f"{record.msg} {record.args}"


def _redacted(text: str) -> str:
    for secret in sorted(_secrets, key=len, reverse=True):
        text = text.replace(secret, _MASK)
    return text
