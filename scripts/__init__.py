"""What developers run beside the services."""
