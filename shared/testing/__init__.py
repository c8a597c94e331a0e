"""What tests of all services share."""
