"""The entrance: the web pages and, where no provider of sign-ins is set, a local one for trying."""
