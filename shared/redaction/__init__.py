"""Taking a name out of history: the one permitted rewrite of a log, itself an event, followed by every service.

The event must not say what is taken out, so it holds keyed marks of whole texts and what stands in their place; each
service finds the texts with these marks in its own log, and builds its documents anew.
"""
