"""Logs that cannot show a secret: the bot's token stands in the address of every request.

httpx logs those addresses, httpcore logs them at debug level, python-telegram-bot logs its base address
and puts a rejected token into an exception's text. A filter on a logger or a handler misses what other
loggers and handlers write, so secrets are taken out where every record is born.
"""

import logging

_MASK = "[secret]"
_secrets: set[str] = set()
_formatter = logging.Formatter()
_make_record = logging.getLogRecordFactory()


def conceal(*secrets: str) -> None:
    """From now on, write a mask in place of these texts in every log record of this process."""
    _secrets.update(part for secret in secrets for part in (secret, secret.partition(":")[2]) if part)
    logging.setLogRecordFactory(_redacted_record)
    for noisy in ("httpx", "httpcore"):  # a line per request, twice a minute when nothing happens
        logging.getLogger(noisy).setLevel(logging.WARNING)


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
