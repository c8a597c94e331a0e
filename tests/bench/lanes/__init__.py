"""What is compared, lane by lane."""
