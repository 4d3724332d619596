"""What an organisation's records teach, and which further record would tell most."""
