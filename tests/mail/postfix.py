"""A throw-away Postfix: a port to hand in mail with a password, one for the world, all delivered by LMTP.

Whom the LMTP server does not know gets what everybody gets: the mail comes back (RFC 3464).
"""

import grp
import os
import pwd
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.mail.programs import Program, found
from tests.ports import free_ports

HOST = "mail.example"
"""What it calls itself, in `Received` and `Authentication-Results` too."""

_MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/log
maillog_file_prefixes = {folder}
myhostname = mail.example
mydestination =
local_recipient_maps =
alias_maps =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = {domains}
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
virtual_mailbox_maps =
transport_maps = {elsewhere}
lmtp_destination_recipient_limit = 1
recipient_delimiter = +
append_dot_mydomain = no
biff = no
smtpd_peername_lookup = no
smtp_host_lookup = native
smtpd_tls_security_level = none
smtpd_client_connection_count_limit = 0
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
transport_retry_time = 1s
service_throttle_time = 1s
lmtp_lhlo_timeout = 10s
"""

_MASTER = """
postlog unix-dgram n - n - 1 postlogd
127.0.0.1:{world} inet n - n - - smtpd
  -o smtpd_relay_restrictions=reject_unauth_destination
  -o smtpd_recipient_restrictions=reject_unauth_destination
  -o smtpd_sender_restrictions={checked}
127.0.0.1:{submission} inet n - n - - smtpd
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_sasl_type=dovecot
  -o smtpd_sasl_path=inet:127.0.0.1:{sasl}
  -o smtpd_sasl_security_options=noanonymous
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 5 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - smtp
relay unix - - n - - smtp
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
local unix - n n - - local
virtual unix - n n - - virtual
lmtp unix - - n - - lmtp
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
"""

_AUTHENTICATED = """
/^forged.*@(.*)$/ PREPEND Authentication-Results: {host}; spf=fail; dmarc=fail header.from=$1
/^.*@(.*)$/ PREPEND Authentication-Results: {host}; spf=pass; dmarc=pass header.from=$1
"""

_PRIVATE = [
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "private",
    "saved",
    "trace",
]


class Postfix:
    """Takes mail for these domains and hands it to the LMTP server at this port.

    `world` is the port where other servers bring mail: whose sender is of our domains has passed DMARC, and
    has failed it where the address begins with `forged`. `submission` wants a login, by `sasl`. Some
    addresses may be served `elsewhere`, by the LMTP server at another port.
    """

    def __init__(
        self,
        folder: Path,
        domains: Iterable[str],
        lmtp: int,
        sasl: int,
        elsewhere: Mapping[str, int] | None = None,
    ) -> None:
        self._folder = folder
        self.world, self.submission = free_ports(2)
        conf = folder / "conf"
        conf.mkdir(parents=True)
        self._queue()
        routes = (f"{address}=lmtp:inet:127.0.0.1:{port}" for address, port in (elsewhere or {}).items())
        known = {
            "domains": " ".join(domains),
            "lmtp": lmtp,
            "elsewhere": f"inline:{{{', '.join(routes)}}}" if elsewhere else "",
        }
        self._write("main.cf", _MAIN.format(folder=folder, **known))
        self._write("senders", _AUTHENTICATED.format(host=HOST))
        checked = f"check_sender_access,regexp:{conf}/senders"
        ports = {"world": self.world, "submission": self.submission}
        self._write("master.cf", _MASTER.format(**ports, sasl=sasl, checked=checked))
        at = subprocess.check_output([found("postconf"), "-d", "-h", "daemon_directory"], text=True).strip()
        self._program = Program(
            [f"{at}/master", "-s"], tuple(ports.values()), folder / "log", {"MAIL_CONFIG": str(conf)}
        )

    def _write(self, name: str, text: str) -> None:
        (self._folder / "conf" / name).write_text(text)

    def _queue(self) -> None:
        """The folders that `postfix check` would make; by ourselves, for it looks at the system's too."""
        owner, group = pwd.getpwnam("postfix").pw_uid, grp.getgrnam("postdrop").gr_gid
        modes = dict.fromkeys(_PRIVATE, 0o700) | {"maildrop": 0o730, "public": 0o710}
        for name, mode in modes.items():
            _folder(self._folder / "queue" / name, mode, owner, group)
        _folder(self._folder / "queue" / "pid", 0o755, 0, 0)
        _folder(self._folder / "data", 0o700, owner, group)

    def told(self) -> str:
        """Its log."""
        return self._program.told()

    def close(self) -> None:
        """End it."""
        self._program.end()


def _folder(at: Path, mode: int, owner: int, group: int) -> None:
    at.mkdir(parents=True)
    os.chown(at, owner, group)
    at.chmod(mode)
