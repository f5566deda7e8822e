"""Signing in by the organisation's own sign-in service: OpenID Connect, the code flow with PKCE.

asking     JSON from the service, its errors as ours
provider   what the service says of itself (discovery) and its keys
tokens     the ID token: who it says they are, checked
going      there and back: addresses, the code for the token
party      all of it for one process, remembered for a while
"""
