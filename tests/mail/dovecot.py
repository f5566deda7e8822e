"""A throw-away Dovecot: IMAP with IDLE, LMTP, and the passwords that Postfix asks for (its SASL)."""

import shutil
from collections.abc import Iterable
from pathlib import Path

from tests.mail.programs import Program, found
from tests.ports import free_ports

PASSWORD = "only-for-tests"
_CONF = """
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
recipient_delimiter = +
first_valid_uid = 1
mail_location = maildir:{folder}/mail/%d/%n
mail_fsync = never
postmaster_address = postmaster@mail.example
hostname = mail.example
default_process_limit = 200
default_client_limit = 2000
imap_idle_notify_interval = 30 secs

passdb {{
  driver = passwd-file
  args = scheme=PLAIN username_format=%u {folder}/users
}}
userdb {{
  driver = passwd-file
  args = username_format=%u {folder}/users
  default_fields = uid={uid} gid={gid} home={folder}/mail/%d/%n
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
  process_min_avail = 1
}}
service lmtp {{
  inet_listener lmtp {{
    port = {lmtp}
  }}
}}
service auth {{
  inet_listener sasl {{
    port = {sasl}
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""


class Dovecot:
    """`with` these mailboxes (whole addresses); everybody's password is PASSWORD.

    `imap`, `lmtp` and `sasl` are ports. What is sent to `name+anything@` is the mailbox's of `name@`.
    """

    def __init__(self, folder: Path, addresses: Iterable[str]) -> None:
        self._folder = folder
        self.imap, self.lmtp, self.sasl = free_ports(3)
        uid, gid = _owner()
        (folder / "mail").mkdir(parents=True)
        shutil.chown(folder / "mail", uid, gid)
        (folder / "users").write_text("".join(f"{each}:{PASSWORD}::::::\n" for each in addresses))
        conf = _CONF.format(folder=folder, imap=self.imap, lmtp=self.lmtp, sasl=self.sasl, uid=uid, gid=gid)
        (folder / "conf").write_text(conf)
        self._start()

    def _start(self) -> None:
        command = [found("dovecot"), "-F", "-c", str(self._folder / "conf")]
        ports = (self.imap, self.lmtp, self.sasl)
        self._program = Program(command, ports, self._folder / "log")

    def restart(self) -> None:
        """End it and start it again, as an update of the system would."""
        self._program.end()
        self._start()

    def kept(self, address: str) -> list[bytes]:
        """The mails in the inbox of this address, as they came, in no order."""
        name, _, domain = address.partition("@")
        box = self._folder / "mail" / domain / name
        return [file.read_bytes() for part in ("new", "cur") for file in sorted((box / part).glob("*"))]

    def told(self) -> str:
        """Its log."""
        return self._program.told()

    def close(self) -> None:
        """End it."""
        self._program.end()


def _owner() -> tuple[int, int]:
    """Whose the mails are: root's they may not be."""
    import pwd

    entry = pwd.getpwnam("nobody")
    return entry.pw_uid, entry.pw_gid
