"""Settings, all of them: `MANYI_*` from the environment or `.env`. Each is documented in docs/settings.md."""

from functools import cache
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """One field, one `MANYI_` variable; its description is what the docs say of it."""

    model_config = SettingsConfigDict(env_prefix="MANYI_", env_file=".env", extra="ignore")

    database_url: str = Field(
        default="sqlite:///var/manyi.db", description="URL of the database: sqlite:/// or postgresql://."
    )
    organisation: str = Field(default="我们", description="Name of the organisation, as customers read it.")
    timezone: str = Field(
        default="Asia/Shanghai", description="Time zone of working hours, months and dates."
    )
    language: str = Field(default="zh-CN", description="Language spoken first.")
    survey: str = Field(
        default="", description="Key of the survey offered in the chat; empty: the one published last."
    )
    policy: str = Field(default="standard", description="Key of the policy (deadlines, rules) in force.")
    bot_host: str = Field(default="127.0.0.1", description="Address that the customers' door listens on.")
    bot_port: int = Field(default=8000, description="Port of the customers' door.")
    bot_url: str = Field(
        default="", description="The customers' door as seen from outside; empty: host and port."
    )
    admin_host: str = Field(default="127.0.0.1", description="Address that the staff's door listens on.")
    admin_port: int = Field(default=8001, description="Port of the staff's door.")
    admin_url: str = Field(
        default="", description="The staff's door as seen from outside; empty: host and port."
    )
    telegram_token: str = Field(
        default="", repr=False, description="Token of the Telegram bot; empty: Telegram is off."
    )
    telegram_api_url: str = Field(
        default="https://api.telegram.org", description="Bot API server that Telegram is reached by."
    )
    telegram_webhook_secret: str = Field(
        default="",
        repr=False,
        description="Secret that Telegram's webhook calls carry; empty: updates are polled.",
    )
    upload_limit: int = Field(
        default=20_000_000, description="Largest file that a customer may send, in bytes."
    )
    demo: bool = Field(
        default=False, description="Marks the database as a demonstration; opens the guided page."
    )
    log_level: str = Field(default="info", description="How much is logged: debug, info, warning, error.")
    data: Path = Field(
        default=Path("var"), description="Folder for what processes share on this machine (wake signals)."
    )

    @property
    def bot_address(self) -> str:
        """URL of the customers' door."""
        return self.bot_url.rstrip("/") or f"http://{self.bot_host}:{self.bot_port}"

    @property
    def admin_address(self) -> str:
        """URL of the staff's door."""
        return self.admin_url.rstrip("/") or f"http://{self.admin_host}:{self.admin_port}"


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
