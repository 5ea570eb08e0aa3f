"""The webhook's settings, checked before Telegram hears of them."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.logs import conceal
from bot.settings import Settings
from index.errors import SettingsError

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")  # what Telegram takes as a webhook's secret


def webhook_options(settings: Settings) -> dict[str, Any] | None:
    """The keyword arguments of `start_webhook`; None where the bot polls. SettingsError where they make no sense."""
    if not settings.webhook_url:
        return None
    url = settings.webhook_url
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if urlsplit(url).scheme != "https":
        raise SettingsError(f"QALA_WEBHOOK_URL must be an https address, not {url!r}.")
    if not _SECRET.fullmatch(secret):
        raise SettingsError(
            "QALA_WEBHOOK_SECRET must be 1 to 256 characters of A-Z, a-z, 0-9, _ and -:"
            " without it anybody could send updates to the webhook."
        )
    conceal(secret)
    return {
        "listen": settings.webhook_listen,
        "port": settings.webhook_port,
        "url_path": re.escape(urlsplit(url).path.lstrip("/")),
        "webhook_url": url,
        "secret_token": secret,
    }
