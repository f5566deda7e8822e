"""Staff: accounts, signing in, sessions."""

from storage.users.accounts import (
    ROLES,
    SHORTEST,
    Refused,
    User,
    add,
    find,
    listing,
    set_active,
    set_password,
)
from storage.users.attempts import Attempt, attempt, forgive, proves
from storage.users.sessions import SessionUser, Signed, prolong, session_user, sign_in, sign_out

__all__ = [
    "ROLES",
    "SHORTEST",
    "Attempt",
    "Refused",
    "SessionUser",
    "Signed",
    "User",
    "add",
    "attempt",
    "find",
    "forgive",
    "listing",
    "prolong",
    "proves",
    "session_user",
    "set_active",
    "set_password",
    "sign_in",
    "sign_out",
]
