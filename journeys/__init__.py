"""What the provider says happened."""
