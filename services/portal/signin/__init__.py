"""The local provider of sign-ins: OpenID Connect as a real one speaks it, with people to choose instead of passwords.

Only for trying: it is there where no other provider is set, and never in production.
"""
