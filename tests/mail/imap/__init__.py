"""An IMAP server of our own that can be made to fail (RFC 3501 with IDLE, MOVE and UIDPLUS)."""

from tests.mail.imap.server import FaultyServer

__all__ = ["FaultyServer"]
