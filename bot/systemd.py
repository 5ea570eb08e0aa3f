"""What systemd is told of a service with `Type=notify`: one datagram to the socket that it names; nothing elsewhere."""

import os
import socket


def notify(state: str) -> None:
    """Tell systemd: "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=…". Nobody listening is no error."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):  # an address that is no file
        address = "\0" + address[1:]
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as speaker:
            speaker.connect(address)
            speaker.sendall(state.encode())
    except OSError:
        return  # the bot answers all the same


def watchdog_seconds() -> float | None:
    """How often systemd wants to hear that this process lives, or None."""
    microseconds = os.environ.get("WATCHDOG_USEC", "")
    if not microseconds.isdecimal() or os.environ.get("WATCHDOG_PID", str(os.getpid())) != str(os.getpid()):
        return None
    return int(microseconds) / 1e6 or None
