"""What we decided about what the provider said."""
