"""Settings: from the environment (`QALA_…`) and a `.env` file; `.env.example` explains each."""

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.logs import LogFormat
from index.errors import SettingsError
from index.model import DEFAULT_MODEL


class Settings(BaseSettings):
    """Everything that can be set; each field `x` is the environment's `QALA_X`."""

    model_config = SettingsConfigDict(
        env_prefix="QALA_", env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True
    )

    index: Path = Field(Path("var/index"), description="folder of the index")
    top: int = Field(5, ge=1, le=50, description="answers to a question")
    model: str = Field(DEFAULT_MODEL, description="embedding model: name, hub name or local folder")
    device: str = Field("auto", description="auto or cpu (ONNX where it can), torch-cpu, cuda, mps")
    cache: Path | None = Field(None, description="folder of prepared models; the user's cache by default")

    contact: str | None = Field(
        None, pattern=r"^[!-'*-~]{3,200}$", description="who fetches web pages: an e-mail or web address"
    )
    proxy: str | None = Field(None, pattern=r"^https?://\S+$", description="proxy for web pages and feeds")

    memory: Path | None = Field(None, description="the bot's memory; bot.sqlite beside the index's folder by default")
    telegram_token: SecretStr | None = Field(None, description="the bot's token from @BotFather")
    telegram_base_url: str = Field("https://api.telegram.org/bot", description="the Bot API's address")
    webhook_url: str | None = Field(None, description="https address for updates; long polling without it")
    webhook_listen: str = Field("127.0.0.1", description="address that the webhook listens on")
    webhook_port: int = Field(8080, ge=1, le=65535, description="port that the webhook listens on")
    webhook_secret: SecretStr | None = Field(None, description="secret token of the webhook")
    admins: str = Field("", pattern=r"^\s*(\d+\s*(,\s*\d+\s*)*)?$", description="ids of users who may see figures")

    questions_per_minute: int = Field(20, ge=0, description="of one person; 0: no limit")
    questions_waiting: int = Field(1000, ge=1, description="of all people together, before others are told to wait")
    follows: int = Field(20, ge=1, le=100, description="of one chat: how many it may have at once")
    alert_seconds: int = Field(15, ge=1, description="between two looks for what is new to those who follow")
    time_zone: str = Field("UTC", description="of readers' quiet hours, where they name none")
    log_format: LogFormat = Field("text", description="text, or json: an object a line")
    metrics_port: int = Field(0, ge=0, le=65535, description="port of /health and /metrics on 127.0.0.1; 0: none")

    @field_validator("time_zone")
    @classmethod
    def _time_zone_that_is_known(cls, name: str) -> str:
        from bot.quiet import zone_named

        if (zone := zone_named(name)) is None:
            raise ValueError(f"no time zone is called {name!r}: Asia/Riyadh, for example, or +3")
        return zone

    @property
    def memory_path(self) -> Path:
        """Where the bot's memory is, said or not."""
        return self.memory or self.index.parent / "bot.sqlite"

    @property
    def admin_ids(self) -> frozenset[int]:
        """The admins' ids."""
        return frozenset(int(number) for number in self.admins.replace(",", " ").split())


def load_settings() -> Settings:
    """The settings in force; SettingsError names the first that makes no sense."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "QALA_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"setting {name}: {first['msg']}") from error
