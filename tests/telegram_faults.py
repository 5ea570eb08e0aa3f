"""What may go wrong between a bot and the Bot API, to be scripted call by call."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Fault:
    """What happens in place of a call. `lost`: the call is done, only its answer never arrives."""

    status: int | None = None
    description: str = ""
    retry_after: int | None = None
    broken: str | None = None  # "timeout" or "connection": no answer at all
    body: bytes | None = None  # an answer that is not the Bot API's
    lost: bool = False


def too_many_requests(retry_after: int) -> Fault:
    return Fault(429, f"Too Many Requests: retry after {retry_after}", retry_after)


def blocked_by_user() -> Fault:
    return Fault(403, "Forbidden: bot was blocked by the user")


def server_error(status: int = 502) -> Fault:
    return Fault(status, body=b"<html>Bad Gateway</html>")


def conflict() -> Fault:
    return Fault(409, "Conflict: terminated by other getUpdates request; only one bot may run")


def unauthorized() -> Fault:
    return Fault(401, "Unauthorized")


def garbage(body: bytes) -> Fault:
    """Success, with an answer that is not the Bot API's."""
    return Fault(200, body=body)


def timeout(lost: bool = False) -> Fault:
    return Fault(broken="timeout", lost=lost)


def connection_error(lost: bool = False) -> Fault:
    return Fault(broken="connection", lost=lost)


class Broken(Exception):
    """No answer comes: a "timeout" or a "connection" that breaks."""


def faulty(fault: Fault) -> tuple[int, bytes]:
    if fault.broken or fault.status is None:
        raise Broken(fault.broken)
    if fault.body is not None:
        return fault.status, fault.body
    answer: dict[str, Any] = {"ok": False, "error_code": fault.status, "description": fault.description}
    if fault.retry_after is not None:
        answer["parameters"] = {"retry_after": fault.retry_after}
    return fault.status, json.dumps(answer).encode()
