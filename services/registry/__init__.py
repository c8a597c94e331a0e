"""Who there is, what they offer, need and (until it is published) wish, and the vault of personal data."""
