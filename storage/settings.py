"""Settings, all of them: `MANYI_*` from the environment or `.env`. Each is documented in docs/settings.md."""

from functools import cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_settings import SettingsConfigDict

from storage.chosen import Chosen
from storage.domain import imap_server, proxies, smtp_server, web_address


def _timezone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (LookupError, OSError) as error:
        raise ValueError from error
    return name


def _imap(url: str) -> str:
    if url:
        imap_server.parse(url)
    return url


def _smtp(url: str) -> str:
    if url:
        smtp_server.parse(url)
    return url


def _proxies(written: str) -> str:
    proxies.networks(written)
    return written


def _chat(url: str) -> str:
    if url and not web_address.fits(url):
        raise ValueError("no address of a chat")
    return url


def _port(place: str) -> str:
    if place and not place.startswith("unix:") and not 0 < int(place.rpartition(":")[2]) < 65_536:
        raise ValueError("no such port")
    return place


Port = Annotated[int, Field(ge=1, le=65535)]
Url = Annotated[str, Field(pattern=r"^(https?://[^\s/]\S*)?$")]
TELEGRAM = "https://api.telegram.org"


class Settings(Chosen):
    """One field, one `MANYI_` variable; its description is what the docs say of it."""

    model_config = SettingsConfigDict(
        env_prefix="MANYI_", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    database_url: str = Field(
        default="sqlite:///var/manyi.db",
        min_length=1,
        repr=False,
        description="URL of the database: sqlite:/// or postgresql://.",
    )
    organisation: str = Field(default="我们", description="Name of the organisation, as customers read it.")
    timezone: Annotated[str, AfterValidator(_timezone)] = Field(
        default="Asia/Shanghai", description="Time zone of working hours, months and dates."
    )
    language: str = Field(default="zh-CN", description="Language spoken first.")
    survey: str = Field(
        default="", description="Key of the survey offered in the chat; empty: the one published last."
    )
    policy: str = Field(default="standard", description="Key of the policy (deadlines, rules) in force.")
    bot_host: str = Field(default="127.0.0.1", description="Address that the customers' door listens on.")
    bot_port: Port = Field(default=8000, description="Port of the customers' door.")
    bot_url: Annotated[Url, AfterValidator(_chat)] = Field(
        default="", description="The customers' door as seen from outside; empty: host and port."
    )
    admin_host: str = Field(default="127.0.0.1", description="Address that the staff's door listens on.")
    admin_port: Port = Field(default=8001, description="Port of the staff's door.")
    admin_url: Url = Field(
        default="", description="The staff's door as seen from outside; empty: host and port."
    )
    second_factor: str = Field(
        default="",
        pattern=r"^(viewer|auditor|handler|department_head|manager|administrator)?$",
        description="Lowest role that must have a second factor; empty: each as they like.",
    )
    oidc_issuer: Url = Field(
        default="",
        description="Issuer (OpenID Connect) by whose accounts staff may sign in; empty: by passwords alone.",
    )
    oidc_client: str = Field(
        default="", pattern=r"^\S{0,200}$", description="What the issuer calls us (client ID)."
    )
    oidc_secret: str = Field(
        default="",
        pattern=r"^\S{0,500}$",
        repr=False,
        description="Our secret at the issuer; empty: we are a public client.",
    )
    oidc_only: bool = Field(default=False, description="Whether passwords sign in administrators alone.")
    proxies: Annotated[str, AfterValidator(_proxies)] = Field(
        default="127.0.0.1 ::1",
        description="Reverse proxies before the staff's door, as addresses or networks with blanks between.",
    )
    telegram_token: str = Field(
        default="",
        pattern=r"^([0-9]+:[A-Za-z0-9_-]+)?$",
        repr=False,
        description="Token of the Telegram bot; empty: Telegram is off.",
    )
    telegram_name: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9_]{4,40})?$",
        description="Name of the Telegram bot, without @: personal links and links to go on lead there too.",
    )
    telegram_api_url: str = Field(
        default=TELEGRAM,
        pattern=r"^https?://[^\s/]\S*$",
        description="Bot API server that Telegram is reached by.",
    )
    telegram_webhook_secret: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9_-]{0,256}$",
        repr=False,
        description="Secret that Telegram's webhook calls carry; empty: updates are polled.",
    )
    smtp_url: Annotated[str, AfterValidator(_smtp)] = Field(
        default="",
        repr=False,
        description="Server that mail is handed to: smtp://user:password@host:587, smtps://…; empty: off.",
    )
    mail_from: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9._-]{1,63}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)?$",
        description="Address that customers read mail from and answer to.",
    )
    mail_subaddress: bool = Field(
        default=True,
        description="Whether name+anything@domain arrives too: replies then find their talk by it.",
    )
    mail_per_minute: int = Field(default=30, ge=0, description="Most mails sent in a minute; 0: no limit.")
    mail_per_hour: int = Field(default=500, ge=0, description="Most mails sent in an hour; 0: no limit.")
    dkim_key: str = Field(
        default="",
        description="File with the private key that mails are signed with (DKIM); empty: unsigned.",
    )
    dkim_selector: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?$",
        description="Selector under which DNS has the public key.",
    )
    imap_url: Annotated[str, AfterValidator(_imap)] = Field(
        default="",
        repr=False,
        description="Mailbox that mail comes from: imaps://user:password@host/INBOX,Folder; empty: none.",
    )
    imap_done: str = Field(
        default="",
        max_length=200,
        description="Folder that fetched mails are moved to; empty: they are marked as read.",
    )
    lmtp: Annotated[str, AfterValidator(_port)] = Field(
        default="",
        pattern=r"^(unix:/\S+|(\[[0-9a-fA-F:]+\]|[A-Za-z0-9._-]+):[0-9]{1,5})?$",
        description="Where mail is taken from a mail server of one's own (LMTP): host:port or unix:/path.",
    )
    mail_authserv: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9._-]{0,255}$",
        description="Name (authserv-id) of the mail server whose Authentication-Results are trusted.",
    )
    upload_limit: int = Field(
        default=20_000_000, ge=1, description="Largest file that a customer may send, in bytes."
    )
    secret: str = Field(
        default="",
        pattern=r"^(\S{16,200})?$",
        repr=False,
        description="What codes and links are signed with; empty: one is made and kept in the data folder.",
    )
    sealing_key: str = Field(
        default="",
        pattern=r"^(\S{32,200})?$",
        repr=False,
        description="What contacts and secrets are sealed with; empty: one is made in the data folder.",
    )
    widget_origins: str = Field(
        default="",
        pattern=r"^ *(https?://(\*\.)?[A-Za-z0-9.-]+(:[0-9]{1,5})?( +|$))*$",
        description="Websites that may show the chat in a frame, as origins with spaces between.",
    )
    clamd: Annotated[str, AfterValidator(_port)] = Field(
        default="",
        pattern=r"^(unix:/\S+|[A-Za-z0-9._-]+:[0-9]{1,5})?$",
        description="Virus scanner (clamd) that files are shown to: unix:/path or host:port; empty: none.",
    )
    hooks_private: bool = Field(
        default=False, description="Webhooks may go to addresses within the house, and over http."
    )
    demo: bool = Field(
        default=False, description="Marks the database as a demonstration; opens the guided page."
    )
    log_level: str = Field(
        default="info",
        pattern=r"(?i)^(debug|info|warning|error)$",
        description="How much is logged: debug, info, warning, error.",
    )
    log_format: str = Field(
        default="text",
        pattern=r"^(text|json)$",
        description="How a line of the log is written: text to be read, json for programs.",
    )
    metrics_token: str = Field(
        default="",
        pattern=r"^([A-Za-z0-9._~+/=-]{16,200})?$",
        repr=False,
        description="Token that Prometheus shows at /metrics; empty: there is no such address.",
    )
    backup_at: str = Field(
        default="03:00",
        pattern=r"^(([01][0-9]|2[0-3]):[0-5][0-9])?$",
        description="When the database is backed up every night, into the data folder; empty: never.",
    )
    backup_keep: Annotated[int, Field(ge=1, le=365)] = Field(
        default=3, description="So many of these backups stay, the newest."
    )
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
    """The settings of this process, read from the environment once. `storage.options` puts in what was chosen
    in the browser, `storage.mistakes` says what is wrong with them."""
    return Settings()
